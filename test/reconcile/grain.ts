import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from '../../main/database/connection.ts'
import { sections } from '../../shared/reports/catalogue.ts'

/** What a statement claims of the rows of the table or view that it makes. */
export interface Grain {
  readonly name: string
  readonly isView: boolean
  /** What identifies a row; a column with `?` may be null. */
  readonly key: readonly { readonly name: string; readonly mayBeNull: boolean }[]
  readonly references: readonly Reference[]
}

/** These columns of a row, where all of them are filled, stand in a row of another table. */
export interface Reference {
  readonly columns: readonly string[]
  readonly to: string
  readonly toColumns: readonly string[]
  /** The rows of which it is claimed; of all when absent. */
  readonly where: string | undefined
}

const folder = join(import.meta.dirname, '../../main/reconcile')

/** A statement that is the same for every feed stands once, with `{feed}` in the place of each. */
function namesOf(name: string): string[] {
  if (!name.includes('{feed}')) return [name]
  return sections.flatMap(({ id, feed }) => (feed ? [name.replace('{feed}', id)] : []))
}

/**
 * The claims of all statements of the reconciliation: `-- key: reference?, currency`, where `?` is a column that may be null,
 * and `-- references: file_id, block_no -> blocks`, with the columns in brackets behind a table that calls them otherwise,
 * and with `where` and a condition behind that where it is not claimed of all rows.
 */
export const grains: readonly Grain[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql'))
  .flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(
      /^((?:-- (?:key|references): .+\n)+)create or replace (table|view) ([\w{}]+) /gm,
    ),
  ])
  .flatMap(([, claims = '', kind = '', name = '']) =>
    namesOf(name).map((one) => ({
      name: one,
      isView: kind === 'view',
      key: keyIn(claims),
      references: leadsIn(claims),
    })),
  )

function keyIn(claims: string): Grain['key'] {
  const [, columns] = /^-- key: (.+)$/m.exec(claims) ?? []
  return (columns?.split(', ') ?? []).map((column) => ({
    name: column.replace('?', ''),
    mayBeNull: column.endsWith('?'),
  }))
}

function leadsIn(claims: string): Reference[] {
  return Array.from(claims.matchAll(/^-- references: (.+)$/gm), ([, claim = '']) => {
    const parts = /^([\w, ]+) -> (\w+)(?: \(([\w, ]+)\))?(?: where (.+))?$/.exec(claim)
    if (!parts) throw new Error(`Not a reference: ${claim}`)
    const [, columns = '', to = '', toColumns = columns, where] = parts
    return { columns: columns.split(', '), to, toColumns: toColumns.split(', '), where }
  })
}

const listed = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')

function keyCheck({ name, key }: Grain): string {
  const missing = key.filter(({ mayBeNull }) => !mayBeNull).map((column) => `"${column.name}" is null`)
  const columns = key.map((column) => column.name)
  return `select '${name} (${columns.join(', ')})' as claim, (count(*) - count(distinct row(${listed(columns)})))::integer as repeated,
    (count(*) filter (where ${missing.length > 0 ? missing.join(' or ') : 'false'}))::integer as missing, 0 as dangling
    from "${name}"`
}

function referenceCheck(name: string, { columns, to, toColumns, where }: Reference): string {
  const filled = columns.map((column) => `f."${column}" is not null`)
  return `select '${name} (${columns.join(', ')}) -> ${to}' as claim, 0 as repeated, 0 as missing, count(*)::integer as dangling
    from "${name}" as f
    anti join (select distinct ${listed(toColumns)} from "${to}") as t
      on ${columns.map((column, index) => `t."${toColumns[index]}" = f."${column}"`).join(' and ')}
    where ${[...filled, ...(where === undefined ? [] : [where])].join(' and ')}`
}

/**
 * Each claim that does not hold in a book that is reconciled, with how many rows break it. To plan a view takes longer
 * than to read all tables of a small book: `isAsked` says of which views it is to be known.
 */
export async function brokenGrains(
  connection: Connection,
  isAsked: (view: string) => boolean = () => true,
): Promise<string[]> {
  // Of feeds, and of events, that the book does not hold, less is made.
  const made = await connection.rows(`
    select table_name as name, estimated_size > 0 as has_rows from duckdb_tables() where database_name = current_database()
    union all
    select view_name, true from duckdb_views() where database_name = current_database() and not internal`)
  const filled = new Set(made.filter((row) => row['has_rows'] === true).map(({ name }) => String(name)))
  const checks = grains
    .filter(({ name, isView }) => filled.has(name) && (!isView || isAsked(name)))
    .flatMap((grain) => [
      ...(grain.key.length > 0 ? [keyCheck(grain)] : []),
      ...grain.references.map((reference) => referenceCheck(grain.name, reference)),
    ])
  const rows = await connection.rows(checks.join('\nunion all\n'))
  return rows.flatMap(({ claim, repeated, missing, dangling }) => [
    ...(repeated === 0 ? [] : [`${claim}: ${repeated} rows too many`]),
    ...(missing === 0 ? [] : [`${claim}: ${missing} rows lack a part`]),
    ...(dangling === 0 ? [] : [`${claim}: ${dangling} rows lead nowhere`]),
  ])
}
