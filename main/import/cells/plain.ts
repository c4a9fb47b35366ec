import type { Connection } from '../../database/connection.ts'
import { sqlTypes } from '../../database/catalogue-tables.ts'
import type { Column, ColumnType } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, isDate, isDay, quoted } from './columns.ts'
import { wordReading } from './ids.ts'

/** The shapes in which nearly every cell of a report stands; such a column needs no care and is read at full speed. */
const plainShapes: Readonly<Partial<Record<ColumnType, string>>> = {
  money: String.raw`-?\d{1,12}(\.\d{1,6})?`,
  decimal: String.raw`-?\d{1,18}(\.\d{1,10})?`,
  percent: String.raw`-?\d{1,9}(\.\d{1,8})?`,
  integer: String.raw`-?\d{1,18}`,
  account: String.raw`\d{12}`,
  month: String.raw`(19|20)\d{2}-(0[1-9]|1[0-2])`,
  date: String.raw`\d{4}-\d{2}-\d{2}`,
  datetime: String.raw`\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,6})?Z?)?`,
}

/** The names of the columns that can be read as they stand; one look at the table, and a closer one at ids that may be odd. */
export async function plainColumns(
  connection: Connection,
  table: string,
  columns: readonly Column[],
): Promise<Set<string>> {
  const seen = await passing(connection, table, columns, plainTest)
  const odd = columns.filter((column) => !seen.has(column) && (isId(column) || isText(column)))
  const passed = await passing(connection, table, odd, closerTest)
  return new Set([...seen, ...passed].map(({ name }) => name))
}

async function passing(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  test: (column: Column) => string,
): Promise<ReadonlySet<Column>> {
  if (columns.length === 0) return new Set()
  const tests = columns.map((column, index) => `${test(column)} as t${index}`)
  const [row] = await connection.rows(`select ${tests.join(', ')} from ${table}`)
  return new Set(columns.filter((_, index) => row?.[`t${index}`] === true))
}

/**
 * Of blocks that are staged together those that can be read as they stand in every column, by their place among them.
 */
export async function plainBlocks(
  connection: Connection,
  table: string,
  columns: readonly Column[],
): Promise<Set<number>> {
  const looks = async (looked: readonly Column[], test: (column: Column) => string): Promise<Map<number, Column[]>> => {
    const tests = looked.map((column, index) => `${test(column)} as t${index}`)
    const rows = await connection.rows(`select ${['file', ...tests].join(', ')} from ${table} group by file`)
    return new Map(rows.map((row) => [Number(row['file']), looked.filter((_, index) => row[`t${index}`] !== true)]))
  }
  const odd = await looks(columns, plainTest)
  const closer = new Set([...odd.values()].flat().filter((column) => isId(column) || isText(column)))
  const odder = closer.size === 0 ? new Map<number, Column[]>() : await looks([...closer], closerTest)
  const isPlain = (file: number, looked: readonly Column[]): boolean =>
    looked.every((column) => closer.has(column) && odder.get(file)?.includes(column) === false)
  return new Set([...odd].flatMap(([file, looked]) => (isPlain(file, looked) ? [file] : [])))
}

const isId = ({ type, role }: Column): boolean => type === 'id' && role !== 'bank_trace'
const isText = ({ type, role }: Column): boolean => type === 'text' && role !== 'currency'

function plainTest(column: Column): string {
  const cell = quoted(column.name)
  if (isText(column)) return `not coalesce(bool_or(may_be_no_text(${cell})), false)`
  if (isId(column)) return `not coalesce(bool_or(may_be_odd_id(${cell})), false)`
  if (column.role === 'currency') return `coalesce(bool_and(is_currency(${cell})), true)`
  if (column.role === 'bank_trace') return closerTest(column)
  const shape = `coalesce(bool_and(regexp_full_match(${cell}, '${plainShapes[column.type]}')), true)`
  if (!isDate(column)) return shape
  // A date may have the right shape and not exist, or be of another age.
  const value = plainValue(column)
  const exists = `${shape} and count(${cell}) = count(${value}) and not coalesce(is_too_early(min(${value})), false)`
  return isDay(column) ? `(${exists} and not coalesce(is_no_end(max(${value})), false))` : `(${exists})`
}

function closerTest(column: Column): string {
  return `not coalesce(bool_or(${isOddCell(column)}), false)`
}

/** Whether a cell of the column cannot be read as it stands, in SQL; null for an empty one. */
export function isOddCell(column: Column): string {
  const cell = quoted(column.name)
  if (isText(column))
    return `case when may_be_no_text(${cell}) then is_no_text(${cell}) or may_be_guarded(${cell}) else false end`
  if (isId(column)) {
    const isNone = column.role === 'transaction_reference' ? ` or is_no_reference(${cell})` : ''
    return `case when may_be_odd_id(${cell}) then is_odd_id(${cell})${isNone} else false end`
  }
  if (column.role === 'currency') return `not is_currency(${cell})`
  // Payouts of AWS's own tests look like ids and are none.
  if (column.role === 'bank_trace') return `(${cell} is not null and ${wordReading(column)} is distinct from ${cell})`
  const isOther = `not regexp_full_match(${cell}, '${plainShapes[column.type]}')`
  if (!isDate(column)) return isOther
  const value = plainValue(column)
  const end = isDay(column) ? ` or is_no_end(${value})` : ''
  return `(${isOther} or (${cell} is not null and ${value} is null) or is_too_early(${value})${end})`
}

function plainValue(column: Column): string {
  const cell = quoted(column.name)
  if (column.type === 'text' || column.type === 'id' || column.type === 'account' || column.type === 'month')
    return cell
  return `try_cast(${cell} as ${sqlTypes[column.type]})`
}

/** A column that `plainColumns` has named. */
export function plainColumn(column: Column): TypedColumn {
  return { column, value: plainValue(column), refused: null, reason: `''`, repaired: null }
}

/** Takes what protects a cell from a spreadsheet off the cells of these columns; true when there was any. */
export async function takeGuardsOff(
  connection: Connection,
  table: string,
  columns: readonly Column[],
): Promise<boolean> {
  if (columns.length === 0) return false
  const tests = columns.map(({ name }, index) => `bool_or(may_be_guarded(${quoted(name)})) as t${index}`)
  const [row] = await connection.rows(`select ${tests.join(', ')} from ${table}`)
  const guarded = columns.filter((_, index) => row?.[`t${index}`] === true)
  if (guarded.length === 0) return false
  const each = (write: (column: Column, cell: string, opened: string, inside: string) => string): string =>
    guarded
      .map((column) => {
        const [opened, inside] = [`${column.name}__opened`, `${column.name}__inside`]
        return write(column, quoted(column.name), quoted(opened), quoted(inside))
      })
      .join(', ')
  await connection.run(
    `create or replace table ${table} as
     select * exclude (${each((_, __, opened, inside) => `${opened}, ${inside}`)})
       replace (${each((column, cell, opened, inside) => `case when may_be_guarded(${cell}) then ${isText(column) ? 'without_guard' : 'without_guards'}(${cell}, ${opened}, ${inside}) else ${cell} end as ${cell}`)})
     from (
       select *, ${each((_, __, opened, inside) => `clean_text(${opened}) as ${inside}`)}
       from (
         select *, ${each((column, cell, opened) => `${isText(column) ? 'opened_text' : 'opened_cell'}(${cell}) as ${opened}`)} from ${table}))`,
  )
  return true
}
