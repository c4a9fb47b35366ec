import type { ElectronParts } from './parts.ts'
import { wording } from './wording.ts'

const { address: words } = wording

/**
 * Asks the person, by a dialog of the system, whether requests may go to an address that is not AWS's: a page that was led
 * astray could send them anywhere. One question at a time; another one meanwhile is answered with no.
 */
export function createConfirmAddress({
  dialog,
  BrowserWindow,
}: Pick<ElectronParts, 'dialog' | 'BrowserWindow'>): (address: string) => Promise<boolean> {
  let isAsking = false
  return async (address) => {
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows().at(-1)
    if (isAsking || !window || !URL.canParse(address)) return false
    isAsking = true
    try {
      const { protocol, host } = new URL(address)
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message: words.question(host),
        detail: [words.detail, ...(protocol === 'https:' ? [] : [words.unencrypted])].join(' '),
        buttons: [words.cancel, words.use],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      return response === 1
    } finally {
      isAsking = false
    }
  }
}
