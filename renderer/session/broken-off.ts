import { z } from 'zod'

const note = z.object({
  kind: z.enum(['copy', 'import', 'undo', 'reconcile', 'export', 'restore', 'sample', 'sync']),
  /** Path and name of the book that was open, with its latest import. */
  book: z.string().nullable(),
  bookName: z.string().nullable(),
  importId: z.int().nullable(),
})
/** Work that a page began. */
export type WorkNote = z.infer<typeof note>

const prefix = 'tieout-work-'

/**
 * Notes work that begins, so that the next page can say what became of it if this one goes away in the middle of it; to be
 * called back when it has ended. The lock is this page's for as long as it is there, and tells such notes apart from those
 * of other pages that go on.
 */
export function noteWork(work: WorkNote): () => void {
  const name = `${prefix}${crypto.randomUUID()}`
  const end = new AbortController()
  void navigator.locks.request(name, async () => {
    if (end.signal.aborted) return
    localStorage.setItem(name, JSON.stringify(work))
    await new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve()))
    localStorage.removeItem(name)
  })
  return () => end.abort()
}

/** The work of pages that went away in the middle of it; each is told once. */
export async function takeBrokenOff(): Promise<WorkNote[]> {
  const { held = [] } = await navigator.locks.query()
  const going = new Set(held.map(({ name }) => name))
  const left = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && !going.has(name))
  return left.flatMap((name) => {
    const text = localStorage.getItem(name)
    localStorage.removeItem(name)
    return read(text)
  })
}

function read(text: string | null): WorkNote[] {
  try {
    return [note.parse(JSON.parse(text ?? ''))]
  } catch {
    // Of an older version, or damaged: nothing can be said of it.
    return []
  }
}
