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
const parts = ['gross', 'fee', 'refund', 'fee_refund', 'tax', 'wholesale_cost'].flatMap((part) => [
  `billed_${part}`,
  `disbursed_${part}`,
])
/** Columns that have a place among the others but start hidden. */
const folded = new Set(parts)
const seldom = new Set(['sha256', 'delivery_id', 'bucket_order', 'control_order', 'source_order', 'tax_refund'])

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
    'open_net',
    'difference',
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
    'payer',
    'due_date',
    'days_late',
    'ageing_bucket',
    'uncollected_net',
    'status',
    'open_net',
    'difference',
    'found_in',
    'missing_report',
    'ar_period',
    'product',
    'explanation',
  ],
  exceptions: [
    'exception',
    'reason',
    'subject',
    'payer_name',
    'payer',
    'amount',
    'currency',
    'explanation',
    'transaction_reference',
    'file',
    'line',
  ],
  payers: [
    'payer_name',
    'payer',
    'currency',
    'keys',
    'uncollected_net',
    'past_due_net',
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
    'aws_seller_of_record',
    'reverses',
    'reversed_by',
    'transaction_type',
    'path',
    'line',
  ],
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
  controls: ['id', 'subject', 'status', 'currency', 'expected', 'actual', 'difference', 'note', 'unit'],
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
