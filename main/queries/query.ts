import { isDate } from '../../shared/dates.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection, Parameters, Row } from '../database/connection.ts'
import { type NamedQuery, queries } from './catalogue.ts'
import { nearest } from './nearest.ts'

/** What a column holds; `money` and `decimal` arrive as decimal strings, dates as ISO 8601, counts as numbers. */
export type QueryColumnType = 'text' | 'money' | 'decimal' | 'percent' | 'integer' | 'date' | 'datetime' | 'boolean'

export interface QueryColumn {
  readonly name: string
  readonly type: QueryColumnType
}

export interface QueryOptions {
  /** Conditions `{ column: value }` that all must hold; an empty or null value asks for rows that have none. */
  readonly where?: readonly Readonly<Record<string, string | null>>[] | undefined
  readonly orderBy?: readonly { readonly column: string; readonly descending?: boolean }[] | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  /** Only for `cash_application`: the settlement to look at; all when absent. */
  readonly settlement?: string | undefined
}

/** A query that is ready to run: give `sql` and `parameters` to `rows` or `stream` of a connection. */
export interface Query {
  readonly columns: readonly QueryColumn[]
  readonly sql: string
  readonly parameters: Parameters
}

/** The names that `query` answers. */
export const queryNames: readonly string[] = queries.map(({ name }) => name)

/** The names that `query` answers, with one sentence each. */
export const queryList: readonly { readonly name: string; readonly description: string }[] = queries.map(
  ({ name, description }) => ({ name, description }),
)

/**
 * Prepares the query called `name` with filters, order and page. Values are bound; column names are checked against
 * the columns the query has. The book must be reconciled. Error `wrong-usage` for an unknown query, column or value.
 */
export async function query(connection: Connection, name: string, options: QueryOptions = {}): Promise<Query> {
  const chosen = queryCalled(name)
  const takesSettlement = chosen.sql.includes('$settlement')
  if (options.settlement !== undefined && !takesSettlement)
    throw new TieoutError('wrong-usage', `The query ${name} has no settlement to choose; cash_application has.`)

  const parameters: Parameters = takesSettlement ? { settlement: options.settlement ?? null } : {}
  const described = await connection.rows(`describe ${chosen.sql}`, parameters)
  const columns = described.map((row): Described => ({
    name: String(row['column_name']),
    sqlType: String(row['column_type']),
  }))

  const wanted = (options.where ?? []).flatMap((one) => Object.entries(one))
  const conditions = wanted.map(([column, value], index) => {
    const found = columnCalled(columns, column, name)
    if (value === null || value === '') return `q."${found.name}" is null`
    checkValue(found, value)
    parameters[`where_${index}`] = value
    return condition(found, value, `$where_${index}`)
  })
  const order = options.orderBy?.length
    ? options.orderBy.map(({ column, descending }) => orderTerm(columnCalled(columns, column, name), descending))
    : []
  // The query's own order breaks ties, so that pages never overlap.
  for (const column of chosen.order) order.push(orderTerm(columnCalled(columns, column, name), false))

  const sql = [
    `select ${columns.map(shown).join(', ')}`,
    `from (${chosen.sql}) as q`,
    conditions.length > 0 ? `where ${conditions.join(' and ')}` : '',
    `order by ${order.join(', ')}`,
    options.limit === undefined ? '' : `limit ${wholeNumber(options.limit, 'limit')}`,
    options.offset === undefined ? '' : `offset ${wholeNumber(options.offset, 'offset')}`,
  ]
  return {
    columns: columns.map((column) => ({ name: column.name, type: columnType(column) })),
    sql: sql.filter(Boolean).join('\n'),
    parameters,
  }
}

/** All rows of a named query; for answers that fit in memory. */
export async function queryRows(connection: Connection, name: string, options: QueryOptions = {}): Promise<Row[]> {
  const prepared = await query(connection, name, options)
  return connection.rows(prepared.sql, prepared.parameters)
}

interface Described {
  readonly name: string
  readonly sqlType: string
}

function queryCalled(name: string): NamedQuery {
  const found = queries.find((one) => one.name === name || one.alias === name)
  if (found) return found
  const names = queries.flatMap((one) => (one.alias ? [one.name, one.alias] : [one.name]))
  throw new TieoutError('wrong-usage', `There is no query called ${name}. ${suggestion(nearest(name, names))}`)
}

function columnCalled(columns: readonly Described[], wanted: string, queryName: string): Described {
  const found = columns.find((column) => column.name === wanted)
  if (found) return found
  const near = nearest(
    wanted,
    columns.map((column) => column.name),
  )
  throw new TieoutError('wrong-usage', `The query ${queryName} has no column ${wanted}. ${suggestion(near)}`)
}

function suggestion(near: readonly string[]): string {
  return `Nearest: ${near.join(', ')}.`
}

function columnType({ sqlType }: Described): QueryColumnType {
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(sqlType)?.[1]
  if (scale === '6') return 'money'
  if (scale === '8') return 'percent'
  if (scale !== undefined) return 'decimal'
  if (/INT/.test(sqlType)) return 'integer'
  if (sqlType === 'DATE') return 'date'
  if (sqlType.startsWith('TIMESTAMP')) return 'datetime'
  return sqlType === 'BOOLEAN' ? 'boolean' : 'text'
}

/** The one place where a value gets the form in which every grid, workbook and file shows it. */
function shown(column: Described): string {
  const value = `q."${column.name}"`
  return `${form(columnType(column), value)} as "${column.name}"`
}

function form(type: QueryColumnType, value: string): string {
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

function condition(column: Described, value: string, parameter: string): string {
  const type = columnType(column)
  // A day asks for every moment of it.
  if (type === 'datetime' && value.length === 10) return `q."${column.name}"::date = ${parameter}::date`
  if (type === 'money' || type === 'decimal' || type === 'percent')
    return `q."${column.name}" = ${parameter}::decimal(38, 10)`
  return `q."${column.name}" = ${parameter}::${column.sqlType}`
}

const valueForms: Readonly<Record<QueryColumnType, RegExp>> = {
  text: /^/,
  money: /^-?\d{1,28}(\.\d{1,10})?$/,
  decimal: /^-?\d{1,28}(\.\d{1,10})?$/,
  percent: /^-?\d{1,28}(\.\d{1,10})?$/,
  integer: /^-?\d{1,18}$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  datetime: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?)?$/,
  boolean: /^(true|false)$/,
}

function checkValue(column: Described, value: string): void {
  const type = columnType(column)
  const isRealDate = !type.startsWith('date') || isDate(value.slice(0, 10))
  if (valueForms[type].test(value) && isRealDate) return
  throw new TieoutError('wrong-usage', `${value} is no ${type}, and the column ${column.name} holds ${type} values.`)
}

function orderTerm(column: Described, descending: boolean | undefined): string {
  return `q."${column.name}" ${descending ? 'desc' : 'asc'} nulls last`
}

function wholeNumber(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new TieoutError('wrong-usage', `The ${what} ${value} is not a whole number of rows.`)
}
