import type { Work } from '../../../shared/host.ts'
import type { BrowserWindow, ElectronParts } from './parts.ts'
import { wording } from './wording.ts'

const { leave: words } = wording

/** What the pages work at, by window: work whose page goes away is stopped, so nobody closes one unasked. */
export interface WindowWork {
  /** Shown in the taskbar; null when it has ended. */
  set(window: BrowserWindow, work: Work | null): void
  has(window: BrowserWindow): boolean
  /** Whether what runs in these windows may be stopped; asks the person where something does, one question at a time. */
  mayStop(windows: readonly BrowserWindow[]): Promise<boolean>
}

/** Begins with no work. */
export function createWindowWork({ dialog }: Pick<ElectronParts, 'dialog'>): WindowWork {
  const works = new WeakMap<BrowserWindow, Work>()
  let isAsking = false
  return {
    set: (window, work) => {
      if (work) works.set(window, work)
      else works.delete(window)
      // Below 0 is no bar, above 1 one without an end.
      window.setProgressBar(work ? (work.done ?? 2) : -1)
    },
    has: (window) => works.has(window),
    mayStop: async (windows) => {
      const window = windows.find((one) => works.has(one))
      const work = window && works.get(window)
      if (!window || !work) return true
      if (isAsking) return false
      isAsking = true
      try {
        if (window.isMinimized()) window.restore()
        window.show()
        const { response } = await dialog.showMessageBox(window, {
          type: 'question',
          message: words.running[work.kind],
          detail: words.consequence[work.kind],
          buttons: [words.wait, words.stop],
          defaultId: 0,
          cancelId: 0,
          noLink: true,
        })
        return response === 1
      } finally {
        isAsking = false
      }
    },
  }
}
