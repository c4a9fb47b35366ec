import type { Connection, Parameters } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import type { Relation } from './relation.ts'

/** Which rows in which order; values are bound. */
export interface RowQuestion {
  readonly relation: Relation
  readonly where: string
  readonly parameters: Parameters
  readonly order: string
}

/**
 * Keeps the row numbers of rows that are not read as they were made (filtered, sorted), so that only the first look into
 * the depth of them is a sort.
 */
export interface RowLists {
  /** The numbers of the rows on one page. With `isDeep` the whole order is kept for the pages to come. */
  slice(
    connection: Connection,
    question: RowQuestion,
    page: { offset: number; limit: number },
    isDeep: boolean,
  ): Promise<number[]>
}

/** Four bytes each. */
const mostRowsKept = 16_000_000

interface List {
  readonly table: string
  /** The latest state in which it was read: the rows of one that only others than its own table have changed are the same. */
  revision: number
  readonly rows: number
}

interface Entry {
  readonly building: Promise<List>
  /** Null until it is built. */
  list: List | null
  /** Pages that read it at this moment. */
  users: number
}

/** Lists in memory, beside the book; they go with it. */
export function createRowLists(book: Book): RowLists {
  const lists = new Map<string, Entry>()
  let attached: Promise<void> | null = null
  let made = 0

  async function attach(): Promise<void> {
    const connection = await book.connect()
    try {
      await connection.run(`attach ':memory:' as row_lists`)
    } finally {
      connection.close()
    }
  }

  async function build({ relation, where, parameters, order }: RowQuestion): Promise<List> {
    await (attached ??= attach())
    const table = `row_lists.list_${++made}`
    return book.read(async (connection, { revision, layout }) => {
      // The pages of another state ask again.
      if (revision !== relation.revision || (relation.layout > 0 && layout !== relation.layout))
        return { table: '', revision, rows: 0 }
      await forget(connection)
      await connection.run(
        `create table ${table} as select q.${relation.rowId}::integer as row_number from ${relation.sql} as q ${where} order by ${order}`,
        parameters,
      )
      return { table, revision, rows: Number(await connection.value(`select count(*) from ${table}`)) }
    })
  }

  /** Makes room: the lists of former states go, then those that were not asked for longest. */
  async function forget(connection: Connection): Promise<void> {
    let rows = [...lists.values()].reduce((sum, { list }) => sum + (list?.rows ?? 0), 0)
    for (const [key, { list, users }] of lists) {
      if (!list || users > 0 || (list.revision === book.revision && rows <= mostRowsKept)) continue
      lists.delete(key)
      rows -= list.rows
      if (list.table !== '') await connection.run(`drop table if exists ${list.table}`)
    }
  }

  function entryOf(key: string, question: RowQuestion): Entry {
    const known = lists.get(key)
    const entry: Entry = known ?? { building: build(question), list: null, users: 0 }
    // Asked for last, forgotten last.
    lists.delete(key)
    lists.set(key, entry)
    return entry
  }

  return {
    async slice(connection, question, { offset, limit }, isDeep) {
      const { relation, where, parameters, order } = question
      const key = JSON.stringify([relation.sql, relation.content, relation.layout, where, parameters, order])
      if (!lists.has(key) && !isDeep) return firstOf(connection, question, offset, limit)
      const entry = entryOf(key, question)
      entry.users += 1
      try {
        const list = (entry.list = await entry.building)
        if (list.table === '') return await firstOf(connection, question, offset, limit)
        list.revision = relation.revision
        const found = await connection.rows(
          `select row_number from ${list.table} where rowid >= ${offset} and rowid < ${offset + limit} order by rowid`,
        )
        return found.map((row) => Number(row['row_number']))
      } catch (error) {
        lists.delete(key)
        throw error
      } finally {
        entry.users -= 1
      }
    },
  }
}

async function firstOf(
  connection: Connection,
  { relation, where, parameters, order }: RowQuestion,
  offset: number,
  limit: number,
): Promise<number[]> {
  const found = await connection.rows(
    `select q.${relation.rowId}::double as row_number from ${relation.sql} as q ${where} order by ${order} limit ${limit} offset ${offset}`,
    parameters,
  )
  return found.map((row) => Number(row['row_number']))
}
