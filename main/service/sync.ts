import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SyncPlan, SyncResult } from '../../shared/contract/sources.ts'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { locationOf, objectPath, sourcePlace } from '../../shared/source-place.ts'
import type { App, Running, SourceFile, SyncRecord } from '../app.ts'
import { cacheFolder, cachedPath, tidyCache } from '../sync/cache.ts'
import { sizeOf } from '../sync/fetch-object.ts'
import { type Fetched, fetchObjects } from '../sync/fetch.ts'
import { type RemoteObject, listObjects } from '../sync/listing.ts'
import { type Plan, type Wanted, planSync } from '../sync/plan.ts'
import { type Operation, problemOf } from '../sync/problems.ts'
import type { Store } from '../sync/store.ts'
import { importFiles } from './import-files.ts'
import { requireSpace } from './place.ts'
import type { Service } from './service.ts'

interface Asked {
  readonly name: string
  /** The code of a second factor. */
  readonly code?: string | undefined
  readonly delivered?: string | undefined
  readonly limitsTimes?: number | undefined
}

/** What a sync of this source would fetch. Errors: `no-book`, `not-found`, `sign-in-needed`, `source-failed`, `cancelled`. */
export async function previewSync(service: Service, asked: Asked, running: Running): Promise<SyncPlan> {
  const app = service.app()
  const store = await openStore(service, asked, running)
  return planOf(store, app, await listAndPlan(service, store, app, running))
}

/**
 * Fetches what is new or changed and imports it as one import, which can be undone like any other. Objects come into a cache
 * beside the book and leave it when the book has them; whatever ends the sync before, the next one goes on from there.
 * Errors as `previewSync`.
 */
export async function syncSource(service: Service, asked: Asked, running: Running): Promise<SyncResult> {
  const app = service.app()
  const store = await openStore(service, asked, running)
  const { source } = store
  const plan = await listAndPlan(service, store, app, running)
  const folder = cacheFolder(app.book, source)
  const location = locationOf(source)
  tidyCache(folder, pathsOf(folder, plan.objects))
  const missing = plan.objects.reduce((sum, object) => sum + object.bytes - bytesOnDisk(folder, object), 0)
  requireSpace(app.book, missing, 'for what is fetched')

  const fetched: Fetched =
    plan.objects.length === 0
      ? { objects: 0, bytes: 0, failed: new Map() }
      : await asking(service, store, 'read', running, () => fetchObjects(store, folder, plan.objects, running))
  const failed = withReports(plan, fetched.failed)
  const brought = plan.wanted.filter(({ object }) => !failed.has(object.key))
  const paths: SourceFile[] = []
  for (const wanted of brought) paths.push(await sourceFile(folder, location, wanted))
  const sync: SyncRecord = {
    source: source.name,
    location,
    prefix: source.prefix,
    version: service.options.version,
    plan,
    brought,
    fetched: { ...fetched, failed },
  }
  const imported = await importFiles(
    service,
    { paths, delivered: asked.delivered, limitsTimes: asked.limitsTimes, sync },
    running,
  )
  try {
    const left = plan.objects.filter(({ key }) => failed.has(key))
    tidyCache(folder, pathsOf(folder, left))
  } catch (error) {
    // The book has everything; the next sync tidies.
    service.log.problem('sync.tidy', error)
  }
  const { objects, bytes } = fetched
  service.log.note('sync', { listed: plan.listed.objects, fetched: objects, bytes, failed: failed.size })
  return {
    plan: planOf(store, app, plan),
    fetched: { objects, bytes },
    failed: Array.from(failed, ([key, reason]) => ({ key, reason })),
    import: imported,
  }
}

/** The store of a source, signed in. */
async function openStore(service: Service, { name, code }: Asked, running: Running): Promise<Store> {
  const store = await unlessAborted(service.sources.store(name, code), running.signal)
  await asking(service, store, 'sign-in', running, () => unlessAborted(store.signIn(), running.signal))
  return store
}

async function listAndPlan(service: Service, store: Store, app: App, running: Running): Promise<Plan> {
  const { source } = store
  const known = await app.knownObjects(locationOf(source), source.prefix)
  const step = `Listing ${source.name}`
  running.onProgress?.({ step, done: 0, total: null, unit: 'objects' })
  const listed = await asking(service, store, 'list', running, () =>
    listObjects(store, {
      signal: running.signal,
      onPage: (done) => running.onProgress?.({ step, done, total: null, unit: 'objects' }),
    }),
  )
  return planSync(listed, known, service.options.version)
}

/** Whatever goes wrong on the way to the store arrives as one sentence; a sign-in that failed is not kept. */
async function asking<Answer>(
  service: Service,
  store: Store,
  operation: Operation,
  { signal }: Running,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TieoutError && error.code === 'cancelled') throw error
    if (signal?.aborted) throw cancelled()
    const { error: plain, permission } = problemOf(error, store.source, operation)
    // Whoever repairs a sign-in or a right and tries again must not meet what was remembered of the former one.
    if (plain.code === 'sign-in-needed' || permission !== null || 'permission' in plain.details)
      service.sources.signOut(store.source.name)
    throw plain
  }
}

/** What a process or a key ring keeps waiting is left behind by Cancel. */
export async function unlessAborted<Answer>(work: Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  if (!signal) return work
  const done = new AbortController()
  const aborted = async (): Promise<never> => {
    // Nobody tells of it a second time.
    if (!signal.aborted) await once(signal, 'abort', { signal: done.signal })
    throw cancelled()
  }
  try {
    return await Promise.race([work, aborted()])
  } finally {
    done.abort()
  }
}

/** The failures, with the reports that cannot come in because what describes them could not be fetched. */
function withReports({ wanted }: Plan, failed: ReadonlyMap<string, string>): Map<string, string> {
  const all = new Map(failed)
  for (const { object, side } of wanted) {
    const reason = side ? failed.get(side.key) : undefined
    if (reason !== undefined && !all.has(object.key))
      all.set(object.key, `The file that describes it could not be fetched: ${reason}`)
  }
  return all
}

function planOf({ source }: Store, app: App, plan: Plan): SyncPlan {
  const folder = cacheFolder(app.book, source)
  return {
    source: source.name,
    location: sourcePlace(source),
    ...plan.listed,
    unchanged: plan.unchanged,
    fetch: { objects: plan.objects.length, bytes: plan.objects.reduce((sum, { bytes }) => sum + bytes, 0) },
    fetchedBefore: plan.objects.reduce((sum, object) => sum + bytesOnDisk(folder, object), 0),
    attention: plan.attention,
  }
}

function pathsOf(folder: string, objects: readonly RemoteObject[]): string[] {
  return objects.map((object) => cachedPath(folder, object))
}

function bytesOnDisk(folder: string, object: RemoteObject): number {
  const path = cachedPath(folder, object)
  return sizeOf(path) || sizeOf(`${path}.part`)
}

/** A fetched object as the import takes it: known by its address, read from the cache. */
async function sourceFile(folder: string, location: string, { object, side }: Wanted): Promise<SourceFile> {
  return {
    path: objectPath(location, object.key),
    name: basename(object.key),
    disk: cachedPath(folder, object),
    meta: side ? await readFile(cachedPath(folder, side), 'utf8') : null,
  }
}
