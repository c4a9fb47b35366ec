import { daysBetween, lastDay, monthFirst } from './calendar.ts'
import { seller } from './customers.ts'
import type { Deal, Invoice, Payout } from './deals.ts'
import { type Cents, type Parts, grouped, net, plain, total } from './money.ts'

/** One invoice line as a dashboard knows it at the end of a day. */
export interface ExportLine {
  readonly deal: Deal
  readonly invoice: Invoice
  readonly line: number
  /** What the row is about: the line as invoiced, or as one payout paid it. */
  readonly parts: Parts
  readonly payout: Payout | null
  readonly day: string
}

export type Style = '2024' | '2026'

/** Amount and date cells are kept apart from text, so that a workbook can hold them as such. */
export type CellValue = string | { readonly amount: Cents } | { readonly date: string | null }

/** The invoice lines dated within a window as a dashboard shows them on a day. */
export function exportLines(deals: readonly Deal[], from: string, day: string): ExportLine[] {
  return deals.flatMap((deal) =>
    deal.invoices
      .filter(({ date, written }) => written.exports && date >= from && date <= day)
      .flatMap((invoice) => invoice.lines.map((parts, line) => ({ deal, invoice, line, parts, payout: null, day }))),
  )
}

/** What was paid of a line up to the day, in the currency in which it was billed. */
export function payoutsOf({ deal, invoice, day }: ExportLine): Payout[] {
  return deal.payouts.filter(
    (payout) => deal.invoices[payout.invoice] === invoice && payout.date <= day && payout.currency === deal.currency,
  )
}

/** Net that was disbursed of a line up to the day. */
export function disbursedNet(line: ExportLine): Cents {
  return total(payoutsOf(line).map((payout) => net(payout.lines[line.line] as Parts)))
}

/** The bank trace of a payout: one per day and currency, and a test value in one story. */
export function traceOf(deal: Deal, payout: Payout): string {
  if (deal.story === 'one trace id of a test payout') return 'testTraceId'
  const currency = { USD: '1', EUR: '2', GBP: '3' }[payout.currency]
  return `00${currency}${payout.date.replaceAll('-', '')}48`
}

/** Every cell that a dashboard may show of a line, by its name in snake case. */
export function cellsOf(row: ExportLine, style: Style): Readonly<Record<string, CellValue>> {
  const { deal, invoice, parts, payout, day } = row
  const { customer } = deal
  const paid = payoutsOf(row)
  const disbursed = disbursedNet(row)
  const usual = net(row.invoice.lines[row.line] as Parts)
  const collected = deal.payouts.some(
    (part) => deal.invoices[part.invoice] === invoice && part.collected <= day && part.currency === deal.currency,
  )
  const collectedNet = disbursed === 0n && collected && paid.length === 0 ? usual : disbursed
  const metered = invoice.kind !== 'contract'
  const since = `${customer.since}-01`
  const europe = customer.broker === 'AWS_EUROPE'
  const company = {
    city: customer.city,
    country: customer.country,
    postal_code: customer.postalCode,
    state_or_region: customer.state,
  }
  return {
    ...prefixed('end_user', {
      ...company,
      company_name: customer.company,
      aws_account_id: customer.account,
      email_domain: customer.domain,
      address_id: customer.address,
    }),
    ...prefixed('subscriber', {
      ...company,
      company_name: customer.company,
      aws_account_id: customer.account,
      email_domain: customer.domain,
      address_id: customer.address,
    }),
    ...prefixed('payer', {
      ...company,
      company_name: customer.company,
      aws_account_id: customer.account,
      email_domain: customer.domain,
      address_id: customer.address,
    }),
    invoice_date: { date: invoice.date },
    payment_due_date: { date: invoice.due },
    payment_terms: invoice.due ? `Net ${daysBetween(invoice.date, invoice.due)} days` : 'Not available',
    invoice_id: invoice.id,
    listing_fee_invoice_id: europe ? `EULF-${invoice.id.slice(-8)}` : 'Not applicable',
    wholesale_invoice_id: 'Not applicable',
    distribution_invoice_id: 'Not applicable',
    seller_issued_invoice_id: 'Not applicable',
    product_title: customer.product.title,
    product_id: customer.product.id,
    product_code: customer.product.code,
    legacy_product_id: customer.product.id,
    offer_name: metered ? 'Public offer' : `Private offer for ${customer.company}`,
    offer_id: customer.offer,
    offer_visibility: metered ? 'Public' : 'Private',
    offer_set_id: 'Not applicable',
    agreement_id: customer.agreement,
    agreement_start_date: agreementDay(since, style),
    agreement_acceptance_date: agreementDay(since, style),
    agreement_end_date: metered
      ? style === '2026'
        ? 'JAN-1-9999'
        : { date: '9999-01-01' }
      : agreementDay(yearLater(since), style),
    accepted_term_types: metered ? 'UsageBasedPricingTerm' : 'ConfigurableUpfrontPricingTerm, PaymentScheduleTerm',
    usage_period_start_date: metered ? { date: `${invoice.date.slice(0, 7)}-01` } : { date: null },
    usage_period_end_date: metered ? { date: lastDay(invoice.date.slice(0, 7)) } : { date: null },
    ...disbursementCells(row, paid, disbursed, usual, style),
    disbursement_time_in_days: payout ? String(daysBetween(invoice.date, payout.date)) : '',
    gross_revenue: { amount: parts.gross },
    gross_refund: { amount: parts.refund },
    listing_fee: { amount: parts.fee },
    listing_fee_refund: { amount: parts.feeRefund },
    listing_fee_percentage: '0.03',
    seller_tax_share: { amount: parts.tax },
    seller_tax_share_refund: { amount: parts.taxRefund },
    seller_net_revenue: { amount: net(parts) },
    collected_net_revenue: { amount: collectedNet },
    uncollected_net_revenue: { amount: usual - collectedNet },
    last_collection_date: { date: lastCollection(row) },
    currency: payout?.currency ?? deal.currency,
    transaction_reference_id: deal.reference,
    aws_seller_of_record: customer.broker,
    resale_authorization_id: 'Not applicable',
    isv_account_id: seller.account,
    isv_company_name: seller.name,
    disbursed_net_revenue: { amount: disbursed },
    undisbursed_net_revenue: { amount: usual - disbursed + (invoice.undisbursedSkew ?? 0n) },
    disbursement_period: payout && invoice.due ? lateness(daysBetween(invoice.due, payout.date)) : '',
  }
}

/** A cell as text; dates of the older layout carry a time. */
export function cellText(cell: CellValue | undefined, style: Style, figure: (amount: Cents) => string): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if ('amount' in cell) return figure(cell.amount)
  if (cell.date === null) return style === '2026' ? 'Not available' : ''
  return style === '2026' ? cell.date : `${cell.date} 00:00:00.000`
}

/** Amounts in a style's own format. */
export function figureOf(style: Style): (amount: Cents) => string {
  return style === '2026' ? grouped : plain
}

function disbursementCells(
  row: ExportLine,
  paid: readonly Payout[],
  disbursed: Cents,
  usual: Cents,
  style: Style,
): Record<string, CellValue> {
  const payouts = row.payout ? [row.payout] : paid
  const last = payouts.at(-1)
  const status = row.payout?.status ?? statusOf(paid, disbursed, usual)
  const older = status === 'Disbursed' ? 'Disbursed' : status === 'Not disbursed' ? 'Not Disbursed' : 'Other'
  return {
    disbursement_status: style === '2026' ? status : older,
    disbursement_date: { date: last?.date ?? null },
    disburse_bank_trace_id: payouts.map((payout) => traceOf(row.deal, payout)).join(',') || 'Not available',
    disbursement_reference_number:
      payouts.map(({ date }) => `DRN${date.replaceAll('-', '')}${row.deal.currency}`).join(',') || 'Not available',
  }
}

function statusOf(paid: readonly Payout[], disbursed: Cents, usual: Cents): string {
  if (paid.length === 0) return 'Not disbursed'
  if (paid.at(-1)?.status === 'Failed') return 'Failed'
  return disbursed < usual - 1n ? 'Partially disbursed' : 'Disbursed'
}

function lastCollection({ deal, invoice, day }: ExportLine): string | null {
  return (
    deal.payouts
      .filter(
        (payout) =>
          deal.invoices[payout.invoice] === invoice && payout.collected <= day && payout.currency === deal.currency,
      )
      .map(({ collected }) => collected)
      .toSorted()
      .at(-1) ?? null
  )
}

function agreementDay(day: string, style: Style): CellValue {
  return style === '2026' ? monthFirst(day) : { date: day }
}

function yearLater(day: string): string {
  return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
}

function lateness(days: number): string {
  if (days <= 0) return 'Not due'
  const bounds = [30, 60, 90, 120]
  const index = bounds.findIndex((bound) => days <= bound)
  return index < 0 ? '121+ days late' : `${(bounds[index - 1] ?? 0) + 1}-${bounds[index] as number} days late`
}

function prefixed(prefix: string, cells: Record<string, string>): Record<string, CellValue> {
  return Object.fromEntries(Object.entries(cells).map(([name, value]) => [`${prefix}_${name}`, value]))
}
