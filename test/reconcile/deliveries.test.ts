import { expect, test } from 'vitest'
import { billed, disbursed, newBook, settlement, type TestBook, uncollected } from './books.ts'

async function deliveries(book: TestBook): Promise<unknown[]> {
  await book.reconcile()
  return (await book.rows('deliveries')).map((row) => [
    row['report'],
    row['delivery_date'],
    row['date_source'],
    row['sections'],
    row['files'],
  ])
}

const section1 = { dis1: [disbursed('T1', '97.00')] }
const section2 = { dis2: [settlement('S1', '2022-09-09', '97.00')] }

test('sections of one report and date are one delivery, whatever files they came in', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-09-12', sections: section1 })
  await book.add({ name: 'b', delivered: '2022-09-12', sections: section2 })
  await book.add({ name: 'c', delivered: '2022-09-15', sections: { br1: [billed('T1', '97.00')] } })
  expect(await deliveries(book)).toEqual([
    ['disbursement', '2022-09-12', 'file name', 'dis1, dis2', 2],
    ['monthly_billed_revenue', '2022-09-15', 'file name', 'br1', 1],
  ])
  expect(await book.rows('settlements')).toMatchObject([
    { settlement: 'S1', currency: 'USD', disbursed_amount: '97.00', lines_net: '97.00', difference: '0.00' },
  ])
})

test('a section 2 without a date joins the delivery that follows its deposit within a week', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-09-12', sections: section1 })
  await book.add({ name: 'b', sections: section2 })
  expect(await deliveries(book)).toEqual([['disbursement', '2022-09-12', 'deposit date', 'dis1, dis2', 2]])
})

test('a section 2 whose delivery is not there is dated by its deposit', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-10-12', sections: section1 })
  await book.add({ name: 'b', sections: section2 })
  expect(await deliveries(book)).toEqual([
    ['disbursement', '2022-09-09', 'deposit date', 'dis2', 1],
    ['disbursement', '2022-10-12', 'file name', 'dis1', 1],
  ])
})

test('a file without a date takes that of a file with the same lines, and counts once', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } })
  await book.add({ name: 'b', sections: { br1: [billed('T1', '97.00')], br2: [billed('T2', '3.00')] } })
  expect(await deliveries(book)).toEqual([['monthly_billed_revenue', '2022-08-15', 'file name', 'br1, br2', 2]])
  expect(await book.rows('reconciliation')).toMatchObject([
    { transaction_reference: 'T1', billed_net: '97.00', billed_lines: 1 },
    { transaction_reference: 'T2', billed_net: '3.00', billed_lines: 1 },
  ])
  const lines = await book.rows('billed_lines', { where: [{ transaction_reference: 'T1' }] })
  expect(lines.map((line) => line['why_not_counted']).toSorted()).toEqual(['duplicate', null])
})

test('equal content of two known and different dates counts twice', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-07-15', sections: { br1: [billed('T1', '97.00')] } })
  await book.add({ name: 'b', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } })
  await book.reconcile()
  expect(await book.rows('reconciliation')).toMatchObject([{ billed_net: '194.00', billed_lines: 2 }])
})

test('lines that do not count say why', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } })
  await book.add({ name: 'b', delivered: '2022-10-15', sections: { br1: [billed('T1', '3.00')] } })
  await book.add({
    name: 'c',
    delivered: '2022-08-15',
    sections: {
      sc1: [{ transaction_reference_id: 'T1', net_revenue: '97.00', currency: 'USD', ar_period: '2022-07' }],
    },
  })
  await book.reconcile({ asOf: '2022-08-31' })
  expect(
    (await book.rows('billed_lines')).map((line) => [line['path'], line['billing_date'], line['why_not_counted']]),
  ).toEqual([
    ['a', '2022-07-31', null],
    ['b', '2022-09-30', 'after-as-of'],
    ['c', '2022-07-31', 'other-source'],
  ])
})

test('an export that shows fewer columns overlaps with one that shows more', async () => {
  const book = await newBook()
  const line = {
    transaction_reference_id: 'T1',
    currency: 'EUR',
    invoice_date: '2025-03-04',
    invoice_id: 'I1',
    disbursement_status: 'Disbursed',
    disbursement_date: '2025-04-08',
    seller_net_revenue: '97.00',
  }
  await book.add({ name: 'old', delivered: '2025-04-09', sections: { collections_and_disbursements: [line] } })
  const wide = {
    ...line,
    product_id: 'P1',
    agreement_id: 'A1',
    disburse_bank_trace_id: 'TRACE1',
    disbursement_reference_number: 'R1',
  }
  const failed = { ...wide, disbursement_status: 'Failed', seller_net_revenue: '-97.00' }
  await book.add({ name: 'new', delivered: '2025-05-09', sections: { collections_and_disbursements: [wide, failed] } })
  await book.reconcile()
  expect((await book.rows('disbursed_lines')).map((row) => [row['path'], row['net'], row['why_not_counted']])).toEqual([
    ['new', '97.00', null],
    ['new', '-97.00', null],
    ['old', '97.00', 'duplicate'],
  ])
})

test('two settlements in one report are checked together', async () => {
  const book = await newBook()
  await book.add({
    name: 'a',
    delivered: '2022-09-12',
    sections: {
      dis1: [disbursed('T1', '97.00'), disbursed('T2', '3.00')],
      dis2: [settlement('S1', '2022-09-08', '97.00'), settlement('S2', '2022-09-09', '3.00')],
    },
  })
  await book.reconcile()
  expect(await book.rows('controls', { where: [{ id: 'settlement-lines' }] })).toMatchObject([
    {
      subject: 'Disbursement report 2022-09-12, settlement S1, S2',
      expected: '100.00',
      actual: '100.00',
      status: 'pass',
    },
  ])
  expect(await book.rows('settlements')).toMatchObject([
    { settlement: 'S1', disbursed_amount: '97.00', lines: null, banked_net: '97.00' },
    { settlement: 'S1, S2', disbursed_amount: null, lines: 2, lines_net: '100.00' },
    { settlement: 'S2', disbursed_amount: '3.00', lines: null, banked_net: '3.00' },
  ])
  expect(await book.rows('bridge', { where: [{ line: 'bank-difference' }] })).toMatchObject([{ amount: '0.00' }])
  const all = await book.rows('cash_application')
  expect(all).not.toEqual([])
  for (const one of ['S1', 'S2']) expect(await book.rows('cash_application', { settlement: one })).toEqual(all)
  expect(await book.rows('cash_application', { settlement: 'S' })).toEqual([])
})

test('coverage names the report to get next', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2022-06-15', sections: { br1: [billed('T1', '97.00')] } })
  await book.add({
    name: 'b',
    delivered: '2022-08-12',
    sections: { dis7: [uncollected('T1', '97.00', '2022-05', null)] },
  })
  await book.reconcile()
  expect(
    (await book.rows('coverage')).map((row) => [row['month'], row['report'], row['status'], row['next_step']]),
  ).toEqual([
    [
      '2022-06-01',
      'disbursement',
      'missing',
      'Get the disbursement report of 2022-06; there is none for a month without a disbursement.',
    ],
    ['2022-06-01', 'monthly_billed_revenue', 'loaded', null],
    [
      '2022-07-01',
      'disbursement',
      'missing',
      'Get the disbursement report of 2022-07; there is none for a month without a disbursement.',
    ],
    ['2022-07-01', 'monthly_billed_revenue', 'missing', 'Get the monthly billed revenue report delivered 2022-07-15.'],
    ['2022-08-01', 'disbursement', 'loaded', null],
    ['2022-08-01', 'monthly_billed_revenue', 'not-due', null],
  ])
})

test('what follows a legacy report after its end is asked for, and files without any day hide nothing', async () => {
  const missing = async (book: TestBook, asOf: string): Promise<unknown[]> => {
    await book.reconcile({ asOf })
    return (await book.rows('coverage'))
      .filter(({ status }) => status === 'missing')
      .map(({ month, report }) => `${String(month)} ${String(report)}`)
  }
  const legacy = await newBook()
  await legacy.add({ name: 'a', delivered: '2024-08-12', sections: section1 })
  await legacy.add({ name: 'b', delivered: '2024-08-15', sections: { br1: [billed('T1', '97.00')] } })
  expect(await missing(legacy, '2024-08-20')).toEqual([])
  // What was invoiced in August would have stood in a report of September.
  expect(await missing(legacy, '2024-10-20')).toEqual([
    '2024-08-01 billed_revenue',
    '2024-09-01 billed_revenue',
    '2024-09-01 collections_and_disbursements',
  ])
  const undated = await newBook()
  await undated.add({ name: 'agreements.csv', sections: { agreements: [{ agreement_id: 'agmt-one' }] } })
  expect(await missing(undated, '2026-06-30')).toEqual([
    '2026-06-01 billed_revenue',
    '2026-06-01 collections_and_disbursements',
  ])
})
