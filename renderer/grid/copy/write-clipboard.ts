import type { ClipboardText } from './clipboard-text.ts'

/**
 * Puts both forms on the clipboard; false when the browser refuses. The event of a copy takes the table as it is,
 * whereas `navigator.clipboard` strips the marks by which a spreadsheet knows a text, so that is only the second way.
 */
export async function writeClipboard({ plain, html }: ClipboardText): Promise<boolean> {
  let isTaken = false
  const give = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    event.clipboardData?.setData('text/plain', plain)
    event.clipboardData?.setData('text/html', html)
    isTaken = true
  }
  document.addEventListener('copy', give, { capture: true })
  try {
    if (document.execCommand('copy') && isTaken) return true
  } finally {
    document.removeEventListener('copy', give, { capture: true })
  }
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/plain': new Blob([plain], { type: 'text/plain' }),
        'text/html': new Blob([html], { type: 'text/html' }),
      }),
    ])
    return true
  } catch {
    return false
  }
}
