import type { Progress } from '../../shared/contract/imports.ts'

/** A job of the core as the client hands it over: progress by progress, then the result as the return value. */
export type JobStream<Result> = AsyncIterator<Progress, Result, unknown>

/**
 * Reads a job to its end and gives its result; `onProgress` is told each step. When the signal aborts, the stream is
 * closed, by which the core cancels and rolls back, and the error of the abort is thrown.
 */
export async function finish<Result>(
  open: () => Promise<JobStream<Result>>,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Result> {
  signal.throwIfAborted()
  const stream = await open()
  const close = (): void => void stream.return?.().catch(() => undefined)
  signal.addEventListener('abort', close, { once: true })
  try {
    for (;;) {
      const step = await stream.next()
      if (signal.aborted) signal.throwIfAborted()
      if (step.done) return step.value
      onProgress(step.value)
    }
  } finally {
    signal.removeEventListener('abort', close)
  }
}
