import { isDate } from '../../shared/dates.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection, Parameters } from '../database/connection.ts'
import { nearest } from './nearest.ts'

/** What a column holds; `money` and `decimal` arrive as decimal strings, dates as ISO 8601, counts as numbers. */
export type QueryColumnType = 'text' | 'money' | 'decimal' | 'percent' | 'integer' | 'date' | 'datetime' | 'boolean'

export interface QueryColumn {
  readonly name: string
  readonly type: QueryColumnType
}

/** A column as the database describes it. */
export interface Described {
  readonly name: string
  readonly sqlType: string
}

/** The columns of a select, in their order. */
export async function describe(connection: Connection, sql: string, parameters?: Parameters): Promise<Described[]> {
  const described = await connection.rows(`describe ${sql}`, parameters)
  return described.map((row) => ({ name: String(row['column_name']), sqlType: String(row['column_type']) }))
}

/** The column of this name. Error `wrong-usage` with the nearest names when the query has none. */
export function columnCalled(columns: readonly Described[], wanted: string, queryName: string): Described {
  const found = columns.find((column) => column.name === wanted)
  if (found) return found
  const near = nearest(
    wanted,
    columns.map((column) => column.name),
  )
  throw new TieoutError('wrong-usage', `The query ${queryName} has no column ${wanted}. ${suggestion(near)}`)
}

/** `Nearest: a, b, c.` */
export function suggestion(near: readonly string[]): string {
  return `Nearest: ${near.join(', ')}.`
}

/** What a column holds, by its type in the database: six decimals (or twelve, see `fine-money.ts`) are money, eight a percentage. */
export function columnType({ sqlType }: Described): QueryColumnType {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(sqlType)?.[1]
  if (scale === '6' || scale === '12') return 'money'
  if (scale === '8') return 'percent'
  if (scale !== undefined) return 'decimal'
  if (/INT/.test(sqlType)) return 'integer'
  if (sqlType === 'DATE') return 'date'
  if (sqlType.startsWith('TIMESTAMP')) return 'datetime'
  return sqlType === 'BOOLEAN' ? 'boolean' : 'text'
}

/** The columns as a reader of the answer sees them. */
export function publicColumns(columns: readonly Described[]): QueryColumn[] {
  return columns.map((column) => ({ name: column.name, type: columnType(column) }))
}

/** The select term that gives a column of the relation `q` the form in which every grid, workbook and file shows it. */
export function shown(column: Described): string {
  return `${form(columnType(column), reference(column))} as "${column.name}"`
}

/** The column in the relation `q`; only names that the database described come here. */
export function reference(column: Pick<Described, 'name'>): string {
  return `q."${column.name}"`
}

/** The text of a value of this type, as it is shown; null stays null. */
export function form(type: QueryColumnType, value: string): string {
  switch (type) {
    case 'money':
      // Two decimals, and more only where the value has more.
      return `case when ${value} = round(${value}, 2) then ${value}::decimal(38, 2)::varchar else rtrim(${value}::varchar, '0') end`
    case 'decimal':
    case 'percent':
      return `case when ${value} = round(${value}, 0) then ${value}::decimal(38, 0)::varchar else rtrim(${value}::varchar, '0') end`
    case 'integer':
      // Counts and line numbers are exact as JavaScript numbers.
      return `${value}::double`
    case 'datetime':
      return `case when ${value} = date_trunc('second', ${value}) then strftime(${value}, '%Y-%m-%dT%H:%M:%SZ') else strftime(${value}, '%Y-%m-%dT%H:%M:%S.%fZ') end`
    default:
      return value
  }
}

/** The order of one column; rows without a value come last either way. */
export function orderTerm(column: Described, descending: boolean | undefined): string {
  return `${reference(column)} ${descending ? 'desc' : 'asc'} nulls last`
}

const decimalForm = /^-?(\d{1,28}(\.\d{1,10})?|\d{1,26}\.\d{11,12})$/

const valueForms: Readonly<Record<QueryColumnType, RegExp>> = {
  text: /^/,
  money: decimalForm,
  decimal: decimalForm,
  percent: decimalForm,
  integer: /^-?\d{1,18}$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  datetime: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?Z?)?$/,
  boolean: /^(true|false)$/,
}

/** What a value of a type is, in a sentence. */
const valueNames: Readonly<Record<QueryColumnType, string>> = {
  text: 'a text',
  money: 'an amount',
  decimal: 'a number',
  percent: 'a percentage',
  integer: 'a whole number',
  date: 'a date',
  datetime: 'a date with a time',
  boolean: 'true or false',
}

/** Refuses a value that the column cannot hold. Error `wrong-usage`. */
export function checkValue(column: Described, value: string): void {
  const type = columnType(column)
  const isRealDate = !type.startsWith('date') || isDate(value.slice(0, 10))
  if (valueForms[type].test(value) && isRealDate) return
  throw new TieoutError('wrong-usage', `${value} is not ${valueNames[type]}, as the column ${column.name} needs.`)
}
