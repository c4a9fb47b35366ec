import { sectionById } from '../../../shared/reports/catalogue.ts'
import type { Connection } from '../../database/connection.ts'
import { type DeliveryEvidence, feedMonthOf } from '../evidence.ts'
import type { Inspection } from '../formats/inspect.ts'
import type { FileResult } from '../result.ts'

/** Asks for the date of a delivery that nothing about its file shows. */
export const unknownDateWarning = 'The delivery date is unknown: give it with --delivered YYYY-MM-DD.'

/** The next free number of a table's id column; ids are dense, so an undone import leaves no trace. */
export async function nextId(connection: Connection, table: 'imports' | 'files', column: string): Promise<number> {
  return Number(await connection.value(`select coalesce(max(${column}), 0) + 1 from ${table}`))
}

/**
 * The day on which a file itself says that it was delivered, in SQL over a row of `files`; one that was given may be given
 * anew.
 */
export const saidDay = 'coalesce(meta_date, name_date)'

/** What tells a copy of bytes from another: where it lies, and the day on which it says that it was delivered, if it does. */
export interface CopyOfBytes {
  readonly sha256: string
  readonly path: string
  readonly day: string | null
}

/**
 * The file of the book with these bytes, when they were imported before. The header lines of two months of a feed are
 * the same bytes and two files all the same, and so are those of two deliveries of a report: months without a sale.
 * `day` is the one on which these say that they were delivered, `YYYY-MM-DD`.
 */
export async function importedFile(
  connection: Connection,
  { sha256, path, day }: CopyOfBytes,
): Promise<{ fileId: number; isReplaced: boolean } | null> {
  const [row] = await connection.rows(
    `select file_id, status = 'replaced' as replaced from files
     where sha256 = $sha256 and status in ('imported', 'replaced')
       and (rows_kept > 0 or (
         (feed_month is null or feed_month is not distinct from $feed_month::date)
         and coalesce(${saidDay} = $day::date, true)))
     order by replaced, file_id`,
    { sha256, feed_month: feedMonthOf(path), day },
  )
  return row ? { fileId: Number(row['file_id']), isReplaced: row['replaced'] === true } : null
}

/** A file of an import, as the book remembers it, with its proof line. */
export interface FileRecord {
  readonly fileId: number
  readonly importId: number
  readonly name: string
  readonly inspection: Inspection | null
  readonly result: FileResult
  readonly evidence: DeliveryEvidence & { delivered: string | null; delimiter: string | null }
  readonly told: { readonly chosen: string | null; readonly remembered: string | null }
}

/** The columns of the table `files` that are written, and what they are. */
const fileColumns = {
  file_id: 'integer',
  import_id: 'integer',
  path: 'varchar',
  name: 'varchar',
  sha256: 'varchar',
  bytes: 'bigint',
  format: 'varchar',
  encoding: 'varchar',
  delimiter: 'varchar',
  lines_read: 'bigint',
  rows_kept: 'bigint',
  header_lines: 'bigint',
  title_lines: 'bigint',
  blank_lines: 'bigint',
  refused_rows: 'bigint',
  status: 'varchar',
  reason: 'varchar',
  warnings: 'varchar',
  meta_date: 'date',
  name_date: 'date',
  delivered: 'date',
  coverage_start: 'timestamp',
  coverage_end: 'timestamp',
  feed_month: 'date',
  replaces: 'varchar',
  chosen: 'varchar',
  remembered: 'varchar',
} as const
type FileRow = Record<keyof typeof fileColumns, string | number | null>

/** Remembers files of an import, in one statement. */
export async function recordFiles(connection: Connection, files: readonly FileRecord[]): Promise<void> {
  if (files.length === 0) return
  const names = Object.keys(fileColumns)
  const values = Object.entries(fileColumns).map(([name, type]) => `(file->>'${name}')::${type}`)
  await connection.run(
    `insert into files (${names.join(', ')})
     select ${values.join(', ')} from (select unnest($files::json[]) as file)`,
    // A name may have half a character of UTF-16, which no JSON has.
    {
      files: JSON.stringify(files.map(rowOf), (_, value) =>
        typeof value === 'string' ? Buffer.from(value).toString() : value,
      ),
    },
  )
}

function rowOf({ fileId, importId, name, inspection, result, evidence, told }: FileRecord): FileRow {
  return {
    file_id: fileId,
    import_id: importId,
    path: result.path,
    name,
    sha256: result.sha256,
    bytes: result.bytes,
    format: formatOf(inspection),
    encoding: inspection?.kind === 'text' ? inspection.encoding : null,
    delimiter: evidence.delimiter,
    lines_read: result.lines_read,
    rows_kept: result.rows_kept,
    header_lines: result.header_lines,
    title_lines: result.title_lines,
    blank_lines: result.blank_lines,
    refused_rows: result.refused_rows,
    status: result.status,
    reason: result.reason,
    warnings: JSON.stringify(result.warnings),
    meta_date: evidence.metaDate,
    name_date: evidence.nameDate,
    delivered: evidence.delivered,
    coverage_start: evidence.coverageStart,
    coverage_end: evidence.coverageEnd,
    feed_month: result.sections.some(({ section }) => isFeed(section))
      ? (feedMonthOf(result.path) ?? evidence.feedMonth ?? null)
      : null,
    replaces: result.replaces,
    ...told,
  }
}

/** What the bytes of a file are read as, as the book keeps it. */
function formatOf(inspection: Inspection | null): string {
  if (inspection?.kind === 'zip') return 'xlsx'
  return inspection?.kind === 'parquet' ? 'parquet' : 'csv'
}

/** A file of the book as an import result: what `status` prints and what a second import of the same bytes answers. */
export async function storedResult(
  connection: Connection,
  fileId: number,
  path: string,
  status: FileResult['status'],
): Promise<FileResult> {
  const parameters = { file_id: fileId }
  const [file] = await connection.rows(`select * from files where file_id = $file_id`, parameters)
  const blocks = await connection.rows(`select * from blocks where file_id = $file_id order by block_no`, parameters)
  const others = await connection.rows(`select * from other_lines where file_id = $file_id order by line`, parameters)
  if (!file) throw new Error(`The book has no file ${fileId}`)
  const refusals =
    Number(file['refused_rows']) === 0
      ? []
      : await connection.rows(
          `select line, column_name, reason from refused_rows where file_id = $file_id order by line limit 100`,
          parameters,
        )
  const sections = blocks.map((block) => String(block['section']))
  const depositDate = await depositDateOf(connection, fileId, sections)
  const delivery = deliveryDate(
    { metaDate: text(file['meta_date']), nameDate: text(file['name_date']), delivered: text(file['delivered']) },
    depositDate,
    sections.every(hasNoDelivery),
  )
  const warnings = JSON.parse(String(file['warnings'])) as string[]
  return {
    path,
    sha256: text(file['sha256']),
    bytes: Number(file['bytes']),
    sections: blocks.map((block) => ({
      section: String(block['section']),
      report: sectionById(String(block['section'])).reportTitle,
      title: sectionById(String(block['section'])).title,
      rows: Number(block['rows']),
      refused_rows: Number(block['refused_rows']),
      header_line: Number(block['header_line']),
      because: JSON.parse(String(block['notes']))[0] ?? '',
    })),
    lines_read: Number(file['lines_read']),
    rows_kept: Number(file['rows_kept']),
    header_lines: Number(file['header_lines']),
    title_lines: Number(file['title_lines']),
    blank_lines: Number(file['blank_lines']),
    refused_rows: Number(file['refused_rows']),
    status,
    reason: text(file['reason']),
    ...delivery,
    replaces: text(file['replaces']),
    stands_in: null,
    nearest: null,
    told: toldBy(text(file['chosen']), text(file['remembered'])),
    // A date that came later takes its warning away.
    warnings: warnings.filter((warning) => warning !== unknownDateWarning || delivery.date_source === 'unknown'),
    other_lines: others.map((other) => ({
      line: Number(other['line']),
      kind: String(other['kind']),
      text: String(other['text']),
    })),
    refusals: refusals.map((refusal) => ({
      line: Number(refusal['line']),
      column: text(refusal['column_name']),
      reason: String(refusal['reason']),
    })),
  }
}

/** Who said what a file is, where not its headings alone did. */
export function toldBy(chosen: string | null, remembered: string | null): FileResult['told'] {
  if (chosen !== null) return 'chosen'
  return remembered === null ? null : 'remembered'
}

/** True for a dashboard export or a data feed: it has a window or a month instead of a delivery date. */
export function hasNoDelivery(section: string): boolean {
  const { cadence } = sectionById(section)
  return cadence === 'export' || cadence === 'feed'
}

/** True for a data feed. */
export function isFeed(section: string): boolean {
  return sectionById(section).cadence === 'feed'
}

/** The first deposit date that a file's section 2 names, `YYYY-MM-DD`, or null. */
export async function depositDateOf(
  connection: Connection,
  fileId: number,
  sections: readonly string[],
): Promise<string | null> {
  if (!sections.includes('dis2')) return null
  const date = await connection.value(`select min(deposit_date)::date from dis2 where file_id = $file_id`, {
    file_id: fileId,
  })
  return text(date)
}

/** When a file was delivered, by the best evidence there is, and which that was. */
export function deliveryDate(
  known: { metaDate: string | null; nameDate: string | null; delivered: string | null },
  depositDate: string | null,
  needsNoDate: boolean,
): Pick<FileResult, 'delivery_date' | 'date_source'> {
  if (needsNoDate) return { delivery_date: known.delivered, date_source: known.delivered ? 'given' : 'not needed' }
  if (known.metaDate) return { delivery_date: known.metaDate, date_source: 'meta.json' }
  if (known.nameDate) return { delivery_date: known.nameDate, date_source: 'file name' }
  if (known.delivered) return { delivery_date: known.delivered, date_source: 'given' }
  if (depositDate) return { delivery_date: depositDate, date_source: 'deposit date' }
  return { delivery_date: null, date_source: 'unknown' }
}

function text(value: string | number | boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
