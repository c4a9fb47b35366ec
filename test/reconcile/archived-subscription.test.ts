import { describe, expect, test } from 'vitest'
import { newBook } from './books.ts'
import { bookOf, lines, version } from './archived-feeds.ts'

const name = 'feed_revenue_at_subscription'
const columns = [
  'scheduled_invoice_date',
  'number_of_installments',
  'total_contract_value',
  'installment_amount',
  'currency',
]

/** A planned charge of agreement `A1` on this day of 2026, of 100.00 USD. */
function charge(day: string, cells: Parameters<typeof version>[0] = {}) {
  return version({
    agreement_id: 'A1',
    term_id: 'T1',
    time: `2026-${day}`,
    amount: '100',
    currency_code: 'USD',
    ...cells,
  })
}

describe('revenue at subscription from the feeds', () => {
  test('plans each instalment once, and says on the earliest what was agreed', async () => {
    const later = { update_date: '2026-01-02' }
    const book = await bookOf({
      agreement_charge_feed: [
        charge('03-01'),
        charge('04-01', { amount: '70' }),
        // Two terms on one day: the one that was written later.
        charge('05-01'),
        charge('05-01', { ...later, term_id: 'T2', amount: '30' }),
        // Deleted: the version before it stays.
        charge('06-01', { amount: '5' }),
        charge('06-01', { valid_from: '2026-01-05', delete_date: '2026-01-05' }),
        charge('07-01'),
        charge('07-01', { ...later, delete_date: '2026-01-02' }),
      ],
    })
    expect(await lines(book, name, columns)).toEqual([
      '2026-03-01T00:00:00Z 4 205.00 100.00 USD',
      '2026-04-01T00:00:00Z 4  70.00 USD',
      '2026-05-01T00:00:00Z 4  30.00 USD',
      '2026-06-01T00:00:00Z 4  5.00 USD',
    ])
    expect(await book.rows(name)).toMatchObject(
      Array.from({ length: 4 }, () => ({
        offer_name: 'Offer',
        offer_target: 'Public',
        reseller_account_id: null,
        subscriber_company_name: 'Buyer Ltd',
        product_title: 'One',
        agreement_revision: null,
      })),
    )
  })

  test('agrees on a value in each currency', async () => {
    const book = await bookOf({
      agreement_charge_feed: [charge('03-01'), charge('04-01', { currency_code: 'EUR' }), charge('05-01')],
    })
    expect(await lines(book, name, columns)).toEqual([
      '2026-03-01T00:00:00Z 3 200.00 100.00 USD',
      '2026-04-01T00:00:00Z 3 100.00 100.00 EUR',
      '2026-05-01T00:00:00Z 3  100.00 USD',
    ])
  })

  test('knows one product of an offer, the one written last', async () => {
    const offer = { offer_id: 'O1', offer_revision: 1 }
    const book = await bookOf({
      agreement_charge_feed: [charge('03-01')],
      offer_product_feed: [
        version({ ...offer, product_id: 'P1' }),
        version({ ...offer, product_id: 'P2', update_date: '2026-01-03' }),
      ],
    })
    expect(await lines(book, name, ['product_id', 'installment_amount'])).toEqual(['P2 100.00'])
  })

  test('takes the seller of another maker for a reseller, and its offer for a private one', async () => {
    const book = await bookOf({
      agreement_charge_feed: [charge('03-01')],
      product_feed: [version({ product_id: 'P1', title: 'Resold', manufacturer_account_id: 'maker' })],
    })
    expect(await lines(book, name, ['reseller_account_id', 'reseller_company_name', 'offer_target'])).toEqual([
      '000000000001 Seller Ltd Private',
    ])
  })

  test('leaves out an agreement of an address that is not known', async () => {
    const book = await bookOf({ agreement_charge_feed: [charge('03-01')], address_feed: [] })
    expect(await book.rows(name)).toEqual([])
  })
})

test('an empty book has the archived reports with the columns that they have in every other', async () => {
  const [empty, full] = [await newBook(), await bookOf({ agreement_charge_feed: [charge('03-01')] })]
  for (const book of [empty, full]) await book.reconcile()
  for (const report of ['sales_compensation', 'disbursements', 'revenue_at_invoice', 'revenue_at_subscription']) {
    const described = `describe from feed_${report}`
    expect(await empty.connection.rows(described)).toEqual(await full.connection.rows(described))
    expect(await empty.rows(`feed_${report}`)).toEqual([])
  }
})
