import type { Page, PageRequest, QueryEntry, Selection, Totals, Facets } from '../../shared/contract/rows.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection, Row } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { type DerivedName, dataSetNames } from '../../shared/queries/queries.ts'
import { queries } from './catalogue.ts'
import { type QueryColumn, columnCalled, columnType, form, publicColumns, reference, shown } from './columns.ts'
import { isLargeBook } from './opening.ts'
import { createRowLists } from './row-lists.ts'
import type { DerivedViews } from './prepared.ts'
import { type Ready, type Relation, createRelations, narrowed, ordered } from './relation.ts'
import { sumUp } from './totals.ts'

/** The read side of grids: pages, totals and values of named queries, each from one state of the book. */
export interface Grids {
  entries(signal?: AbortSignal): Promise<QueryEntry[]>
  columns(name: string, signal?: AbortSignal): Promise<QueryColumn[]>
  page(request: PageRequest, signal?: AbortSignal): Promise<Page>
  totals(selection: Selection, signal?: AbortSignal): Promise<Totals>
  facets(selection: Selection, column: string, signal?: AbortSignal): Promise<Facets>
  /** Runs `work` on the rows of a query; what a page is cut from. */
  rows<Result>(
    selection: Chosen,
    work: (connection: Connection, relation: Relation) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>
  /**
   * Runs `work` on the rows of several queries, by the names under which they are chosen, all in one state of the book.
   * `ready` sees to it that the derived tables stand, where they shall stand for another day than that of the book;
   * `isReadOnce` says that `work` reads all rows once, in one go.
   */
  together<Name extends string, Result>(
    selections: Readonly<Record<Name, Chosen>>,
    work: (connection: Connection, relations: Readonly<Record<Name, Relation>>) => Promise<Result>,
    options?: { readonly signal?: AbortSignal | undefined; readonly ready?: MakeReady; readonly isReadOnce?: boolean },
  ): Promise<Result>
  /** Makes ready what the grids in use at first need, if there are any rows. */
  prepare(): Promise<void>
}

/** Sees to it that the derived tables stand which the queries of these names read. */
export type MakeReady = (names: readonly string[]) => Promise<void>

/** A query, and of `cash_application` which settlement of it. */
type Chosen = Pick<Selection, 'name' | 'settlement'>

/** More values than anyone picks from a list. */
const mostFacets = 1000
/** What the screens ask for first. */
const firstAsked: readonly DerivedName[] = [
  'reconciliation',
  'cash_application',
  'uncollected_funds',
  'exceptions',
  'open_items',
]
/** Up to here the first rows of an order are picked out without putting all rows in order. */
const firstRows = 500

/**
 * Grids of an open book. `views` are the selects behind the views of the book; `ready` is awaited before every read and sees to
 * it that the derived tables stand.
 * Errors: `wrong-usage` for unknown names and for values that a column cannot hold, `cancelled`.
 */
export function createGrids(book: Book, views: DerivedViews, ready: MakeReady): Grids {
  const relations = createRelations(book, views)
  const lists = createRowLists(book)
  const totalsKnown = new Map<string, { content: string; totals: Totals }>()

  const together: Grids['together'] = async (selections, work, options = {}) => {
    const { signal, ready: stand = ready, isReadOnce } = options
    type Name = keyof typeof selections
    const names = Object.keys(selections) as Name[]
    // A change of the book between the two asks for the tables of the new state.
    for (let attempt = 0; attempt < 10; attempt++) {
      await stand(names.map((name) => selections[name].name))
      const prepared = new Map<Name, Ready>()
      for (const name of names) prepared.set(name, await relations.prepare(selections[name], isReadOnce))
      const result = await book.read(async (connection, state) => {
        const found: Partial<Record<Name, Relation>> = {}
        for (const [name, made] of prepared) {
          const relation = await relations.at(connection, state, made)
          if (!relation) return null
          found[name] = relation
        }
        return { value: await work(connection, found as Record<Name, Relation>) }
      }, signal)
      if (result) return result.value
    }
    throw new TieoutError('internal', 'The book changes faster than it can be read.')
  }
  const rows: Grids['rows'] = (selection, work, signal) =>
    together({ only: selection }, (connection, { only }) => work(connection, only), { signal })

  /** The beginning of a query whose table is not made, which is then made behind it. */
  async function openingPage(request: PageRequest, signal?: AbortSignal): Promise<Page | null> {
    const { offset, limit } = request
    const isOwnOrder = !request.orderBy?.length && !request.filters?.length && !request.search
    if (!isOwnOrder || offset + limit > firstRows) return null
    await ready([request.name])
    const page = await book.read(async (connection, state) => {
      if (!(await isLargeBook(connection))) return null
      const relation = await relations.opening(connection, state, request, offset + limit)
      if (!relation) return null
      const sql = `${selectShown(relation)} order by ${ordered(relation, [])} limit ${limit} offset ${offset}`
      return { rows: await connection.rows(sql, relation.parameters), revision: relation.revision }
    }, signal)
    // Who asks next waits for it, and is told what is wrong with it.
    if (page) void relations.prepare(request).catch(() => undefined)
    return page
  }

  return {
    rows,
    together,
    async entries(signal) {
      const counts = await book.read(async (connection) => {
        const terms = dataSetNames.map((name) => `(select count(*) from "${name}")::integer as "${name}"`)
        return (await connection.rows(`select ${terms.join(', ')}`))[0] ?? {}
      }, signal)
      return queries.map(({ name, card: { title, description, category } }) => ({
        name,
        title,
        description,
        category,
        rows: typeof counts[name] === 'number' ? counts[name] : null,
      }))
    },
    columns: (name, signal) => rows({ name }, async (_, relation) => publicColumns(relation.columns), signal),
    page: async (request, signal) =>
      (await openingPage(request, signal)) ??
      rows(
        request,
        async (connection, relation) => {
          const { revision } = relation
          const select = narrowed(relation, request)
          const isAsMade = relation.rowId === 'rowid' && select.where === '' && !request.orderBy?.length
          if (isAsMade) {
            const from = request.offset
            const sql = `${selectShown(relation)} where q.rowid >= ${from} and q.rowid < ${from + request.limit} order by q.rowid`
            return { rows: await connection.rows(sql), revision }
          }
          const order = ordered(relation, request.orderBy)
          if (relation.rowId === null) {
            const sql = `${selectShown(relation)} ${select.where} order by ${order} limit ${request.limit} offset ${request.offset}`
            return { rows: await connection.rows(sql, select.parameters), revision }
          }
          const question = { relation, ...select, order }
          const isFirst = request.offset + request.limit <= firstRows
          const ids = (await lists.slice(connection, question, request, !isFirst)).join(', ')
          if (ids === '') return { rows: [], revision }
          const found = await connection.rows(
            `${selectShown(relation, [`q.${relation.rowId}::double as row_number`])} where q.${relation.rowId} in (${ids})`,
            relation.parameters,
          )
          return { rows: inOrder(found, ids.split(', ').map(Number)), revision }
        },
        signal,
      ),
    totals: (selection, signal) =>
      rows(
        selection,
        async (connection, relation) => {
          const key = JSON.stringify([selection.name, selection.settlement, selection.filters, selection.search])
          const known = totalsKnown.get(key)
          if (known?.content === relation.content) return { ...known.totals, revision: relation.revision }
          const totals = await sumUp(connection, relation, selection)
          if (totalsKnown.size > 200) totalsKnown.clear()
          totalsKnown.set(key, { content: relation.content, totals })
          return totals
        },
        signal,
      ),
    facets: (selection, name, signal) =>
      rows(
        selection,
        async (connection, relation) => {
          const column = columnCalled(relation.columns, name, selection.name)
          const { where, parameters } = narrowed(relation, selection)
          const type = columnType(column)
          const value = type === 'integer' ? reference(column) : form(type, reference(column))
          const found = await connection.rows(
            `select (${value})::varchar as value, count(*)::integer as rows from ${relation.sql} as q ${where}
             group by 1 order by 2 desc, 1 nulls last limit ${mostFacets}`,
            parameters,
          )
          return found.map((row) => ({
            value: row['value'] === null ? null : String(row['value']),
            rows: Number(row['rows']),
          }))
        },
        signal,
      ),
    async prepare() {
      // Nothing in an empty book takes long, and its first import need not wait until it is reconciled.
      if ((await book.read((connection) => connection.value('select min(file_id) from files'))) === null) return
      for (const name of firstAsked) await rows({ name }, async () => undefined)
    },
  }
}

function selectShown(relation: Relation, more: readonly string[] = []): string {
  return `select ${[...relation.columns.map(shown), ...more].join(', ')} from ${relation.sql} as q`
}

function inOrder(found: readonly Row[], ids: readonly number[]): Row[] {
  const byId = new Map(found.map(({ row_number: id, ...row }): [number, Row] => [Number(id), row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [row] : []
  })
}
