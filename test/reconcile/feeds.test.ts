import { describe, expect, test } from 'vitest'
import { type Cells, newBook } from './books.ts'

const billing = 'billing_event_feed'
/** Views between the feeds and the archived reports, which a book without events does without. */
const archivedSteps =
  '^((account|address|agreement|offer|product)_versions|event_rows|(archived|written)_events|events_of_sales|fee_payers|paid_invoices|planned_instalments)$'

/** An event of reference `R1`, 100.00 USD invoiced on 2026-05-10, with these cells changed. */
function event(id: string, cells: Cells = {}): Cells {
  return {
    billing_event_id: id,
    action: 'INVOICED',
    transaction_type: 'SELLER_REV_SHARE',
    amount: '100',
    currency: 'USD',
    balance_impacting: 1,
    invoice_date: '2026-05-10',
    invoice_id: 'I1',
    buyer_invoice_id: 'I1',
    buyer_line_item_id: 'L1',
    line_item_id: 'L1',
    recipient_account_id: 'seller',
    transaction_reference_id: 'R1',
    buyer_transaction_reference_id: 'R1',
    valid_from: '2026-05-10',
    insert_date: '2026-05-11',
    update_date: '2026-05-11',
    ...cells,
  }
}

/** The payout `id` of this amount, paid out on 2026-06-10 under the trace id `T1`. */
function payout(id: string, amount: string, cells: Cells = {}): Cells {
  return event(id, {
    action: 'DISBURSED',
    transaction_type: 'DISBURSEMENT',
    amount,
    invoice_date: '2026-06-10',
    invoice_id: null,
    buyer_invoice_id: null,
    transaction_reference_id: null,
    buyer_transaction_reference_id: null,
    bank_trace_id: 'T1',
    ...cells,
  })
}

/** The event that clears 100.00 of `R1` in the payout. */
function cleared(id: string, payoutId: string, cells: Cells = {}): Cells {
  return event(id, { action: 'DISBURSED', amount: '-100', disbursement_billing_event_id: payoutId, ...cells })
}

async function bookOf(events: readonly Cells[], asOf = '2026-07-01', more: Record<string, readonly Cells[]> = {}) {
  const book = await newBook()
  await book.add({ name: 'events', sections: { [billing]: events } })
  for (const [section, rows] of Object.entries(more)) await book.add({ name: section, sections: { [section]: rows } })
  book.reconcileOnRead(asOf)
  return book
}

describe('data feeds', () => {
  test('bank nothing of a payout whose failure names no trace id', async () => {
    const book = await bookOf([
      event('e1'),
      payout('p1', '100'),
      cleared('e2', 'p1'),
      payout('f1', '-100', {
        transaction_type: 'DISBURSEMENT_FAILURE',
        bank_trace_id: null,
        parent_billing_event_id: 'p1',
      }),
      cleared('e3', 'f1', { amount: '100' }),
    ])
    expect(await book.rows('figures')).toMatchObject([{ disbursed: '0.00', banked: '0.00', open: '100.00' }])
    expect(await book.rows('settlements')).toMatchObject([
      { settlement: 'T1', disbursed_amount: '0.00', lines_net: '0.00' },
    ])
    expect((await book.rows('feed_payouts')).map(({ status, difference }) => [status, difference])).toEqual([
      ['failure', '0.00'],
      ['failed', '0.00'],
    ])
  })

  test('tell two payouts apart that stand under one reference and day', async () => {
    const book = await bookOf([event('e1'), payout('p1', '60'), payout('p2', '40'), cleared('e2', 'p1')])
    const controls = await book.rows('controls')
    expect(controls.filter(({ id }) => id === 'payout-lines').map(({ subject, status }) => [subject, status])).toEqual([
      ['Payout T1 of 2026-06-10, p1', 'fail'],
      ['Payout T1 of 2026-06-10, p2', 'fail'],
    ])
  })

  test('bank a deposit once that an export shows in part', async () => {
    const line = {
      currency: 'USD',
      disbursement_date: '2026-06-10',
      disburse_bank_trace_id: 'T1',
      invoice_date: '2026-05-10',
    }
    const book = await bookOf([event('e1'), payout('p1', '140'), cleared('e2', 'p1')], undefined, {
      collections_and_disbursements: [
        { ...line, transaction_reference_id: 'R1', seller_net_revenue: '100' },
        { ...line, transaction_reference_id: 'R2', seller_net_revenue: '40' },
      ],
    })
    expect(await book.rows('figures')).toMatchObject([{ banked: '140.00', disbursed: '140.00' }])
  })

  test('tell what was collected of a sale that is billed before the first file', async () => {
    const book = await bookOf([event('e1', { action: 'COLLECTED', action_date: '2026-06-01' })])
    expect(await book.rows('figures')).toMatchObject([{ billed: '0.00', collected: '100.00' }])
  })

  test('take no due date from what was collected', async () => {
    const collected = { action: 'COLLECTED', action_date: '2026-05-20', payment_due_date: '2026-05-01' }
    const book = await bookOf([event('e1', { payment_due_date: '2026-06-09' }), event('e2', collected)])
    expect(await book.rows('reconciliation')).toMatchObject([{ due_date: '2026-06-09' }])
  })

  test('count no action that nobody documents, and say so', async () => {
    const payable = { action: 'PAYABLE', balance_impacting: 0 }
    const alone = { transaction_reference_id: 'R2', buyer_transaction_reference_id: 'R2' }
    const book = await bookOf([event('e1'), event('e2', payable), event('e3', { ...payable, ...alone })])
    expect(await book.rows('reconciliation')).toMatchObject([{ billed_net: '100.00', billed_lines: 1 }])
    const exceptions = await book.rows('exceptions')
    expect(exceptions.map(({ explanation }) => explanation).join()).toContain('PAYABLE SELLER_REV_SHARE')
    expect(exceptions.map(({ explanation }) => explanation).join()).toContain('it counts nowhere in the reconciliation')
  })

  test('pay nothing before it is invoiced', async () => {
    const events = [event('e1'), cleared('e2', 'gone')]
    expect(await (await bookOf(events, '2026-04-30')).rows('reconciliation')).toEqual([])
    expect(await (await bookOf(events)).rows('reconciliation')).toMatchObject([{ state: 'disbursed' }])
  })

  test('cut a fee percentage of any size', async () => {
    const book = await bookOf([
      event('e1', { amount: '10000.000001' }),
      event('e2', { amount: '-10000', transaction_type: 'SELLER_REV_SHARE_REFUND' }),
      event('e3', { amount: '-300', transaction_type: 'AWS_REV_SHARE' }),
      payout('p1', '-299.999999'),
      cleared('e4', 'p1', { amount: '-10000.000001' }),
      cleared('e5', 'p1', { amount: '10000', transaction_type: 'SELLER_REV_SHARE_REFUND' }),
      cleared('e6', 'p1', { amount: '300', transaction_type: 'AWS_REV_SHARE' }),
    ])
    expect(await book.rows('feed_collections_and_disbursements')).toHaveLength(1)
    expect(await book.rows('feed_billed_revenue')).toMatchObject([{ listing_fee: '-300.00' }])
  })

  test('agree with an export of a reference that is priced in two currencies and paid in one', async () => {
    const euro = { currency: 'EUR', disbursement_currency: 'USD', disbursement_amount: '110' }
    const book = await bookOf(
      [
        event('e1', euro),
        event('e2', { amount: '50', buyer_line_item_id: 'L2' }),
        payout('p1', '160'),
        cleared('e3', 'p1', { ...euro, disbursement_amount: '-110' }),
        cleared('e4', 'p1', { amount: '-50', buyer_line_item_id: 'L2' }),
      ],
      undefined,
      {
        collections_and_disbursements: [
          {
            transaction_reference_id: 'R1',
            currency: 'USD',
            seller_net_revenue: '160',
            disbursement_date: '2026-06-10',
            disburse_bank_trace_id: 'T1',
          },
        ],
      },
    )
    expect((await book.rows('exceptions')).filter(({ exception }) => exception === 'source-difference')).toEqual([])
    expect(await book.rows('reconciliation')).toMatchObject([
      { currency: 'EUR', state: 'disbursed' },
      { currency: 'USD', state: 'disbursed', disbursed_net: '50.00' },
    ])
  })

  test('name what contradicts itself, and nothing that a later row has settled', async () => {
    const book = await bookOf([
      event('twice'),
      event('twice', { amount: '999', valid_from: '2026-05-09' }),
      event('inserted'),
      event('inserted', { insert_date: '2026-05-12' }),
      event('settled', { amount: '1' }),
      event('settled', { amount: '2' }),
      event('settled', { amount: '3', update_date: '2026-05-12' }),
    ])
    const found = (await book.rows('exceptions')).filter(({ exception }) => exception === 'contradictory-feed-rows')
    expect(found.map(({ subject }) => subject)).toEqual(['twice'])
  })

  test('give an agreement once, whatever is said twice of its offer', async () => {
    const dates = { valid_from: '2026-04-01', update_date: '2026-04-01' }
    const book = await bookOf([event('e1')], undefined, {
      agreement_feed: [
        {
          agreement_id: 'A1',
          offer_id: 'O1',
          acceptance_time: '2026-04-20',
          estimated_agreement_value: '1000',
          proposer_account_id: 'x',
          acceptor_account_id: 'y',
          ...dates,
        },
      ],
      offer_feed: [{ offer_id: 'O1', offer_revision: 1, name: 'Offer', ...dates }],
      offer_product_feed: [
        { offer_id: 'O1', offer_revision: 1, product_id: 'P1', ...dates },
        { offer_id: 'O1', offer_revision: 1, product_id: 'P1', ...dates, valid_from: '2026-04-02' },
      ],
    })
    expect(await book.rows('feed_agreements')).toMatchObject([{ agreement_id: 'A1', total_contract_value: '1000.00' }])
  })

  test('describe agreements and usage with what the other feeds say at their dates', async () => {
    const dates = { valid_from: '2026-04-01', update_date: '2026-04-01' }
    const terms = {
      agreement_id: 'A1',
      offer_id: 'O1',
      proposer_account_id: 'seller',
      acceptor_account_id: 'buyer',
      status: 'ACTIVE',
    }
    const book = await bookOf([event('e1')], undefined, {
      agreement_feed: [
        { ...terms, acceptance_time: '2026-04-20', start_time: '2026-04-21', intent: 'NEW', ...dates },
        { ...terms, acceptance_time: '2026-04-20', status: 'SUPERSEDED', ...dates, valid_from: '2026-05-01' },
        {
          ...terms,
          agreement_id: 'A2',
          acceptance_time: '2027-04-20',
          preceding_agreement_id: 'A1',
          intent: 'RENEW',
          ...dates,
        },
      ],
      agreement_term_feed: [
        { agreement_id: 'A1', term_id: 'T2', term_type: 'UsageBasedPricingTerm', ...dates },
        { agreement_id: 'A1', term_id: 'T1', term_type: 'LegalTerm', ...dates },
      ],
      account_feed: [
        {
          account_id: 'buyer',
          aws_account_id: '000000000042',
          tax_legal_name: 'Harbor Ltd',
          mailing_address_id: 'D1',
          ...dates,
        },
        { account_id: 'seller', aws_account_id: '000000000007', tax_legal_name: 'Tide Works', ...dates },
      ],
      address_feed: [{ address_id: 'D1', company_name: 'Harbor Post', country_code: 'DE', city: 'Kiel', ...dates }],
      offer_feed: [{ offer_id: 'O1', offer_revision: 1, name: 'Quay', recipient_account_id: 'seller', ...dates }],
      offer_target_feed: [
        { offer_target_id: 'G1', offer_id: 'O1', offer_revision: 1, target_type: 'BuyerAccounts', ...dates },
      ],
      offer_product_feed: [{ offer_id: 'O1', offer_revision: 1, product_id: 'P1', ...dates }],
      product_feed: [
        { product_id: 'P1', title: 'Gauge', product_code: 'c1', manufacturer_account_id: 'seller', ...dates },
      ],
      daily_usage_feed: [
        {
          usage_feed_id: 'U1',
          usage_date: '2026-04-22',
          product_id: 'P1',
          agreement_id: 'A1',
          end_user_account_id: 'buyer',
          payer_account_id: 'buyer',
          usage_quantity: '3.5',
          estimated_revenue_in_pricing_currency: '7.25',
          pricing_currency: 'USD',
          valid_from: '2026-04-23',
          update_date: '2026-04-23',
        },
      ],
    })
    // The revision in force speaks for the agreement, not the later one that was superseded.
    expect(await book.rows('feed_agreements')).toMatchObject([
      {
        agreement_id: 'A1',
        status: 'ACTIVE',
        agreement_start_date: '2026-04-21T00:00:00Z',
        next_agreement_id: 'A2',
        previous_agreement_id: 'Not applicable',
        offer_visibility: 'Private',
        product_title: 'Gauge',
        // The agreement report prefers the name of the mailing address.
        subscriber_company_name: 'Harbor Post',
        subscriber_country: 'DE',
        reseller_company_name: 'Not applicable',
        cppo_flag: 'N',
      },
      { agreement_id: 'A2', previous_agreement_id: 'A1', previous_offer_id: 'O1', next_agreement_id: 'Not available' },
    ])
    expect(await book.rows('feed_usage')).toMatchObject([
      {
        internal_usage_line_item_id: 'U1',
        usage_date: '2026-04-22T00:00:00Z',
        usage_reported_date: '2026-04-23T00:00:00Z',
        end_user_company_name: 'Harbor Ltd',
        payer_aws_account_id: '000000000042',
        subscriber_city: 'Kiel',
        offer_name: 'Quay',
        accepted_term_types: 'LegalTerm,UsageBasedPricingTerm',
        estimated_usage_units: '3.5',
        estimated_revenue: '7.25',
        isv_company_name: 'Tide Works',
      },
    ])
  })

  test('take the year 9999 for a date in the reports and for no due date in the reconciliation', async () => {
    const book = await bookOf([event('e1', { payment_due_date: '9999-01-01' })])
    expect(await book.rows('feed_billed_revenue')).toMatchObject([{ payment_due_date: '9999-01-01T00:00:00Z' }])
    expect(await book.rows('reconciliation')).toMatchObject([{ due_date: null, reason: 'due-date-unknown' }])
  })

  test('list payouts of one day in the order of their trace ids, with the reference numbers in the same order', async () => {
    const book = await bookOf([
      event('e1', { invoice_variant: 'PURCHASE' }),
      payout('p1', '60', { bank_trace_id: 'T1', disbursement_reference_number: 'R9' }),
      payout('p2', '40', { bank_trace_id: 'T2', disbursement_reference_number: 'R1' }),
      cleared('e2', 'p2', { amount: '-40' }),
      cleared('e3', 'p1', { amount: '-60' }),
    ])
    expect(await book.rows('feed_billed_revenue')).toMatchObject([
      { disburse_bank_trace_id: 'T1,T2', disbursement_reference_number: 'R9,R1' },
    ])
  })

  test('hide the tax of a wholesale invoice only in the payout of its price, and its refund never', async () => {
    const wholesale = { invoice_variant: 'RESALE', charge_variant: 'RESALE', charge_side: 'SELLING' }
    const tax = { ...wholesale, transaction_type: 'AWS_TAX_SHARE' }
    const book = await bookOf([
      payout('p1', '100', { bank_trace_id: 'T1' }),
      payout('p2', '5', { bank_trace_id: 'T2' }),
      cleared('e1', 'p1', wholesale),
      cleared('e2', 'p1', { ...tax, amount: '-7' }),
      cleared('e3', 'p1', { ...tax, transaction_type: 'AWS_TAX_SHARE_REFUND', amount: '2' }),
      cleared('e4', 'p2', { ...tax, amount: '-5' }),
    ])
    const rows = await book.rows('feed_collections_and_disbursements', {
      orderBy: [{ column: 'disburse_bank_trace_id' }],
    })
    expect(rows).toMatchObject([
      { wholesale_aws_tax_share: '0.00', wholesale_aws_tax_share_refund: '-2.00' },
      { wholesale_aws_tax_share: '5.00', wholesale_aws_tax_share_refund: '0.00' },
    ])
  })

  test('say of an offer in billed revenue what the first word of all its revisions says', async () => {
    const offer = { offer_id: 'o1', seller_account_id: 'seller', recipient_account_id: 'seller', name: 'Offer' }
    const book = await bookOf([event('e1', { offer_id: 'o1', invoice_variant: 'PURCHASE' })], undefined, {
      offer_feed: [{ ...offer, offer_revision: 1, valid_from: '2026-01-01', update_date: '2026-01-01' }],
      offer_target_feed: [
        {
          offer_target_id: 't1',
          offer_id: 'o1',
          offer_revision: 1,
          target_type: 'BuyerAccounts',
          valid_from: '2026-01-01',
        },
        {
          offer_target_id: 't2',
          offer_id: 'o1',
          offer_revision: 2,
          target_type: 'CountryCodes',
          valid_from: '2026-02-01',
        },
      ],
    })
    expect(await book.rows('feed_billed_revenue')).toMatchObject([{ offer_id: 'o1', offer_visibility: 'GeoTargeted' }])
  })

  test('do not say that a month is loaded because an event of it came later', async () => {
    const book = await bookOf([
      payout('p1', '100'),
      cleared('e2', 'p1', { invoice_date: '2026-01-10' }),
      event('e3', { transaction_reference_id: 'R2', buyer_transaction_reference_id: 'R2' }),
    ])
    await book.connection.run(`update files set feed_month = '2026-06-01'`)
    await book.reconcile({ asOf: '2026-07-01' })
    expect((await book.rows('reconciliation')).map(({ reason }) => reason)).toContain('report-not-loaded')
  })

  test('say of money that AWS has for a sale that is not billed which reports could bill it, by the day it was had', async () => {
    const billedIn = (month: string): Cells =>
      event(`e-${month}`, {
        invoice_date: `${month}-10`,
        transaction_reference_id: month,
        buyer_transaction_reference_id: month,
      })
    const toldOf = async (collectedOn: string | null, months: readonly string[]): Promise<unknown> => {
      const collected = event('e1', { action: 'COLLECTED', action_date: collectedOn })
      const book = await bookOf([collected, ...months.map(billedIn)])
      const keys = await book.rows('reconciliation')
      return keys.find((key) => key['transaction_reference'] === 'R1')
    }
    expect(await toldOf('2026-06-20', ['2026-05'])).toMatchObject({
      state: 'not-billed',
      reason: 'report-not-loaded',
      explanation:
        'Collected 100.00 USD, billed in no loaded report; not loaded: billed revenue export with the invoices of 2026-04, billed revenue export with the invoices of 2026-03.',
    })
    expect(await toldOf('2026-06-20', ['2026-03', '2026-04', '2026-05'])).toMatchObject({
      reason: 'not-in-billed-revenue',
      explanation:
        'Collected 100.00 USD: the billed revenue of 2026-03, 2026-04, 2026-05 is loaded, and does not hold it.',
    })
    expect(await toldOf(null, ['2026-03', '2026-04', '2026-05'])).toMatchObject({
      reason: 'report-not-loaded',
      explanation: 'Collected 100.00 USD, billed in no loaded report; no loaded file tells in which month it was.',
    })
  })

  test('that are not there leave the same tables as those of a book that had some', async () => {
    const shape = `select table_name, column_name, data_type from information_schema.columns
      where table_schema = 'main' and not regexp_matches(table_name, '${archivedSteps}')
      order by table_name, column_name`
    const without = await newBook()
    await without.reconcile()
    const book = await bookOf([event('e1')])
    await book.reconcile()
    const notThere =
      /^(repeated_rows|(contradictory|current)_billing_event_feed|feed_((report|known)_)?events|feed_(billed|disbursed)_lines)$/
    const tables = async (connection: typeof book.connection): Promise<unknown[]> =>
      (await connection.rows(shape)).filter(({ table_name }) => !notThere.test(String(table_name)))
    expect(await tables(without.connection)).toEqual(await tables(book.connection))
  })
})
