import { type Section, aliasOf, sections } from '../../shared/reports/catalogue.ts'
import ageing from './ageing.sql?raw'
import ageingSchedule from './ageing-schedule.sql?raw'
import billedLines from './billed-lines.sql?raw'
import bookFacts from './book-facts.sql?raw'
import bridge from './bridge.sql?raw'
import cashApplication from './cash-application.sql?raw'
import cashByMonth from './cash-by-month.sql?raw'
import controlLines from './control-lines.sql?raw'
import controls from './controls.sql?raw'
import coverage from './coverage.sql?raw'
import deliveries from './deliveries.sql?raw'
import disbursedLines from './disbursed-lines.sql?raw'
import exceptions from './exceptions.sql?raw'
import feedBilledRevenue from './feed-billed-revenue.sql?raw'
import feedCollectionsAndDisbursements from './feed-collections-and-disbursements.sql?raw'
import feedTaxation from './feed-taxation.sql?raw'
import feedAgreements from './feed-agreements.sql?raw'
import feedUsage from './feed-usage.sql?raw'
import feedPayouts from './feed-payouts.sql?raw'
import feedSalesCompensation from './feed-sales-compensation.sql?raw'
import feedDisbursements from './feed-disbursements.sql?raw'
import feedRevenueAtSubscription from './feed-revenue-at-subscription.sql?raw'
import feedRevenueAtInvoice from './feed-revenue-at-invoice.sql?raw'
import feedRevenueAtDisbursement from './feed-revenue-at-disbursement.sql?raw'
import dataFeeds from './data-feeds.sql?raw'
import figures from './figures.sql?raw'
import openItems from './open-items.sql?raw'
import payers from './payers.sql?raw'
import reconciliation from './reconciliation.sql?raw'
import refusedRows from './refused-rows.sql?raw'
import rollForward from './roll-forward.sql?raw'
import settlements from './settlements.sql?raw'
import sourceFiles from './source-files.sql?raw'
import summaryStates from './summary-states.sql?raw'
import syncedObjects from './synced-objects.sql?raw'
import syncedSources from './synced-sources.sql?raw'
import uncollectedFunds from './uncollected-funds.sql?raw'
import uncollectedLines from './uncollected-lines.sql?raw'

/** A question that can be asked of a reconciled book by its name. */
export interface NamedQuery {
  readonly name: string
  /** The CAS name of a data set, or the table name of a feed, which stands for the same query. */
  readonly alias?: string
  readonly title: string
  /** `Reconciliation` for what is derived, else the category that AWS gives the data set. */
  readonly category: string
  /** One sentence: what one row is. */
  readonly description: string
  readonly sql: string
  /**
   * The same rows with two more columns in front: the number of each in the table of the data set, `row_id`, and the
   * place of its file and sheet in the query's order, `file_place`, behind which the order is that of the lines.
   */
  readonly numberedSql?: string
  /** The amounts that may be added up over rows, by currency; all others are none of any total. */
  readonly added: readonly string[]
  /** A column that is true for the rows whose amounts are added; without it those of all rows are. */
  readonly addedWhere?: string
  /** The order when none is asked for; it makes every answer the same on every machine. */
  readonly order: readonly string[]
}

const lineOrder = ['path', 'sha256', 'section', 'sheet', 'line']
const revenueOrder = [
  'invoice_date',
  'invoice_id',
  'transaction_reference_id',
  'currency',
  'product_id',
  'seller_net_revenue',
  'listing_fee_invoice_id',
  'usage_period_start_date',
  'usage_period_end_date',
  'end_customer_aws_account_id',
  'last_disbursement_date',
  'disburse_bank_trace_id',
  'agreement_id',
  'gross_revenue',
  'payment_due_date',
]

const sides = ['billed_net', 'collected_net', 'disbursed_net', 'difference', 'open_net']

function partsOf(side: 'billed' | 'disbursed'): string[] {
  return ['gross', 'fee', 'refund', 'fee_refund', 'tax', 'wholesale_cost'].map((part) => `${side}_${part}`)
}

const lineAmounts = ['net', 'gross', 'fee', 'refund', 'fee_refund', 'tax', 'tax_refund', 'wholesale_cost']

/** The amounts that both of AWS's main reports have; what is undisbursed repeats with each payout of a line. */
const feedAmounts = [
  'gross_revenue',
  'gross_refund',
  'listing_fee',
  'listing_fee_refund',
  'seller_tax_share',
  'seller_tax_share_refund',
  'aws_tax_share_listing_fee',
  'aws_tax_share_refund_listing_fee',
  'wholesale_cost',
  'wholesale_cost_refund',
  'wholesale_seller_tax_share',
  'wholesale_seller_tax_share_refund',
  'wholesale_other_seller_tax_share',
  'wholesale_other_seller_tax_share_refund',
  'wholesale_aws_tax_share',
  'wholesale_aws_tax_share_refund',
  'seller_net_revenue',
  'disbursed_net_revenue',
]

const named: readonly NamedQuery[] = [
  {
    name: 'reconciliation',
    title: 'Reconciliation',
    category: 'Reconciliation',
    description: 'One row per key (transaction reference and currency) with both sides, state, reason and a sentence.',
    sql: reconciliation,
    added: [...sides, ...partsOf('billed'), ...partsOf('disbursed')],
    order: ['currency', 'transaction_reference', 'settlement', 'billed_source', 'disbursed_source'],
  },
  {
    name: 'bridge',
    title: 'Bridge',
    category: 'Reconciliation',
    description:
      "One row per currency and line of the statement from billed to disbursed to open, to AWS's list and to the bank.",
    sql: bridge,
    added: [],
    order: ['currency', 'line_order'],
  },
  {
    name: 'summary_states',
    title: 'States',
    category: 'Reconciliation',
    description: 'One row per currency and state with the number of keys and their sums.',
    sql: summaryStates,
    added: ['billed_net', 'disbursed_net', 'difference', 'open_net'],
    order: ['currency', 'state'],
  },
  {
    name: 'cash_application',
    title: 'Cash application',
    category: 'Reconciliation',
    description: 'One row per key with disbursed lines in the chosen settlement, or in any.',
    sql: cashApplication,
    added: ['settlement_net', ...sides, ...partsOf('billed'), ...partsOf('disbursed')],
    order: ['disbursement_date', 'settlement', 'currency', 'transaction_reference', 'disbursed_source'],
  },
  {
    name: 'open_items',
    title: 'Open items',
    category: 'Reconciliation',
    description: 'One row per key whose billed net is not fully disbursed.',
    sql: openItems,
    added: ['billed_net', 'disbursed_net', 'open_net', 'collected_net'],
    order: ['due_date', 'currency', 'transaction_reference'],
  },
  {
    name: 'uncollected_funds',
    title: 'Uncollected funds',
    category: 'Reconciliation',
    description: "One row per key that is open, unpaid or on AWS's latest list, with what the list says beside it.",
    sql: uncollectedFunds,
    added: [
      'billed_net',
      'collected_net',
      'disbursed_net',
      'open_net',
      'uncollected_net',
      'open_on_list_date',
      'difference',
      'since_list',
    ],
    order: ['due_date', 'currency', 'transaction_reference', 'settlement', 'billed_source'],
  },
  {
    name: 'exceptions',
    title: 'Exceptions',
    category: 'Reconciliation',
    description: 'One row per thing that a person must look at, with the reason.',
    sql: exceptions,
    added: [],
    order: ['exception', 'reason', 'currency', 'subject', 'file', 'line', 'explanation', 'amount', 'sheet', 'sha256'],
  },
  {
    name: 'controls',
    title: 'Controls',
    category: 'Reconciliation',
    description: 'One row per claim that two totals agree, with both totals and the outcome.',
    sql: controls,
    added: [],
    order: ['control_order', 'subject', 'currency'],
  },
  {
    name: 'control_lines',
    title: 'Lines behind failed controls',
    category: 'Reconciliation',
    description:
      'One row per line or key behind a failed control: the cause, a part of the difference, or a line of the total.',
    sql: controlLines,
    added: [],
    order: [
      'id',
      'subject',
      'currency',
      'role_order',
      'transaction_reference',
      'path',
      'sheet',
      'line',
      'line_amount',
      'explanation',
    ],
  },
  {
    name: 'ageing',
    title: 'Ageing',
    category: 'Reconciliation',
    description: 'One row per currency and age of what is open, and of what was paid.',
    sql: ageing,
    added: [],
    order: ['basis', 'currency', 'bucket_order'],
  },
  {
    name: 'ageing_schedule',
    title: 'Ageing schedule',
    category: 'Reconciliation',
    description: 'One row per currency and way of ageing, with a column for each age.',
    sql: ageingSchedule,
    // One amount stands in several rows, aged in several ways.
    added: [],
    order: ['currency', 'basis_order', 'is_reported'],
  },
  {
    name: 'figures',
    title: 'Figures',
    category: 'Reconciliation',
    description: 'One row per currency with the figures of the bridge beside each other.',
    sql: figures,
    added: [],
    order: ['currency'],
  },
  {
    name: 'cash_by_month',
    title: 'Cash by month',
    category: 'Reconciliation',
    description: 'One row per month and currency: what was billed and what was disbursed.',
    sql: cashByMonth,
    added: ['billed', 'disbursed'],
    order: ['month', 'currency'],
  },
  {
    name: 'payers',
    title: 'Payers',
    category: 'Reconciliation',
    description: 'One row per customer and currency: what is open, by age, and what AWS lists.',
    sql: payers,
    added: [
      'open_net',
      'uncollected_net',
      'past_due_net',
      'not_due',
      'late_1_to_30',
      'late_31_to_60',
      'late_61_to_90',
      'late_91_to_120',
      'late_121_and_more',
      'due_date_unknown',
    ],
    order: ['oldest_due_date', 'currency', 'payer'],
  },
  {
    name: 'roll_forward',
    title: 'Roll-forward',
    category: 'Reconciliation',
    description: 'One row per currency between two consecutive lists of uncollected funds.',
    sql: rollForward,
    added: ['billed', 'disbursed'],
    order: ['from_date', 'to_date', 'currency'],
  },
  {
    name: 'settlements',
    title: 'Settlements',
    category: 'Reconciliation',
    description: 'One row per deposit with its lines.',
    sql: settlements,
    added: ['lines_net', 'banked_net', 'in_transit_net', 'bank_difference'],
    order: ['deposit_date', 'settlement', 'currency', 'source', 'delivery_id'],
  },
  {
    name: 'billed_lines',
    title: 'Billed lines',
    category: 'Reconciliation',
    description: 'One row per billed line of any source, with file and line.',
    sql: billedLines,
    added: lineAmounts,
    addedWhere: 'counted',
    order: lineOrder,
  },
  {
    name: 'disbursed_lines',
    title: 'Disbursed lines',
    category: 'Reconciliation',
    description: 'One row per disbursed line of any source, with file and line.',
    sql: disbursedLines,
    added: lineAmounts,
    addedWhere: 'counted',
    order: lineOrder,
  },
  {
    name: 'uncollected_lines',
    title: 'Uncollected lines',
    category: 'Reconciliation',
    description: 'One row per line of section 7 of the disbursement report, with file and line.',
    sql: uncollectedLines,
    added: [],
    order: lineOrder,
  },
  {
    name: 'deliveries',
    title: 'Deliveries',
    category: 'Reconciliation',
    description: 'One row per report as AWS delivered it, or per dashboard export.',
    sql: deliveries,
    added: [],
    order: ['report', 'delivery_date', 'delivery_id'],
  },
  {
    name: 'coverage',
    title: 'Coverage',
    category: 'Reconciliation',
    description: 'One row per month and report: loaded, missing, not yet due or withdrawn.',
    sql: coverage,
    added: [],
    order: ['month', 'report'],
  },
  {
    name: 'source_files',
    title: 'Source files',
    category: 'Reconciliation',
    description: 'One row per file with its hash and the count of every line in it.',
    sql: sourceFiles,
    added: [],
    order: ['path', 'sha256'],
  },
  {
    name: 'book_facts',
    title: 'Book',
    category: 'Reconciliation',
    description: 'One row per book: its day, what it was made from, and what its controls found.',
    sql: bookFacts,
    added: [],
    order: ['as_of'],
  },
  {
    name: 'synced_sources',
    title: 'Synced sources',
    category: 'Reconciliation',
    description:
      'One row per place in S3 from which reports were synced: when, how much, and up to which day it reaches.',
    sql: syncedSources,
    added: [],
    order: ['source', 'location', 'prefix'],
  },
  {
    name: 'synced_objects',
    title: 'Synced objects',
    category: 'Reconciliation',
    description: 'One row per object of a bucket as a sync saw it last, with the file that it became.',
    sql: syncedObjects,
    added: [],
    order: ['location', 'key', 'path'],
  },
  {
    name: 'refused_rows',
    title: 'Refused rows',
    category: 'Reconciliation',
    description: 'One row per record that could not be read without guessing, with its text and the reason.',
    sql: refusedRows,
    added: [],
    order: lineOrder,
  },
  {
    name: 'feed_billed_revenue',
    title: 'Billed revenue from the feeds',
    category: 'Data feeds',
    description: "One row per line of an invoice, with the columns of AWS's billed revenue report of June 2026.",
    sql: feedBilledRevenue,
    added: [
      ...feedAmounts,
      'aws_tax_share',
      'aws_tax_share_refund',
      'collected_net_revenue',
      'uncollected_net_revenue',
      'undisbursed_net_revenue',
    ],
    order: ['invoice_date', 'invoice_id', 'silent_internal_report_transaction'],
  },
  {
    name: 'feed_collections_and_disbursements',
    title: 'Collections and disbursements from the feeds',
    category: 'Data feeds',
    description: "One row per line of an invoice and payout, with the columns of AWS's report of June 2026.",
    sql: feedCollectionsAndDisbursements,
    added: feedAmounts,
    order: [
      'disbursement_date',
      'disburse_bank_trace_id',
      'disbursement_reference_number',
      'invoice_id',
      'transaction_reference_id',
      'currency',
      'seller_net_revenue',
    ],
  },
  {
    name: 'feed_taxation',
    title: 'Taxes from the feeds',
    category: 'Data feeds',
    description: "One row per tax item, with the columns of AWS's taxation report.",
    sql: feedTaxation,
    added: ['tax_amount'],
    order: ['invoice_date', 'invoice_id', 'line_item_id', 'jurisdiction_level', 'taxed_jurisdiction', 'tax_amount'],
  },
  {
    name: 'feed_agreements',
    title: 'Agreements from the feeds',
    category: 'Data feeds',
    description: "One row per agreement, with the columns of AWS's agreement report.",
    sql: feedAgreements,
    added: ['total_contract_value'],
    order: ['agreement_acceptance_date', 'agreement_id', 'product_id'],
  },
  {
    name: 'feed_usage',
    title: 'Usage from the feeds',
    category: 'Data feeds',
    description: "One row per usage record, an estimate, with the columns of AWS's usage report of June 2026.",
    sql: feedUsage,
    added: ['estimated_revenue'],
    order: ['usage_date', 'internal_usage_line_item_id'],
  },
  {
    name: 'feed_payouts',
    title: 'Payouts',
    category: 'Data feeds',
    description: 'One row per payout to the bank, or failure of one, with the sum of its lines.',
    sql: feedPayouts,
    added: ['amount', 'lines_amount', 'difference'],
    order: ['disbursement_date', 'payout_id'],
  },
  {
    name: 'feed_sales_compensation',
    title: 'Sales compensation from the feeds',
    category: 'Data feeds',
    description:
      "One row per charge of a buyer and date of invoice, with the columns of AWS's archived sales compensation report.",
    sql: feedSalesCompensation,
    added: ['gross_revenue', 'aws_revenue_share', 'gross_refunds', 'aws_refunds_share', 'net_revenue'],
    order: [
      'invoice_date',
      'transaction_reference_id',
      'currency',
      'product_code',
      'net_revenue',
      'end_customer_aws_account_id',
      'payer_reference_id',
      'subscriber_aws_account_id',
      'opportunity_name',
      'gross_revenue',
      'broker_id',
    ],
  },
  {
    name: 'feed_disbursements',
    title: 'Disbursements from the feeds',
    category: 'Data feeds',
    description:
      "One row per charge of a buyer, payout and currency, with the columns of AWS's archived disbursement report.",
    sql: feedDisbursements,
    // AWS's query repeats a fee invoice of several sales, and keeps payouts that failed: no sum of it is one of money.
    added: [],
    order: [
      'disbursement_date',
      'bank_trace_id',
      'transaction_reference_id',
      'currency',
      'product_code',
      'net_amount',
      'payment_due_date',
      'end_customer_aws_account_id',
      'payer_aws_account_id',
      'opportunity_name',
      'seller_rev',
      'broker_id',
    ],
  },
  {
    name: 'feed_revenue_at_subscription',
    title: 'Revenue at subscription from the feeds',
    category: 'Data feeds',
    description:
      "One row per planned instalment of an agreement, with the columns of AWS's archived report of revenue at subscription.",
    sql: feedRevenueAtSubscription,
    added: ['total_contract_value', 'installment_amount'],
    order: ['agreement_acceptance_date', 'agreement_id', 'scheduled_invoice_date', 'currency'],
  },
  {
    name: 'feed_revenue_at_invoice',
    title: 'Revenue at invoice from the feeds',
    category: 'Data feeds',
    description:
      "One row per charge of a buyer on one invoice, with the columns of AWS's archived report of revenue at invoice.",
    sql: feedRevenueAtInvoice,
    // As in the disbursements above.
    added: [],
    order: revenueOrder,
  },
  {
    name: 'feed_revenue_at_disbursement',
    title: 'Revenue at disbursement from the feeds',
    category: 'Data feeds',
    description:
      "One row per charge on an invoice of which anything was paid out, with the columns of AWS's archived report of revenue at disbursement.",
    sql: feedRevenueAtDisbursement,
    // Whole invoices, of which a part may be paid.
    added: [],
    order: revenueOrder,
  },
  {
    name: 'data_feeds',
    title: 'Data feeds',
    category: 'Data feeds',
    description: 'One row per data feed: loaded or missing, and what cannot be told without it.',
    sql: dataFeeds,
    added: [],
    order: ['feed'],
  },
]

/** One query per data set: the typed rows of one section as they were read, with file and line. */
const dataSets: readonly NamedQuery[] = sections.map((section) => ({
  name: section.id,
  ...aliasEntry(section),
  title: section.title,
  category: section.category,
  description: `One row per line of ${section.feed ? `the data feed ${section.title}` : `${section.reportTitle}: ${section.title}`}, as it was read.`,
  sql: dataSetSql(section, false),
  numberedSql: dataSetSql(section, true),
  // The rows of a feed are written again and again; what of them counts is in the queries that are derived from it.
  added: section.feed
    ? []
    : section.columns.filter(({ type, added }) => type === 'money' && added !== false).map(({ name }) => name),
  order: lineOrder,
}))

function aliasEntry(section: Section): { alias?: string } {
  const alias = aliasOf(section)
  return alias ? { alias } : {}
}

function dataSetSql(section: Section, isNumbered: boolean): string {
  const numbers = isNumbered ? ['l.rowid as row_id', 'b.file_place'] : []
  const columns = [...numbers, ...section.columns.map((column) => `l."${column.name}"`)]
  const place = `row_number() over (order by f.path, f.sha256, b.sheet nulls last, b.block_no)`
  return `-- ${section.id}: one row = one line of this section as it was read.
select
  ${columns.join(', ')},
  l.repaired, l.extra, b.path, b.sha256, '${section.id}' as section, b.sheet, l.line
from "${section.id}" as l
join (
  select b.file_id, b.block_no, b.sheet, f.path, f.sha256${isNumbered ? `, ${place} as file_place` : ''}
  from blocks as b
  join files as f using (file_id)
) as b on b.file_id = l.file_id and b.block_no = l.block_no
`
}

/** Every named query, in the order in which a person looks for them. */
export const queries: readonly NamedQuery[] = [...named, ...dataSets]

/** The names of the data sets among them, each of which is the name of its table. */
export const dataSetNames: readonly string[] = dataSets.map(({ name }) => name)
