import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import type { Progress } from '../../shared/contract/imports.ts'
import { finish, type JobStream } from './job-stream.ts'

/** Long work that this window started. */
export interface Job {
  readonly id: number
  readonly label: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly progress: Progress | null
  readonly isCancellable: boolean
  /** Files on their way to where the core can read them. */
  readonly isCopy: boolean
  /** True once Cancel was pressed. The core rolls back after that, by itself. */
  readonly isStopping: boolean
}

interface Jobs {
  /** The work of this window, the latest last. */
  readonly jobs: readonly Job[]
  /** Starts work and gives its result; `open` gets the signal by which it is cancelled. */
  run<Result>(label: string, open: (signal: AbortSignal) => Promise<JobStream<Result>>): Promise<Result>
  /** Shows work of which the core tells no progress and which is not cancelled. */
  during<Result>(label: string, work: () => Promise<Result>): Promise<Result>
  /** Follows the copying of files, in bytes; it shows from the first news on, for a dialog may come before it. */
  copy<Result>(
    label: string,
    work: (report: (done: number, total: number) => void, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>
  cancel(id: number): void
  /** Whether work that the core names by its start is this window's, also while the news of its end is on the way. */
  isOwn(startedAt: string): boolean
}

const JobsContext = createContext<Jobs | null>(null)
/** Progress is drawn ten times a second at most: more often nobody can read it. */
const drawEvery = 100
/** Milliseconds by which the clocks of page and core may differ: they run on one machine. */
const clockTolerance = 200

/** Keeps the work of this window, so that every screen shows it and it goes on when the screen is left. */
export function JobsProvider({ children }: { readonly children: ReactNode }) {
  const [jobs, setJobs] = useState<readonly Job[]>([])
  const controllers = useRef(new Map<number, AbortController>())
  const lastId = useRef(0)
  const spans = useRef<{ readonly from: number; to: number }[]>([])

  const change = useCallback((id: number, part: Partial<Job>) => {
    setJobs((all) => all.map((job) => (job.id === id ? { ...job, ...part } : job)))
  }, [])

  const track = useCallback(
    async <Result,>(
      label: string,
      { isLazy = false, isCancellable = true },
      work: (tell: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>,
    ): Promise<Result> => {
      lastId.current += 1
      const id = lastId.current
      const controller = new AbortController()
      controllers.current.set(id, controller)
      const span = { from: Date.now() - clockTolerance, to: Number.POSITIVE_INFINITY }
      spans.current = [...spans.current.slice(-20), span]
      let isShown = false
      const show = (): void => {
        isShown = true
        setJobs((all) => [
          ...all,
          { id, label, startedAt: Date.now(), progress: null, isCancellable, isCopy: isLazy, isStopping: false },
        ])
      }
      let drawnAt = 0
      const tell = (progress: Progress): void => {
        if (!isShown) show()
        const now = performance.now()
        if (now - drawnAt < drawEvery) return
        drawnAt = now
        change(id, { progress })
      }
      if (!isLazy) show()
      try {
        return await work(tell, controller.signal)
      } finally {
        controllers.current.delete(id)
        span.to = Date.now() + clockTolerance
        setJobs((all) => all.filter((job) => job.id !== id))
      }
    },
    [change],
  )

  const run = useCallback<Jobs['run']>(
    (label, open) => track(label, {}, (tell, signal) => finish(() => open(signal), signal, tell)),
    [track],
  )

  const during = useCallback<Jobs['during']>((label, work) => track(label, { isCancellable: false }, work), [track])

  const copy = useCallback<Jobs['copy']>(
    (label, work) =>
      track(label, { isLazy: true }, (tell, signal) =>
        work((done, total) => tell({ step: label, done, total, unit: 'bytes' }), signal),
      ),
    [track],
  )

  const cancel = useCallback(
    (id: number) => {
      controllers.current.get(id)?.abort()
      change(id, { isStopping: true })
    },
    [change],
  )

  const isOwn = useCallback((startedAt: string) => {
    const time = Date.parse(startedAt)
    return spans.current.some(({ from, to }) => time >= from && time <= to)
  }, [])

  return (
    <JobsContext
      value={useMemo(() => ({ jobs, run, during, copy, cancel, isOwn }), [jobs, run, during, copy, cancel, isOwn])}
    >
      {children}
    </JobsContext>
  )
}

/** The work of this window and how to start more. Only below the frame. */
export function useJobs(): Jobs {
  const jobs = useContext(JobsContext)
  if (!jobs) throw new Error('Work is started outside the frame.')
  return jobs
}
