import type { AppEvent } from '../../shared/contract/books.ts'
import { type Revisions, createRevisions } from '../database/revisions.ts'

type Change = Exclude<AppEvent['type'], 'ready'>

/** Tells every window what changed. */
export interface Events {
  /** Counts the states of the books that were open, one after the other; to be handed to the book. */
  readonly revisions: Revisions
  tell(type: Change): void
  /** `ready` at once, then every change; several of one kind that wait to be read are one. Ends with the signal. */
  listen(signal: AbortSignal | undefined): AsyncGenerator<AppEvent, void>
  /** Ends all listening. */
  close(): void
}

/** Begins with revision 1. */
export function createEvents(): Events {
  const listeners = new Set<{ waiting: Set<Change>; wake: () => void }>()
  const closing = new AbortController()
  const tell: Events['tell'] = (type) => {
    for (const listener of listeners) {
      listener.waiting.add(type)
      listener.wake()
    }
  }
  const revisions = createRevisions(1, () => tell('book'))
  const said = (type: AppEvent['type']): AppEvent => ({ type, revision: revisions.current, revisions: revisions.parts })
  return {
    revisions,
    tell,
    async *listen(signal) {
      const listener = { waiting: new Set<Change>(), wake: (): void => undefined }
      const ended = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      const end = (): void => listener.wake()
      ended.addEventListener('abort', end)
      listeners.add(listener)
      try {
        yield said('ready')
        while (!ended.aborted) {
          for (const type of listener.waiting) {
            listener.waiting.delete(type)
            yield said(type)
          }
          if (ended.aborted || listener.waiting.size > 0) continue
          await new Promise<void>((resolve) => {
            listener.wake = resolve
          })
        }
      } finally {
        listeners.delete(listener)
        ended.removeEventListener('abort', end)
      }
    },
    close: () => closing.abort(),
  }
}
