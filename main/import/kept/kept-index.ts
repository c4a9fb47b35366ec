import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TieoutError } from '../../../shared/errors.ts'
import type { Connection } from '../../database/connection.ts'
import { keptPath } from './kept-place.ts'

const date = z.string().nullable()

/** What the name and the surroundings of a kept file told, which its bytes do not. */
const keptFile = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  path: z.string(),
  name: z.string(),
  importId: z.number(),
  importedAt: z.string(),
  metaDate: date,
  nameDate: date,
  delivered: date,
  coverageStart: date,
  coverageEnd: date,
  /** Absent where an older Tieout wrote the index. */
  feedMonth: date.optional(),
  /** What was said of the file, as the columns of the book have it; absent where an older Tieout wrote the index. */
  chosen: z.string().nullable().optional(),
  remembered: z.string().nullable().optional(),
})
export type KeptFile = z.infer<typeof keptFile>

/** What was chosen for the book; absent where an older Tieout wrote the index. */
const keptSettings = z.object({ tolerance: z.string(), asOf: date })
export type KeptSettings = z.infer<typeof keptSettings>

const index = z.object({ version: z.literal(1), files: z.array(keptFile), settings: keptSettings.optional() })
type Index = z.infer<typeof index>
const indexName = 'index.json'

/**
 * Writes down beside the kept files what a book could not be rebuilt without, should the book itself be lost. Files that
 * the book does not know stay in it: they came in after a state that was lost. Only `dropFromIndex` takes files out.
 */
export async function writeKeptIndex(connection: Connection, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  const rows = await connection.rows(
    `select sha256, path, name, import_id, imported_at::varchar as imported_at, meta_date::varchar as meta_date,
       name_date::varchar as name_date, f.delivered::varchar as delivered,
       strftime(coverage_start, '%Y-%m-%dT%H:%M:%S.%gZ') as coverage_start,
       strftime(coverage_end, '%Y-%m-%dT%H:%M:%S.%gZ') as coverage_end, feed_month::varchar as feed_month, chosen, remembered
     from files as f join imports as i using (import_id)
     where status in ('imported', 'replaced') order by file_id`,
  )
  const text = (value: string | number | boolean | null | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  const files = rows.map((row): KeptFile => ({
    sha256: String(row['sha256']),
    path: String(row['path']),
    name: String(row['name']),
    importId: Number(row['import_id']),
    importedAt: String(row['imported_at']),
    metaDate: text(row['meta_date']),
    nameDate: text(row['name_date']),
    delivered: text(row['delivered']),
    coverageStart: text(row['coverage_start']),
    coverageEnd: text(row['coverage_end']),
    feedMonth: text(row['feed_month']),
    chosen: text(row['chosen']),
    remembered: text(row['remembered']),
  }))
  const known = new Set(files.map(({ sha256 }) => sha256))
  const lost = (readIndex(folder)?.files ?? []).filter(({ sha256 }) => !known.has(sha256))
  const [chosen] = await connection.rows('select tolerance::varchar as tolerance, as_of::varchar as as_of from book')
  const settings = { tolerance: String(chosen?.['tolerance']), asOf: text(chosen?.['as_of']) }
  writeIndex(folder, { version: 1, files: [...files, ...lost], settings })
}

/** Takes files (hashes) out of the index: the book lets go of them of its own will. */
export function dropFromIndex(folder: string, sha256s: readonly string[]): void {
  const read = readIndex(folder)
  if (!read?.files.some(({ sha256 }) => sha256s.includes(sha256))) return
  writeIndex(folder, { ...read, files: read.files.filter(({ sha256 }) => !sha256s.includes(sha256)) })
}

function writeIndex(folder: string, content: Index): void {
  const part = join(folder, `${indexName}.part`)
  // On the disk before it carries the name: after a power cut an empty index would stand there.
  writeFileSync(part, JSON.stringify(content), { flush: true })
  renameSync(part, join(folder, indexName))
}

/**
 * Null only where there is none. An index that is there and cannot be read is no empty one: whoever took it for that
 * would remove the copies that it names. Error `file-unreadable`.
 */
function readIndex(folder: string): Index | null {
  const path = join(folder, indexName)
  try {
    return index.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    const unreadable = new TieoutError('file-unreadable', `The list of the kept files cannot be read: ${path}`, {
      path,
    })
    unreadable.cause = error
    throw unreadable
  }
}

/**
 * The kept files that the index names and whose bytes are there, in the order in which they came into the book. Error
 * `file-unreadable` for an index that is there and cannot be read.
 */
export function readKeptIndex(folder: string): KeptFile[] {
  return (readIndex(folder)?.files ?? []).filter((file) => existsSync(keptPath(folder, file.sha256)))
}

/** What was chosen for the book, null when the index does not tell. Error `file-unreadable` as in `readKeptIndex`. */
export function readKeptSettings(folder: string): KeptSettings | null {
  return readIndex(folder)?.settings ?? null
}

/**
 * Files that the index names and the book does not know: they came in after the state in which the book is, or their copies
 * were gone when it was rebuilt.
 */
export async function lostFiles(connection: Connection, folder: string): Promise<KeptFile[]> {
  const rows = await connection.rows(`select sha256 from files where status in ('imported', 'replaced')`)
  const known = new Set(rows.map(({ sha256 }) => sha256))
  return (readIndex(folder)?.files ?? []).filter(({ sha256 }) => !known.has(sha256))
}
