import { billedLines } from './billed.ts'
import { addMonths, billedDelivery, lastDay } from './calendar.ts'
import { casSideFile } from './cas.ts'
import { type Deal, netOf } from './deals.ts'
import { seller } from './customers.ts'
import { type Row, delimitedFile, table } from './document.ts'
import { type BilledFact, type Written, written } from './facts.ts'
import { plain, share } from './money.ts'
import { compensationHeader, taxHeader } from './legacy-columns.ts'

/** Customers whose account number a spreadsheet turned into scientific notation in the saved report. */
const spoiled: ReadonlySet<number> = new Set([3, 5])

/**
 * The sales compensation report of the month before. This family writes fees and refunds without sign (`uncertain.md`
 * U-3). The report of July 2026 was saved by a spreadsheet: semicolons, Windows-1252, account numbers as numbers, and
 * a name that no longer says when it was delivered.
 */
export function compensationReport(deals: readonly Deal[], month: string): Written {
  const period = addMonths(month, -1)
  const delivery = billedDelivery(month)
  const saved = month === '2026-07'
  const lines = billedLines(deals, period, 'compensation').map((line) => {
    const spoils = saved && spoiled.has(line.deal.customer.number) && line.deal.story === null
    const { account } = line.deal.customer
    return Object.assign(line, { account: saved ? account.replace(/^0+/, '') : account, spoils })
  })
  const rows = lines.map(({ deal, invoice, parts, net, account, spoils }): Row => ({
    'Customer AWS Account Number': spoils ? scientific(account) : account,
    Country: deal.customer.country,
    State: deal.customer.state,
    City: deal.customer.city,
    'Zip Code': deal.customer.postalCode,
    'Email Domain': deal.customer.domain,
    'Product Code': deal.customer.product.code,
    'Product Title': deal.customer.product.title,
    'Gross Revenue': plain(parts.gross),
    'AWS Revenue Share': plain(-parts.fee),
    'Gross Refunds': plain(-parts.refund),
    'AWS Refunds Share': plain(parts.feeRefund),
    'Net Revenue': plain(net),
    Currency: 'USD',
    'AR Period': period,
    'Transaction Reference ID': deal.reference,
    'Opportunity Name': invoice.opportunity?.[0] ?? '',
    'Opportunity Description': invoice.opportunity?.[1] ?? '',
    'Payer Reference ID': deal.customer.payerReference,
    'Payer Address ID': deal.customer.address,
    ...(spoils ? { '#refused': 'x' } : {}),
  }))
  const set = 'sales_compensation_billed_revenue'
  const path = saved ? 'Sales compensation, June, from Excel.csv' : `${set}_${delivery}.csv`
  const csv = delimitedFile(
    path,
    [table('sc1', compensationHeader, rows)],
    saved ? { delimiter: ';', encoding: 'windows-1252', eol: '\r\n' } : { quotes: 'all' },
  )
  return written({
    files: saved ? [csv] : [csv, casSideFile(path, set, delivery, `${period}-01`, lastDay(period))],
    billed: lines
      .filter(({ spoils }) => !spoils)
      .map(({ deal, net }): BilledFact => ({
        source: 'sales_compensation',
        reference: deal.reference,
        currency: 'USD',
        net,
        date: lastDay(period),
        due: null,
        identity: null,
        edition: 0,
      })),
    refused: rows
      .filter((row) => row['#refused'])
      .map((row) => ({
        file: path,
        section: 'sc1',
        column: 'customer_aws_account_number',
        value: row['Customer AWS Account Number'] as string,
      })),
    undated: saved ? [path] : [],
  })
}

function scientific(account: string): string {
  return `${account[0]}.${account.slice(1, 6)}E+${account.length - 1}`
}

/** The US sales and use tax report of the month before, with a row for the state and one for the county. */
export function taxReport(deals: readonly Deal[], month: string): Written {
  const period = addMonths(month, -1)
  const path = `us_sales_and_use_tax_records_${billedDelivery(month)}.csv`
  const taxed = deals.flatMap((deal) =>
    deal.invoices
      .filter(
        ({ date, written, lines }) => date.startsWith(period) && written.monthly && lines.some(({ tax }) => tax > 0n),
      )
      .map((invoice) => ({ deal, invoice })),
  )
  const rows = taxed.flatMap(({ deal, invoice }): Row[] => {
    const { customer } = deal
    const gross = invoice.lines.reduce((sum, parts) => sum + parts.gross, 0n)
    const tax = invoice.lines.reduce((sum, parts) => sum + parts.tax, 0n)
    const state = share(tax, 7, 10)
    const levels = [
      ['State', customer.state, state, share(BigInt(customer.taxRate), 7, 10)],
      [
        'County',
        `${customer.city} County`,
        tax - state,
        BigInt(customer.taxRate) - share(BigInt(customer.taxRate), 7, 10),
      ],
    ] as const
    return levels.map(([level, jurisdiction, amount, rate]) => ({
      'Line Item Id': `${invoice.id}-1`,
      'Customer Bill Id': invoice.id,
      'Product Name': customer.product.title,
      'Product Code': customer.product.code,
      'Product Tax Code': 'SW056000',
      'Seller Id': seller.account,
      'Seller Name': seller.name,
      'Transaction Date': invoice.date,
      'Total Adjusted Price': plain(gross),
      'Total Tax': plain(tax),
      'Base Currency Code': 'USD',
      'Bill to City': customer.city,
      'Bill to State': customer.state,
      'Bill to Postal Code': customer.postalCode,
      'Bill to Country': customer.country,
      'Transaction Type Code': 'AWS',
      'Display Price Taxability Type': 'POST_TAX_SALES',
      'Tax Location Code Taxed Jurisdiction': `4${customer.postalCode}0`,
      'Tax Type Code': 'SALES',
      'Jurisdiction Level': level,
      'Taxed Jurisdiction': jurisdiction,
      'Taxable Sale Amount': plain(gross),
      'Nontaxable Sale Amount': '0.00',
      'Tax Amount': plain(amount),
      'Tax Jurisdiction Tax Rate': `0.${rate.toString().padStart(4, '0')}`,
      'Tax Calculation Reason Code': 'Taxable',
      'Date Used For Tax Calculation': invoice.date,
      'Customer Reference Id': customer.reference,
      'Transaction Reference Id': deal.reference,
      'Tax Liable Party': 'Seller',
    }))
  })
  if (taxed.some(({ invoice }) => netOf(invoice.lines) === 0n)) throw new Error('A taxed sale without revenue')
  return written({ files: [delimitedFile(path, [table('tx1', taxHeader, rows)], { quotes: 'all' })] })
}
