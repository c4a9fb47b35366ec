import type { Connection } from '../../database/connection.ts'
import type { Column } from '../../../shared/reports/catalogue.ts'

/** How one staged column becomes one typed column; the expressions read the column `"name"` of the staged table. */
export interface TypedColumn {
  readonly column: Column
  readonly value: string
  /** True for a cell that cannot be read; null when the whole column was seen to be readable. */
  readonly refused: string | null
  /** The sentence for such a cell, one of `reasons.ts`. */
  readonly reason: string
  /** True for a cell that was put right; null when none was. */
  readonly repaired: string | null
}

export const isFigure = ({ type }: Column): boolean =>
  type === 'money' || type === 'decimal' || type === 'percent' || type === 'integer'
export const isDate = ({ type }: Column): boolean => type === 'date' || type === 'datetime'
/** A day that the reconciliation reads: of the year 9999 it is none, where any other date says that there is no end. */
export const isDay = (column: Column): boolean => isDate(column) && column.role !== undefined

/** The name of a column in SQL. */
export function quoted(name: string): string {
  return `"${name}"`
}

/** A text in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Computes columns of a staged table once, so that what is asked of them afterwards is cheap. */
export async function addColumns(
  connection: Connection,
  table: string,
  columns: readonly (readonly [name: string, value: string])[],
): Promise<void> {
  if (columns.length === 0) return
  const list = columns.map(([name, value]) => `${value} as ${quoted(name)}`).join(', ')
  await connection.run(`create or replace table ${table} as select *, ${list} from ${table}`)
}
