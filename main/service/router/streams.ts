import { AsyncIteratorClass } from '@orpc/server'
import type { Progress, Running } from '../../app.ts'
import type { JobKind } from '../jobs.ts'
import type { Service } from '../service.ts'
import { crossing } from './errors.ts'

/**
 * A job as the contract streams it: progress, and news where the job has some, then the result. When the reader goes away, by its signal or by ending the
 * stream, the work is cancelled; the stream ends when the work has.
 */
export function jobStream<Result, News = undefined>(
  service: Service,
  kind: JobKind,
  signal: AbortSignal | undefined,
  work: (running: Running, tell: (news: News) => void) => Promise<Result>,
): AsyncIteratorClass<Progress & { news?: News }, Result> {
  const stop = new AbortController()
  const waiting: (Progress & { news?: News })[] = []
  let latest: Progress = { step: 'Reading', done: 0, total: null, unit: 'bytes' }
  let wake: () => void = () => undefined
  let outcome: { result: Result } | { error: unknown } | null = null

  const onProgress = (progress: Progress): void => {
    // A reader that is slower than the work sees the latest of each step.
    const last = waiting.at(-1)
    if (last && !last.news && last.step === progress.step && last.file === progress.file) waiting.pop()
    waiting.push(progress)
    latest = progress
    wake()
  }
  const tell = (news: News): void => {
    waiting.push({ ...latest, news })
    wake()
  }
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const ended = service.jobs
    .run(kind, { signal: both, onProgress }, (running) => work(running, tell))
    .then(
      (result) => void (outcome = { result }),
      (error: unknown) => void (outcome = { error }),
    )
    .finally(() => wake())

  return new AsyncIteratorClass<Progress & { news?: News }, Result>(
    async () => {
      while (true) {
        const value = waiting.shift()
        if (value) return { done: false, value }
        if (outcome && 'error' in outcome) throw await crossing(outcome.error, service)
        if (outcome) return { done: true, value: outcome.result }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async () => {
      stop.abort()
      wake()
      await ended
    },
  )
}

/** A stream whose errors cross as those of the contract. */
export async function* crossingStream<Value>(
  values: AsyncGenerator<Value, void>,
  service: Service,
): AsyncGenerator<Value, void> {
  try {
    yield* values
  } catch (error) {
    throw await crossing(error, service)
  }
}
