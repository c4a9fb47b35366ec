import type { SyncPlan, SyncResult } from '../../shared/contract/sources.ts'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { App, Running, SourceFile, SyncRecord } from '../app.ts'
import { cacheFolder, cachedPath, tidyCache } from '../sync/cache.ts'
import { sizeOf } from '../sync/fetch-object.ts'
import { fetchObjects } from '../sync/fetch.ts'
import { type RemoteObject, listObjects } from '../sync/listing.ts'
import { locationOf, pathOf } from '../sync/location.ts'
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
}

/** What a sync of this source would fetch. Errors: `no-book`, `not-found`, `sign-in-needed`, `source-failed`, `cancelled`. */
export async function previewSync(service: Service, asked: Asked, running: Running): Promise<SyncPlan> {
  const app = service.app()
  const store = await service.sources.store(asked.name, asked.code)
  return planOf(store, app, await listAndPlan(service, store, app, running))
}

/**
 * Fetches what is new or changed and imports it as one import, which can be undone like any other. Objects come into a cache
 * beside the book and leave it when the book has them; whatever ends the sync before, the next one goes on from there.
 * Errors as `previewSync`.
 */
export async function syncSource(service: Service, asked: Asked, running: Running): Promise<SyncResult> {
  const app = service.app()
  const store = await service.sources.store(asked.name, asked.code)
  const plan = await listAndPlan(service, store, app, running)
  const folder = cacheFolder(app.book)
  const location = locationOf(store.source)
  const { objects } = plan
  const cached = (object: RemoteObject): string => cachedPath(folder, location, object)
  tidyCache(folder, objects.map(cached))
  const missing = objects.reduce((sum, object) => sum + object.bytes - bytesOnDisk(cached(object)), 0)
  requireSpace(app.book, missing, 'for what is fetched')

  const fetched =
    objects.length === 0
      ? { objects: 0, bytes: 0, failed: new Map<string, string>() }
      : await asking(service, store, 'read', running, () => fetchObjects(store, folder, objects, running))
  const brought = plan.wanted.filter(
    ({ object, side }) => !fetched.failed.has(object.key) && !(side && fetched.failed.has(side.key)),
  )
  const files = await Promise.all(brought.map((one) => sourceFile(location, one, cached)))
  const record: SyncRecord = {
    source: store.source.name,
    location,
    prefix: store.source.prefix,
    plan,
    brought,
    fetched,
  }
  const { delivered } = asked
  const imported = await importFiles(service, { paths: files, delivered, sync: record }, running)
  tidyCache(folder, objects.filter(({ key }) => fetched.failed.has(key)).map(cached))
  service.log.note('sync', {
    objects: plan.listed.objects,
    fetched: fetched.objects,
    bytes: fetched.bytes,
    failed: fetched.failed.size,
  })
  return {
    plan: planOf(store, app, plan),
    fetched: { objects: fetched.objects, bytes: fetched.bytes },
    failed: Array.from(fetched.failed, ([key, reason]) => ({ key, reason })),
    import: imported,
  }
}

async function listAndPlan(service: Service, store: Store, app: App, running: Running): Promise<Plan> {
  const { source } = store
  const known = await app.knownObjects(locationOf(source), source.prefix)
  await asking(service, store, 'sign-in', running, () => store.signIn())
  const step = `Listing ${source.name}`
  running.onProgress?.({ step, done: 0, total: null, unit: 'objects' })
  const listed = await asking(service, store, 'list', running, () =>
    listObjects(store, {
      signal: running.signal,
      onPage: (done) => running.onProgress?.({ step, done, total: null, unit: 'objects' }),
    }),
  )
  return planSync(listed, known)
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
    const { error: plain } = problemOf(error, store.source, operation)
    if (plain.code === 'sign-in-needed') service.sources.signOut(store.source.name)
    throw plain
  }
}

function planOf(store: Store, app: App, plan: Plan): SyncPlan {
  const { source } = store
  const location = locationOf(source)
  const { objects } = plan
  const folder = cacheFolder(app.book)
  return {
    source: source.name,
    location: pathOf(location, source.prefix),
    ...plan.listed,
    unchanged: plan.unchanged,
    fetch: { objects: objects.length, bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0) },
    fetchedBefore: objects.reduce((sum, object) => sum + bytesOnDisk(cachedPath(folder, location, object)), 0),
    attention: plan.attention,
  }
}

function bytesOnDisk(path: string): number {
  return sizeOf(path) || sizeOf(`${path}.part`)
}

/** A fetched object as the import takes it: known by its address, read from the cache. */
async function sourceFile(
  location: string,
  { object, side }: Wanted,
  cached: (object: RemoteObject) => string,
): Promise<SourceFile> {
  return {
    path: pathOf(location, object.key),
    name: basename(object.key),
    disk: cached(object),
    meta: side && side.bytes <= largestSideFile ? await readFile(cached(side), 'utf8') : null,
  }
}

const largestSideFile = 1 << 20
