import { addMonths, billedDelivery, lastDay } from './calendar.ts'
import { casSideFile } from './cas.ts'
import type { Customer } from './customers.ts'
import type { Deal, Invoice } from './deals.ts'
import { type Line, type Row, type Table, blank, delimitedFile, table, title, totalLine, trailer } from './document.ts'
import { type BilledFact, type Written, written } from './facts.ts'
import { type Cents, type Parts, bracketed, net, plain, share, total } from './money.ts'
import {
  dataHeader,
  dataHeader2018,
  subscriptionHeader,
  subscriptionHeader2018,
  demonstrationHeader,
  scheduleHeader,
} from './legacy-columns.ts'

/** One billed line of AWS Inc. in USD. */
export interface BilledLine {
  readonly deal: Deal
  readonly invoice: Invoice
  readonly parts: Parts
  readonly net: Cents
}

/** The lines that AWS Inc. billed in a month and that `source` shows. */
export function billedLines(deals: readonly Deal[], period: string, source: 'monthly' | 'compensation'): BilledLine[] {
  return deals.flatMap((deal) =>
    deal.invoices
      .filter((invoice) => invoice.written[source] && invoice.date.startsWith(period))
      .flatMap((invoice) =>
        invoice.lines.map((parts, index) => {
          const skew = source === 'monthly' && index === 0 ? (invoice.monthlySkew ?? 0n) : 0n
          const shown = { ...parts, gross: parts.gross + skew }
          return { deal, invoice, parts: shown, net: net(shown) }
        }),
      ),
  )
}

/** The monthly billed revenue report delivered in a month, for the month before. */
export function billedReport(deals: readonly Deal[], customers: readonly Customer[], month: string): Written {
  const period = addMonths(month, -1)
  const delivery = billedDelivery(month)
  const lines = billedLines(deals, period, 'monthly')
  const usage = lines.filter(({ deal }) => deal.invoices[0]?.kind !== 'contract')
  const contracts = lines.filter(({ deal }) => deal.invoices[0]?.kind === 'contract')
  const facts = lines.map(({ deal, net }): BilledFact => ({
    source: 'monthly_billed_revenue',
    reference: deal.reference,
    currency: 'USD',
    net,
    date: lastDay(period),
    due: null,
    identity: null,
    edition: 0,
  }))
  const common = written({ billed: facts, periods: [period] })
  if (month === '2026-07') return { ...common, files: casFiles(usage, contracts, customers, period, delivery) }
  const sum = plain(total(usage.map((line) => line.net)))
  const content: (Table | Line)[] = [
    title('Monthly billed revenue report'),
    title('Section 1: Billing and revenue data'),
    table('br1', dataHeader, usage.map(dataRow), [
      totalLine(dataHeader, { 'Partner Revenue Amount': sum, Currency: 'USD' }),
    ]),
    blank,
    title('Section 2: Variable length subscriptions'),
    table('br2', subscriptionHeader, contracts.map(subscriptionRow)),
    blank,
    title('Section 3: AWS field demonstration usage'),
    demonstrations(period),
    blank,
    title('Section 4: Contracts with flexible payment schedule'),
    schedules(customers, period),
    trailer('End of report'),
  ]
  const portal = delimitedFile(`monthly_billed_revenue_report_${delivery}.csv`, content, { quotes: 'all' })
  if (month !== '2026-06') return { ...common, files: [portal] }
  const copy = savedCopy(usage, delivery)
  return {
    ...common,
    files: [portal, copy],
    refused: [{ file: copy.path, section: 'br1', column: 'partner_revenue_amount', value: '#VALUE!' }],
  }
}

/** The same section once more as a CAS file of 2018 layout, saved by a spreadsheet that spoiled one amount. */
function savedCopy(usage: readonly BilledLine[], delivery: string): Written['files'][number] {
  const amounts = ['Customer Billed Amount', 'AWS Fee', 'Refunds Amount', 'AWS Fee Refund', 'Partner Revenue Amount']
  const rows = usage.map((line, index): Row => {
    const row = olderRow(dataRow(line))
    const written = { ...row, ...Object.fromEntries(amounts.map((label) => [label, bracketed(cents(row[label]))])) }
    return index === 4 ? { ...written, 'Partner Revenue Amount': '#VALUE!', '#refused': 'x' } : written
  })
  const path = `monthly_revenue_billing_and_revenue_data_${delivery}.csv`
  return delimitedFile(path, [table('br1', dataHeader2018, rows)], { eol: '\r\n' })
}

function casFiles(
  usage: readonly BilledLine[],
  contracts: readonly BilledLine[],
  customers: readonly Customer[],
  period: string,
  delivery: string,
): Written['files'] {
  const sets: readonly [string, Table][] = [
    ['monthly_revenue_billing_and_revenue_data', table('br1', dataHeader, usage.map(dataRow))],
    [
      'monthly_revenue_annual_subscriptions',
      table(
        'br2',
        subscriptionHeader2018,
        contracts.map((line) => olderRow(subscriptionRow(line))),
      ),
    ],
    ['monthly_revenue_field_demonstration_usage', demonstrations(period)],
    ['monthly_revenue_flexible_payment_schedule', schedules(customers, period)],
  ]
  return sets.flatMap(([name, part]) => {
    const csv = delimitedFile(`${name}_${delivery}.csv`, [part], { quotes: 'all' })
    return [csv, casSideFile(csv.path, name, delivery, `${period}-01`, lastDay(period))]
  })
}

function place(customer: Customer): Row {
  return { Country: customer.country, State: customer.state, City: customer.city, 'Zip Code': customer.postalCode }
}

function dataRow({ deal, invoice, parts, net }: BilledLine): Row {
  const { customer } = deal
  return {
    ...place(customer),
    'Customer Reference ID': customer.reference,
    'Product Title': customer.product.title,
    'Product Code': customer.product.code,
    'Customer Billed Amount': plain(parts.gross),
    'AWS Listing Fee': plain(parts.fee),
    'Refunds Amount': plain(parts.refund),
    'AWS Fee Refund': plain(parts.feeRefund),
    Cost: '0.00',
    'Partner Revenue Amount': plain(net),
    Currency: 'USD',
    'Transaction Reference ID': deal.reference,
    'U.S. Sales Tax Customer Billed Amount': plain(parts.tax),
    'U.S. Sales Tax Refunds Amount': plain(parts.taxRefund),
    'Offer ID': customer.offer,
    'Offer Visibility': invoice.opportunity ? 'Private' : 'Public',
    'Customer AWS Account Number': customer.account,
    'Customer Email Domain': customer.domain,
    'Opportunity Name': invoice.opportunity?.[0] ?? '',
    'Opportunity Description': invoice.opportunity?.[1] ?? '',
    'Payer Reference ID': customer.payerReference,
    'Payer Address ID': customer.address,
  }
}

function subscriptionRow(line: BilledLine): Row {
  const start = line.deal.invoices[0]?.date as string
  const end = `${Number(start.slice(0, 4)) + 1}${start.slice(4)}`
  return {
    ...dataRow(line),
    'Subscription Quantity': '1',
    'Subscription Start Date': `${start} 00:00:00`,
    'Subscription End Date': `${end} 00:00:00`,
    'Subscription Instance Type': 'Standard',
    'Contract Start Date': start,
    'Contract End Date': end,
  }
}

/** The same row under the column names of 2018, without the columns that came later. */
function olderRow(row: Row): Row {
  const later = new Set(['Cost', 'Payer Reference ID', 'Payer Address ID'])
  return Object.fromEntries(
    Object.entries(row)
      .filter(([label]) => !later.has(label))
      .map(([label, value]) => [
        label.replace('AWS Listing Fee', 'AWS Fee').replace(/^Subscription/, 'Annual Subscription'),
        value,
      ]),
  )
}

function cents(text: string | undefined): Cents {
  return BigInt((text ?? '').replace('.', ''))
}

function demonstrations(period: string): Table {
  const row = { 'Product Title': 'Lanternfish Observe', 'Product Code': 'dz4kq7m1vw9x0rb8t2hc6y3fa' }
  return table('br3', demonstrationHeader, [
    {
      ...row,
      'Instance Type': 'm6i.large',
      'Usage Units': `${Number(period.slice(5)) * 3}.25`,
      'Usage Unit Types': 'Hours',
    },
  ])
}

/** Contracts made in the month whose payments are still to come. */
function schedules(customers: readonly Customer[], period: string): Table {
  const payments = { quarterly: 4, 'half-yearly': 2 } as const
  const rows = customers.flatMap((customer): Row[] => {
    if (customer.broker !== 'AWS_INC' || customer.since !== period) return []
    if (customer.plan !== 'quarterly' && customer.plan !== 'half-yearly') return []
    const count = payments[customer.plan]
    const day = 15 + (customer.number % 12)
    return Array.from({ length: count - 1 }, (_, index) => ({
      'Customer AWS Account Number': customer.account,
      'Customer Country': customer.country,
      'Customer State': customer.state,
      'Customer City': customer.city,
      'Customer ZIP Code': customer.postalCode,
      'Customer Email Domain': customer.domain,
      'User Reference ID': customer.reference,
      'User AWS Account Number': customer.account,
      'Product ID': customer.product.id,
      'Product Title': customer.product.title,
      'Product Type': 'SaaS contract',
      'AWS Marketplace Offer ID': customer.offer,
      'Contract Create Date': `${period}-${day}`,
      'Contract Expiration Date': `${addMonths(period, 12)}-${day}`,
      'Total Contract Value (USD)': plain(customer.value),
      '# of Payments': String(count),
      'Invoice Date': `${addMonths(period, ((index + 1) * 12) / count)}-${day}`,
      'Invoice Amount (USD)': plain(share(customer.value, 1, count)),
      'Payer Reference ID': customer.payerReference,
    }))
  })
  return table('br4', scheduleHeader, rows)
}
