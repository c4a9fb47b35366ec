import type * as ElectronModule from 'electron'

/**
 * What the shell uses of Electron. `app.ts` passes the real thing in, tests a double of it; no other file imports Electron
 * itself.
 */
export type ElectronParts = Pick<
  typeof ElectronModule,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'nativeTheme'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>

export type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  ContextMenuParams,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  MessagePortMain,
  Rectangle,
  UtilityProcess,
  WebContents,
  WebFrameMain,
} from 'electron'
