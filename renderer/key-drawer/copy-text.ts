import { notify } from '../session/notify.tsx'
import { common } from '../wording/common.ts'

/** Puts a text on the clipboard and says so in the words of `done`; a browser may refuse it, which is said too. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    notify({ title: common.copyFailed, tone: 'bad' })
    return
  }
  notify({ title: done, tone: 'good' })
}
