import type { Preparation } from '../../shared/queries/card.ts'
import { type QueryName, isDerived, queryCard } from '../../shared/queries/queries.ts'
import type { Connection, Parameters } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { type Described, describe } from './columns.ts'
import { type Queue, createQueue } from '../database/turns.ts'
import { queryCalled } from './query.ts'

/**
 * What a table is made from. Joins, sums and sentences over a whole book take seconds; a page has milliseconds. So the
 * answer of a derived query is written down once per state of the book, in the scratch database, in its own order.
 */
interface Recipe extends Preparation {
  /** The text of a view of the book instead of a named query. */
  readonly isView?: true
}

/**
 * Views of the book that several queries read. They read lines of few columns from the views below: the tables of all
 * lines, in order, are only for grids of lines.
 */
const preparedViews = {
  billed_parts: { from: [], isView: true },
  disbursed_parts: { from: [], isView: true },
} as const satisfies Readonly<Record<string, Recipe>>

/** How the table of a query or a view is made, as the card of the query says; undefined for one that has no table. */
function recipeOf(name: string): Recipe | undefined {
  if (Object.hasOwn(preparedViews, name)) return preparedViews[name as keyof typeof preparedViews]
  return isDerived(name) ? queryCard(name).prepared : undefined
}

/** The answer of a query, or of a view, as a table; its rows are numbered from 0 by `rowid` in the query's order. */
export interface PreparedTable {
  /** The latest state of the book that it is known to stand for. */
  readonly revision: number
  /** What it was made from; null where that cannot be told. */
  readonly content: string | null
  readonly table: string
  readonly columns: readonly Described[]
  readonly rows: number
}

/** Makes tables of derived queries when they are first asked for, and forgets those of former states of the book. */
export interface PreparedTables {
  /** Whether this query is answered from a table. */
  has(name: QueryName): boolean
  /** Whether the table for the state of the book now is made. */
  isMade(name: QueryName, settlement: string | null): boolean
  /** The table for the state of the book now; `settlement` as in the query. */
  get(name: QueryName, settlement: string | null): Promise<PreparedTable>
  /**
   * What rows that are read but once are best read from: that table, or null where it is not made and the query reads no
   * other one, so that writing the table down would be all that it is good for.
   */
  forOnce(name: QueryName, settlement: string | null): Promise<PreparedTable | null>
}

/** The selects behind the views of the book, and what tells from what everything was made that a text reads. */
export interface DerivedViews {
  readonly texts: ReadonlyMap<string, string>
  readonly contentOf: (connection: Connection, text: string) => Promise<string | null>
}

/** Prepared tables of an open book, whose derived tables must stand whenever one is asked for. */
export function createPreparedTables(book: Book, views: DerivedViews): PreparedTables {
  const tables = new Map<string, PreparedTable>()
  const inScratch = new Map<string, PreparedTable>()
  let carriedTo = -1
  const tooWide = new Set<string>()
  // Two at once would take longer for each, and the second often needs the first.
  const turn: Queue = createQueue()
  let made = 0

  async function get(name: string, settlement: string | null): Promise<PreparedTable> {
    return current(name, settlement) ?? turn(() => makeAll(name, settlement))
  }

  function current(name: string, settlement: string | null): PreparedTable | null {
    const table = tables.get(keyOf(name, settlement))
    return table?.revision === book.revision ? table : null
  }

  async function makeAll(name: string, settlement: string | null): Promise<PreparedTable> {
    const known = current(name, settlement)
    if (known) return known
    // Each in a transaction of its own, with which the memory goes that it took. A state that comes between makes its own.
    for (const source of recipeOf(name)?.from ?? []) await makeAll(source, null)
    const fresh = new Map<string, PreparedTable>()
    const scratch = await book.scratch()
    try {
      const wanted = await book.read(async (connection, { revision }) => {
        await carry(connection, revision)
        await forget(connection, revision)
        return make(connection, { scratch, revision, fresh }, name, settlement)
      })
      for (const [key, table] of fresh) {
        tables.set(key, table)
        inScratch.set(table.table, table)
      }
      return wanted
    } catch (error) {
      if (!(error instanceof TooWide) || tooWide.has(error.table)) throw error
      tooWide.add(error.table)
      return makeAll(name, settlement)
    }
  }

  async function make(
    connection: Connection,
    state: { scratch: string; revision: number; fresh: Map<string, PreparedTable> },
    name: string,
    settlement: string | null,
  ): Promise<PreparedTable> {
    const key = keyOf(name, settlement)
    const known = state.fresh.get(key) ?? tables.get(key)
    if (known?.revision === state.revision) return known
    const recipe = recipeOf(name)
    if (!recipe) throw new Error(`No table is prepared for ${name}`)
    const sources = new Map<string, string>()
    for (const source of recipe.from) sources.set(source, (await make(connection, state, source, null)).table)
    const text = textOf(name, recipe, sources, views.texts)
    const parameters: Parameters = text.includes('$settlement') ? { settlement } : {}
    const table = `${state.scratch}.${name}_${++made}`
    const order = recipe.isView ? [] : queryCalled(name).card.order
    await write(connection, table, text, order, parameters, !tooWide.has(name)).catch((error: unknown) => {
      throw isTooWide(error) ? new TooWide(name) : error
    })
    const prepared = {
      revision: state.revision,
      content: await views.contentOf(connection, ownText(name, views.texts)),
      table,
      columns: await describe(connection, `select * from ${table}`),
      rows: Number(await connection.value(`select count(*) from ${table}`)),
    }
    state.fresh.set(key, prepared)
    return prepared
  }

  /** Tables of a former state stay when everything that they read was made from the same. */
  async function carry(connection: Connection, revision: number): Promise<void> {
    if (carriedTo === revision) return
    for (const [key, table] of tables) {
      if (table.revision === revision || table.content === null || !inScratch.has(table.table)) continue
      const [name = ''] = JSON.parse(key) as string[]
      if ((await views.contentOf(connection, ownText(name, views.texts))) !== table.content) continue
      const kept = { ...table, revision }
      tables.set(key, kept)
      inScratch.set(table.table, kept)
    }
    carriedTo = revision
  }

  /** Drops the tables of all states but this one and the one before, which a read may still look at. */
  async function forget(connection: Connection, revision: number): Promise<void> {
    const former = Math.max(...[...inScratch.values()].map((table) => table.revision).filter((one) => one < revision))
    for (const table of inScratch.values()) {
      if (table.revision === revision || table.revision === former) continue
      await connection.run(`drop table if exists ${table.table}`)
      inScratch.delete(table.table)
    }
  }

  return {
    has: (name) => queryCard(name).prepared !== undefined,
    isMade: (name, settlement) => current(name, settlement) !== null,
    get,
    async forOnce(name, settlement) {
      const readsTables = recipeOf(name)?.from.length !== 0
      return readsTables ? get(name, settlement) : current(name, settlement)
    },
  }
}

function keyOf(name: string, settlement: string | null): string {
  return JSON.stringify([name, settlement])
}

/**
 * The text of a query, or of a view, that is the same in every state of the book. A query may have the name of the view
 * that it reads, and read more than that one: then its own text is meant.
 */
function ownText(name: string, views: DerivedViews['texts']): string {
  return recipeOf(name)?.isView ? (views.get(name) ?? '') : queryCalled(name).sql
}

/** The select behind a table, in which the prepared tables stand for the views of the same names. */
function textOf(
  name: string,
  recipe: Recipe,
  sources: ReadonlyMap<string, string>,
  views: DerivedViews['texts'],
): string {
  const viewText = (view: string): string => {
    const text = views.get(view)
    if (text === undefined) throw new Error(`There is no view ${view}`)
    return text
  }
  const parts = [...sources].map(([source, table]) => {
    // The view has one column more than the query of its name.
    const columns = source === 'reconciliation' ? '*, is_open_state(state) as is_open' : '*'
    return `${source} as not materialized (select ${columns} from ${table})`
  })
  for (const view of recipe.views ?? []) parts.push(`${view} as not materialized (${viewText(view)}\n)`)
  const select = recipe.isView ? viewText(name) : queryCalled(name).sql
  return parts.length > 0 ? `with ${parts.join(', ')} select * from (${select}\n)` : select
}

/** A sum has 38 digits in the database; half as many are enough for most, and are read and added several times faster. */
async function write(
  connection: Connection,
  table: string,
  text: string,
  order: readonly string[],
  parameters: Parameters,
  isNarrow: boolean,
): Promise<void> {
  const columns = await describe(connection, text, parameters)
  const terms = columns.map(({ name, sqlType }) => {
    const isWideMoney = /^DECIMAL\((?:19|2\d|3\d),6\)$/.test(sqlType)
    return isNarrow && isWideMoney ? `"${name}"::decimal(18, 6) as "${name}"` : `"${name}"`
  })
  const ordered = order.length > 0 ? `order by ${order.map((column) => `"${column}" nulls last`).join(', ')}` : ''
  await connection.run(`create table ${table} as select ${terms.join(', ')} from (${text}\n) ${ordered}`, parameters)
}

/** An amount has more digits than the narrow type. */
class TooWide extends Error {
  readonly table: string

  constructor(table: string) {
    super(`Amounts of ${table} do not fit the narrow type`)
    this.table = table
  }
}

function isTooWide(error: unknown): boolean {
  return error instanceof Error && /Conversion Error|Out of Range/i.test(error.message)
}
