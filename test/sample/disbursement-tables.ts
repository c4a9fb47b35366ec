import { addDays, addMonths } from './calendar.ts'
import type { Deal, Payout } from './deals.ts'
import { type Row, type Table, table, totalLine } from './document.ts'
import { breakdownHeader, geographyHeader, hoursHeader, productHeader } from './legacy-columns.ts'
import { type Cents, type Parts, plain, total } from './money.ts'

/** What is special about a disbursement report; most have nothing. */
export interface Specialty {
  /** As the guide's page has it: fees without sign, sales tax beside the net and not in it. */
  readonly feesPositive?: true
  /** Cents by which a printed figure differs from the lines. */
  readonly depositOff?: Cents
  readonly uncollectedOff?: Cents
  readonly pastDueOff?: Cents
  readonly adjustment?: Cents
  readonly withoutCollectedAndPastDue?: true
}

/** One disbursed line, with the net that the report prints. */
export interface PaidLine {
  readonly deal: Deal
  readonly payout: Payout
  readonly parts: Parts
  readonly net: Cents
}

/** One row of section 7. */
export interface OpenRow {
  readonly deal: Deal
  readonly parts: Parts
  readonly net: Cents
  readonly due: string | null
}

/** The day of the first invoice, from which AWS counts the age of a reference. */
export function firstDate(deal: Deal): string {
  return deal.invoices[0]?.date as string
}

/** Section 1, with a totals row where a portal file has one. */
export function productTable(lines: readonly PaidLine[], special: Specialty): Table {
  const sign = special.feesPositive ? -1n : 1n
  const rows = lines.map(({ deal, payout, parts, net }): Row => ({
    Product: deal.customer.product.title,
    'Product Code': deal.customer.product.code,
    SellerRev: plain(parts.gross),
    AWSRefFee: plain(sign * (parts.fee + (payout.feeSkew ?? 0n))),
    SellerRevRefund: plain(sign * parts.refund),
    AWSRefFeeRefund: plain(parts.feeRefund),
    SellerRevCredit: '0.00',
    AWSRefFeeCredit: '0.00',
    'Net Amount': plain(net),
    'Transaction Reference ID': deal.reference,
    SellerUSSalesTax: plain(parts.tax),
    SellerUSSalesTaxRefund: plain(parts.taxRefund),
    'Customer AWS Account Number': deal.customer.account,
    'Customer Country': deal.customer.country,
    'Customer State': deal.customer.state,
    'Customer City': deal.customer.city,
    'Customer Zip Code': deal.customer.postalCode,
    'Customer Email Domain': deal.customer.domain,
    'Payer Reference ID': deal.customer.payerReference,
    'Payer Address ID': deal.customer.address,
  }))
  const adjustment = special.adjustment
  if (adjustment !== undefined)
    rows.push({
      Product: 'Balance adjustment',
      SellerRev: plain(adjustment),
      AWSRefFee: '0.00',
      'Net Amount': plain(adjustment),
      'Transaction Reference ID': 'Not applicable',
    })
  const sum = total(lines.map(({ net }) => net)) + (adjustment ?? 0n)
  // CAS files have one header and rows, nothing else.
  return table(
    'dis1',
    productHeader,
    rows,
    special.feesPositive ? [] : [totalLine(productHeader, { 'Net Amount': plain(sum) })],
  )
}

/** Section 2: the same settlement on each row, the lines by tax location. */
export function geographyTable(lines: readonly PaidLine[], deposit: string, amount: Cents): Table {
  const places = new Map<string, PaidLine[]>()
  for (const line of lines) {
    const { country, state, city, postalCode } = line.deal.customer
    const key = [country, state, city, postalCode].join('|')
    places.set(key, [...(places.get(key) ?? []), line])
  }
  const rows = [...places]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, group]): Row => {
      const [country, state, city, postalCode] = key.split('|') as [string, string, string, string]
      return {
        'Settlement ID': deposit.replaceAll('-', '').padStart(11, '7'),
        'Settlement Period Start Date': `${addMonths(deposit.slice(0, 7), -1)}-08 00:00:00`,
        'Settlement Period End Date': `${addDays(deposit, -3)} 23:59:59`,
        'Deposit Date': `${deposit} 00:00:00`,
        'Disbursed Amount': plain(amount),
        'Country Code': country,
        'State or Region': state,
        City: city,
        'Postal Code': postalCode,
        'Net Amount By Tax Location': plain(total(group.map((line) => line.net))),
        'Gross Amount By Tax Location': plain(total(group.map(({ parts }) => parts.gross))),
        'Seller U.S. Sales Tax': plain(total(group.map(({ parts }) => parts.tax))),
        'Seller U.S. Sales Tax Refund': plain(total(group.map(({ parts }) => parts.taxRefund))),
      }
    })
  return table('dis2', geographyHeader, rows)
}

/** Section 3. */
export function hoursTable(month: string): Table {
  const base = { Product: 'Lanternfish Observe', 'Product Code': 'dz4kq7m1vw9x0rb8t2hc6y3fa' }
  return table('dis3', hoursHeader, [
    {
      ...base,
      'Usage Type Description': 'Hours of m6i.large',
      Rate: '0.085',
      'User Count': String(7 + Number(month.slice(5))),
      'Instance Hours': `${Number(month.slice(5)) * 744}.5`,
    },
    {
      ...base,
      'Usage Type Description': 'Data points, per million',
      Rate: '1.20',
      'User Count': '18',
      'Instance Hours': 'NA',
    },
  ])
}

/** An amount and its age in days. */
export interface Aged {
  readonly net: Cents
  readonly days: number
}

/** Sections 4, 5 and 6: amounts by age; `off` is printed beyond the amounts. */
export function ageTable(
  section: string,
  words: { readonly word: string; readonly pending: string; readonly dash: string },
  amounts: readonly Aged[],
  off: Cents,
): Table {
  const { word, pending, dash } = words
  const bounds = [30, 60, 90, 120, Number.POSITIVE_INFINITY]
  const within = (bound: number, index: number): Cents => {
    const above = bounds[index - 1] ?? Number.NEGATIVE_INFINITY
    return total(amounts.filter(({ days }) => days <= bound && days > above).map(({ net }) => net))
  }
  const sums = bounds.map(within)
  const days = ['< 31', `31${dash}60`, `61${dash}90`, `91${dash}120`, '> 120']
  const header = [...days.map((range) => `${word} (${range} days${pending})`), `${word} (overall)`]
  // What is off is in the oldest bucket too, so that the row adds up.
  const cells = [...sums.slice(0, 4), (sums[4] ?? 0n) + off, total(sums) + off].map(plain)
  return table(section, header, [Object.fromEntries(header.map((label, index) => [label, cells[index] as string]))])
}

/** Section 7. */
export function breakdownTable(open: readonly OpenRow[]): Table {
  const rows = open.map(({ deal, parts, net, due }): Row => ({
    'Payer AWS Account Number': deal.customer.account,
    'Product Code': deal.customer.product.code,
    'Gross Revenue': plain(parts.gross),
    'AWS Revenue Share': plain(parts.fee),
    'Gross Refunds': plain(parts.refund),
    'AWS Refunds Share': plain(parts.feeRefund),
    'Net Revenue': plain(net),
    Currency: 'USD',
    'AR Period': firstDate(deal).slice(0, 7),
    'Transaction Reference ID': deal.reference,
    'Opportunity Name': deal.invoices[0]?.opportunity?.[0] ?? '',
    'Opportunity Description': deal.invoices[0]?.opportunity?.[1] ?? '',
    'Payer Reference ID': deal.customer.payerReference,
    'Payer Address ID': deal.customer.address,
    'Payment Due date': due ?? '',
  }))
  return table('dis7', breakdownHeader, rows)
}
