import type { AppState } from '../../shared/contract/books.ts'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import type { Running } from '../app.ts'
import type { Log } from './log.ts'

type RunningJob = NonNullable<AppState['job']>
export type JobKind = RunningJob['kind']

/** Long work, one at a time: what a second one would do while the first changes the book, nobody could foresee. */
export interface Jobs {
  readonly current: RunningJob | null
  /** Runs `work`; error `wrong-usage`, which names the job, while another one runs. */
  run<Result>(kind: JobKind, running: Running, work: (running: Running) => Promise<Result>): Promise<Result>
  /** Refuses with the sentence of `run` while a job runs. */
  requireIdle(): void
  /** Cancels what runs and waits for its end. */
  cancel(): Promise<void>
}

const names: Readonly<Record<JobKind, string>> = {
  recognise: 'Files are being recognised',
  import: 'An import is running',
  undo: 'An undo is running',
  reconcile: 'The book is being reconciled',
  export: 'An export is running',
  restore: 'A book is being restored',
  sample: 'The sample book is being made',
  list: 'A source is being listed',
  sync: 'A sync is running',
}

/** `changed` is called when a job begins and when it has ended. */
export function createJobs(changed: () => void, log: Log): Jobs {
  let current: { job: RunningJob; stop: AbortController; ended: Promise<unknown> } | null = null

  function requireIdle(): void {
    if (!current) return
    const { kind } = current.job
    throw new TieoutError('wrong-usage', `${names[kind]}. Wait until that has ended, or cancel it.`, { job: kind })
  }
  return {
    get current() {
      return current?.job ?? null
    },
    requireIdle,
    async run(kind, { signal, onProgress }, work) {
      requireIdle()
      const stop = new AbortController()
      const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
      if (both.aborted) throw cancelled()
      const begin = performance.now()
      const result = work({ signal: both, onProgress })
      const ended = result
        .then(
          () => log.note(`${kind}.done`, { milliseconds: Math.round(performance.now() - begin) }),
          (error: unknown) => log.problem(`${kind}.ended`, error),
        )
        .finally(() => {
          current = null
          changed()
        })
      current = { job: { kind, startedAt: new Date().toISOString() }, stop, ended }
      changed()
      try {
        return await result
      } finally {
        await ended
      }
    },
    async cancel() {
      current?.stop.abort()
      await current?.ended
    },
  }
}
