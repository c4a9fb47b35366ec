import type { Order, Selection } from '../../shared/contract/rows.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { QueryCard } from '../../shared/queries/card.ts'
import { type QueryName, partsOf } from '../../shared/queries/queries.ts'
import { stateOf } from '../../shared/revisions.ts'
import type { Connection, Parameters } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import type { BookState } from '../database/turns.ts'
import { type Described, columnCalled, describe, orderTerm } from './columns.ts'
import { conditionsOf } from './conditions.ts'
import { opening } from './opening.ts'
import { type PreparedTable, type DerivedViews, createPreparedTables } from './prepared.ts'
import { namedQuery } from './catalogue.ts'
import { queryCalled } from './query.ts'

/** The rows of a query in one state of the book, in a form that pages can be cut from. */
export interface Relation {
  readonly name: QueryName
  readonly revision: number
  /** The same in all revisions in which the rows are the same. */
  readonly content: string
  /** Row numbers hold within one of these; 0 for a table that is never changed. */
  readonly layout: number
  /** A table, or a select in parentheses. */
  readonly sql: string
  readonly parameters: Parameters
  readonly columns: readonly Described[]
  /** The column that numbers the rows, null where they have no number: they are few, or read before their table is there. */
  readonly rowId: 'rowid' | 'row_id' | null
  /** The query's own order, which is total together with `rowId`. */
  readonly order: readonly string[]
}

type Chosen = Pick<Selection, 'name' | 'settlement'>

/** What was made ready for a query outside of the state in which it is read. */
export interface Ready {
  readonly chosen: { readonly name: QueryName; readonly settlement?: string | undefined }
  readonly table: PreparedTable | null
}

export interface Relations {
  /**
   * Makes the table of a query, where it has one; `isReadOnce` where all rows are wanted once, in one go. Error
   * `wrong-usage` for an unknown query.
   */
  prepare(chosen: Chosen, isReadOnce?: boolean): Promise<Ready>
  /** The rows in the state that the connection sees; null when the table was made for another one. */
  at(connection: Connection, state: BookState, ready: Ready): Promise<Relation | null>
  /**
   * The first rows of a query, and maybe more, in the state that the connection sees, without its table; null where that
   * is made, or cannot be done without.
   */
  opening(connection: Connection, state: BookState, chosen: Chosen, rows: number): Promise<Relation | null>
}

/** Columns that serve paging and are never shown. */
const numbering = new Set(['row_id', 'file_place'])

/** The rows of every named query of an open book. */
export function createRelations(book: Book, views: DerivedViews): Relations {
  const prepared = createPreparedTables(book, views)
  const described = new Map<string, { content: string; columns: readonly Described[] }>()

  return {
    async prepare(chosen, isReadOnce = false) {
      const { name, settlement } = nameOf(chosen)
      const table = (): Promise<PreparedTable | null> =>
        isReadOnce ? prepared.forOnce(name, settlement) : prepared.get(name, settlement)
      return { chosen: { ...chosen, name }, table: prepared.has(name) ? await table() : null }
    },
    async at(connection, { revision, parts, layout }, { chosen, table }) {
      if (table && table.revision !== revision) return null
      const { name, card, sql, numberedSql } = namedQuery(chosen.name)
      const { order } = card
      if (table)
        return {
          name,
          revision,
          content: table.table,
          layout: 0,
          sql: table.table,
          parameters: {},
          columns: table.columns,
          rowId: 'rowid',
          order,
        }
      const text = `(${numberedSql ?? sql}\n)`
      const isDated = partsOf(name).includes('settings')
      // The book may stand for another day than its own, for whoever asked for that.
      const run = isDated ? await connection.value(`select as_of || ' ' || tolerance from run`) : null
      const content = `${stateOf(partsOf(name), parts)}, ${run}`
      let known = described.get(name)
      if (known?.content !== content) {
        known = { content, columns: await describe(connection, `select * from ${text}`) }
        described.set(name, known)
      }
      const columns = known.columns.filter((column) => !numbering.has(column.name))
      return {
        name,
        revision,
        content,
        layout,
        sql: text,
        parameters: {},
        columns,
        rowId: numberedSql ? 'row_id' : null,
        order,
      }
    },
    async opening(connection, { revision, layout }, chosen, rows) {
      const { name, card, settlement } = nameOf(chosen)
      if (prepared.isMade(name, settlement)) return null
      const found = await opening(connection, name, settlement, rows, views.texts)
      if (!found) return null
      const sql = `(${found.sql}\n)`
      const columns = await describe(connection, `select * from ${sql}`, found.parameters)
      const content = `opening of ${revision}`
      return { name, revision, content, layout, ...found, sql, columns, rowId: null, order: card.order }
    },
  }
}

/** The query that was chosen. Error `wrong-usage` for a settlement where there is none to choose. */
function nameOf({ name: called, settlement }: Chosen): { name: QueryName; card: QueryCard; settlement: string | null } {
  const { name, card, sql } = queryCalled(called)
  if (settlement !== undefined && !sql.includes('$settlement'))
    throw new TieoutError('wrong-usage', `The query ${name} has no settlement to choose; cash_application has.`)
  return { name, card, settlement: settlement ?? null }
}

/** The rows that a selection leaves of a relation `q`: `where` is empty when that is all of them. */
export function narrowed(
  relation: Relation,
  selection: Pick<Selection, 'filters' | 'search'>,
): { where: string; parameters: Parameters } {
  const { sql, parameters } = conditionsOf(relation.columns, relation.name, selection)
  return {
    where: sql.length > 0 ? `where ${sql.map((one) => `(${one})`).join(' and ')}` : '',
    parameters: { ...relation.parameters, ...parameters },
  }
}

/** The terms of a total order: what is asked for, then the query's own order, so that pages never overlap. */
export function ordered(relation: Relation, orderBy: readonly Order[] | undefined): string {
  const terms = (orderBy ?? []).map(({ column, descending }) =>
    orderTerm(columnCalled(relation.columns, column, relation.name), descending),
  )
  // The rows of a table that was made in that order need not be compared again.
  if (relation.rowId === 'rowid') return [...terms, 'q.rowid'].join(', ')
  if (relation.rowId === 'row_id') return [...terms, 'q.file_place', 'q.line', 'q.row_id'].join(', ')
  for (const column of relation.order)
    terms.push(orderTerm(columnCalled(relation.columns, column, relation.name), false))
  return terms.join(', ')
}
