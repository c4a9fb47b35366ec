import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { cleared, event, payout } from './archived-feeds.ts'
import { type Cells, type TestBook, billed, newBook } from './books.ts'
import { derivedRows } from './derived.ts'

/** Of a sale of AWS Europe before events named the charge of the buyer. */
const european = (id: string, cells: Cells = {}): Cells => event(id, { broker_id: 'AWS_EUROPE', ...cells })

const e1 = event('e1')
const e2 = event('e2', { transaction_reference_id: 'R2', invoice_id: 'I2' })

/** Files with billing events, each of which tells something of events of `first` as well; the others are of their own. */
const files: Readonly<Record<string, readonly Cells[]>> = {
  first: [
    e1,
    cleared(e1, 'p1'),
    e2,
    european('fee', {
      transaction_type: 'AWS_REV_SHARE',
      amount: '-3',
      transaction_reference_id: 'F1',
      invoice_id: 'IF',
      parent_billing_event_id: 'charge',
    }),
    // What goes to an account that is not the seller's is cost of goods.
    event('goods', {
      transaction_reference_id: 'R4',
      to_account_id: 'maker',
      amount: '-40',
      billing_address_id: 'post',
    }),
  ],
  'the payout of an event': [payout('p1')],
  'the payout with another trace': [payout('p1', { bank_trace_id: 'trace-other', update_date: '2026-07-01' })],
  'the line of an invoice': [
    event('later', {
      transaction_reference_id: 'R2',
      buyer_transaction_reference_id: 'R2',
      buyer_invoice_id: 'B2',
      buyer_line_item_id: 'L2',
      line_item_id: 'L2',
      recipient_account_id: 'seller',
    }),
  ],
  'the charge of a fee': [european('charge', { transaction_reference_id: 'R3', invoice_id: 'I3' })],
  'another account of the seller': [event('own', { transaction_reference_id: 'R5', recipient_account_id: 'maker' })],
  'an event once more, with another amount': [event('e1', { amount: '120', update_date: '2026-07-02' })],
  'the same event twice': [
    e2,
    event('e2', { transaction_reference_id: 'R2', amount: '90', update_date: '2026-08-01' }),
  ],
  'a sale in euros': [
    event('euro', { transaction_reference_id: 'R6', currency: 'EUR', invoice_date: '2026-07-20' }),
    event('odd', { transaction_reference_id: 'R6', transaction_type: 'NEW_SHARE' }),
  ],
  'a correction without a sale': [
    event('balance', { transaction_type: 'BALANCE_ADJUSTMENT', transaction_reference_id: null, amount: '7' }),
  ],
  'what was collected': [
    event('got', { action: 'COLLECTED', action_date: '2026-06-01', transaction_reference_id: 'R2' }),
  ],
}

/** What each of these changes of `first` alone: a later one would hide that it was not followed. */
const saysOfFirst = new Set([
  'the payout of an event',
  'the payout with another trace',
  'the charge of a fee',
  'another account of the seller',
])

/** Of the files that are in a book their ids. */
type Held = Map<string, number>

async function add(book: TestBook, held: Held, name: string): Promise<void> {
  held.set(name, await book.add({ name, sections: { billing_event_feed: files[name] ?? [] } }))
}

async function remove({ connection }: TestBook, held: Held, name: string): Promise<void> {
  for (const table of ['billing_event_feed', 'blocks', 'files'])
    await connection.run(`delete from ${table} where file_id = $id`, { id: held.get(name) ?? null })
  held.delete(name)
}

/** Reconciles what is due, and compares it with all of it made anew, which is then forgotten. */
async function expectWhole({ book }: TestBook, asOf: string, after: string): Promise<void> {
  await book.write((connection) => reconcile(connection, { asOf }))
  const found = await book.read(derivedRows)
  const forgotten = new Error('forgotten')
  let whole: unknown
  const making = book.write(async (connection) => {
    await reconcile(connection, { asOf, whole: true })
    whole = await derivedRows(connection)
    throw forgotten
  })
  await expect(making).rejects.toBe(forgotten)
  expect({ after, ...found }).toEqual({ after, ...(whole as object) })
}

describe('what is made of one file after another', () => {
  test('follows what other files tell of its events, come and gone', { timeout: 600_000 }, async () => {
    const book = await newBook()
    const held: Held = new Map()
    await add(book, held, 'first')
    await book.reconcile({ asOf: '2026-07-15' })
    for (const name of Object.keys(files).slice(1)) {
      await add(book, held, name)
      await (saysOfFirst.has(name) ? expectWhole(book, '2026-07-15', name) : book.reconcile({ asOf: '2026-07-15' }))
    }
    await expectWhole(book, '2026-07-15', 'all of them')
    await book.reconcile({ asOf: '2026-05-20' })
    await expectWhole(book, '2026-08-31', 'another date')
    for (const name of [
      'an event once more, with another amount',
      'the payout with another trace',
      'the charge of a fee',
    ]) {
      await remove(book, held, name)
      await book.reconcile({ asOf: '2026-08-31' })
    }
    await expectWhole(book, '2026-08-31', 'some are gone')
  })

  test('follows reports that come and leave, and events that all leave and come back', async () => {
    const book = await newBook()
    const held: Held = new Map()
    for (const name of ['first', 'the payout of an event', 'another account of the seller']) await add(book, held, name)
    await book.reconcile({ asOf: '2026-07-31' })
    const sections = { br1: [billed('R5', '95.00'), billed('T1', '12.00')] }
    const report = await book.add({ name: 'billed', delivered: '2026-06-15', sections })
    await add(book, held, 'the line of an invoice')
    await expectWhole(book, '2026-07-31', 'a report and events')
    await book.connection.run('delete from br1')
    held.set('report', report)
    await remove(book, held, 'report')
    await add(book, held, 'a sale in euros')
    await expectWhole(book, '2026-07-31', 'the report is gone, and events came')
    for (const name of held.keys()) await remove(book, held, name)
    await book.reconcile({ asOf: '2026-07-31' })
    for (const name of ['first', 'the payout of an event']) await add(book, held, name)
    await expectWhole(book, '2026-07-31', 'events again')
  })

  test('follows what holds for all keys: the tolerance, and whether anything is told of what was collected', async () => {
    const book = await newBook()
    const held: Held = new Map()
    for (const name of ['first', 'another account of the seller', 'a correction without a sale'])
      await add(book, held, name)
    // Billed after the first that was collected, it is waited for.
    const late = event('late', { transaction_reference_id: 'R8', invoice_date: '2026-06-20', amount: '4' })
    await book.add({ name: 'late', sections: { billing_event_feed: [late] } })
    await book.reconcile({ asOf: '2026-07-31' })
    await book.connection.run('update book set tolerance = 5')
    await expectWhole(book, '2026-07-31', 'another tolerance')
    await add(book, held, 'what was collected')
    await expectWhole(book, '2026-07-31', 'something is collected')
    await remove(book, held, 'what was collected')
    await expectWhole(book, '2026-07-31', 'nothing is')
  })

  test('is what it is made of all of them, in whatever order they come and leave', { timeout: 600_000 }, async () => {
    const names = Object.keys(files)
    const act = fc.record({
      name: fc.constantFrom(...names),
      asOf: fc.constantFrom('2026-05-20', '2026-06-30', '2026-08-31'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 10 }), async (acts) => {
        const book = await newBook()
        const held: Held = new Map()
        for (const { name, asOf } of acts) {
          await (held.has(name) ? remove(book, held, name) : add(book, held, name))
          await book.book.write((connection) => reconcile(connection, { asOf }))
        }
        await expectWhole(book, '2026-08-31', 'all of it')
      }),
      { numRuns: Math.ceil(Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 3)) },
    )
  })

  test('does not depend on how events lie in files: whether AWS Brazil is among those who pay a key', async () => {
    const events = ['AWS_BRAZIL', 'AWS_INC'].map((broker_id) => event(broker_id, { broker_id }))
    const keysOf = async (parts: readonly (readonly Cells[])[]): Promise<unknown> => {
      const book = await newBook()
      for (const [at, part] of parts.entries())
        await book.add({ name: `part ${at}`, sections: { billing_event_feed: part } })
      await book.reconcile({ asOf: '2026-08-31' })
      return book.connection.rows('from reconciled_keys')
    }
    const whole = await keysOf([events])
    expect(whole).toMatchObject([{ is_brazil: true }])
    expect(await keysOf(events.map((one) => [one]))).toEqual(whole)
  })

  test('leaves the files alone of which nothing else is told, and the keys', async () => {
    const book = await newBook()
    const held: Held = new Map()
    for (const name of Object.keys(files).slice(0, 6)) await add(book, held, name)
    await book.reconcile({ asOf: '2026-08-31' })
    const { connection } = book
    // Nobody else would write there: what is made anew does not have it.
    await connection.run(`update feed_movements set settlement = 'as it was'`)
    await connection.run(`update reconciled_keys set first_billing = date '1999-09-09'`)
    await add(book, held, 'a sale in euros')
    await add(book, held, 'the same event twice')
    await book.reconcile({ asOf: '2026-08-31' })
    const kept = await connection.rows(
      `select distinct name from feed_movements join files using (file_id)
       where settlement = 'as it was' order by name`,
    )
    expect(kept.map(({ name }) => name)).toEqual([
      'another account of the seller',
      'the charge of a fee',
      'the line of an invoice',
    ])
    const keys = await connection.rows(
      `select transaction_reference as reference from reconciled_keys
       where first_billing = '1999-09-09' order by reference`,
    )
    expect(keys.map(({ reference }) => reference)).toEqual(['R5'])
  })
})
