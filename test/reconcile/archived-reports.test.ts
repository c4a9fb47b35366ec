import { describe, expect, test } from 'vitest'
import { bookOfEvents, cleared, event, fee, lines, payout, version } from './archived-feeds.ts'

const reports = [
  'feed_sales_compensation',
  'feed_disbursements',
  'feed_revenue_at_invoice',
  'feed_revenue_at_disbursement',
]
const atInvoice = ['transaction_reference_id', 'gross_revenue', 'listing_fee', 'seller_net_revenue']
const paid = ['transaction_reference_id', 'bank_trace_id', 'seller_rev', 'aws_ref_fee', 'net_amount', 'currency']
const flags = ['disbursement_flag', 'last_disbursement_date', 'disburse_bank_trace_id', 'seller_net_revenue']
const europe = { broker_id: 'AWS_EUROPE' }
/** Another sale on an invoice of its own. */
const second = { transaction_reference_id: 'R2', invoice_id: 'I2' }
/** Adds nothing, and tells who the seller is: whoever pays the listing fee. */
const feeless = fee('e0', { amount: '0' })

describe('the archived reports of the feeds', () => {
  test('tell of a sale, what it came to and when it was paid', async () => {
    const [sale, listing] = [event('e1'), fee('e2')]
    const book = await bookOfEvents([sale, listing, payout('p1'), cleared(sale, 'p1'), cleared(listing, 'p1')])
    expect(await book.rows('feed_sales_compensation')).toMatchObject([
      {
        payer_aws_account_id: '000000000002',
        payer_reference_id: 'buyer',
        payer_country: 'US',
        end_customer_company_name: 'Buyer Ltd',
        subscriber_company_name: 'Buyer Ltd',
        product_title: 'One',
        net_revenue: '97.00',
        ar_period: '2026-05',
        broker_id: 'AWS_INC',
      },
    ])
    expect(await lines(book, 'feed_disbursements', paid)).toEqual(['R1 trace-p1 100.00 -3.00 97.00 USD'])
    expect(await lines(book, 'feed_revenue_at_disbursement', atInvoice)).toEqual(['R1 100.00 -3.00 97.00'])
    expect(await lines(book, 'feed_revenue_at_invoice', flags)).toEqual(['Yes 2026-06-12T00:00:00Z trace-p1 97.00'])
  })

  test('charge the fees of a fee invoice that serves two sales to each of them, as AWS does', async () => {
    const sales = [event('s1', europe), event('s2', { ...europe, amount: '200', transaction_reference_id: 'R2' })]
    const onFeeInvoice = { ...europe, invoice_id: 'F1', transaction_reference_id: 'RF', invoice_date: '2026-05-12' }
    const fees = [
      fee('f1', { ...onFeeInvoice, parent_billing_event_id: 's1' }),
      fee('f2', { ...onFeeInvoice, parent_billing_event_id: 's2', amount: '-6' }),
    ]
    const invoiced = [...sales, ...fees]
    const book = await bookOfEvents([...invoiced, payout('p1'), ...invoiced.map((one) => cleared(one, 'p1'))])
    // Both fees, 9.00, stand on each sale.
    expect(
      await lines(book, 'feed_revenue_at_invoice', [...atInvoice, 'invoice_id', 'listing_fee_invoice_id']),
    ).toEqual(['R1 100.00 -9.00 91.00 I1 F1', 'R2 200.00 -9.00 191.00 I1 F1'])
  })

  test('show a sale twice that has two fee invoices, as AWS does', async () => {
    const onFeeInvoice = (number: string) => ({ ...europe, invoice_id: number, parent_billing_event_id: 's1' })
    const book = await bookOfEvents([
      event('s1', europe),
      fee('f1', { ...onFeeInvoice('F1'), amount: '-1' }),
      fee('f2', { ...onFeeInvoice('F2'), amount: '-2' }),
    ])
    expect(await lines(book, 'feed_revenue_at_invoice', [...atInvoice, 'listing_fee_invoice_id'])).toEqual([
      'R1 100.00 -3.00 97.00 F1',
      'R1 100.00 -3.00 97.00 F2',
    ])
    // Sales compensation knows no fee invoices, and adds up by the sale.
    expect(await lines(book, 'feed_sales_compensation', ['gross_revenue', 'net_revenue'])).toEqual(['100.00 97.00'])
  })

  test('keep a failed payout beside its repetition, and take neither for a payment of the invoice that failed', async () => {
    const [failed, repaid] = [event('e1'), event('e2', { ...second, amount: '50' })]
    const failure = { transaction_type: 'DISBURSEMENT_FAILURE', amount: '-150', invoice_date: '2026-06-14' }
    const book = await bookOfEvents([
      feeless,
      failed,
      repaid,
      payout('p1'),
      cleared(failed, 'p1'),
      cleared(repaid, 'p1'),
      payout('f1', failure),
      cleared(failed, 'f1', { amount: '100' }),
      cleared(repaid, 'f1', { amount: '50' }),
      payout('p2', { invoice_date: '2026-06-20' }),
      cleared(repaid, 'p2'),
    ])
    expect(await lines(book, 'feed_disbursements', paid)).toEqual([
      'R1 trace-p1 100.00 0.00 100.00 USD',
      'R2 trace-p1 50.00 0.00 50.00 USD',
      'R2 trace-p2 50.00 0.00 50.00 USD',
    ])
    expect(await lines(book, 'feed_revenue_at_invoice', flags)).toEqual([
      'No   100.00',
      'Yes 2026-06-20T00:00:00Z trace-p2 50.00',
    ])
    expect(await lines(book, 'feed_revenue_at_disbursement', ['transaction_reference_id'])).toEqual(['R2'])
  })

  test('show a sale once that is paid in two payouts', async () => {
    const [part, whole] = [event('e1'), event('e2', second)]
    const book = await bookOfEvents([
      feeless,
      part,
      whole,
      payout('p1'),
      cleared(part, 'p1', { amount: '-30' }),
      cleared(whole, 'p1', { amount: '-40' }),
      payout('p2', { invoice_date: '2026-06-20' }),
      cleared(whole, 'p2', { amount: '-60' }),
    ])
    expect(await lines(book, 'feed_revenue_at_invoice', flags)).toEqual([
      'Partial 2026-06-12T00:00:00Z trace-p1 100.00',
      'Yes 2026-06-20T00:00:00Z trace-p2 100.00',
    ])
    expect(await lines(book, 'feed_disbursements', paid)).toEqual([
      'R1 trace-p1 30.00 0.00 30.00 USD',
      'R2 trace-p1 40.00 0.00 40.00 USD',
      'R2 trace-p2 60.00 0.00 60.00 USD',
    ])
  })

  test('call a whole invoice paid when one of its sales is', async () => {
    const [sale, other] = [event('e1'), event('e2', { transaction_reference_id: 'R2', amount: '7' })]
    const book = await bookOfEvents([feeless, sale, other, payout('p1'), cleared(sale, 'p1')])
    expect(await lines(book, 'feed_revenue_at_disbursement', atInvoice)).toEqual([
      'R1 100.00 0.00 100.00',
      'R2 7.00 0.00 7.00',
    ])
  })

  test('never add currencies: what is paid out stands in that of the price, one row for each', async () => {
    const inEuro = { currency: 'EUR', disbursement_currency: 'USD', disbursement_amount: '108' }
    const [euro, dollar] = [event('e1', inEuro), event('e2', { amount: '50' })]
    const payouts = payout('p1', { amount: '158' })
    const book = await bookOfEvents([
      euro,
      dollar,
      payouts,
      cleared(euro, 'p1', { disbursement_amount: '-108' }),
      cleared(dollar, 'p1'),
    ])
    expect(await lines(book, 'feed_disbursements', paid)).toEqual([
      'R1 trace-p1 100.00 0.00 100.00 EUR',
      'R1 trace-p1 50.00 0.00 50.00 USD',
    ])
  })

  test('know no event without a product that the product feed has', async () => {
    const [without, unknown] = [event('e1', { product_id: null }), event('e2', { product_id: 'P9' })]
    const book = await bookOfEvents([without, unknown, payout('p1'), cleared(without, 'p1'), cleared(unknown, 'p1')])
    for (const name of reports) expect({ name, rows: await book.rows(name) }).toEqual({ name, rows: [] })
    expect(await book.rows('reconciliation')).toMatchObject([{ billed_net: '200.00' }])
  })

  test('name the opportunity of the offer, and no row for every other one', async () => {
    const offer = { offer_id: 'O1', seller_account_id: 'seller', opportunity_id: 'X1' }
    const book = await bookOfEvents([event('e1')], {
      offer_feed: [
        version({ ...offer, offer_revision: 1, opportunity_name: 'As it was' }),
        version({ ...offer, offer_revision: 2, opportunity_name: 'Renamed', valid_from: '2026-06-01' }),
        version({ ...offer, offer_id: 'O2', offer_revision: 1, opportunity_name: 'The same elsewhere' }),
      ],
    })
    expect(await lines(book, 'feed_sales_compensation', ['opportunity_name', 'net_revenue'])).toEqual([
      'As it was 100.00',
    ])
  })

  test('leave out what comes to nothing, and set a refund apart from its sale', async () => {
    const forgiven = { action: 'FORGIVEN', amount: '-100' }
    const refund = {
      transaction_type: 'SELLER_REV_SHARE_REFUND',
      amount: '-20',
      invoice_date: '2026-06-02',
      invoice_id: 'I2',
    }
    const book = await bookOfEvents([
      event('e1', { transaction_reference_id: 'R0' }),
      event('e2', { ...forgiven, transaction_reference_id: 'R0' }),
      event('e3'),
      event('e4', refund),
    ])
    expect(
      await lines(book, 'feed_sales_compensation', ['ar_period', 'gross_revenue', 'gross_refunds', 'net_revenue']),
    ).toEqual(['2026-05 100.00 0.00 100.00', '2026-06 0.00 -20.00 -20.00'])
  })

  test('read a correction as AWS does', async () => {
    const later = { update_date: '2026-05-20', amount: '90' }
    const corrections = {
      amount: later,
      deleted: { ...later, delete_date: '2026-05-20' },
      // Sales compensation asks for what moves the balance before it asks which row is the latest.
      'no longer of the balance': { ...later, balance_impacting: 0 },
      // Two dates from which one event holds are two events.
      'holds from another day': { ...later, valid_from: '2026-05-20' },
    }
    const events = Object.entries(corrections).flatMap(([reference, correction]) => {
      const cells = { transaction_reference_id: reference, invoice_id: reference }
      return [event(reference, cells), event(reference, { ...cells, ...correction })]
    })
    const book = await bookOfEvents([feeless, ...events])
    const reference = 'transaction_reference_id'
    expect(await lines(book, 'feed_sales_compensation', [reference, 'net_revenue'])).toEqual([
      'amount 90.00',
      'holds from another day 190.00',
      'no longer of the balance 100.00',
    ])
    expect((await lines(book, 'feed_revenue_at_invoice', [reference, 'gross_revenue'])).toSorted()).toEqual([
      'R1 0.00',
      'amount 90.00',
      'holds from another day 190.00',
      'no longer of the balance 90.00',
    ])
  })

  test('tell revenue from the cost of what is sold again, by whoever pays the listing fees', async () => {
    const purchase = { amount: '-80', from_account_id: 'seller', to_account_id: 'maker', invoice_id: 'W1' }
    const columns = ['invoice_id', 'gross_revenue', 'cogs', 'seller_net_revenue']
    const events = [event('e1'), event('e2', purchase)]
    const twoSellers = [fee('e3'), fee('e4', { from_account_id: 'second', amount: '0' })]
    const book = await bookOfEvents([...events, ...twoSellers])
    expect(await lines(book, 'feed_revenue_at_invoice', columns)).toEqual([
      'I1 100.00 0.00 97.00',
      'W1 0.00 -80.00 -80.00',
    ])
    // Sales compensation takes the purchase off the revenue.
    expect(await lines(book, 'feed_sales_compensation', ['gross_revenue'])).toEqual(['20.00'])
    // Nobody pays a fee: nobody is known to be the seller.
    expect(await lines(await bookOfEvents(events), 'feed_revenue_at_invoice', columns)).toEqual([
      'I1 0.00 0.00 0.00',
      'W1 0.00 0.00 0.00',
    ])
  })

  test('look up accounts and addresses as they were on the day of the invoice', async () => {
    const buyers = {
      'with a deleted address': { mailing_address_id: 'deleted' },
      'of the next day': { valid_from: '2026-05-11' },
      'of later': { valid_from: '2026-05-12' },
      // The tax address decides, and is empty where it is not found.
      'with a lost tax address': { tax_address_id: 'lost' },
    }
    const book = await bookOfEvents(
      Object.keys(buyers).map((buyer) =>
        event(buyer, { transaction_reference_id: buyer, invoice_id: buyer, end_user_account_id: buyer }),
      ),
      {
        account_feed: Object.entries(buyers).map(([buyer, cells]) =>
          version({ account_id: buyer, aws_account_id: '000000000002', mailing_address_id: 'post', ...cells }),
        ),
        address_feed: [
          version({ address_id: 'post', company_name: 'Buyer' }),
          version({ address_id: 'deleted', company_name: 'Gone', delete_date: '2026-06-01' }),
        ],
      },
    )
    const columns = ['transaction_reference_id', 'end_customer_aws_account_id', 'end_customer_company_name']
    expect(await lines(book, 'feed_revenue_at_invoice', columns)).toEqual([
      'of later  ',
      'of the next day  ',
      'with a deleted address 000000000002 ',
      'with a lost tax address 000000000002 ',
    ])
    // The first version of an account reaches back one day, in sales compensation only.
    expect(await lines(book, 'feed_sales_compensation', columns)).toEqual([
      'of later  ',
      'of the next day 000000000002 Buyer',
      'with a deleted address 000000000002 ',
      'with a lost tax address 000000000002 ',
    ])
  })

  test('are no source of the reconciliation', async () => {
    const book = await bookOfEvents([event('e1'), fee('e2')])
    expect(await book.rows('reconciliation')).toMatchObject([{ billed_net: '97.00', billed_lines: 2 }])
  })
})
