import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RemoteObject } from './listing.ts'

/** The folder beside a book in which objects lie on their way in. */
export function cacheFolder(book: string): string {
  return `${book}.sync`
}

/**
 * Where one version of an object lies: under a hash of what tells it from all others, so that no name of an object is ever
 * a path, and the rest of a version that is gone never continues another one.
 */
export function cachedPath(folder: string, location: string, { key, bytes, etag, lastModified }: RemoteObject): string {
  const version = JSON.stringify([location, key, bytes, etag, lastModified])
  return join(folder, createHash('sha256').update(version).digest('hex'))
}

const cachedName = /^[0-9a-f]{64}(\.part)?$/

/** Removes what belongs to none of these paths, and the folder when nothing is left in it. */
export function tidyCache(folder: string, paths: readonly string[]): void {
  if (!existsSync(folder)) return
  const kept = new Set(paths.flatMap((path) => [path, `${path}.part`]))
  for (const name of readdirSync(folder))
    if (cachedName.test(name) && !kept.has(join(folder, name))) rmSync(join(folder, name), { force: true })
  if (readdirSync(folder).length === 0) rmdirSync(folder)
}
