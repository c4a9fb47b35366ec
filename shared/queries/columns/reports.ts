import { type Column, sections } from '../../reports/catalogue.ts'
import type { ColumnCard, Look } from '../card.ts'
import { arPeriodHelp } from './keys.ts'
import { wholesaleHelp } from './lines.ts'

/**
 * What is to be said of AWS's own columns beyond the catalogue, by their names in any report. Ids that AWS gives to sales,
 * offers and payouts, its closed words and the seller's own products are plain; whoever buys, and what a person wrote, is not.
 */
const told: Readonly<Record<string, Partial<ColumnCard>>> = {
  aws_ref_fee: { title: 'AWS referral fee' },
  aws_ref_fee_credit: { title: 'AWS referral fee credit' },
  aws_ref_fee_refund: { title: 'AWS referral fee refund' },
  aws_refunds_share: { title: 'AWS share of refunds' },
  disburse_bank_trace_id: { title: 'Disbursement bank trace ID', plain: true },
  seller_rev: { title: 'Seller revenue' },
  seller_rev_credit: { title: 'Seller revenue credit' },
  seller_rev_refund: { title: 'Seller revenue refund' },
  silent_internal_report_transaction: { title: 'Internal report transaction', plain: true },
  ...plain(
    'accepted_term_types',
    'action',
    'agreement_ending_period',
    'agreement_id',
    'agreement_intent',
    'agreement_term_types',
    'agreement_type',
    'aws_marketplace_offer_id',
    'bank_trace_id',
    'billing_event_id',
    'cancellation_request_id',
    'catalog',
    'charge_item_description',
    'charge_side',
    'charge_variant',
    'cppo_flag',
    'dimension',
    'dimension_key',
    'disbursement_billing_event_id',
    'disbursement_currency',
    'disbursement_period',
    'disbursement_reference_number',
    'display_price_taxability_type',
    'distribution_invoice_id',
    'fee_description',
    'instance_type',
    'intent',
    'internal_usage_line_item_id',
    'invoice_id',
    'invoice_variant',
    'is_free_trial_offer',
    'is_upgraded_after_free_trial',
    'jurisdiction_level',
    'launch_type',
    'launch_type_description',
    'legacy_id',
    'legacy_product_id',
    'legal_currency',
    'legal_tax_currency',
    'license_ids',
    'line_item_id',
    'listing_fee_invoice_id',
    'mapping_type',
    'matched_invoice_id',
    'month_id',
    'new_id',
    'next_agreement_acceptance_date',
    'next_agreement_id',
    'next_agreement_id_acceptance_date_s',
    'next_offer_id',
    'offer_id',
    'offer_set_id',
    'offer_target_id',
    'offer_visibility',
    'offering_description',
    'parent_billing_event_id',
    'payment_terms',
    'polarity',
    'preceding_agreement_id',
    'previous_agreement_id',
    'previous_offer_id',
    'pricing_currency',
    'product_code',
    'product_id',
    'product_name',
    'product_tax_code',
    'reason_code',
    'region',
    'request_id',
    'resale_authorization_id',
    'seller_issued_invoice_id',
    'seller_issued_invoice_variant',
    'solution_id',
    'solution_title',
    'status_reason_code',
    'subscription_id',
    'subscription_instance_type',
    'subscription_intent',
    'subscription_type',
    'target_type',
    'tax_calculation_reason_code',
    'tax_currency',
    'tax_invoice_id',
    'tax_item_id',
    'tax_liable_party',
    'tax_type',
    'tax_type_code',
    'term_id',
    'term_type',
    'title',
    'transaction_reference_id',
    'transaction_type',
    'transaction_type_code',
    'type',
    'usage_feed_id',
    'usage_type_description',
    'usage_unit',
    'usage_unit_type',
    'usage_unit_types',
    'wholesale_invoice_id',
  ),
  ...listed('aws_seller_of_record', 'broker_id', 'disbursement_status', 'product', 'product_title', 'product_type'),
  ar_period: { help: arPeriodHelp },
  status: { look: 'state', plain: true, choices: 'listed' },
  wholesale_cost: { help: wholesaleHelp },
}

/** Columns of the reports that are made from the feeds, which no section of the catalogue has. */
export const reportColumns = {
  agreement_revision: { look: 'text', plain: true },
  cogs: {
    title: 'Cost of goods sold',
    help: 'What the seller owes to the maker of what it sells again. Mostly on a line of its own, for the purchase has its own invoice.',
    look: 'money',
  },
  cogs_refund: { title: 'Cost of goods sold, refunds', look: 'money' },
  disbursement_flag: {
    help: 'Whether anything of the invoice was paid out: one paid line makes every line of it paid, as in AWS’s report.',
    look: 'text',
    plain: true,
    choices: 'listed',
  },
  end_customer_aws_account_id: { look: 'id' },
  end_customer_city: { look: 'text' },
  end_customer_company_name: { look: 'text' },
  end_customer_country: { look: 'text' },
  end_customer_email_domain: { look: 'text' },
  end_customer_postal_code: { look: 'text' },
  end_customer_state: { look: 'text' },
  installment_amount: { title: 'Instalment', look: 'money' },
  number_of_installments: { title: 'Number of instalments', look: 'count' },
  offer_opportunity_description: { look: 'text' },
  offer_opportunity_name: { look: 'text' },
  offer_target: { look: 'text', plain: true, choices: 'listed' },
  payer_state: { look: 'text' },
  payment_term: { look: 'text', plain: true },
  scheduled_invoice_date: { help: 'The day on which the instalment is planned to be invoiced.', look: 'moment' },
  seller_sales_tax: { look: 'money' },
  seller_sales_tax_refund: { look: 'money' },
  subscriber_account_id: { look: 'id' },
  subscriber_state: { look: 'text' },
} satisfies Readonly<Record<string, ColumnCard>>

/** Roles that tell a sale, a day or a payout, and nobody's name. */
const plainRoles: ReadonlySet<string> = new Set([
  'transaction_reference',
  'currency',
  'ar_period',
  'settlement',
  'bank_trace',
])

const looks: Readonly<Record<Column['type'], Look>> = {
  text: 'text',
  id: 'id',
  account: 'id',
  money: 'money',
  decimal: 'decimal',
  integer: 'count',
  percent: 'percent',
  date: 'date',
  datetime: 'moment',
  month: 'text',
}

/** The card of a column of the catalogue: what its type and role say, and what is told of its name. */
function cardOfColumn(column: Column, isFeed: boolean): ColumnCard {
  const { name, type, role } = column
  const isListed = role === 'currency' || role === 'ar_period'
  return {
    look: looks[type],
    ...(role && plainRoles.has(role) ? { plain: true } : {}),
    ...(isListed ? { choices: 'listed' } : {}),
    // The rows of a feed are written again and again; what of them counts is in the queries that are made from it.
    ...(type === 'money' && column.added !== false && !isFeed ? { adds: true } : {}),
    ...(column.currency === undefined ? {} : { currency: column.currency }),
    ...(Object.hasOwn(told, name) ? told[name] : {}),
  }
}

const bySection = new Map(
  sections.map(({ id, columns, feed }) => [
    id,
    new Map(columns.map((column) => [column.name, cardOfColumn(column, feed !== undefined)])),
  ]),
)

/** The card of a column of this section of the catalogue; undefined where it has none of that name. */
export function sectionColumn(section: string, name: string): ColumnCard | undefined {
  return bySection.get(section)?.get(name)
}

/** The card of a column that some section calls so; never one that adds up, since that depends on the section. */
export function columnOfAnySection(name: string): ColumnCard | undefined {
  for (const columns of bySection.values()) {
    const card = columns.get(name)
    if (!card) continue
    const { adds: _adds, currency: _currency, ...rest } = card
    return rest
  }
  return undefined
}

function plain(...names: readonly string[]): Record<string, Partial<ColumnCard>> {
  return Object.fromEntries(names.map((name) => [name, { plain: true }]))
}

function listed(...names: readonly string[]): Record<string, Partial<ColumnCard>> {
  return Object.fromEntries(names.map((name) => [name, { plain: true, choices: 'listed' }]))
}
