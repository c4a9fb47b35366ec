import { expect, test } from 'vitest'
import { type Cells, newBook, type TestBook } from './books.ts'

/**
 * Exports tell a sale that is priced in one currency and paid in another twice: billed revenue in that of the price,
 * collections and disbursements in that of the payout. It is one payment.
 */

/** A line of the billed revenue export: 100.00 EUR of T1, paid out under TRACE1 on 2026-06-10. */
const priced = (more: Cells = {}): Cells => ({
  transaction_reference_id: 'T1',
  seller_net_revenue: '100.00',
  currency: 'EUR',
  invoice_date: '2026-04-30',
  disbursed_net_revenue: '100.00',
  disbursement_date: '2026-06-10',
  disbursement_status: 'Disbursed',
  disburse_bank_trace_id: 'TRACE1',
  ...more,
})

/** The line of the collections and disbursements export for it: 108.00 USD. */
const paid = (more: Cells = {}): Cells => ({
  transaction_reference_id: 'T1',
  seller_net_revenue: '108.00',
  currency: 'USD',
  invoice_date: '2026-04-30',
  disbursement_date: '2026-06-10',
  disbursement_status: 'Disbursed',
  disburse_bank_trace_id: 'TRACE1',
  ...more,
})

async function bookOf(billed: readonly Cells[], collections: readonly Cells[], asOf = '2026-07-01'): Promise<TestBook> {
  const book = await newBook()
  await book.add({ name: 'billed', sections: { billed_revenue: billed } })
  await book.add({ name: 'paid', sections: { collections_and_disbursements: collections } })
  await book.reconcile({ asOf })
  return book
}

async function keysOf(book: TestBook): Promise<{ key: string }[]> {
  const rows = await book.rows('reconciliation')
  return rows.map(({ transaction_reference: reference, currency, state, billed_net, disbursed_net }) => ({
    key: `${reference} ${currency}`,
    state,
    billed_net,
    disbursed_net,
  }))
}

/** The lines of the bridge to the bank in one currency that are not nothing. */
async function toBank(book: TestBook, currency: string): Promise<Record<string, unknown>> {
  const rows = (await book.rows('bridge')).filter(
    (row) =>
      row['currency'] === currency &&
      (row['section'] === 'disbursed to bank' || row['line'] === 'disbursed') &&
      row['amount'] !== '0.00',
  )
  return Object.fromEntries(rows.map(({ line, amount }) => [line, amount]))
}

async function foots(book: TestBook): Promise<void> {
  const controls = (await book.rows('controls')).filter(({ id }) => id === 'bridge-foots')
  expect(controls.length).toBeGreaterThan(0)
  expect(controls.every(({ status }) => status === 'pass')).toBe(true)
}

test('a payment that both exports tell, each in its currency, is one, banked once', async () => {
  const book = await bookOf([priced()], [paid()])
  expect(await keysOf(book)).toEqual([
    { key: 'T1 EUR', state: 'disbursed', billed_net: '100.00', disbursed_net: '100.00' },
  ])
  const settlements = await book.rows('settlements')
  expect(settlements).toHaveLength(1)
  expect(settlements[0]).toMatchObject({
    settlement: 'TRACE1',
    source: 'collections_and_disbursements',
    currency: 'USD',
    lines: 1,
    lines_net: '108.00',
    reported_net: '108.00',
    banked_net: '108.00',
    bank_difference: '0.00',
  })
  expect(await toBank(book, 'EUR')).toMatchObject({ disbursed: '100.00', 'paid-in-other-currency': '100.00' })
  expect(await toBank(book, 'EUR')).not.toHaveProperty('bank-difference')
  expect(await toBank(book, 'USD')).toMatchObject({ 'priced-in-other-currency': '108.00', banked: '108.00' })
  expect(await toBank(book, 'USD')).not.toHaveProperty('disbursed')
  await foots(book)
  const kinds = (await book.rows('exceptions')).map(({ exception }) => exception)
  expect(kinds).not.toContain('currency-difference')
  expect(kinds).not.toContain('not-billed')
  expect((await book.rows('cash_application'))[0]).toMatchObject({
    currency: 'EUR',
    settlement: 'TRACE1',
    settlement_net: '100.00',
    paid_currency: 'USD',
    paid_net: '108.00',
  })
  const lines = await book.rows('disbursed_lines')
  expect(lines.map(({ source, why_not_counted: why }) => `${source} ${why}`).toSorted()).toEqual([
    'billed_revenue null',
    'collections_and_disbursements other-source',
  ])
})

test('what is paid in parts, and by several lines, adds up in both currencies', async () => {
  const book = await bookOf(
    [
      priced({ disbursed_net_revenue: '25.00' }),
      priced({ seller_net_revenue: '0.00', disbursed_net_revenue: '15.00' }),
      priced({
        seller_net_revenue: '0.00',
        disbursed_net_revenue: '60.00',
        disbursement_date: '2026-06-24',
        disburse_bank_trace_id: 'TRACE2',
      }),
    ],
    [
      paid({ seller_net_revenue: '43.00' }),
      paid({ seller_net_revenue: '30.00', disbursement_date: '2026-06-24', disburse_bank_trace_id: 'TRACE2' }),
      paid({ seller_net_revenue: '35.00', disbursement_date: '2026-06-24', disburse_bank_trace_id: 'TRACE2' }),
    ],
  )
  expect(await keysOf(book)).toEqual([
    { key: 'T1 EUR', state: 'disbursed', billed_net: '100.00', disbursed_net: '100.00' },
  ])
  const settlements = (await book.rows('settlements')).toSorted((a, b) =>
    String(a['settlement']) < String(b['settlement']) ? -1 : 1,
  )
  expect(settlements).toMatchObject([
    { settlement: 'TRACE1', currency: 'USD', lines: 1, lines_net: '43.00', banked_net: '43.00' },
    { settlement: 'TRACE2', currency: 'USD', lines: 2, lines_net: '65.00', banked_net: '65.00' },
  ])
  expect(await toBank(book, 'USD')).toMatchObject({ 'priced-in-other-currency': '108.00', banked: '108.00' })
  await foots(book)
  const cents = (await book.rows('disbursed_lines'))
    .filter(({ counted }) => counted)
    .reduce((sum, line) => sum + Math.round(Number(line['paid_net']) * 100), 0)
  expect(cents).toBe(10_800)
  await book.reconcile({ asOf: '2026-06-15' })
  expect(await keysOf(book)).toMatchObject([{ key: 'T1 EUR', state: 'partially-disbursed', disbursed_net: '40.00' }])
  expect(await toBank(book, 'USD')).toMatchObject({ 'priced-in-other-currency': '43.00', banked: '43.00' })
  await foots(book)
})

test('where it is not clear that two lines tell the same payment, both stand, and the difference is said', async () => {
  const failed = paid({
    seller_net_revenue: '-108.00',
    disbursement_status: 'Failed',
    disbursement_date: '2026-06-12',
  })
  const inBoth = priced({ currency: 'USD', seller_net_revenue: '108.00', disbursed_net_revenue: '108.00' })
  const unclear: [string, Cells[], Cells[]][] = [
    ['another payout', [priced()], [paid({ disburse_bank_trace_id: 'TRACE9' })]],
    ['billed in both currencies', [priced(), inBoth], [paid()]],
    [
      'paid in both currencies',
      [priced()],
      [paid(), paid({ currency: 'EUR', seller_net_revenue: '100.00', disburse_bank_trace_id: 'TRACE2' })],
    ],
    ['a payout that failed', [priced()], [paid(), failed]],
    [
      'other invoices',
      [priced({ invoice_id: 'A' })],
      [paid({ invoice_id: 'A', seller_net_revenue: '43.20' }), paid({ invoice_id: 'B', seller_net_revenue: '64.80' })],
    ],
    ['a currency that is not told', [priced()], [paid({ currency: null, seller_net_revenue: '100.00' })]],
  ]
  for (const [name, billed, collections] of unclear) {
    const book = await bookOf(billed, collections)
    const keys = (await keysOf(book)).map(({ key }) => key)
    expect(keys.toSorted(), name).toEqual(['T1 EUR', 'T1 USD'])
    expect(
      (await book.rows('exceptions')).map(({ exception }) => exception),
      name,
    ).toContain('currency-difference')
    await foots(book)
  }
})

/** The deposits as of a day: what their lines come to, what they report, what was banked. */
async function depositsOn(book: TestBook, asOf: string): Promise<string[]> {
  await book.reconcile({ asOf })
  const rows = await book.rows('settlements')
  await foots(book)
  return rows
    .map((row) => [row['currency'], row['lines'], row['lines_net'], row['reported_net'], row['banked_net']].join(' '))
    .toSorted()
}

test('a deposit holds what was told of it by the as-of date, and nothing of a later day', async () => {
  const failed = paid({
    seller_net_revenue: '-108.00',
    disbursement_status: 'Failed',
    disbursement_date: '2026-06-12',
  })
  const failing = await bookOf([priced()], [paid(), failed])
  expect(await depositsOn(failing, '2026-06-11')).toEqual(['USD 1 108.00 108.00 108.00'])
  expect((await keysOf(failing)).map(({ key }) => key)).toEqual(['T1 EUR'])

  const undated = await bookOf([priced({ disbursement_date: null })], [paid()])
  expect(await depositsOn(undated, '2026-06-01')).toEqual(['EUR 1 100.00 100.00 100.00'])
  expect(await depositsOn(undated, '2026-06-10')).toEqual(['USD 1 108.00 108.00 108.00'])

  const earlier = await bookOf([priced({ disbursement_date: '2026-06-09' })], [paid()])
  expect(await depositsOn(earlier, '2026-06-09')).toEqual(['EUR 1 100.00 100.00 100.00'])
  expect(await depositsOn(earlier, '2026-06-10')).toEqual(['USD 1 108.00 108.00 108.00'])

  const later = await bookOf([priced({ disbursement_date: '2026-06-11' })], [paid()])
  expect(await depositsOn(later, '2026-06-10')).toEqual(['USD 1 108.00 108.00 108.00'])
  expect(await keysOf(later)).toMatchObject([
    { key: 'T1 EUR', state: 'not-disbursed' },
    { key: 'T1 USD', state: 'not-billed', disbursed_net: '108.00' },
  ])
  expect(await depositsOn(later, '2026-06-11')).toEqual(['USD 1 108.00 108.00 108.00'])
  expect(await keysOf(later)).toMatchObject([{ key: 'T1 EUR', state: 'disbursed' }])
})

test('a payout that failed and was paid by another leaves nothing to look at', async () => {
  const [again, failed] = [
    { disbursement_date: '2026-06-20', disburse_bank_trace_id: 'TRACE2' },
    { seller_net_revenue: '-108.00', disbursement_status: 'Failed', disbursement_date: '2026-06-12' },
  ]
  const book = await bookOf([priced(again)], [paid(), paid(failed), paid(again)])
  expect(await keysOf(book)).toEqual([
    { key: 'T1 EUR', state: 'disbursed', billed_net: '100.00', disbursed_net: '100.00' },
  ])
  const kinds = (await book.rows('exceptions')).map(({ exception }) => exception)
  // The lines of this test have no parts.
  expect(kinds.filter((kind) => kind !== 'control-failed')).toEqual([])
  expect(await depositsOn(book, '2026-07-01')).toEqual(['USD 0 0.00 0.00 0.00', 'USD 1 108.00 108.00 108.00'])
})

test('what was paid is carried by the first line that counts', async () => {
  const book = await bookOf(
    [
      priced({ disbursed_net_revenue: '60.00', disbursement_date: null, invoice_date: '2026-06-20' }),
      priced({ disbursed_net_revenue: '40.00', disbursement_date: null }),
    ],
    [paid()],
  )
  expect(await depositsOn(book, '2026-06-15')).toEqual(['USD 1 108.00 108.00 108.00'])
  const counted = (await book.rows('disbursed_lines')).filter((line) => line['counted'])
  expect(counted.map((line) => [line['net'], line['paid_currency'], line['paid_net']])).toEqual([
    ['40.00', 'USD', '108.00'],
  ])
})
