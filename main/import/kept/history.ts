import type { ImportEntry } from '../../../shared/contract/imports.ts'
import type { Connection, Row } from '../../database/connection.ts'
import { deliveryDate, depositDateOf, hasNoDelivery, saidDay } from './book-files.ts'

/** The imports of the book with their files, the newest first. */
export async function readHistory(connection: Connection): Promise<ImportEntry[]> {
  const imports = await connection.rows(
    `select import_id, strftime(imported_at, '%Y-%m-%dT%H:%M:%SZ') as imported_at from imports order by import_id desc`,
  )
  const files = await connection.rows(
    `select f.*, string_agg(distinct b.section, ', ' order by b.section) as sections
     from files as f left join blocks as b using (file_id) group by all order by f.file_id`,
  )
  const entries: ImportEntry[] = []
  for (const entry of imports) {
    const own: ImportEntry['files'] = []
    for (const file of files.filter((one) => one['import_id'] === entry['import_id']))
      own.push(await historyFile(connection, file))
    entries.push({
      importId: Number(entry['import_id']),
      importedAt: String(entry['imported_at']),
      files: own,
      rows: own.reduce((sum, file) => sum + file.rows, 0),
      refused_rows: own.reduce((sum, file) => sum + file.refused_rows, 0),
    })
  }
  return entries
}

/** The newest import and how many files came in with it; null for an empty book. */
export async function readLatestImport(connection: Connection): Promise<{ importId: number; files: number } | null> {
  const [row] = await connection.rows(
    `select import_id, count(*) filter (where status in ('imported', 'replaced'))::integer as files from files
     where import_id = (select max(import_id) from imports) group by import_id`,
  )
  return row ? { importId: Number(row['import_id']), files: Number(row['files']) } : null
}

/** What the book has of these bytes: months without rows are the same bytes, and files of their own. */
export interface KnownBytes {
  readonly path: string
  readonly isReplaced: boolean
  /** The first day of the month whose file it is; null where it does not matter. */
  readonly month: string | null
  /** The day on which it says that it was delivered; null where that does not matter. */
  readonly day: string | null
}

/** What the book has of bytes, by their hash, those that count first; hashes that it does not know are not in the answer. */
export async function knownBytes(
  connection: Connection,
  sha256s: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownBytes[]>> {
  const rows = await connection.rows(
    `select sha256, path, status = 'replaced' as is_replaced, case when rows_kept = 0 then feed_month::varchar end as month,
       case when rows_kept = 0 then ${saidDay}::varchar end as day
     from files
     where status in ('imported', 'replaced') and sha256 in (select unnest(string_split($sha256s, ',')))
     order by is_replaced, file_id`,
    { sha256s: sha256s.join(',') },
  )
  const known = new Map<string, KnownBytes[]>()
  for (const { sha256, path, is_replaced: isReplaced, month, day } of rows) {
    const files = known.get(String(sha256)) ?? []
    files.push({ path: String(path), isReplaced: isReplaced === true, month: text(month), day: text(day) })
    known.set(String(sha256), files)
  }
  return known
}

async function historyFile(connection: Connection, file: Row): Promise<ImportEntry['files'][number]> {
  const sections = text(file['sections'])
  const names = sections?.split(', ') ?? []
  const known = {
    metaDate: text(file['meta_date']),
    nameDate: text(file['name_date']),
    delivered: text(file['delivered']),
  }
  const isUndated = Object.values(known).every((date) => date === null)
  const deposit = isUndated ? await depositDateOf(connection, Number(file['file_id']), names) : null
  return {
    path: String(file['path']),
    sha256: text(file['sha256']),
    status: String(file['status']),
    reason: text(file['reason']),
    sections,
    delivery_date: names.length > 0 ? deliveryDate(known, deposit, names.every(hasNoDelivery)).delivery_date : null,
    rows: Number(file['rows_kept']),
    refused_rows: Number(file['refused_rows']),
  }
}

function text(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
