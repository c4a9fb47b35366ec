import type { GridLayout } from '../../shared/contract/settings.ts'

/** How the columns of a query stand before a person changes them. */
export interface Preset {
  /** Columns that come first, in this order; the others follow as the query gives them. */
  readonly order: readonly string[]
  /** Columns that do not scroll away. */
  readonly pinned: readonly string[]
  readonly isHidden: (name: string) => boolean
  readonly orderBy: GridLayout['orderBy']
}

const key = ['transaction_reference', 'currency']
const parts = ['gross', 'fee', 'refund', 'fee_refund', 'tax', 'withheld_tax', 'wholesale_cost'].flatMap((part) => [
  `billed_${part}`,
  `disbursed_${part}`,
])
/** Columns that have a place among the others but start hidden. */
const folded = new Set(parts)
const seldom = new Set([
  'sha256',
  'delivery_id',
  'bucket_order',
  'control_order',
  'source_order',
  'tax_refund',
  'seller_of_record',
])

/** What a report of revenue shows of a charge, and whether it was paid. */
const revenue = [
  'transaction_reference_id',
  'currency',
  'seller_net_revenue',
  'gross_revenue',
  'gross_refund',
  'listing_fee',
  'listing_fee_refund',
  'seller_tax_share',
  'cogs',
  'cogs_refund',
  'invoice_date',
  'invoice_id',
  'payment_due_date',
  'disbursement_flag',
  'last_disbursement_date',
  'disburse_bank_trace_id',
  'payer_aws_account_id',
  'payer_company_name',
  'end_customer_company_name',
  'subscriber_company_name',
  'product_title',
  'offer_name',
  'offer_target',
  'reseller_company_name',
  'agreement_id',
  'broker_id',
]

/** The shown columns of the queries that have too many to start with; what is not named starts hidden. */
const shown: Readonly<Record<string, readonly string[]>> = {
  cash_application: [
    ...key,
    'state',
    'settlement_net',
    'billed_net',
    'disbursed_net',
    'difference',
    ...parts,
    'payer_name',
    'payer',
    'reason',
    'due_date',
    'days_late',
    'disbursement_date',
    'product',
    'seller_of_record_name',
    'ar_period',
    'settlement',
    'notes',
    'explanation',
  ],
  reconciliation: [
    ...key,
    'state',
    'billed_net',
    'disbursed_net',
    'difference',
    'open_net',
    'bridge_line',
    ...parts,
    'reason',
    'due_date',
    'days_late',
    'ageing_bucket',
    'payer_name',
    'payer',
    'product',
    'ar_period',
    'notes',
    'explanation',
  ],
  uncollected_funds: [
    ...key,
    'payer_name',
    'open_net',
    'uncollected_net',
    'due_date',
    'days_late',
    'ageing_bucket',
    'on_list',
    'difference',
    'since_list',
    'list_line',
    'payer',
    'state',
    'found_in',
    'missing_report',
    'ar_period',
    'product',
    'explanation',
  ],
  exceptions: [
    'exception',
    'payer_name',
    'amount',
    'currency',
    'explanation',
    'subject',
    'reason',
    'payer',
    'transaction_reference',
    'file',
    'line',
  ],
  payers: [
    'payer_name',
    'payer',
    'currency',
    'keys',
    'open_net',
    'past_due_net',
    'uncollected_net',
    'days_late',
    'oldest_due_date',
  ],
  feed_payouts: [
    'payout_id',
    'currency',
    'status',
    'amount',
    'lines',
    'lines_amount',
    'difference',
    'disbursement_date',
    'bank_trace_id',
    'disbursement_reference_number',
    'seller_of_record_name',
    'reverses',
    'reversed_by',
    'transaction_type',
    'path',
    'line',
  ],
  feed_sales_compensation: [
    'transaction_reference_id',
    'currency',
    'net_revenue',
    'gross_revenue',
    'aws_revenue_share',
    'gross_refunds',
    'aws_refunds_share',
    'ar_period',
    'invoice_date',
    'payer_aws_account_id',
    'payer_country',
    'end_customer_company_name',
    'subscriber_company_name',
    'product_title',
    'opportunity_name',
    'broker_id',
  ],
  feed_disbursements: [
    'transaction_reference_id',
    'currency',
    'net_amount',
    'seller_rev',
    'aws_ref_fee',
    'seller_rev_refund',
    'aws_ref_fee_refund',
    'seller_rev_credit',
    'aws_ref_fee_credit',
    'seller_sales_tax',
    'seller_sales_tax_refund',
    'disbursement_date',
    'payment_due_date',
    'bank_trace_id',
    'payer_aws_account_id',
    'payer_company_name',
    'end_customer_company_name',
    'subscriber_company_name',
    'product_title',
    'reseller_company_name',
    'opportunity_name',
    'broker_id',
  ],
  feed_revenue_at_subscription: [
    'agreement_id',
    'scheduled_invoice_date',
    'installment_amount',
    'currency',
    'number_of_installments',
    'total_contract_value',
    'subscriber_account_id',
    'subscriber_company_name',
    'product_title',
    'offer_name',
    'offer_target',
    'reseller_company_name',
    'agreement_acceptance_date',
    'agreement_start_date',
    'agreement_end_date',
    'opportunity_name',
  ],
  feed_revenue_at_invoice: revenue,
  feed_revenue_at_disbursement: revenue,
  data_feeds: ['title', 'status', 'first_month', 'last_month', 'files', 'rows', 'current_rows', 'note'],
  synced_sources: [
    'source',
    'synced_at',
    'reaches_to',
    'files',
    'objects',
    'bytes',
    'fetched_objects',
    'fetched_bytes',
    'failed_objects',
    'deleted_objects',
    'location',
    'prefix',
  ],
  synced_objects: [
    'source',
    'key',
    'outcome',
    'status',
    'bytes',
    'last_modified',
    'synced_at',
    'path',
    'reason',
    'location',
  ],
  controls: ['id', 'subject', 'status', 'currency', 'expected', 'actual', 'difference', 'cause', 'note', 'unit'],
  control_lines: [
    'role',
    'transaction_reference',
    'line_currency',
    'line_amount',
    'difference',
    'explanation',
    'file',
    'line',
    'section',
    'id',
    'subject',
  ],
  bridge: ['line', 'currency', 'amount', 'keys', 'section', 'note'],
  settlements: [
    'settlement',
    'currency',
    'deposit_date',
    'source',
    'lines',
    'lines_net',
    'is_banked',
    'banked_net',
    'in_transit_net',
    'bank_difference',
    'disbursed_amount',
    'reported_lines',
    'reported_net',
    'difference',
    'bank_trace_id',
    'delivery_date',
  ],
}

/** The order of a query that does not start in its own: what is past due first, and of it the largest. */
const orders: Readonly<Record<string, GridLayout['orderBy']>> = {
  exceptions: [
    { column: 'past_due', descending: true },
    { column: 'amount', descending: true },
  ],
}

/** Those of them whose other columns follow all the same. */
const rest = new Set(['payers'])

const firstPinned = ['transaction_reference', 'transaction_reference_id', 'currency']

/** The preset of a query: the columns that name a row are pinned, hashes and inner numbers are hidden. */
export function presetOf(query: string): Preset {
  const known = made.get(query)
  if (known) return known
  const preset = makePreset(query)
  made.set(query, preset)
  return preset
}

const made = new Map<string, Preset>()

function makePreset(query: string): Preset {
  const order = shown[query]
  const orderBy = orders[query] ?? []
  if (order && rest.has(query)) return { order, pinned: order.slice(0, 1), isHidden: () => false, orderBy }
  if (order)
    return {
      order,
      pinned: order.includes('transaction_reference') && order[0] === 'transaction_reference' ? key : order.slice(0, 1),
      isHidden: (name) => folded.has(name) || !order.includes(name),
      orderBy,
    }
  return { order: firstPinned, pinned: firstPinned, isHidden: (name) => seldom.has(name), orderBy }
}
