import {
  type CellValue,
  type ExportLine,
  type Style,
  cellText,
  cellsOf,
  disbursedNet,
  exportLines,
  figureOf,
  payoutsOf,
  traceOf,
} from './dashboard-cells.ts'
import {
  billedColumns2024,
  billedColumns2026,
  collectionsColumns2024,
  collectionsColumns2026,
} from './dashboard-columns.ts'
import type { Deal, Payout } from './deals.ts'
import { type SampleFile, type Table, delimitedFile, expectedFile } from './document.ts'
import { type BilledFact, type DisbursedFact, type Written, written } from './facts.ts'
import { net } from './money.ts'
import { workbookFile } from './workbook.ts'

/** One download: its file, the invoice dates it covers, and the last day that it knows. */
export interface Download {
  readonly path: string
  readonly style: Style
  readonly from: string
  readonly day: string
  readonly edition: number
  /** The seller of record to which the page was filtered. */
  readonly only?: 'AWS_INC' | 'AWS_EUROPE'
}

/** Columns that AWS's page writes in another way than its query. */
const pageSlips: Readonly<Record<string, string>> = {
  wholesale_seller_tax_sahre: 'wholesale_seller_tax_share',
  resale_company_name: 'reseller_company_name',
  agreement_term_types: 'accepted_term_types',
}

/** A billed revenue export. */
export function billedExport(deals: readonly Deal[], download: Download): Written {
  const lines = exportLines(deals, download.from, download.day).filter((line) => covers(download, line))
  const columns = download.style === '2026' ? billedColumns2026 : billedColumns2024
  const facts = lines.map((line): BilledFact => ({
    source: 'billed_revenue',
    reference: line.deal.reference,
    currency: line.deal.currency,
    net: net(line.parts),
    date: line.invoice.date,
    due: line.invoice.due,
    identity: identityOf(line),
    edition: download.edition,
    // Only the layout of 2026 says what was disbursed of a billed row.
    ...(download.style === '2026'
      ? {
          disbursed: {
            net: disbursedNet(line),
            undisbursed: net(line.parts) - disbursedNet(line) + (line.invoice.undisbursedSkew ?? 0n),
            date: payoutsOf(line).at(-1)?.date ?? null,
            file: download.path,
          },
        }
      : {}),
  }))
  return written({ files: [textFile('billed_revenue', lines, columns, download)], billed: facts })
}

/** A collections and disbursements export: one row for each line and payout, and at times an adjustment without a reference. */
export async function collectionsExport(deals: readonly Deal[], download: Download): Promise<Written> {
  const lines = exportLines(deals, download.from, download.day)
    .filter((line) => covers(download, line))
    .flatMap((line) =>
      line.deal.payouts
        .filter((payout) => line.deal.invoices[payout.invoice] === line.invoice && payout.date <= download.day)
        .map((payout) => paidLine(line, payout)),
    )
  const facts = lines.map((line): DisbursedFact => {
    const payout = line.payout as NonNullable<ExportLine['payout']>
    return {
      source: 'collections_and_disbursements',
      reference: line.deal.reference,
      currency: payout.currency,
      net: net(line.parts),
      tax: 0n,
      date: payout.date,
      identity: `${identityOf(line)}|${payout.currency}|${payout.date}|${traceOf(line.deal, payout)}|${payout.status === 'Failed'}`,
      edition: download.edition,
      period: line.invoice.date.slice(0, 7),
      beyondParts: 0n,
      file: download.path,
    }
  })
  if (download.style === '2024')
    return written({
      files: [textFile('collections_and_disbursements', lines, collectionsColumns2024, download)],
      disbursed: facts,
    })
  const adjustment: DisbursedFact = {
    source: 'collections_and_disbursements',
    reference: null,
    currency: 'EUR',
    net: -1_500n,
    tax: 0n,
    date: '2026-07-10',
    identity: null,
    edition: download.edition,
    period: null,
    beyondParts: 0n,
    file: download.path,
  }
  const file = await collectionsWorkbook(lines, download)
  return written({ files: [file], disbursed: [...facts, adjustment] })
}

function paidLine(line: ExportLine, payout: Payout): ExportLine {
  return { ...line, payout, parts: payout.lines[line.line] as ExportLine['parts'] }
}

function covers(download: Download, line: ExportLine): boolean {
  return download.only === undefined || line.deal.customer.broker === download.only
}

function identityOf({ deal, invoice }: ExportLine): string {
  return [deal.reference, deal.currency, invoice.id, deal.customer.product.id, deal.customer.agreement].join('|')
}

function textFile(
  section: string,
  lines: readonly ExportLine[],
  columns: readonly string[],
  download: Download,
): SampleFile {
  const rows = lines.map((line) => {
    const cells = cellsOf(line, download.style)
    return {
      kind: 'row' as const,
      cells: columns.map((column) => cellText(cells[nameOf(column)], download.style, figureOf(download.style))),
    }
  })
  const part: Table = { section, lines: [{ kind: 'header', cells: columns }, ...rows] }
  return delimitedFile(download.path, [part], download.style === '2026' ? { encoding: 'utf8 with mark' } : {})
}

async function collectionsWorkbook(lines: readonly ExportLine[], download: Download): Promise<SampleFile> {
  const names = collectionsColumns2026.map(nameOf)
  const adjustment: Record<string, CellValue> = {
    invoice_id: 'Not applicable',
    product_title: 'Not applicable',
    disbursement_status: 'Disbursed',
    disbursement_date: { date: '2026-07-10' },
    disburse_bank_trace_id: '0022026071048',
    disbursement_reference_number: 'DRN20260710EUR',
    gross_revenue: { amount: -1_500n },
    seller_net_revenue: { amount: -1_500n },
    currency: 'EUR',
    transaction_reference_id: 'Not applicable',
    aws_seller_of_record: 'AWS_EUROPE',
  }
  const rows = [...lines.map((line) => cellsOf(line, '2026')), adjustment].map((cells) =>
    names.map((name) =>
      name === 'payer_aws_account_id' && cells[name] ? { account: cells[name] as string } : cells[name],
    ),
  )
  const bytes = await workbookFile('Collections and disbursements', collectionsColumns2026, rows)
  const part: Table = {
    section: 'collections_and_disbursements',
    lines: [
      { kind: 'header', cells: collectionsColumns2026 },
      ...rows.map(() => ({ kind: 'row' as const, cells: [] })),
    ],
  }
  return { path: download.path, bytes, expected: [expectedFile(download.path, [part], part.lines)] }
}

function nameOf(label: string): string {
  const name = label.toLowerCase().replaceAll(' ', '_')
  return pageSlips[name] ?? name
}
