import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Connection } from '../database/connection.ts'

/** The folder beside a book in which its files are kept, or null for a book that leaves nothing behind. */
export function keptFolder(book: string): string | null {
  return book === ':memory:' ? null : `${book}.files`
}

/** Where the bytes with this hash are kept. */
export function keptPath(folder: string, sha256: string): string {
  return join(folder, `${sha256}.gz`)
}

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
    createGzip({ level: 1, chunkSize: 1 << 18 }),
    createWriteStream(part),
  )
  renameSync(part, target)
}

const keptName = /^[0-9a-f]{64}\.gz(\.part)?$/

/** Removes kept files that no import of the book refers to: what an undo or a broken import left. Nothing else there. */
export async function forgetFiles(connection: Connection, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const rows = await connection.rows(`select distinct sha256 from files where status = 'imported'`)
  const known = new Set(rows.map((row) => `${row['sha256']}.gz`))
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile() && keptName.test(entry.name) && !known.has(entry.name))
      rmSync(join(folder, entry.name), { force: true })
}
