import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { reconcile, upToDate } from '../../main/reconcile/reconcile.ts'
import { statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { queryTexts } from '../../main/queries/query.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { type TestBook, billed, disbursed, newBook, settlement } from './books.ts'
import { event } from './archived-feeds.ts'

const billedFile = { name: 'billed', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } }
const disbursedFile = {
  name: 'disbursed',
  delivered: '2022-09-12',
  sections: { dis1: [disbursed('T1', '97.00')], dis2: [settlement('S1', '2022-09-09', '97.00')] },
}
const eventFile = { name: 'events', sections: { billing_event_feed: [event('e1')] } }

/** The names of the steps that a reconciliation of what is due takes. */
async function stepsTaken({ book }: TestBook, options: { asOf?: string; reads?: string } = {}): Promise<string[]> {
  const names: string[] = []
  await book.write((connection) => reconcile(connection, { ...options, onStep: (_, __, name) => names.push(name) }))
  return names.filter((name) => name !== 'done')
}

/** The content of every derived table of the book. */
async function everything({ connection }: TestBook): Promise<Record<string, unknown>> {
  const statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
  const tables = await connection.rows(
    `select table_name as name from duckdb_tables() where not temporary and not internal`,
  )
  const contents: Record<string, unknown> = {}
  for (const name of new Set(statements.flatMap(({ kind, name }) => (kind === 'table' ? [name] : []))))
    if (tables.some((table) => table['name'] === name))
      contents[name] = await connection.rows(`select r::varchar as text from "${name}" as r order by 1`)
  return contents
}

describe('what is due', () => {
  test('is nothing where nothing has changed', async () => {
    const book = await newBook()
    await book.add(billedFile)
    await book.reconcile()
    expect(await stepsTaken(book)).toEqual([])
  })

  test('are the dated steps alone for another as-of date, and for another tolerance', async () => {
    const book = await newBook()
    for (const file of [billedFile, disbursedFile, eventFile]) await book.add(file)
    await book.reconcile()
    const dated = new Set(datedSteps.map(({ name }) => name))
    const taken = await stepsTaken(book, { asOf: '2022-08-20' })
    expect(taken.filter((name) => !dated.has(name))).toEqual([])
    expect(taken).toContain('sums and states per key')
    await book.connection.run('update book set tolerance = 5')
    expect(await book.book.read((connection) => upToDate(connection, '2022-08-20'))).toBeNull()
    expect(await stepsTaken(book, { asOf: '2022-08-20' })).toEqual(taken)
    expect(await book.book.read((connection) => upToDate(connection, '2022-08-20'))).toEqual({ asOf: '2022-08-20' })
  })

  test('leaves the feeds alone when a report comes', async () => {
    const book = await newBook()
    await book.add(eventFile)
    await book.reconcile()
    await book.add(billedFile)
    const taken = await stepsTaken(book)
    expect(taken).toContain('deliveries')
    expect(taken).not.toContain('latest rows of the feeds')
    expect(taken).not.toContain('movements')
  })

  test("are the tables of AWS's reports only when a report is read, and never those of another state of the book", async () => {
    const book = await newBook()
    await book.add(eventFile)
    await book.reconcile()
    const rows = (): Promise<unknown> => book.connection.value('select count(*)::integer from feed_line_items')
    const reads = queryTexts(['feed_billed_revenue'])
    expect(await rows()).toBe(0)
    expect(await book.book.read((connection) => upToDate(connection, undefined, reads))).toBeNull()
    expect(await stepsTaken(book, { reads })).toEqual([
      // It says whether there are agreements at all.
      'agreements',
      'events of the reports',
      'lines of invoices',
      'invoices and payouts of lines',
    ])
    expect(await rows()).toBe(1)
    expect(await stepsTaken(book, { reads })).toEqual([])
    expect(await stepsTaken(book)).toEqual([])
    await book.add({ name: 'more events', sections: { billing_event_feed: [event('e2')] } })
    await stepsTaken(book)
    expect(await rows()).toBe(0)
  })

  test('comes to the same as everything made anew, whatever came before', async () => {
    const piecemeal = await newBook()
    for (const file of [eventFile, billedFile, disbursedFile]) {
      await piecemeal.add(file)
      for (const asOf of ['2022-08-20', '2022-09-12']) await stepsTaken(piecemeal, { asOf })
    }
    const found = await everything(piecemeal)
    await piecemeal.reconcile({ asOf: '2022-09-12', whole: true })
    expect(found).toEqual(await everything(piecemeal))
  })
})

test('every table that a statement reads is one of which it is known', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const loaded of [new Set(sections.map(({ id }) => id)), new Set<string>()]) {
    const statements = statementsOf([...undatedSteps, ...datedSteps], loaded)
    const made = new Set([
      ...statements.map(({ name }) => name),
      ...sections.map(({ id }) => id),
      'files',
      'blocks',
      'run',
    ])
    for (const { text, kind, name, reads } of statements) {
      if (kind === 'macro' || kind === 'variable') continue
      const tables = connection.getTableNames(text, false).filter((table) => made.has(table) && table !== name)
      const ofRows = text.includes('-- Reads files only through its rows.') ? ['files'] : []
      expect({ name, tables: tables.filter((table) => ![...reads, ...ofRows].includes(table)) }).toEqual({
        name,
        tables: [],
      })
    }
  }
  connection.closeSync()
  instance.closeSync()
})
