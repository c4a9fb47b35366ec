import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Connection } from '../../database/connection.ts'
import { readKeptIndex } from './kept-index.ts'
import { keptPath } from './kept-place.ts'

export { keptFolder, keptPath } from './kept-place.ts'

/**
 * Keeps a copy of the file, compressed, under its hash: an auditor asks for it, raw lines are read from it, and a book
 * can be rebuilt from it. A copy that is cut off half-way never carries its final name.
 */
export async function keepFile(folder: string, path: string, sha256: string): Promise<void> {
  const target = keptPath(folder, sha256)
  if (existsSync(target)) return
  mkdirSync(folder, { recursive: true })
  const part = `${target}.part`
  await pipeline(
    createReadStream(path, { highWaterMark: 1 << 20 }),
    createGzip({ level: 1, memLevel: 9, chunkSize: 1 << 20 }),
    // On the disk before it carries its name: it may be the only copy one day.
    createWriteStream(part, { flush: true }),
  )
  renameSync(part, target)
}

/** Writes the bytes of a kept file to `target`. */
export async function unpackKept(folder: string, sha256: string, target: string): Promise<void> {
  await pipeline(createReadStream(keptPath(folder, sha256)), createGunzip(), createWriteStream(target))
}

const keptName = /^[0-9a-f]{64}\.gz(\.part)?$/

/**
 * Removes kept files that no import of the book refers to, no backup of it and not the index beside them: what an undo
 * or a broken import left. Those in `alsoKept` (hashes) stay too. Nothing else there is touched, and nothing at all
 * where one of those lists cannot be read, which is an error.
 */
export async function forgetFiles(
  connection: Connection,
  folder: string,
  alsoKept: ReadonlySet<string> = new Set(),
): Promise<void> {
  if (!existsSync(folder)) return
  const indexed = readKeptIndex(folder).map(({ sha256 }) => sha256)
  const known = new Set([...(await importedHashes(connection)), ...backedUpHashes(folder), ...indexed, ...alsoKept])
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile() && keptName.test(entry.name) && !known.has(entry.name.replace(/\.gz$/, '')))
      rmSync(join(folder, entry.name), { force: true })
}

/** SHA-256 of the files that the book has, or has had until a newer version came. */
export async function importedHashes(connection: Connection): Promise<string[]> {
  const rows = await connection.rows(`select distinct sha256 from files where status in ('imported', 'replaced')`)
  return rows.map((row) => String(row['sha256']))
}

function backupsFolder(folder: string): string {
  return join(folder, 'backups')
}

function backedUpHashes(folder: string): string[] {
  const lists = backupsFolder(folder)
  if (!existsSync(lists)) return []
  return readdirSync(lists).flatMap((name) => readFileSync(join(lists, name), 'utf8').split('\n').filter(Boolean))
}

/** Keeps the files of the book for as long as the backup is listed. */
export async function keepForBackup(connection: Connection, folder: string, backup: string): Promise<void> {
  writeList(folder, backup, await importedHashes(connection))
}

/** The same for a copy of a book that cannot be asked: everything that the index names, or else is there, stays with it. */
export function keepIndexedForBackup(folder: string, backup: string): void {
  writeList(folder, backup, indexedOrPresent(folder))
}

function indexedOrPresent(folder: string): string[] {
  try {
    return readKeptIndex(folder).map(({ sha256 }) => sha256)
  } catch {
    return readdirSync(folder).flatMap((name) => /^([0-9a-f]{64})\.gz$/.exec(name)?.[1] ?? [])
  }
}

function writeList(folder: string, backup: string, hashes: readonly string[]): void {
  if (hashes.length === 0) return
  mkdirSync(backupsFolder(folder), { recursive: true })
  writeFileSync(join(backupsFolder(folder), `${backup}.txt`), `${hashes.join('\n')}\n`, { flush: true })
}

/** The list of the files that are kept for a backup, as text to be compared; empty for one without files. */
export function backupFiles(folder: string, backup: string): string {
  const list = join(backupsFolder(folder), `${backup}.txt`)
  return existsSync(list) ? readFileSync(list, 'utf8').split('\n').toSorted().join('\n') : ''
}

/**
 * Lets go of the files of these backups, which are gone. Of others nobody here knows: they may belong to another data
 * folder, or to the place where the book lay before.
 */
export function forgetBackups(folder: string, backups: readonly string[]): void {
  for (const backup of backups) rmSync(join(backupsFolder(folder), `${backup}.txt`), { force: true })
}
