import { crashLimit } from './crash-limit.ts'
import type { BrowserWindow, ElectronParts } from './parts.ts'
import { pageAddress } from './protocol.ts'
import { wording } from './wording.ts'

const { trouble: words } = wording
/** What Chromium says of a load that another one took the place of. */
const aborted = -3
/** Milliseconds after which a window is shown, drawn or not: one that nobody sees cannot even be closed. */
const longestHidden = 10_000

/** Watches over the pages: one that dies is loaded again, one that cannot be shown or hangs says so. */
export function createPageWatch(
  { dialog }: Pick<ElectronParts, 'dialog'>,
  log: (line: string) => void,
): (window: BrowserWindow) => void {
  const mayReload = crashLimit(3, 60_000)
  const asking = new WeakSet<BrowserWindow>()

  async function ask(window: BrowserWindow, message: string, detail: string, other: string): Promise<number | null> {
    if (asking.has(window) || window.isDestroyed()) return null
    asking.add(window)
    try {
      window.show()
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message,
        detail,
        buttons: [words.again, other],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      })
      return window.isDestroyed() ? null : response
    } finally {
      asking.delete(window)
    }
  }
  async function failed(window: BrowserWindow): Promise<void> {
    const answer = await ask(window, words.notShown, words.notShownDetail, words.close)
    if (answer === 0) void window.loadURL(pageAddress)
    if (answer === 1) window.destroy()
  }
  async function hangs(window: BrowserWindow): Promise<void> {
    const answer = await ask(window, words.hangs, words.hangsDetail, words.wait)
    if (answer === 0) window.webContents.reload()
  }

  return (window) => {
    const { webContents } = window
    const timer = setTimeout(() => {
      if (!window.isDestroyed() && !window.isVisible()) window.show()
    }, longestHidden)
    window.once('closed', () => clearTimeout(timer))
    webContents.on('did-fail-load', (_event, code, description, _address, isMainFrame) => {
      if (!isMainFrame || code === aborted) return
      log(`page: did not load, ${code} ${description}`)
      void failed(window)
    })
    webContents.on('did-navigate', (_event, _address, status) => {
      if (status < 400) return
      log(`page: did not load, ${status}`)
      void failed(window)
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      log(`page: ended, ${reason}`)
      if (reason === 'clean-exit') return
      if (mayReload.allows()) webContents.reload()
      else void failed(window)
    })
    window.on('unresponsive', () => {
      log('page: does not respond')
      void hangs(window)
    })
  }
}
