import { dirname, join } from 'node:path'
import { defaultBooksFolder } from './books-folder.ts'
import { answerBridge } from './bridge.ts'
import { createConfirmAddress } from './confirm-address.ts'
import { giveContextMenu } from './context-menu.ts'
import { createDialogs } from './dialogs.ts'
import { startEngine } from './engine.ts'
import { collectOpened, openedAmong } from './files.ts'
import { createKeyStore } from './key-store.ts'
import { setupMenu } from './menu.ts'
import { denyNetwork, silenceChromium } from './network.ts'
import type { ElectronParts } from './parts.ts'
import { denyNavigation, denyPermissions } from './permissions.ts'
import { registerPageScheme, servePage } from './protocol.ts'
import { setupQuit } from './quit.ts'
import { createShownFiles, openFolder } from './shown-files.ts'
import type { Surroundings } from './surroundings.ts'
import { setupTheme } from './theme.ts'
import { setupWindows } from './window.ts'

/** As the installer names it to Windows, so that window, pinned icon and list of recent books belong together. */
const applicationId = 'app.tieout.desktop'

/**
 * Runs the desktop application. To be called at once when the program starts: some of Electron's settings hold only if they
 * are made before it is ready. Settles when the first window is there, or when another instance has taken over.
 */
export async function runApplication(electron: ElectronParts, surroundings: Surroundings): Promise<void> {
  const { app } = electron
  const profile = join(surroundings.dataFolder, 'window')
  app.setPath('userData', profile)
  app.setAppLogsPath(join(surroundings.dataFolder, 'logs'))
  const given = openedAmong(surroundings.arguments, surroundings.workingDirectory, app.getAppPath())
  if (!app.requestSingleInstanceLock(given)) {
    app.quit()
    return
  }
  app.enableSandbox()
  silenceChromium(electron)
  registerPageScheme(electron)
  denyNavigation(electron)
  giveContextMenu(electron)
  if (surroundings.platform === 'win32') app.setAppUserModelId(applicationId)
  const opened = collectOpened(electron, given)
  await app.whenReady()

  denyPermissions(electron)
  denyNetwork(electron)
  servePage(electron, surroundings.pageFolder)
  const booksFolder = surroundings.booksFolder ?? defaultBooksFolder(electron, surroundings.platform)
  const theme = setupTheme(electron, join(profile, 'theme.json'))
  const windows = setupWindows(electron, { ...surroundings, theme, stateFile: join(profile, 'window.json') })
  const shown = createShownFiles(electron)
  let lastBooksFolder: string | null = null
  const engine = startEngine(electron, {
    log: surroundings.log,
    script: surroundings.engineScript,
    start: {
      dataFolder: surroundings.dataFolder,
      booksFolder,
      sampleFolder: surroundings.sampleFolder,
      version: app.getVersion(),
    },
    onState: windows.tell,
    onBook: (path) => {
      app.addRecentDocument(path)
      shown.add([path])
      lastBooksFolder = dirname(path)
    },
    confirmAddress: createConfirmAddress(electron),
    keyStore: createKeyStore(electron, surroundings.platform),
  })
  const dialogs = createDialogs(electron, {
    grant: (right, paths) => {
      if (right === 'write') shown.add(paths)
      return engine.grant(right, paths)
    },
    booksFolder,
    lastBooksFolder: () => lastBooksFolder,
  })
  const openLogFolder = (): Promise<boolean> => openFolder(electron, join(surroundings.dataFolder, 'logs'))
  answerBridge(
    electron,
    {
      connectEngine: ({ frame }) => engine.connect(frame),
      restartEngine: () => engine.restart(),
      pickFiles: ({ window }) => dialogs.pickFiles(window),
      pickFolder: ({ window }) => dialogs.pickFolder(window),
      pickBook: ({ window }) => dialogs.pickBook(window),
      pickNewBook: ({ window }, name) => dialogs.pickNewBook(window, name),
      pickTarget: ({ window }, name) => dialogs.pickTarget(window, name),
      showInFolder: (_asker, path) => shown.show(path),
      openLogFolder,
      setZoom: ({ window }, factor) => window.webContents.setZoomFactor(factor),
      setTitle: ({ window }, title) => window.setTitle(title),
      setTheme: (_asker, chosen) => theme.choose(chosen),
      setWork: ({ window }, work) => windows.setWork(window, work),
      newWindow: () => void windows.open(),
    },
    (path) => engine.grant('read', [path]),
    surroundings.log,
  )
  setupMenu(electron, {
    platform: surroundings.platform,
    isPackaged: app.isPackaged,
    command: windows.command,
    newWindow: () => void windows.open(),
    openLogFolder: () => void openLogFolder(),
  })
  setupQuit(electron, {
    platform: surroundings.platform,
    engine,
    mayQuit: windows.mayLeave,
    onQuitting: () => {
      windows.leave()
      windows.tell({ state: 'quitting' })
    },
    openWindow: () => void windows.open(),
    log: surroundings.log,
  })
  app.on('second-instance', () => void windows.show())
  windows.open()
  async function show(books: readonly string[], files: readonly string[]): Promise<void> {
    await engine.grant('read', [...books, ...files])
    for (const path of books) windows.command({ type: 'open-book', path })
    if (files.length > 0) windows.command({ type: 'take-files', paths: files })
  }
  opened.listen(({ books, files }) => void show(books, files))
}
