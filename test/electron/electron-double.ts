import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type {
  BrowserWindowConstructorOptions,
  ElectronParts,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
} from '../../main/shells/electron/parts.ts'
import { AppDouble, ChildDouble, SessionDouble, preventable } from './app-double.ts'
import { type FrameDouble, WindowDouble } from './window-double.ts'

function scrambled(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => byte ^ 0x5a))
}

/** The system is light; a source that is chosen overrides it, and everybody is told. */
class ThemeDouble extends EventEmitter {
  #source: Electron.NativeTheme['themeSource'] = 'system'
  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source
  }
  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.#source = source
    this.emit('updated')
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
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
    /** Number of the button that a person presses in a question; -1 leaves it open. */
    answer: 0,
    questions: [] as { parent: unknown; options: Electron.MessageBoxOptions }[],
    popups: [] as { items: MenuItemConstructorOptions[]; options: Electron.PopupOptions }[],
    keyRing: 'there' as 'there' | 'none' | 'plain' | 'known password',
  }
  const session = new SessionDouble()
  const theme = new ThemeDouble()

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
      showMessageBox: async (parent: unknown, options: Electron.MessageBoxOptions) => {
        state.questions.push({ parent, options })
        if (state.answer < 0) await new Promise(() => undefined)
        return { response: state.answer, checkboxChecked: false }
      },
    },
    ipcMain: {
      handle: (channel: string, listener: (event: IpcMainInvokeEvent, ...values: unknown[]) => unknown) =>
        void handlers.set(channel, listener),
    },
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) =>
        Object.assign(template, {
          popup: (options: Electron.PopupOptions) => void state.popups.push({ items: template, options }),
        }),
      setApplicationMenu: (template: MenuItemConstructorOptions[]) => {
        state.menu = template
      },
    },
    MessageChannelMain: MessageChannel,
    nativeTheme: theme,
    protocol: {
      registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => {
        done.push('schemes')
        state.schemes = schemes
      },
      handle: (_scheme: string, handler: NonNullable<typeof state.page>) => {
        state.page = handler
      },
    },
    safeStorage: {
      isAsyncEncryptionAvailable: async () => state.keyRing !== 'none',
      getSelectedStorageBackend: () => (state.keyRing === 'plain' ? 'basic_text' : 'gnome_libsecret'),
      // A key ring that anybody could read would do for the test; what counts is that nothing passes unsealed.
      encryptStringAsync: async (text: string) =>
        Buffer.concat([Buffer.from(state.keyRing === 'known password' ? 'v10' : 'v11'), scrambled(Buffer.from(text))]),
      decryptStringAsync: async (sealed: Buffer) => ({
        shouldReEncrypt: false,
        result: scrambled(sealed.subarray(3)).toString(),
      }),
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
    theme,
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
