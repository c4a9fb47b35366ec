import { TieoutError } from '../../shared/errors.ts'
import type { Connection, Parameters, Row } from '../database/connection.ts'
import { holdsFineMoney } from '../database/fine-money.ts'
import { type QueryName, callableNames, queryName } from '../../shared/queries/queries.ts'
import { namedQuery, queries } from './catalogue.ts'
import type { NamedQuery } from './named-query.ts'
import {
  type Described,
  type QueryColumn,
  columnCalled,
  describe,
  orderTerm,
  publicColumns,
  shown,
  suggestion,
} from './columns.ts'
import { conditionsOf } from './conditions.ts'
import { nearest } from './nearest.ts'
import type { Filter } from '../../shared/contract/rows.ts'

export type { QueryColumn, QueryColumnType } from './columns.ts'

export interface QueryOptions {
  /** Conditions `{ column: value }` that all must hold; an empty or null value asks for rows that have none. */
  readonly where?: readonly Readonly<Record<string, string | null>>[] | undefined
  readonly filters?: readonly Filter[] | undefined
  readonly search?: string | undefined
  /** Only these columns, in this order. */
  readonly columns?: readonly string[] | undefined
  readonly orderBy?: readonly { readonly column: string; readonly descending?: boolean | undefined }[] | undefined
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
  /** The same rows in the same order with other terms, over the relation `q`. */
  readonly select: (terms: string) => string
}

/** The names that `query` answers. */
export const queryNames: readonly QueryName[] = queries.map(({ name }) => name)

/** The names that `query` answers, with one sentence each. */
export const queryList: readonly { readonly name: QueryName; readonly description: string }[] = queries.map(
  ({ name, card: { description } }) => ({ name, description }),
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

  const settlement: Parameters = takesSettlement ? { settlement: options.settlement ?? null } : {}
  const columns = await columnsOf(connection, chosen, settlement)
  const conditions = conditionsOf(columns, name, {
    filters: [...(options.where ?? []).flatMap(whereFilters), ...(options.filters ?? [])],
    search: options.search,
  })
  const order = (options.orderBy ?? []).map(({ column, descending }) =>
    orderTerm(columnCalled(columns, column, name), descending),
  )
  // The query's own order breaks ties, so that pages never overlap.
  for (const column of chosen.card.order) order.push(orderTerm(columnCalled(columns, column, name), false))
  const wanted = options.columns?.map((column) => columnCalled(columns, column, name)) ?? columns

  const rows = [
    `from (${chosen.sql}) as q`,
    conditions.sql.length > 0 ? `where ${conditions.sql.join(' and ')}` : '',
    `order by ${order.join(', ')}`,
    options.limit === undefined ? '' : `limit ${wholeNumber(options.limit, 'limit')}`,
    options.offset === undefined ? '' : `offset ${wholeNumber(options.offset, 'offset')}`,
  ]
  const select = (terms: string): string => [`select ${terms}`, ...rows].filter(Boolean).join('\n')
  return {
    columns: publicColumns(wanted),
    sql: select(wanted.map(shown).join(', ')),
    select,
    parameters: { ...settlement, ...conditions.parameters },
  }
}

const columnsKnown = new Map<string, readonly Described[]>()

/** The columns of a query: the same in every book, but for the type of amounts. */
async function columnsOf(
  connection: Connection,
  { name, sql }: NamedQuery,
  parameters: Parameters,
): Promise<readonly Described[]> {
  const key = `${name} ${(await holdsFineMoney(connection)) ? 'fine' : 'plain'}`
  const known = columnsKnown.get(key) ?? (await describe(connection, sql, parameters))
  columnsKnown.set(key, known)
  return known
}

function whereFilters(conditions: Readonly<Record<string, string | null>>): Filter[] {
  return Object.entries(conditions).map(([column, value]) =>
    value === null || value === '' ? { operator: 'blank', column } : { operator: 'equals', column, value },
  )
}

/** All rows of a named query; for answers that fit in memory. */
export async function queryRows(connection: Connection, name: QueryName, options: QueryOptions = {}): Promise<Row[]> {
  const prepared = await query(connection, name, options)
  return connection.rows(prepared.sql, prepared.parameters)
}

/** The query of this name, or with this CAS name. Error `wrong-usage` with the nearest names. */
export function queryCalled(name: string): NamedQuery {
  const known = queryName(name)
  if (known !== undefined) return namedQuery(known)
  throw new TieoutError('wrong-usage', `There is no query called ${name}. ${suggestion(nearest(name, callableNames))}`)
}

/** The selects behind these queries, one after the other: what they read must stand before they are answered. */
export function queryTexts(names: readonly string[]): string {
  return names.map((name) => queryCalled(name).sql).join('\n')
}

function wholeNumber(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new TieoutError('wrong-usage', `The ${what} ${value} is not a whole number of rows.`)
}
