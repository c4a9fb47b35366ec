import type { BrowserWindow, ElectronParts, IpcMainInvokeEvent } from './parts.ts'
import { pageOrigin } from './protocol.ts'

/** What is looked at of a message: all that `ipcMain` says of the one who sent it. */
export type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>

/**
 * The window whose page sent a message; null unless it is the main frame of one of the application's own windows, and on
 * the page's origin. A frame that has gone, or stands on `about:blank`, is refused as well: its page asks again when it is
 * there.
 */
export function trustedWindow(electron: Pick<ElectronParts, 'BrowserWindow'>, event: Sender): BrowserWindow | null {
  const frame = event.senderFrame
  if (frame === null || frame.detached || frame.parent !== null || frame.origin !== pageOrigin) return null
  return electron.BrowserWindow.fromWebContents(event.sender)
}
