import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, rmdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Source } from '../../shared/contract/sources.ts'
import { sourcePlace } from '../../shared/source-place.ts'
import type { RemoteObject } from './listing.ts'

/** The folder beside a book in which the objects of one place lie on their way in. */
export function cacheFolder(book: string, source: Source): string {
  return join(`${book}.sync`, hashOf(sourcePlace(source)).slice(0, 16))
}

/**
 * Where one version of an object lies: under a hash of what tells it from all others, so that no name of an object is ever
 * a path, and the rest of a version that is gone never continues another one.
 */
export function cachedPath(folder: string, { key, bytes, etag, lastModified }: RemoteObject): string {
  return join(folder, hashOf(JSON.stringify([key, bytes, etag, lastModified])))
}

const cachedName = /^[0-9a-f]{64}(\.part)?$/

/** Removes what belongs to none of these paths, and the folder when nothing is left in it. */
export function tidyCache(folder: string, paths: readonly string[] = []): void {
  if (!existsSync(folder)) return
  const kept = new Set(paths.flatMap((path) => [path, `${path}.part`]))
  for (const name of readdirSync(folder))
    if (cachedName.test(name) && !kept.has(join(folder, name))) rmSync(join(folder, name), { force: true })
  for (const one of [folder, dirname(folder)]) if (readdirSync(one).length === 0) rmdirSync(one)
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
