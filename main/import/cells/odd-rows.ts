import type { Connection } from '../../database/connection.ts'
import type { Column } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, quoted } from './columns.ts'
import { isOddCell, plainColumn } from './plain.ts'

/** Rows of a staged table below which nothing is gained, and how many times more rows than odd ones there must be. */
const fewest = 2000
const times = 20

/** Marks in a staged table the rows that are read with care, where the others are read as they stand. */
export const oddMark = 'odd__row'

/**
 * Copies the rows of a large staged table in which a cell of these columns needs care into a table of their own, and gives
 * its name; null where they are not few.
 */
export async function setOddApart(
  connection: Connection,
  table: string,
  odd: readonly Column[],
): Promise<string | null> {
  if (odd.length === 0) return null
  const isOdd = odd.map((column) => `coalesce(${isOddCell(column)}, false)`).join(' or ')
  const [row] = await connection.rows(`select count(*) as rows, count(*) filter (where ${isOdd}) as odd from ${table}`)
  const [rows, found] = [Number(row?.['rows']), Number(row?.['odd'])]
  if (rows < fewest || found * times > rows) return null
  const apart = `${table}_odd`
  await connection.run(`create or replace table ${apart} as select * from ${table} where ${isOdd}`)
  return apart
}

/** The rows of a staged table that were not set apart. */
export function plainRows(table: string, apart: string): string {
  return `(select * from ${table} anti join ${apart} using (line))`
}

/** Brings what was read in the rows that were set apart back into their places, with the mark. */
export async function bringOddBack(connection: Connection, table: string, apart: string): Promise<void> {
  const columnsOf = async (name: string): Promise<Map<string, string>> => {
    const rows = await connection.rows(`describe ${name}`)
    return new Map(rows.map((row) => [String(row['column_name']), String(row['column_type'])]))
  }
  const known = await columnsOf(table)
  const read = await columnsOf(apart)
  await connection.run(`alter table ${table} add column ${oddMark} boolean default false`)
  for (const [name, type] of read)
    if (!known.has(name)) await connection.run(`alter table ${table} add column ${quoted(name)} ${type}`)
  const values = [...read.keys()].filter((name) => name !== 'line').map((name) => `${quoted(name)} = o.${quoted(name)}`)
  await connection.run(
    `update ${table} as t set ${oddMark} = true, ${values.join(', ')} from ${apart} as o where t.line = o.line`,
  )
}

/** A column that is read with care in the marked rows, and as it stands in the others. */
export function inOddRows(careful: TypedColumn): TypedColumn {
  const only = (test: string | null): string | null => (test === null ? null : `(${oddMark} and ${test})`)
  return {
    ...careful,
    value: `case when ${oddMark} then ${careful.value} else ${plainColumn(careful.column).value} end`,
    refused: only(careful.refused),
    repaired: only(careful.repaired),
  }
}
