import { setMaxListeners } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import type { Progress } from '../../shared/contract/imports.ts'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { cachedPath } from './cache.ts'
import { fetchObject, isWhole, sizeOf } from './fetch-object.ts'
import type { RemoteObject } from './listing.ts'
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
/** From so many places of the list an object is tried first: when none of them may be read, no other is asked for. */
const probes = 5

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
  const failed = new Map<string, string>()
  const onDisk = new Map<string, number>()
  const total = objects.reduce((sum, { bytes }) => sum + bytes, 0)
  let came = { objects: 0, bytes: 0 }
  let done = 0
  let denied = 0
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
    const target = cachedPath(folder, object)
    if (existsSync(target) && (await isWhole(store, object, target, signal))) return holds(object.key, object.bytes)
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
      if (problem.permission === 's3:GetObject') denied += 1
      if (denied >= Math.min(probes, objects.length) && denied === done + 1) throw problem.error
    }
    done += 1
    report()
  }

  const waiting = fromEverywhere(objects).values()
  const work = async (): Promise<void> => {
    for (const object of waiting) {
      if (signal.aborted) return
      await fetchOrNote(object)
    }
  }
  let reason: { readonly error: unknown } | null = null
  report()
  const workers = Array.from({ length: parallelFetches }, () =>
    work().catch((error: unknown) => {
      // The others fail only because they are stopped.
      if (!signal.aborted) reason = { error }
      stop.abort()
    }),
  )
  await Promise.all(workers)
  if (running.signal?.aborted) throw fetchCancelled()
  const ended = reason as { readonly error: unknown } | null
  if (ended) throw ended.error
  return { ...came, failed }
}

/** The same objects, some of all parts of the list in front. */
function fromEverywhere(objects: readonly RemoteObject[]): RemoteObject[] {
  const places = Array.from({ length: probes }, (_, place) => Math.floor((place * (objects.length - 1)) / (probes - 1)))
  const first = new Set(places.flatMap((place) => objects[place] ?? []))
  return [...first, ...objects.filter((object) => !first.has(object))]
}

function fetchCancelled(): TieoutError {
  const { code, message } = cancelled()
  return new TieoutError(code, `${message} What was fetched is kept for the next sync.`)
}
