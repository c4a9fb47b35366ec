import dataFeeds from './data-feeds.sql?raw'
import feedAgreements from './feed-agreements.sql?raw'
import feedBilledRevenue from './feed-billed-revenue.sql?raw'
import feedCollectionsAndDisbursements from './feed-collections-and-disbursements.sql?raw'
import feedDisbursements from './feed-disbursements.sql?raw'
import feedPayouts from './feed-payouts.sql?raw'
import feedRevenueAtDisbursement from './feed-revenue-at-disbursement.sql?raw'
import feedRevenueAtInvoice from './feed-revenue-at-invoice.sql?raw'
import feedRevenueAtSubscription from './feed-revenue-at-subscription.sql?raw'
import feedSalesCompensation from './feed-sales-compensation.sql?raw'
import feedTaxation from './feed-taxation.sql?raw'
import feedUsage from './feed-usage.sql?raw'
import type { NamedQuery } from './named-query.ts'

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

/** Reports from the data feeds, with the names and columns of AWS's own. */
export const feedQueries: readonly NamedQuery[] = [
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
