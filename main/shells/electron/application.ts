import { join } from 'node:path'
import { answerBridge } from './bridge.ts'
import { createDialogs, openFolder, showInFolder } from './dialogs.ts'
import { startEngine } from './engine.ts'
import { type SecondStart, booksAmong, collectBooks } from './files.ts'
import { createKeyStore } from './key-store.ts'
import { setupMenu } from './menu.ts'
import { denyNetwork, silenceChromium } from './network.ts'
import type { ElectronParts } from './parts.ts'
import { denyNavigation, denyPermissions } from './permissions.ts'
import { registerPageScheme, servePage } from './protocol.ts'
import { setupQuit } from './quit.ts'
import type { Surroundings } from './surroundings.ts'
import { setupWindows } from './window.ts'

/**
 * Runs the desktop application. To be called at once when the program starts: some of Electron's settings hold only if they
 * are made before it is ready. Settles when the first window is there, or when another instance has taken over.
 */
export async function runApplication(electron: ElectronParts, surroundings: Surroundings): Promise<void> {
  const { app } = electron
  const profile = join(surroundings.dataFolder, 'window')
  app.setPath('userData', profile)
  app.setAppLogsPath(join(surroundings.dataFolder, 'logs'))
  const given = booksAmong(surroundings.arguments, surroundings.workingDirectory)
  if (!app.requestSingleInstanceLock({ books: given } satisfies SecondStart)) {
    app.quit()
    return
  }
  app.enableSandbox()
  silenceChromium(electron)
  registerPageScheme(electron)
  denyNavigation(electron)
  const books = collectBooks(electron, given)
  await app.whenReady()

  denyPermissions(electron)
  denyNetwork(electron)
  servePage(electron, surroundings.pageFolder)
  const windows = setupWindows(electron, { ...surroundings, stateFile: join(profile, 'window.json') })
  const engine = startEngine(electron, {
    log: surroundings.log,
    script: surroundings.engineScript,
    start: {
      dataFolder: surroundings.dataFolder,
      sampleFolder: surroundings.sampleFolder,
      version: app.getVersion(),
    },
    onState: windows.tell,
    onBook: (path) => app.addRecentDocument(path),
    keyStore: createKeyStore(electron, surroundings.platform),
  })
  const dialogs = createDialogs(electron, {
    grant: engine.grant,
    booksFolder: join(surroundings.dataFolder, 'books'),
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
      showInFolder: (_asker, path) => showInFolder(electron, path),
      openLogFolder,
      setZoom: ({ window }, factor) => window.webContents.setZoomFactor(factor),
      setTitle: ({ window }, title) => window.setTitle(title),
      newWindow: () => void windows.open(),
    },
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
    onQuitting: () => windows.tell({ state: 'quitting' }),
    openWindow: () => void windows.open(),
    log: surroundings.log,
  })
  app.on('second-instance', () => void windows.show())
  windows.open()
  books.listen((path) => windows.command({ type: 'open-book', path }))
}
