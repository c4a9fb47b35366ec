import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from '../../main/database/connection.ts'
import { sections } from '../../shared/reports/catalogue.ts'

/** What identifies a row of a derived table or view, as the statement that makes it claims. */
export interface Grain {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly mayBeNull: boolean }[]
}

const folder = join(import.meta.dirname, '../../main/reconcile')

/** A statement that is the same for every feed stands once, with `{feed}` in the place of each. */
function namesOf(name: string): string[] {
  if (!name.includes('{feed}')) return [name]
  return sections.flatMap(({ id, feed }) => (feed ? [name.replace('{feed}', id)] : []))
}

/** The claims of all statements of the reconciliation: `-- key: reference?, currency`, where `?` is a column that may be null. */
export const grains: readonly Grain[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql'))
  .flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(
      /^-- key: (.+)\ncreate or replace (?:table|view) ([\w{}]+) /gm,
    ),
  ])
  .flatMap(([, columns = '', name = '']) => namesOf(name).map((one): [string, string] => [columns, one]))
  .map(([columns, name]) => ({
    name,
    columns: columns.split(', ').map((column) => ({ name: column.replace('?', ''), mayBeNull: column.endsWith('?') })),
  }))

/** Each claim that does not hold in a book that is reconciled, with how many rows break it. */
export async function brokenGrains(connection: Connection): Promise<string[]> {
  const broken: string[] = []
  const made = await connection.rows(
    `select table_name as name from information_schema.tables where table_catalog = current_database()`,
  )
  const names = new Set(made.map(({ name }) => String(name)))
  for (const { name, columns } of grains) {
    // Of feeds, and of events, that the book does not hold, less is made.
    if (!names.has(name)) continue
    const key = columns.map((column) => `"${column.name}"`).join(', ')
    const missing = columns.filter(({ mayBeNull }) => !mayBeNull).map((column) => `"${column.name}" is null`)
    const [row] = await connection.rows(`
      with rows_of_key as (
        select count(*) as rows, bool_or(${missing.length > 0 ? missing.join(' or ') : 'false'}) as is_missing
        from "${name}" group by ${key}
      )
      select count(*) filter (where rows > 1)::integer as repeated, count(*) filter (where is_missing)::integer as missing
      from rows_of_key`)
    if (row?.['repeated'] !== 0) broken.push(`${name}: ${row?.['repeated']} keys (${key}) repeat`)
    if (row?.['missing'] !== 0) broken.push(`${name}: ${row?.['missing']} keys (${key}) lack a part`)
  }
  return broken
}
