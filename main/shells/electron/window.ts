import type { EngineState } from '../../../shared/bridge.ts'
import type { HostCommand } from '../../../shared/host.ts'
import { commandMessage, engineMessage } from './messages.ts'
import { createPageWatch } from './page-trouble.ts'
import type { BrowserWindow, BrowserWindowConstructorOptions, ElectronParts } from './parts.ts'
import { pageAddress } from './protocol.ts'
import type { WindowTheme } from './theme.ts'
import { readWindowState, smallestBounds, windowBounds, writeWindowState } from './window-state.ts'
import { createWindowWork, type WindowWork } from './window-work.ts'

/** The application's windows; all show the same book. */
export interface Windows {
  open(): BrowserWindow
  /** The window that has the focus, else the one opened last, else a new one; brought to the front. */
  show(): BrowserWindow
  /** Sends a command of the menu or the system to the page of `show()`. */
  command(command: HostCommand): void
  /** Tells every window how the engine is. */
  tell(state: EngineState): void
  readonly setWork: WindowWork['set']
  /** Whether all windows may be closed now; asks the person where work would be stopped by it. */
  mayLeave(): Promise<boolean>
  /** From now on windows close unasked. */
  leave(): void
}

export interface WindowOptions {
  readonly preload: string
  /** File in which size and place are kept. */
  readonly stateFile: string
  readonly theme: WindowTheme
  readonly log: (line: string) => void
}

type Parts = Pick<ElectronParts, 'BrowserWindow' | 'screen' | 'dialog'>

/** What every window is made with: a page without any right but its bridge. */
export function windowOptions(
  preload: string,
  bounds: Pick<BrowserWindowConstructorOptions, 'x' | 'y' | 'width' | 'height' | 'minWidth' | 'minHeight'>,
  backgroundColor: string,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    title: 'Tieout',
    // Shown when the page has drawn itself; until then nothing flashes, and what shows through has the theme's colour.
    show: false,
    backgroundColor,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
    },
  }
}

/** Makes the application's windows. To be called when the application is ready. */
export function setupWindows(electron: Parts, options: WindowOptions): Windows {
  const { BrowserWindow, screen } = electron
  const work = createWindowWork(electron)
  const watchPage = createPageWatch(electron, options.log)
  const loaded = new WeakSet<BrowserWindow>()
  let isLeaving = false

  function open(): BrowserWindow {
    const remembered = readWindowState(options.stateFile)
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)
    const shift = 24 * BrowserWindow.getAllWindows().length
    const bounds = windowBounds(remembered, areas, shift)
    const smallest = smallestBounds(bounds, areas)
    const window = new BrowserWindow(
      windowOptions(options.preload, { ...bounds, ...smallest }, options.theme.background),
    )
    window.once('ready-to-show', () => {
      if (remembered?.maximized && shift === 0) window.maximize()
      window.show()
    })
    window.on('close', (event) => {
      writeWindowState(options.stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() })
      if (isLeaving || !work.has(window)) return
      event.preventDefault()
      void closeIfMayStop(window)
    })
    // The title is the book's name, which the page gives by its bridge.
    window.on('page-title-updated', (event) => event.preventDefault())
    watchPage(window)
    const begin = (): void => {
      loaded.delete(window)
      work.set(window, null)
    }
    window.webContents.on('render-process-gone', begin)
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) begin()
    })
    window.webContents.on('did-finish-load', () => loaded.add(window))
    void window.loadURL(pageAddress)
    return window
  }

  async function closeIfMayStop(window: BrowserWindow): Promise<void> {
    if (await work.mayStop([window])) window.destroy()
  }

  function show(): BrowserWindow {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows().at(-1)
    if (!window) return open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return window
  }

  return {
    open,
    show,
    command: (command) => {
      const window = show()
      const send = (): void => window.webContents.send(commandMessage, command)
      // The preload keeps it until the page listens, but the preload must be there.
      if (loaded.has(window)) send()
      else window.webContents.once('did-finish-load', send)
    },
    tell: (state) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) webContents.send(engineMessage, state)
    },
    setWork: work.set,
    mayLeave: () => work.mayStop(BrowserWindow.getAllWindows()),
    leave: () => {
      isLeaving = true
    },
  }
}
