import { sectionById } from '../../shared/reports/catalogue.ts'
import type { Connection } from '../database/connection.ts'
import { feedMonthOf } from './evidence.ts'
import type { Inspection } from './inspect.ts'

/** What a file of a data feed is to the files of the same feed that the book has (`file-quirks.md` section 4). */
export type FeedVersion =
  /** It stands beside them. */
  | { readonly kind: 'another'; readonly warning: string | null }
  /** It takes the place of `former`, whose rows must go; `replaces` says so, and `warning` what was not expected. */
  | {
      readonly kind: 'newer'
      readonly former: number
      readonly replaces: string
      readonly warning: string | null
    }
  /** The book has all of it, or a newer version of it, already. */
  | { readonly kind: 'older'; readonly former: number; readonly reason: string }

interface FeedFile {
  readonly fileId: number
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
  readonly month: string | null
}

/** Sizes in bytes of the feed files of the book. */
export async function feedFileSizes(connection: Connection): Promise<number[]> {
  const rows = await connection.rows(
    `select distinct bytes from files
     where status = 'imported' and file_id in (select file_id from blocks where report like '%\\_feed' escape '\\')`,
  )
  return rows.map((row) => Number(row['bytes']))
}

/**
 * Compares a file of a feed, whose rows are in the table of `section` already, with the others of the feed. A file that
 * begins with the bytes of another has grown out of it, wherever the two lie. Two files of the same month
 * (`year=YYYY/month=MM` in their paths) that share rows are versions of one file, and the one with the latest
 * `update_date` is the newer; nothing else is ever taken for another version.
 */
export async function feedVersionOf(
  connection: Connection,
  section: string,
  file: { fileId: number; path: string; rows: number },
  inspection: Inspection,
): Promise<FeedVersion> {
  const month = feedMonthOf(file.path)
  const others = await otherFiles(connection, section, file.fileId)
  const grown = others
    .filter((other) => inspection.beginnings.get(other.bytes) === other.sha256)
    .filter((other) => (other.month !== null && month !== null ? other.month === month : other.rows > 0))
    .toSorted((a, b) => b.bytes - a.bytes)[0]
  if (grown) {
    const added = file.rows - grown.rows
    const replaces = `It grew: ${counted(added, 'row')} came to the ${counted(grown.rows, 'row')} of ${grown.path}.`
    return { kind: 'newer', former: grown.fileId, replaces, warning: null }
  }
  for (const other of others.filter((one) => month !== null && one.month === month)) {
    const version = await compareMonths(connection, section, file, inspection, other)
    if (version) return version
  }
  for (const other of others.filter((one) => (month === null || one.month === null) && one.bytes > inspection.bytes)) {
    if (file.rows === 0 || (await countMissing(connection, section, file.fileId, other.fileId)) > 0) continue
    const reason = `Every row of it stands in ${other.path}, which is in the book.`
    return { kind: 'older', former: other.fileId, reason }
  }
  return { kind: 'another', warning: null }
}

/** Takes the rows of a file out of the book and leaves its name, with the file that took its place. */
export async function giveUpRows(connection: Connection, fileId: number, replacedBy: number | null): Promise<void> {
  const parameters = { file_id: fileId }
  const held = await connection.rows(`select distinct section from blocks where file_id = $file_id`, parameters)
  const tables = [...held.map(({ section }) => `"${sectionById(String(section)).id}"`), ...detailTables]
  for (const table of tables) await connection.run(`delete from ${table} where file_id = $file_id`, parameters)
  if (replacedBy === null) return
  await connection.run(`update files set status = 'replaced', replaced_by = $replaced_by where file_id = $file_id`, {
    ...parameters,
    replaced_by: replacedBy,
  })
}

/** The tables beside those of the sections that hold something of a file. */
export const detailTables = ['blocks', 'other_lines', 'refused_rows']

async function otherFiles(connection: Connection, section: string, fileId: number): Promise<FeedFile[]> {
  const rows = await connection.rows(
    `select f.file_id, f.path, f.sha256, f.bytes, f.rows_kept, f.feed_month
     from files as f semi join (select file_id from blocks where section = $section) as b using (file_id)
     where f.status = 'imported' and f.file_id <> $file_id order by f.file_id`,
    { section, file_id: fileId },
  )
  return rows.map((row) => ({
    fileId: Number(row['file_id']),
    path: String(row['path']),
    sha256: String(row['sha256']),
    bytes: Number(row['bytes']),
    rows: Number(row['rows_kept']),
    month: row['feed_month'] === null ? null : String(row['feed_month']),
  }))
}

async function compareMonths(
  connection: Connection,
  section: string,
  file: { fileId: number; path: string; rows: number },
  inspection: Inspection,
  other: FeedFile,
): Promise<FeedVersion | null> {
  // A month that is empty all of a sudden is no version of one that was not.
  if (file.rows === 0) {
    const warning = `It has no rows; the ${counted(other.rows, 'row')} of ${other.path} for the same month stay.`
    return other.rows > 0 ? { kind: 'another', warning } : null
  }
  const changes = await compareRows(connection, section, other.fileId, file.fileId)
  if (changes.same + changes.changed === 0) {
    if (other.rows === 0)
      return { kind: 'newer', former: other.fileId, replaces: `It takes the place of ${other.path}.`, warning: null }
    const warning = `It shares no row with ${other.path} of the same month, so both count.`
    return { kind: 'another', warning }
  }
  const isOlder =
    compareEditions(
      [changes.latestNext, file.rows, inspection.bytes, inspection.sha256],
      [changes.latestFormer, other.rows, other.bytes, other.sha256],
    ) < 0
  if (isOlder)
    return { kind: 'older', former: other.fileId, reason: `The book has a newer version of it: ${other.path}.` }
  const what = [
    `${counted(changes.added, 'row')} new`,
    `${counted(changes.gone, 'row')} gone`,
    `${counted(changes.changed, 'row')} changed${changes.example ? ` (first: ${changes.example})` : ''}`,
  ].join(', ')
  const replaces = `It was rewritten and takes the place of ${other.path}: ${what}.`
  // Rows that were added alone are what a growing file has, whatever their order.
  const warning = changes.gone + changes.changed > 0 ? replaces : null
  return { kind: 'newer', former: other.fileId, replaces, warning }
}

function compareEditions(a: readonly (string | number | null)[], b: readonly (string | number | null)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? null
    if (left === right) continue
    if (left === null || right === null) return left === null ? -1 : 1
    return left < right ? -1 : 1
  }
  return 0
}

interface Changes {
  readonly same: number
  readonly added: number
  readonly gone: number
  readonly changed: number
  /** Key of the first changed row. */
  readonly example: string | null
  /** Latest `update_date` of either file. */
  readonly latestFormer: string | null
  readonly latestNext: string | null
}

/** Row by row, told apart by key, `valid_from` and `update_date`. */
async function compareRows(connection: Connection, section: string, former: number, next: number): Promise<Changes> {
  const side = (parameter: string): string =>
    `select ${identity(section)} as identity, any_value(${keyText(section)}) as key, bit_xor(${content(section)}) as content,
       max(update_date) as latest from "${section}" where file_id = $${parameter} group by 1`
  const [row] = await connection.rows(
    `with former as (${side('former')}), next as (${side('next')})
     select count(*) filter (where f.content = n.content) as same, count(*) filter (where f.identity is null) as added,
       count(*) filter (where n.identity is null) as gone, count(*) filter (where f.content <> n.content) as changed,
       min(n.key) filter (where f.content <> n.content) as example,
       max(f.latest)::varchar as latest_former, max(n.latest)::varchar as latest_next
     from former as f full join next as n using (identity)`,
    { former, next },
  )
  const text = (name: string): string | null => (row?.[name] === null ? null : String(row?.[name]))
  return {
    same: Number(row?.['same']),
    added: Number(row?.['added']),
    gone: Number(row?.['gone']),
    changed: Number(row?.['changed']),
    example: text('example'),
    latestFormer: text('latest_former'),
    latestNext: text('latest_next'),
  }
}

/** How many rows of one file the other has not got. */
async function countMissing(connection: Connection, section: string, fileId: number, other: number): Promise<number> {
  const rows = (parameter: string): string =>
    `select ${content(section)} as content from "${section}" where file_id = $${parameter}`
  const missing = await connection.value(`select count(*) from (${rows('file')} except ${rows('other')})`, {
    file: fileId,
    other,
  })
  return Number(missing)
}

function identity(section: string): string {
  const key = sectionById(section).feed?.key ?? []
  return `hash(${[...key, 'valid_from', 'update_date'].map((name) => `"${name}"`).join(', ')})`
}

function keyText(section: string): string {
  const key = sectionById(section).feed?.key ?? []
  return `concat_ws(' ', ${key.map((name) => `"${name}"`).join(', ')})`
}

function content(section: string): string {
  return `hash(${sectionById(section)
    .columns.map(({ name }) => `"${name}"`)
    .join(', ')}, extra)`
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
