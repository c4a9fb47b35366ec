import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatsOf } from '../../renderer/formats/formats.ts'
import { type GridColumn, gridColumn, isHidden } from '../../renderer/grid/column-kind.ts'
import { cellWriter, valueWriter } from '../../renderer/grid/shown-cell.ts'
import type { App } from '../../main/app.ts'
import { openSampleBook } from '../queries/sample-book.ts'

let app: App
let close: () => Promise<void>
beforeAll(async () => {
  ;({ app, close } = await openSampleBook())
})
afterAll(() => close())

const formats = { ...formatsOf('en-US'), privacy: false }
const hiding = { ...formats, privacy: true }

/** The customers of the sample. */
const customer = /Example (Inc|Ltd)/
/** Rates of a tax or a fee are no amounts. */
const quantities = new Set(['decimal', 'percent'])
const amount = /\d,\d{3}\.\d{2}|\b\d+\.\d{2}\b/

/**
 * Every column of words, ids or amounts that privacy mode shows, by why it may: nothing in it tells who a customer is or
 * how much a sale was. Whoever makes another one plain writes it down here.
 */
const plain: Readonly<Record<string, string>> = {
  'currencies, which are three letters': `
    currency currency_code base_currency_code tax_currency line_currency paid_currency pricing_currency
    legal_currency legal_tax_currency disbursement_currency`,
  'ids that AWS gives to a sale, its agreement and its offer': `
    transaction_reference transaction_reference_id agreement_id previous_agreement_id preceding_agreement_id
    next_agreement_id offer_id previous_offer_id next_offer_id offer_set_id offer_target_id aws_marketplace_offer_id
    resale_authorization_id license_ids subscription_id term_id request_id cancellation_request_id`,
  'ids of invoices, lines and events': `
    invoice_id listing_fee_invoice_id wholesale_invoice_id seller_issued_invoice_id distribution_invoice_id
    matched_invoice_id tax_invoice_id line_item_id internal_usage_line_item_id silent_internal_report_transaction
    billing_event_id parent_billing_event_id disbursement_billing_event_id usage_feed_id tax_item_id legacy_id new_id`,
  'ids of payouts and deposits': `
    settlement settlement_id bank_trace_id disburse_bank_trace_id disbursement_reference_number payout_id reverses
    reversed_by`,
  'what the seller sells': `
    product product_code product_id product_name product_tax_code product_title product_type legacy_product_id title
    solution_id solution_title dimension dimension_key offering_description fee_description charge_item_description
    usage_type_description instance_type subscription_instance_type launch_type launch_type_description`,
  'closed words of Tieout': `
    state status reason notes bridge_line list_line on_list ageing_bucket bucket basis exception id role lines_role unit
    why_not_counted outcome source billed_source disbursed_source report section sections feed date_source`,
  'closed words of AWS': `
    accepted_term_types action agreement_ending_period agreement_intent agreement_term_types agreement_type
    agreement_revision aws_seller_of_record broker_id seller_of_record seller_of_record_name catalog charge_side
    charge_variant invoice_variant seller_issued_invoice_variant cppo_flag disbursement_flag disbursement_period
    disbursement_status display_price_taxability_type intent is_free_trial_offer is_upgraded_after_free_trial
    jurisdiction_level mapping_type offer_target offer_visibility payment_term payment_terms polarity reason_code region
    status_reason_code subscription_intent subscription_type target_type tax_calculation_reason_code tax_liable_party
    tax_type tax_type_code term_type transaction_type transaction_type_code type usage_unit usage_unit_type
    usage_unit_types`,
  'months and days that are written as text': `
    ar_period month month_id first_month last_month delivered delivery_date next_agreement_acceptance_date
    next_agreement_id_acceptance_date_s`,
  'files, without their folders: they name reports, not customers': `
    path file replaced_by replaced_by_file sheet sha256 key etag format encoding delimiter`,
  'sentences, which lose amounts, quotations and folders': `
    explanation cause note list_note subject found_in missing_report next_step replaces warnings remarks repaired`,
  'a line of the bridge': 'line',
}

/** Columns of every query, each once by its name and what its card says. */
async function everyColumn(): Promise<{ query: string; column: GridColumn }[]> {
  const found: { query: string; column: GridColumn }[] = []
  for (const { name } of await app.grids.entries())
    for (const column of await app.grids.columns(name)) found.push({ query: name, column: gridColumn(name, column) })
  return found
}

test('privacy mode shows words and ids of the columns that are listed here, and no others', async () => {
  const listed = Object.values(plain).flatMap((names) => names.trim().split(/\s+/))
  expect(new Set(listed).size).toBe(listed.length)
  const columns = await everyColumn()
  const shown = columns.filter(({ column }) => column.type === 'text' && !isHidden(column))
  expect([...new Set(shown.map(({ column }) => column.name))].toSorted()).toEqual(listed.toSorted())
  // Whatever else they hold.
  for (const { query, column } of columns) {
    if (!['text', 'money', 'decimal'].includes(column.type) || listed.includes(column.name)) continue
    const value = column.type === 'text' ? 'Acme' : '1234.56'
    expect([query, column.name, cellWriter(column, hiding)(value)]).toEqual([query, column.name, '•••'])
    expect([query, column.name, valueWriter(column, hiding)(value)]).toEqual([query, column.name, '•••'])
  }
  // The same name may be of a customer elsewhere, such as the state in which one lives.
  const closed = shown.filter(({ column }) => column.card.look === 'state')
  expect(closed.filter(({ query }) => /^(br|sc|dis|db|cs)\d/.test(query))).toEqual([])
})

test('no amount is plain', async () => {
  const columns = await everyColumn()
  expect(columns.filter(({ column }) => column.type === 'money' && !isHidden(column))).toEqual([])
})

test('privacy mode leaves no customer name and no amount in any cell of the sample', async () => {
  const leaks = async (privacy: boolean): Promise<string[]> => {
    const found = new Set<string>()
    for (const { name } of await app.grids.entries()) {
      const columns = await app.grids.columns(name)
      const { rows } = await app.grids.page({ name, offset: 0, limit: 1000 })
      for (const column of columns) {
        const write = valueWriter(gridColumn(name, column), { ...formats, privacy })
        const isTelling = (text: string): boolean =>
          customer.test(text) || (amount.test(text) && !quantities.has(column.type))
        const told = rows.map((row) => write(row[column.name])).find(isTelling)
        if (told !== undefined) found.add(`${name}.${column.name}: ${told}`)
      }
    }
    return [...found]
  }
  expect((await leaks(false)).length).toBeGreaterThan(50)
  expect(await leaks(true)).toEqual([])
})
