import type { AppEvent } from '../../shared/contract/books.ts'

type Change = Exclude<AppEvent['type'], 'ready'>

/** Tells every window what changed. */
export interface Events {
  /** Counts the states of the books that were open, one after the other; to be handed to the book. */
  readonly revisions: { current: number }
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
  let current = 1

  const tell: Events['tell'] = (type) => {
    for (const listener of listeners) {
      listener.waiting.add(type)
      listener.wake()
    }
  }
  return {
    revisions: {
      get current() {
        return current
      },
      set current(revision) {
        current = revision
        tell('book')
      },
    },
    tell,
    async *listen(signal) {
      const listener = { waiting: new Set<Change>(), wake: (): void => undefined }
      const ended = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
      const end = (): void => listener.wake()
      ended.addEventListener('abort', end)
      listeners.add(listener)
      try {
        yield { type: 'ready', revision: current }
        while (!ended.aborted) {
          for (const type of listener.waiting) {
            listener.waiting.delete(type)
            yield { type, revision: current }
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
