import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { reconcile, upToDate } from '../../main/reconcile/reconcile.ts'
import { type Statement, statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { queryTexts } from '../../main/queries/query.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { type TestBook, billed, disbursed, newBook, settlement, uncollected } from './books.ts'
import { derivedRows } from './derived.ts'
import { makingOf, run } from './making.ts'
import { cleared, event, payout } from './archived-feeds.ts'

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
    // A file and another date, a file alone, and another date alone.
    const dates = [['2022-09-12'], ['2022-08-20'], ['2022-08-20', '2022-09-12']]
    for (const [at, file] of [eventFile, billedFile, disbursedFile].entries()) {
      await piecemeal.add(file)
      for (const asOf of dates[at] ?? []) await stepsTaken(piecemeal, { asOf })
    }
    const found = await derivedRows(piecemeal.connection)
    await piecemeal.reconcile({ asOf: '2022-09-12', whole: true })
    expect(found).toEqual(await derivedRows(piecemeal.connection))
  })
})

test('a statement that says so makes no row without some reports, whatever the others hold', async () => {
  const statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
  const claims = statements.filter(({ needs }) => needs !== null)
  const book = await newBook()
  const euro = { currency: 'EUR', disbursement_currency: 'USD', disbursement_amount: '110' }
  const invoiced = event('e1', euro)
  const paid = cleared(invoiced, 'p1', { disbursement_amount: '-110' })
  const shown = { transaction_reference_id: 'R1', currency: 'USD', seller_net_revenue: '99.00' }
  const sale = { transaction_reference_id: 'T5', currency: 'EUR', gross_revenue: '5.00', seller_net_revenue: '5.00' }
  const files = {
    br1: [billed('T1', '97.00'), billed(null, '1.00'), billed('T2', '3.00', { currency: 'GBP' })],
    br2: [billed('T2', '50.00')],
    sc1: [{ transaction_reference_id: 'T3', net_revenue: '2.00', gross_revenue: '2.00', ar_period: '2022-07' }],
    dis1: [disbursed('T1', '90.00'), disbursed('T4', '8.00')],
    dis2: [settlement('S1', '2022-09-09', '98.00')],
    dis7: [uncollected('T1', '7.00', '2022-07', '2022-08-30')],
    billed_revenue: [{ ...sale, disbursed_net_revenue: '5.00', disbursement_date: '2022-08-01' }, sale],
    collections_and_disbursements: [
      { ...sale, disbursement_date: '2022-08-02' },
      { ...shown, disbursement_date: '2026-06-12' },
    ],
    billing_event_feed: [invoiced, paid, payout('p1', { amount: '110' })],
  }
  // Twice, for what is told of two lists, or of one file beside another.
  for (const delivered of ['2022-08-12', '2022-09-12'])
    for (const [section, rows] of Object.entries(files))
      await book.add({ name: `${section} ${delivered}`, delivered, sections: { [section]: rows } })
  await book.reconcile({ asOf: '2026-12-31' })
  /** How many rows each of these statements makes in the book without these sections. */
  const rowsWithout = (needs: readonly string[], claimed: readonly Statement[]): Promise<unknown> => {
    const found: Record<string, unknown> = {}
    const rolledBack = new Error('rolled back')
    const held = new Set(sections.map(({ id }) => id).filter((id) => !needs.includes(id)))
    const making = makingOf(
      claimed.flatMap(({ reads }) => reads),
      held,
    )
    return book.book
      .write(async (connection) => {
        for (const section of needs) {
          await connection.run(`delete from "${section}"`)
          await connection.run('delete from blocks where section = $section', { section })
        }
        await connection.script(`
          set variable as_of = (select as_of from run);
          set variable tolerance = (select tolerance from run);
        `)
        await run(connection, making)
        for (const { text, kind, name } of claimed) {
          const select = text.slice(text.search(/^(?:create|insert) .+$/m)).replace(/^.+\n/, '')
          found[`${kind} ${name}`] = await connection.value(`select count(*)::integer from (${select})`)
        }
        throw rolledBack
      })
      .catch((error: unknown) => {
        if (error !== rolledBack) throw error
        return found
      })
  }
  const every = (rows: unknown, claimed: readonly Statement[]): unknown =>
    Object.fromEntries(claimed.map(({ kind, name }) => [`${kind} ${name}`, rows]))
  expect(await rowsWithout([], claims)).toEqual(
    every(
      expect.toSatisfy((rows: number) => rows > 0),
      claims,
    ),
  )
  for (const needs of new Set(claims.map((claim) => String(claim.needs)))) {
    const claimed = claims.filter((claim) => String(claim.needs) === needs)
    expect(await rowsWithout(needs.split(','), claimed)).toEqual(every(0, claimed))
  }
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
