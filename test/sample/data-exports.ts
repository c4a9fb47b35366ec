import { addDays, asOf } from './calendar.ts'
import type { Customer } from './customers.ts'
import type { Deal } from './deals.ts'
import { type Row, delimitedFile, table } from './document.ts'
import { type Written, written } from './facts.ts'
import { grouped, plain, share } from './money.ts'

const agreementHeader =
  `Agreement ID,Subscriber company name,Subscriber AWS account ID,Subscriber country,Product title,Product ID,Offer ID,Offer visibility,Agreement start date,Agreement acceptance date,Agreement end date,Status,Total contract value,Currency code,Agreement type`.split(
    ',',
  )
const usageHeader =
  `usage_date,usage_reported_date,subscriber_company_name,subscriber_aws_account_id,product_title,product_id,offer_id,agreement_id,dimension_key,region,estimated_usage_units,usage_unit_types,usage_rate_per_unit,estimated_revenue,currency`.split(
    ',',
  )
const taxationHeader =
  `invoice_id,line_item_id,tax_liable_party,transaction_type_code,product_id,product_title,invoice_date,taxed_customer_country,taxed_customer_state_or_region,tax_type,jurisdiction_level,taxed_jurisdiction,tax_jurisdiction_rate,tax_amount,tax_currency,transaction_reference_id`.split(
    ',',
  )

/** Agreements, usage and taxation as the dashboards export them: data sets beside the reconciliation. */
export function dataExports(customers: readonly Customer[], deals: readonly Deal[]): Written {
  const contracts = customers.filter(({ plan }) => plan !== 'metered')
  const agreements = contracts.map((customer): Row => ({
    'Agreement ID': customer.agreement,
    'Subscriber company name': customer.company,
    'Subscriber AWS account ID': customer.account,
    'Subscriber country': customer.country,
    'Product title': customer.product.title,
    'Product ID': customer.product.id,
    'Offer ID': customer.offer,
    'Offer visibility': 'Private',
    'Agreement start date': `${customer.since}-01`,
    'Agreement acceptance date': `${customer.since}-01`,
    'Agreement end date': `2027-${customer.since.slice(5)}-01`,
    Status: 'Active',
    'Total contract value': `$${grouped(customer.value)}`.replace(
      '$',
      customer.currency === 'EUR' ? '€' : customer.currency === 'GBP' ? '£' : '$',
    ),
    'Currency code': customer.currency,
    'Agreement type': 'PurchaseAgreement',
  }))
  const usage = customers
    .filter(({ plan }) => plan === 'metered')
    .slice(0, 12)
    .map((customer): Row => ({
      usage_date: addDays(asOf, -2),
      usage_reported_date: addDays(asOf, -1),
      subscriber_company_name: customer.company,
      subscriber_aws_account_id: customer.account,
      product_title: customer.product.title,
      product_id: customer.product.id,
      offer_id: customer.offer,
      agreement_id: customer.agreement,
      dimension_key: 'data_points',
      region: 'us-east-1',
      estimated_usage_units: `${customer.number * 113}.75`,
      usage_unit_types: 'Units',
      usage_rate_per_unit: '0.0125',
      estimated_revenue: plain(share(BigInt(customer.number * 11_375), 125, 10_000)),
      currency: 'USD',
    }))
  const taxation = deals
    .flatMap((deal) => deal.invoices.map((invoice) => ({ deal, invoice })))
    .filter(({ invoice }) => invoice.date >= '2026-07-01' && invoice.lines.some(({ tax }) => tax > 0n))
    .map(({ deal, invoice }): Row => ({
      invoice_id: invoice.id,
      line_item_id: `${invoice.id}-1`,
      tax_liable_party: 'Seller',
      transaction_type_code: 'AWS',
      product_id: deal.customer.product.id,
      product_title: deal.customer.product.title,
      invoice_date: invoice.date,
      taxed_customer_country: deal.customer.country,
      taxed_customer_state_or_region: deal.customer.state,
      tax_type: 'SALES',
      jurisdiction_level: 'State',
      taxed_jurisdiction: deal.customer.state,
      tax_jurisdiction_rate: `0.${String(deal.customer.taxRate).padStart(4, '0')}`,
      tax_amount: plain(invoice.lines.reduce((sum, parts) => sum + parts.tax, 0n)),
      tax_currency: deal.currency,
      transaction_reference_id: deal.reference,
    }))
  return written({
    files: [
      delimitedFile('Agreements_and_renewals_1786588200.csv', [table('agreements', agreementHeader, agreements)]),
      delimitedFile('usage_2026-08-12.tsv', [table('usage', usageHeader, usage)], { delimiter: '\t' }),
      delimitedFile('taxation_2026-08-12.csv', [table('taxation', taxationHeader, taxation)]),
    ],
  })
}
