import { expect, test } from 'vitest'
import { ensureReconciled, reconcile } from '../../main/reconcile/reconcile.ts'
import { billed, disbursed, newBook, settlement, uncollected } from './books.ts'

const billedFile = { name: 'billed', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } }
const disbursedFile = {
  name: 'disbursed',
  delivered: '2022-09-12',
  sections: { dis1: [disbursed('T1', '97.00')], dis2: [settlement('S1', '2022-09-09', '97.00')] },
}

test('every reason has a sentence with its figures', async () => {
  const book = await newBook()
  await book.add({
    name: 'billed',
    delivered: '2022-08-15',
    sections: {
      br1: [
        billed('exact', '97.00'),
        billed('rounding', '97.01'),
        billed('partial', '97.00'),
        billed('partial', '3.125'),
        billed('over', '97.00'),
        billed('failed', '97.00'),
        billed('sign', '97.00'),
        billed('past-due', '97.00'),
        billed('not-due', '97.00'),
        billed('unknown', '97.00'),
        billed('netted', '97.00'),
        billed('netted', '-97.00'),
        billed(null, '5.00'),
      ],
    },
  })
  await book.add({
    name: 'disbursed',
    delivered: '2022-09-12',
    sections: {
      dis1: [
        disbursed('exact', '97.00'),
        disbursed('rounding', '97.00'),
        disbursed('partial', '40.00'),
        disbursed('over', '98.00'),
        disbursed('failed', '97.00'),
        disbursed('failed', '-97.00'),
        disbursed('sign', '-10.00'),
        disbursed('not-billed', '7.00'),
        disbursed(null, '-2.50'),
      ],
      dis2: [settlement('S1', '2022-09-09', '0.00')],
      dis7: [
        uncollected('past-due', '97.00', '2022-07', '2022-08-31'),
        uncollected('not-due', '97.00', '2022-07', '2022-09-12'),
      ],
    },
  })
  await book.reconcile()
  const rows = await book.rows('reconciliation')
  const sentences = rows.map((row) => `${row['transaction_reference'] ?? row['state']}: ${row['explanation']}`)
  const from = '(monthly billed revenue report delivered 2022-08-15)'
  const paid = '(disbursement report) on 2022-09-09'
  expect(sentences).toEqual([
    `exact: Billed 97.00 USD in 1 line ${from}, disbursed 97.00 USD in 1 line ${paid}: agrees exactly.`,
    `failed: Billed 97.00 USD in 1 line ${from}, disbursed 0.00 USD in 2 lines ${paid}: the payments cancel each other, 97.00 is open again.`,
    `netted: Billed 0.00 USD in 2 lines ${from}: the lines cancel each other within the tolerance of 0.01, nothing is due.`,
    `not-billed: Disbursed 7.00 USD in 1 line ${paid}, billed in no loaded report; not loaded: monthly billed revenue report delivered 2022-07-15, monthly billed revenue report delivered 2022-06-15. The currency is assumed: no loaded report names it.`,
    `not-due: Billed 97.00 USD in 1 line ${from}, nothing disbursed up to 2022-09-12: due on 2022-09-12, not late.`,
    `over: Billed 97.00 USD in 1 line ${from}, disbursed 98.00 USD in 1 line ${paid}: 1.00 more than billed.`,
    `partial: Billed 100.125 USD in 2 lines ${from}, disbursed 40.00 USD in 1 line ${paid}: 60.125 is still open.`,
    `past-due: Billed 97.00 USD in 1 line ${from}, nothing disbursed up to 2022-09-12: due on 2022-08-31, 12 days late.`,
    `rounding: Billed 97.01 USD in 1 line ${from}, disbursed 97.00 USD in 1 line ${paid}: differs by 0.01, accepted as rounding within the tolerance of 0.01.`,
    `sign: Billed 97.00 USD in 1 line ${from}, disbursed -10.00 USD in 1 line ${paid}: the two sums have opposite signs.`,
    `unknown: Billed 97.00 USD in 1 line ${from}, nothing disbursed up to 2022-09-12: no loaded report shows a due date.`,
    `not-billed: Disbursed -2.50 USD in 1 line ${paid}, settlement S1, without a transaction reference: it is matched with nothing. The currency is assumed: no loaded report names it.`,
    `not-disbursed: Billed 5.00 USD in 1 line ${from} without a transaction reference: it is matched with nothing.`,
  ])
})

test('sums are exact where floating point is not', async () => {
  const book = await newBook()
  await book.add({
    name: 'billed',
    delivered: '2022-08-15',
    sections: {
      br1: [
        ...Array.from({ length: 30 }, () => billed('tenths', '0.10')),
        billed('tenths', '-3.00'),
        billed('wide', '999999999999.99'),
        billed('wide', '0.000001'),
        billed('large', '9007199254.740993'),
        billed('large', '9007199254.740993'),
      ],
    },
  })
  await book.add({
    name: 'disbursed',
    delivered: '2022-09-12',
    sections: { dis1: [disbursed('wide', '999999999999.99'), disbursed('large', '18014398509.481986')] },
  })
  await book.reconcile()
  const rows = await book.rows('reconciliation')
  expect(
    rows.map((row) => [row['transaction_reference'], row['billed_net'], row['difference'], row['reason']]),
  ).toEqual([
    ['large', '18014398509.481986', '0.00', 'exact'],
    ['tenths', '0.00', '0.00', 'netted'],
    ['wide', '999999999999.990001', '0.000001', 'rounding'],
  ])
})

test('amounts too large to be added do not stop the reconciliation', async () => {
  const book = await newBook()
  const huge = '999999999999.99'
  await book.add({
    name: 'disbursed',
    delivered: '2022-09-12',
    sections: {
      dis1: [disbursed('T1', huge, { seller_rev_refund: huge, seller_rev_credit: huge, seller_us_sales_tax: huge })],
    },
  })
  await book.add({
    name: 'export',
    sections: {
      billed_revenue: [
        {
          transaction_reference_id: 'T1',
          currency: 'USD',
          gross_revenue: huge,
          listing_fee: huge,
          wholesale_cost: huge,
          wholesale_cost_refund: huge,
          seller_net_revenue: huge,
          disbursed_net_revenue: `-${huge}`,
          undisbursed_net_revenue: huge,
        },
      ],
    },
  })
  await book.reconcile()
  expect(await book.rows('reconciliation')).toMatchObject([
    { state: 'disbursed', disbursed_refund: '1999999999999.98' },
  ])
})

test('the tolerance of the book decides what rounding is', async () => {
  const book = await newBook()
  await book.add({ ...billedFile, sections: { br1: [billed('T1', '97.50')] } })
  await book.add(disbursedFile)
  await book.connection.run('update book set tolerance = 0.50')
  await book.reconcile()
  expect((await book.rows('reconciliation'))[0]).toMatchObject({ state: 'disbursed', reason: 'rounding' })
  await book.connection.run('update book set tolerance = 0.49')
  await book.reconcile()
  expect((await book.rows('reconciliation'))[0]).toMatchObject({ state: 'partially-disbursed', reason: 'partial' })
})

test('a file whose lines do not add up fails file-complete; a file that gave nothing has nothing to check', async () => {
  const book = await newBook()
  await book.add(billedFile)
  await book.connection.run('update files set lines_read = 3')
  await book.connection.run(
    `insert into files by name select 9 as file_id, 'notes.txt' as path, 'notes.txt' as name, 'unrecognised' as status, 'no known header' as reason`,
  )
  await book.reconcile()
  const controls = (await book.rows('controls', { where: [{ id: 'file-complete' }] })).map((row) => [
    row['subject'],
    row['expected'],
    row['actual'],
    row['difference'],
    row['status'],
    row['note'],
  ])
  expect(controls).toEqual([
    ['billed', '3.00', '2.00', '-1.00', 'fail', '1 kept + 1 headers + 0 titles + 0 blank + 0 refused.'],
  ])
  expect(await book.rows('exceptions', { where: [{ reason: 'control-failed' }] })).toHaveLength(1)
})

test('an empty book reconciles to nothing as of today, and every control says what is missing', async () => {
  const book = await newBook()
  expect(await book.reconcile()).toBe(new Date().toISOString().slice(0, 10))
  expect(await book.rows('summary_states')).toEqual([])
  expect(await book.rows('exceptions')).toEqual([])
  const controls = await book.rows('controls')
  expect(new Set(controls.map((row) => row['status']))).toEqual(new Set(['not-applicable']))
  expect(controls.map((row) => row['id'])).toEqual([
    'file-complete',
    'settlement-lines',
    'net-formula',
    'uncollected-total',
    'past-due-total',
    'collected-total',
    'roll-forward',
    'payout-lines',
    'dashboard-identity',
    'bridge-foots',
    'adjustment-refund',
  ])
})

test('the as-of date is the latest that the reports speak for, never a due date', async () => {
  const book = await newBook()
  await book.add({
    name: 'uncollected',
    delivered: '2022-08-12',
    sections: { dis7: [uncollected('T1', '97.00', '2022-07', '2099-12-31')] },
  })
  expect(await book.reconcile()).toBe('2022-08-12')
  await book.add(disbursedFile)
  expect(await book.reconcile()).toBe('2022-09-12')
  expect(await book.reconcile({ asOf: '2022-08-20' })).toBe('2022-08-20')
})

test('an as-of date that is no day is refused', async () => {
  const book = await newBook()
  for (const asOf of ['2022-02-30', '22-01-01', 'today', '2022-1-1'])
    await expect(book.reconcile({ asOf })).rejects.toMatchObject({ code: 'wrong-usage' })
})

test('is rebuilt only when the files or the date have changed', async () => {
  const { book, add } = await newBook()
  let steps = 0
  const ensure = async (asOf?: string): Promise<[string, boolean]> => {
    const before = steps
    const result = await ensureReconciled(book, asOf, { onStep: () => (steps += 1) })
    return [result.asOf, steps > before]
  }
  await add(billedFile)
  expect(await ensure()).toEqual(['2022-08-15', true])
  expect(await ensure()).toEqual(['2022-08-15', false])
  expect(await ensure('2022-08-15')).toEqual(['2022-08-15', false])
  expect(await ensure('2022-08-01')).toEqual(['2022-08-01', true])
  expect(await ensure('2022-08-01')).toEqual(['2022-08-01', false])
  expect(await ensure()).toEqual(['2022-08-15', true])
  await add(disbursedFile)
  expect(await ensure()).toEqual(['2022-09-12', true])
})

test('twice gives the same', async () => {
  const book = await newBook()
  await book.add(billedFile)
  await book.add(disbursedFile)
  const everything = async (): Promise<unknown> => {
    await book.reconcile()
    return Promise.all(
      ['reconciliation', 'exceptions', 'controls', 'ageing', 'deliveries', 'settlements'].map((name) =>
        book.rows(name),
      ),
    )
  }
  expect(await everything()).toEqual(await everything())
})

test('a cancelled run leaves the tables as they were', async () => {
  const { book, add, rows } = await newBook()
  await add(billedFile)
  await ensureReconciled(book)
  await add(disbursedFile)
  const stop = new AbortController()
  const run = book.write(
    (connection) =>
      reconcile(connection, {
        signal: stop.signal,
        onStep: (_done, _total, name) => name === 'controls' && stop.abort(),
      }),
    stop.signal,
  )
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  expect(await rows('reconciliation')).toMatchObject([{ transaction_reference: 'T1', state: 'not-disbursed' }])
})

test('steps are counted and named', async () => {
  const { book } = await newBook()
  const seen: [number, number, string][] = []
  await book.write((connection) => reconcile(connection, { onStep: (...step) => seen.push(step) }))
  const [, total] = seen.at(-1) ?? []
  expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((one, other) => one - other))
  expect(new Set(seen.map(([done]) => done)).size).toBe(seen.length)
  expect(new Set(seen.map(([, of]) => of))).toEqual(new Set([total]))
  expect(seen.at(-1)).toEqual([total, total, 'done'])
})

test('a derived table of another kind, from another version, gives way', async () => {
  const { connection, add, reconcile: run, rows } = await newBook()
  await connection.script(`
    drop view reconciliation;
    create table reconciliation (old integer);
    drop table controls;
    create view controls as select 1 as old;
    delete from built
  `)
  await connection.run('create table decisions (kept integer)')
  await add(billedFile)
  await run()
  expect(await rows('reconciliation')).toHaveLength(1)
  expect(await connection.value(`select count(*)::integer from duckdb_tables() where table_name = 'decisions'`)).toBe(1)
})
