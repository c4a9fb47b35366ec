import { expect, test } from 'vitest'
import { type Cells, newBook } from './books.ts'

const sale = (invoice: string, agreement: string | null, currency: string, refund: string): Cells => ({
  transaction_reference_id: `T-${invoice}-${currency}`,
  invoice_id: invoice,
  agreement_id: agreement,
  invoice_date: '2026-06-20 00:00:00',
  currency,
  gross_revenue: '500.00',
  gross_refund: refund,
  seller_net_revenue: '400.00',
})
const asked = (invoice: string, amount: string, more: Cells = {}): Cells => ({
  invoice_id: invoice,
  agreement_id: 'agmt-one',
  refund_amount: amount,
  ...more,
})

async function outcomes(adjustments: readonly (readonly Cells[])[], billed: readonly Cells[]) {
  const book = await newBook()
  await book.add({ name: 'billed-revenue.csv', sections: { billed_revenue: billed } })
  for (const [index, rows] of adjustments.entries())
    await book.add({ name: `adjustments-${index}.csv`, sections: { billing_adjustments: rows } })
  await book.reconcile()
  return (await book.rows('controls'))
    .filter(({ id }) => id === 'adjustment-refund')
    .map((row) => [row['currency'], row['expected'], row['actual'], row['status']])
}

test('a list, its copy with another row and its result tell of one request', async () => {
  const list = asked('I1', '100.00')
  const result = asked('I1', '100.00', { request_id: 'ba-1', status: 'COMPLETED', processed_at: '2026-06-12 10:00:00' })
  const answer = [['USD', '100.00', '100.00', 'pass']]
  expect(await outcomes([[list], [list], [result]], [sale('I1', 'agmt-one', 'USD', '-100.00')])).toEqual(answer)
  const again = { ...result, status: 'ALREADY_PROCESSED', processed_at: '2026-06-14 10:00:00' }
  expect(await outcomes([[list], [again], [result]], [sale('I1', 'agmt-one', 'USD', '-100.00')])).toEqual(answer)
})

test('what AWS refused, what was only tried and what was set aside was never asked', async () => {
  const list = asked('I1', '100.00')
  const billed = [sale('I1', 'agmt-one', 'USD', '0.00')]
  for (const status of ['VALIDATION_FAILED', 'SUBMIT_FAILED', 'DRY_RUN_OK', 'NEED_REVIEW', 'Failed'])
    expect(await outcomes([[list], [{ ...list, status }]], billed)).toEqual([[null, null, null, 'not-applicable']])
  expect(await outcomes([[{ ...list, review_reason: 'duplicate' }]], billed)).toEqual([
    [null, null, null, 'not-applicable'],
  ])
  // A later request for the same invoice was asked for all the same.
  const later = asked('I1', '90.00', { request_id: 'ba-2', status: 'COMPLETED' })
  expect(await outcomes([[{ ...list, status: 'SUBMIT_FAILED' }], [later]], billed)).toEqual([
    ['USD', '90.00', '0.00', 'fail'],
  ])
})

test('an amount has the currency of its invoice; where that has two, none is taken', async () => {
  const euro = [sale('I1', 'agmt-one', 'EUR', '-100.00')]
  expect(await outcomes([[asked('I1', '100.00')]], euro)).toEqual([['EUR', '100.00', '100.00', 'pass']])
  const both = [...euro, sale('I1', 'agmt-one', 'USD', '0.00')]
  expect(await outcomes([[asked('I1', '100.00')]], both)).toEqual([[null, null, null, 'not-applicable']])
  expect(await outcomes([[asked('I1', '100.00', { currency_code: 'EUR' })]], both)).toEqual([
    ['EUR', '100.00', '100.00', 'pass'],
  ])
})

test('an export without agreements is read by the invoice where only one agreement is asked about', async () => {
  const billed = [sale('I1', null, 'USD', '-100.00')]
  expect(await outcomes([[asked('I1', '100.00')]], billed)).toEqual([['USD', '100.00', '100.00', 'pass']])
  const two = [asked('I1', '60.00'), asked('I1', '40.00', { agreement_id: 'agmt-two' })]
  expect(await outcomes([two], billed)).toEqual([
    [null, null, null, 'not-applicable'],
    [null, null, null, 'not-applicable'],
  ])
})

test('of two requests for one invoice, the one after the as-of date does not count yet', async () => {
  const book = await newBook()
  await book.add({
    name: 'billed-revenue.csv',
    sections: { billed_revenue: [sale('I1', 'agmt-one', 'USD', '-60.00')] },
  })
  const first = asked('I1', '60.00', { request_id: 'ba-1', status: 'COMPLETED', created_at: '2026-06-10 08:00:00' })
  const second = { ...first, request_id: 'ba-2', refund_amount: '40.00', created_at: '2026-06-29 08:00:00' }
  await book.add({ name: 'requests.csv', sections: { billing_adjustments: [first, second] } })
  await book.reconcile({ asOf: '2026-06-25' })
  const rows = (await book.rows('controls')).filter(({ id }) => id === 'adjustment-refund')
  expect(rows.map((row) => [row['expected'], row['status']])).toEqual([['60.00', 'pass']])
})

test('a list counts from the day on which it was handed in', async () => {
  const book = await newBook()
  await book.add({ name: 'billed-revenue.csv', sections: { billed_revenue: [sale('I1', 'agmt-one', 'USD', '0.00')] } })
  await book.add({
    name: 'refunds.csv',
    delivered: '2026-06-19',
    sections: { billing_adjustments: [asked('I1', '10.00')] },
  })
  const note = async (asOf?: string) => {
    await book.reconcile({ asOf })
    return (await book.rows('controls')).find(({ id }) => id === 'adjustment-refund')?.['note']
  }
  expect(await note()).toBe('Asked 10.00 USD on 2026-06-19. No loaded billed revenue reaches 2026-06-21.')
  expect(await note('2026-06-18')).toBe('Asked 10.00 on 2026-06-19, after the as-of date.')
})

test('a row that names no invoice is said, by its file without the folder', async () => {
  const book = await newBook()
  await book.add({
    name: 'somewhere/refunds.csv',
    sections: { billing_adjustments: [{ agreement_id: 'agmt-one', refund_amount: '10.00' }] },
  })
  await book.reconcile()
  const rows = (await book.rows('controls')).filter(({ id }) => id === 'adjustment-refund')
  expect(rows.map((row) => [row['subject'], row['note']])).toEqual([
    ['refunds.csv, line 2', 'The row lacks an invoice, an agreement or an amount.'],
  ])
})
