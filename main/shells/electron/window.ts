import type { EngineState } from '../../../shared/bridge.ts'
import type { HostCommand } from '../../../shared/host.ts'
import { crashLimit } from './crash-limit.ts'
import { commandMessage, engineMessage } from './messages.ts'
import type { BrowserWindow, BrowserWindowConstructorOptions, ElectronParts } from './parts.ts'
import { pageAddress } from './protocol.ts'
import { readWindowState, smallestWindow, windowBounds, writeWindowState } from './window-state.ts'

/** The application's windows; all show the same book. */
export interface Windows {
  open(): BrowserWindow
  /** The window that has the focus, else the one opened last, else a new one; brought to the front. */
  show(): BrowserWindow
  /** Sends a command of the menu or the system to the page of `show()`. */
  command(command: HostCommand): void
  /** Tells every window how the engine is. */
  tell(state: EngineState): void
}

export interface WindowOptions {
  readonly preload: string
  /** File in which size and place are kept. */
  readonly stateFile: string
  readonly log: (line: string) => void
}

type Parts = Pick<ElectronParts, 'BrowserWindow' | 'screen' | 'nativeTheme'>

/** What every window is made with: a page without any right but its bridge. */
export function windowOptions(
  preload: string,
  bounds: { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number },
  dark: boolean,
): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Tieout',
    // Shown when the page has drawn itself; until then nothing flashes, and what shows through has the theme's colour.
    show: false,
    backgroundColor: dark ? '#1a1b1e' : '#ffffff',
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
  const { BrowserWindow, screen, nativeTheme } = electron
  const mayReload = crashLimit(3, 60_000)
  const loaded = new WeakSet<BrowserWindow>()

  function open(): BrowserWindow {
    const remembered = readWindowState(options.stateFile)
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea)
    const shift = 24 * BrowserWindow.getAllWindows().length
    const bounds = windowBounds(remembered, areas, shift)
    const window = new BrowserWindow(windowOptions(options.preload, bounds, nativeTheme.shouldUseDarkColors))
    window.once('ready-to-show', () => {
      if (remembered?.maximized && shift === 0) window.maximize()
      window.show()
    })
    window.on('close', () =>
      writeWindowState(options.stateFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }),
    )
    // The title is the book's name, which the page gives by its bridge.
    window.on('page-title-updated', (event) => event.preventDefault())
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      options.log(`page: ended, ${reason}`)
      if (reason !== 'clean-exit' && mayReload.allows()) window.webContents.reload()
    })
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) loaded.delete(window)
    })
    window.webContents.on('did-finish-load', () => loaded.add(window))
    void window.loadURL(pageAddress)
    return window
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
  }
}
