import { resolve } from 'node:path'
import { sectionById } from '../../../shared/reports/catalogue.ts'
import type { Connection } from '../../database/connection.ts'
import { feedMonthOf } from '../evidence.ts'
import type { Inspection } from '../formats/inspect.ts'

/**
 * What a file of a data feed is to the files of the same feed that the book has: AWS appends to the file of a month every
 * day (seller guide, data feed details).
 */
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

/** The months of which the book has files of this feed; null is a file without. */
export async function feedMonths(connection: Connection, section: string): Promise<Set<string | null>> {
  const rows = await connection.rows(
    `select distinct f.feed_month from files as f semi join (select file_id from blocks where section = $section) as b using (file_id)
     where f.status = 'imported'`,
    { section },
  )
  return new Set(rows.map(({ feed_month: month }) => (month === null || month === undefined ? null : String(month))))
}

/**
 * Compares a file of a feed, whose rows are in the table of `section` already, with the others of the feed. A file that
 * begins with the bytes of another, or has all of its rows and more, has grown out of it, wherever the two lie, but never
 * of another month; a file of which another has every row adds nothing; and a file that lies where another lay, under its
 * month (`year=YYYY/month=MM`), and shares rows with it was rewritten, if it is the later edition: by its latest
 * `update_date`, else by its rows, bytes and hash. Whatever else two files share, both count: a row that stands in both
 * counts once all the same. A file without a month is not compared with smaller ones.
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
  // Files of different months share no rows.
  const likely = others.filter((other) => month === null || other.month === null || other.month === month)
  let warning: string | null = null
  for (const other of likely) {
    const version = await compareFiles(connection, section, { ...file, month }, inspection, other)
    if (version.kind !== 'another') return version
    warning ??= version.warning
  }
  return { kind: 'another', warning }
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

/**
 * Gives the month that the path of a file shows to the file of the book that has every row of it, and no other, and does
 * not know its month.
 */
export async function giveMonth(
  connection: Connection,
  fileId: number,
  path: string,
  sections: readonly { readonly rows: number }[],
): Promise<void> {
  await connection.run(
    `update files set feed_month = $month::date
     where file_id = $file_id and feed_month is null and rows_kept = $rows and $month::date is not null`,
    { file_id: fileId, month: feedMonthOf(path), rows: sections.reduce((sum, { rows }) => sum + rows, 0) },
  )
}

/** The month of the file whose place a new version takes, `YYYY-MM-DD`; it is that of the version too. */
export async function monthOfFormer(connection: Connection, version: FeedVersion): Promise<string | null> {
  if (version.kind !== 'newer') return null
  const month = await connection.value('select feed_month::varchar from files where file_id = $former', {
    former: version.former,
  })
  return month === null || month === undefined ? null : String(month)
}

/** The tables beside those of the sections that hold something of a file. */
export const detailTables = ['blocks', 'other_lines', 'refused_rows', 'copied_lines']

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

async function compareFiles(
  connection: Connection,
  section: string,
  file: { fileId: number; path: string; rows: number; month: string | null },
  inspection: Inspection,
  other: FeedFile,
): Promise<FeedVersion> {
  // A path is kept as it was typed.
  const isSamePlace = file.month !== null && file.month === other.month && resolve(file.path) === resolve(other.path)
  if (file.rows === 0 || other.rows === 0) {
    if (other.rows === 0 && isSamePlace)
      return { kind: 'newer', former: other.fileId, replaces: `It takes the place of ${other.path}.`, warning: null }
    // A month that is empty all of a sudden is no version of one that was not.
    const warning = `It has no rows; the ${counted(other.rows, 'row')} of ${other.path} for the same month stay.`
    return {
      kind: 'another',
      warning: other.rows > 0 && file.month !== null && file.month === other.month ? warning : null,
    }
  }
  // A file without a month is compared only where it could be a part of the other.
  if (file.month === null && other.bytes <= inspection.bytes) return { kind: 'another', warning: null }
  const changes = await compareRows(connection, section, other.fileId, file.fileId)
  const { same, added, gone, changed } = changes
  if (same + changed === 0) return { kind: 'another', warning: null }
  // What it refuses stands nowhere else.
  const refused = Number(
    await connection.value('select count(*) from refused_rows where file_id = $file_id', { file_id: file.fileId }),
  )
  if (added + changed + refused === 0) {
    const reason = `Every row of it stands in ${other.path}, which is in the book.`
    return { kind: 'older', former: other.fileId, reason }
  }
  const isNewer =
    compareEditions(
      [changes.latestNext, file.rows, inspection.bytes, inspection.sha256],
      [changes.latestFormer, other.rows, other.bytes, other.sha256],
    ) > 0
  if ((isSamePlace && isNewer) || gone + changed === 0) {
    const what = [
      `${counted(added, 'row')} new`,
      `${counted(gone, 'row')} gone`,
      `${counted(changed, 'row')} changed${changes.example ? ` (first: ${changes.example})` : ''}`,
      ...(refused > 0 ? [`${counted(refused, 'row')} refused`] : []),
    ].join(', ')
    const replaces = `It was rewritten and takes the place of ${other.path}: ${what}.`
    // Rows that were added alone are what a growing file has, whatever their order.
    return { kind: 'newer', former: other.fileId, replaces, warning: gone + changed > 0 ? replaces : null }
  }
  const warning = `It shares ${counted(same + changed, 'row')} with ${other.path}; a row counts once, in its latest form.`
  return { kind: 'another', warning }
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
