import { setMaxListeners } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import type { Progress } from '../../shared/contract/imports.ts'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { cachedPath } from './cache.ts'
import { fetchObject, isWhole, sizeOf } from './fetch-object.ts'
import type { RemoteObject } from './listing.ts'
import { locationOf } from './location.ts'
import { problemOf } from './problems.ts'
import { type Store, parallelFetches } from './store.ts'

export interface Fetched {
  /** Objects and bytes that came over the network now; the rest lay in the cache. */
  readonly objects: number
  readonly bytes: number
  /** Objects that could not be had, by key, with the reason. */
  readonly failed: ReadonlyMap<string, string>
}

interface Running {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

const millisecondsBetweenReports = 100
/** So many objects in a row that fail for one reason, and none that comes, say that the next ones fail too. */
const mostAlike = 5

/**
 * Fetches the objects into `folder`, several at a time, and leaves those that lie there already. One that cannot be had
 * keeps nothing else out and is in the answer. Raises `sign-in-needed`, `source-failed` or `cancelled` when nothing more
 * will come; what was fetched stays in the folder for the next time.
 */
export async function fetchObjects(
  store: Store,
  folder: string,
  objects: readonly RemoteObject[],
  running: Running,
): Promise<Fetched> {
  mkdirSync(folder, { recursive: true })
  const stop = new AbortController()
  const signal = running.signal ? AbortSignal.any([running.signal, stop.signal]) : stop.signal
  // Every request under way listens to it.
  setMaxListeners(0, signal)
  const location = locationOf(store.source)
  const failed = new Map<string, string>()
  const onDisk = new Map<string, number>()
  const total = objects.reduce((sum, { bytes }) => sum + bytes, 0)
  let came = { objects: 0, bytes: 0 }
  let done = 0
  let doneBytes = 0
  let reportedAt = 0
  const report = (): void => {
    const now = Date.now()
    if (done < objects.length && now - reportedAt < millisecondsBetweenReports) return
    reportedAt = now
    running.onProgress?.({
      step: `Fetching from ${store.source.name}`,
      done: Math.min(doneBytes, total),
      total,
      unit: 'bytes',
      files: { done, total: objects.length },
    })
  }
  const holds = (key: string, bytes: number): void => {
    doneBytes += bytes - (onDisk.get(key) ?? 0)
    onDisk.set(key, bytes)
  }

  const fetchOne = async (object: RemoteObject): Promise<void> => {
    const target = cachedPath(folder, location, object)
    if (existsSync(target) && (await isWhole(store, object, target, { signal }))) return holds(object.key, object.bytes)
    const before = sizeOf(`${target}.part`)
    holds(object.key, before)
    const onBytes = (bytes: number): void => {
      holds(object.key, bytes)
      report()
    }
    await fetchObject(store, object, target, { signal, onBytes })
    came = { objects: came.objects + 1, bytes: came.bytes + object.bytes - before }
  }
  const fetchOrNote = async (object: RemoteObject): Promise<void> => {
    try {
      await fetchOne(object)
    } catch (error) {
      if (signal.aborted) throw error
      const problem = problemOf(error, store.source, 'read')
      if (problem.scope !== 'object') throw problem.error
      failed.set(object.key, problem.error.message)
      const isSame = new Set(failed.values()).size === 1
      if (came.objects === 0 && failed.size >= mostAlike && isSame) throw problem.error
    }
    done += 1
    report()
  }

  const waiting = objects.values()
  const work = async (): Promise<void> => {
    for (const object of waiting) {
      if (signal.aborted) return
      await fetchOrNote(object)
    }
  }
  report()
  const workers = Array.from({ length: parallelFetches }, () =>
    work().catch((error: unknown) => {
      stop.abort()
      throw error
    }),
  )
  const ends = await Promise.allSettled(workers)
  if (running.signal?.aborted) throw fetchCancelled()
  const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  // The others were only stopped because of the first one.
  const first = reasons.find((reason) => !(reason instanceof TieoutError && reason.code === 'cancelled')) ?? reasons[0]
  if (first !== undefined) throw first
  return { ...came, failed }
}

function fetchCancelled(): TieoutError {
  const { code, message } = cancelled()
  return new TieoutError(code, `${message} What was fetched is kept for the next sync.`)
}
