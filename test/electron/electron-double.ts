import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  ElectronParts,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  UtilityProcess,
  WebContents,
  WebFrameMain,
} from '../../main/shells/electron/parts.ts'

type Of<Part extends keyof ElectronParts> = ElectronParts[Part]
type Session = Of<'session'>['defaultSession']
type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0]
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0]
type DevicePermission = Parameters<Session['setDevicePermissionHandler']>[0]

/** An event as Electron passes it: it can be prevented. */
export function preventable(): { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}

class AppDouble
  extends EventEmitter
  implements
    Pick<
      Of<'app'>,
      | 'requestSingleInstanceLock'
      | 'quit'
      | 'getPath'
      | 'setPath'
      | 'setAppLogsPath'
      | 'enableSandbox'
      | 'whenReady'
      | 'getVersion'
      | 'addRecentDocument'
      | 'isPackaged'
    >
{
  readonly paths = new Map<string, string>([['documents', '/home/person/Documents']])
  readonly switches = new Map<string, string>()
  readonly recent: string[] = []
  readonly isPackaged = true
  readonly commandLine = { appendSwitch: (name: string, value = '') => void this.switches.set(name, value) }
  isFirst = true
  hasQuit = false
  readonly done: string[]
  #becomeReady: () => void = () => undefined
  readonly #ready = new Promise<void>((resolve) => {
    this.#becomeReady = resolve
  })

  constructor(done: string[]) {
    super()
    this.done = done
  }
  requestSingleInstanceLock(): boolean {
    this.done.push('lock')
    return this.isFirst
  }
  /** As documented: `before-quit` can prevent it; then it has quit. */
  quit(): void {
    const event = preventable()
    this.emit('before-quit', event)
    if (!event.defaultPrevented && !this.hasQuit) {
      this.hasQuit = true
      this.done.push('quit')
    }
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? ''
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  setAppLogsPath(path?: string): void {
    this.paths.set('logs', path ?? '')
  }
  enableSandbox(): void {
    this.done.push('sandbox')
  }
  whenReady(): Promise<void> {
    return this.#ready
  }
  becomeReady(): void {
    this.done.push('ready')
    this.#becomeReady()
  }
  getVersion(): string {
    return '1.2.3'
  }
  addRecentDocument(path: string): void {
    this.recent.push(path)
  }
}

export class FrameDouble implements Pick<WebFrameMain, 'origin' | 'detached' | 'isDestroyed' | 'postMessage'> {
  readonly received: { channel: string; message: unknown; ports: readonly unknown[] }[] = []
  detached = false
  parent: FrameDouble | null = null
  origin: string
  constructor(origin = 'app://tieout') {
    this.origin = origin
  }
  isDestroyed(): boolean {
    return false
  }
  postMessage(channel: string, message: unknown, ports: readonly unknown[] = []): void {
    this.received.push({ channel, message, ports })
  }
}

export class WebContentsDouble
  extends EventEmitter
  implements Pick<WebContents, 'getURL' | 'send' | 'setWindowOpenHandler' | 'setZoomFactor' | 'reload'>
{
  readonly mainFrame = new FrameDouble()
  readonly sent: { channel: string; value: unknown }[] = []
  address = ''
  zoom = 1
  reloads = 0
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null
  getURL(): string {
    return this.address
  }
  send(channel: string, value: unknown): void {
    this.sent.push({ channel, value })
  }
  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler
  }
  setZoomFactor(factor: number): void {
    this.zoom = factor
  }
  reload(): void {
    this.reloads++
  }
}

export class WindowDouble
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      | 'focus'
      | 'show'
      | 'restore'
      | 'maximize'
      | 'isMinimized'
      | 'isMaximized'
      | 'getNormalBounds'
      | 'setTitle'
      | 'loadURL'
    >
{
  readonly webContents = new WebContentsDouble()
  readonly options: BrowserWindowConstructorOptions
  readonly calls: string[] = []
  isMini = false
  isMaxi = false
  title = ''
  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
  }
  focus(): void {
    this.calls.push('focus')
  }
  show(): void {
    this.calls.push('show')
  }
  restore(): void {
    this.isMini = false
    this.calls.push('restore')
  }
  maximize(): void {
    this.isMaxi = true
  }
  isMinimized(): boolean {
    return this.isMini
  }
  isMaximized(): boolean {
    return this.isMaxi
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return {
      x: this.options.x ?? 0,
      y: this.options.y ?? 0,
      width: this.options.width ?? 1,
      height: this.options.height ?? 1,
    }
  }
  setTitle(title: string): void {
    this.title = title
  }
  async loadURL(address: string): Promise<void> {
    this.webContents.address = address
  }
}

export class ChildDouble extends EventEmitter implements Pick<UtilityProcess, 'kill' | 'postMessage'> {
  readonly received: { message: unknown; ports: readonly unknown[] }[] = []
  readonly start: Record<string, unknown>
  readonly script: string
  constructor(script: string, start: Record<string, unknown>) {
    super()
    this.script = script
    this.start = start
  }
  postMessage(message: unknown, ports: readonly unknown[] = []): void {
    this.received.push({ message, ports })
    const { type, path } = message as { type: string; path?: string }
    // As the engine does, a moment later.
    if (type === 'grant') setImmediate(() => this.say({ type: 'granted', path }))
  }
  kill(): boolean {
    this.emit('exit', 143)
    return true
  }
  /** What the engine's process says. */
  say(message: unknown): void {
    this.emit('message', message)
  }
}

class SessionDouble
  extends EventEmitter
  implements
    Pick<
      Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
  permissionRequest: PermissionRequest = null
  permissionCheck: PermissionCheck = null
  devicePermission: DevicePermission = null
  beforeRequest: ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | null = null
  spellChecker = true
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<SessionDouble['beforeRequest']>) => {
      this.beforeRequest = listener
    },
  }
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: DevicePermission): void {
    this.devicePermission = handler
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled
  }
}

/** A double of Electron: what the shell uses of it, behaving as its documentation says. */
export function createElectronDouble() {
  /** What happened, in order. */
  const done: string[] = []
  const app = new AppDouble(done)
  const windows: WindowDouble[] = []
  const children: ChildDouble[] = []
  const handlers = new Map<string, (event: IpcMainInvokeEvent, ...values: unknown[]) => unknown>()
  const state = {
    focused: null as WindowDouble | null,
    displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
    menu: [] as MenuItemConstructorOptions[],
    page: null as ((request: Request) => Response | Promise<Response>) | null,
    schemes: [] as Electron.CustomScheme[],
    open: { canceled: true, filePaths: [] as string[] },
    save: { canceled: true, filePath: '' },
    dialogs: [] as { parent: unknown; options: Electron.OpenDialogOptions | Electron.SaveDialogOptions }[],
    shown: [] as string[],
  }
  const session = new SessionDouble()

  class BrowserWindowDouble extends WindowDouble {
    static getAllWindows = (): WindowDouble[] => [...windows]
    static getFocusedWindow = (): WindowDouble | null => state.focused
    static fromWebContents = (contents: unknown): WindowDouble | null =>
      windows.find(({ webContents }) => webContents === contents) ?? null
    constructor(options: BrowserWindowConstructorOptions) {
      super(options)
      windows.push(this)
      done.push('window')
      this.once('closed', () => void windows.splice(windows.indexOf(this), 1))
      app.emit('web-contents-created', preventable(), this.webContents)
      app.emit('browser-window-created', preventable(), this)
    }
  }

  const parts = {
    app,
    BrowserWindow: BrowserWindowDouble,
    dialog: {
      showOpenDialog: async (parent: unknown, options: Electron.OpenDialogOptions) => {
        state.dialogs.push({ parent, options })
        return state.open
      },
      showSaveDialog: async (parent: unknown, options: Electron.SaveDialogOptions) => {
        state.dialogs.push({ parent, options })
        return state.save
      },
    },
    ipcMain: {
      handle: (channel: string, listener: (event: IpcMainInvokeEvent, ...values: unknown[]) => unknown) =>
        void handlers.set(channel, listener),
    },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
      setApplicationMenu: (template: MenuItemConstructorOptions[]) => {
        state.menu = template
      },
    },
    MessageChannelMain: MessageChannel,
    nativeTheme: { shouldUseDarkColors: false },
    protocol: {
      registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => {
        done.push('schemes')
        state.schemes = schemes
      },
      handle: (_scheme: string, handler: NonNullable<typeof state.page>) => {
        state.page = handler
      },
    },
    screen: { getPrimaryDisplay: () => state.displays[0], getAllDisplays: () => state.displays },
    session: { defaultSession: session },
    shell: {
      showItemInFolder: (path: string) => void state.shown.push(path),
      openPath: async (path: string) => {
        state.shown.push(path)
        return ''
      },
    },
    utilityProcess: {
      fork: (script: string, [start = '{}']: readonly string[]) => {
        done.push('fork')
        const child = new ChildDouble(script, JSON.parse(start) as Record<string, unknown>)
        children.push(child)
        return child
      },
    },
  } satisfies { [Part in keyof ElectronParts]: object }

  return {
    state,
    app,
    done,
    windows,
    children,
    session,
    /** Calls a handler of `ipcMain` as a page would; the sender is the window's own main frame unless told. */
    call: async (
      channel: string,
      sender: { window: WindowDouble; frame?: FrameDouble | null },
      ...values: unknown[]
    ) => {
      const handler = handlers.get(channel)
      if (!handler) throw new Error(`Nothing answers ${channel}.`)
      const { window, frame = window.webContents.mainFrame } = sender
      const event = { sender: window.webContents, senderFrame: frame }
      return handler(event as unknown as IpcMainInvokeEvent, ...values)
    },
    // The double has only what is used; that its members fit Electron's is checked above, one by one.
    electron: parts as unknown as ElectronParts,
  }
}
