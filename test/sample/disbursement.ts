import { type Entry, storedZip } from './archive.ts'
import { addDays, addMonths, daysBetween, disbursementDelivery } from './calendar.ts'
import { casSideFile } from './cas.ts'
import { type Deal, openParts } from './deals.ts'
import { type Layout, type Line, type Table, blank, delimitedFile, title, trailer } from './document.ts'
import { type DisbursedFact, type UncollectedFact, type Written, written } from './facts.ts'
import { type Cents, net, nothing, plus, total } from './money.ts'
import {
  type Aged,
  type OpenRow,
  type PaidLine,
  type Specialty,
  ageTable,
  breakdownTable,
  firstDate,
  geographyTable,
  hoursTable,
  productTable,
} from './disbursement-tables.ts'

const specialties: Readonly<Record<string, Specialty>> = {
  '2026-06': { feesPositive: true, uncollectedOff: -15_000n, adjustment: -2_500n, withoutCollectedAndPastDue: true },
  '2026-07': { depositOff: -1_250n, pastDueOff: 4_000n },
}

/** The disbursement report of a month with all of its sections, as portal file or, in June 2026, as CAS files in a ZIP. */
export function disbursementReport(deals: readonly Deal[], month: string): Written {
  const special = specialties[month] ?? {}
  const delivery = disbursementDelivery(month)
  const deposit = `${month}-10`
  const lines = paidLines(deals, deposit, special)
  const open = deals.flatMap((deal) => uncollectedRow(deal, delivery))
  const pastDue = open.filter(({ due }) => due !== null && due < delivery)
  const collected = total(lines.map((line) => line.net)) + (special.adjustment ?? 0n)
  const taxBeside = special.feesPositive ? total(lines.map(({ parts }) => parts.tax + parts.taxRefund)) : 0n
  const short = special.withoutCollectedAndPastDue === true
  const statement = {
    delivery,
    disbursedAmount: collected + taxBeside + (special.depositOff ?? 0n),
    uncollectedOverall: total(open.map((row) => row.net)) + (special.uncollectedOff ?? 0n),
    collectedOverall: short ? null : collected,
    pastDueOverall: short ? null : total(pastDue.map((row) => row.net)) + (special.pastDueOff ?? 0n),
  }

  // The page prints an en dash between the days, older files a hyphen.
  const words = { dash: month === '2026-08' ? '–' : '-', pending: ' pending' }
  const aged = (row: { net: Cents; deal: Deal }, day: string): Aged => ({
    net: row.net,
    days: daysBetween(firstDate(row.deal), day),
  })
  const collectedAges = lines.map((line) => aged(line, deposit))
  const openAges = open.map((row) => aged(row, delivery))
  const lateAges = pastDue.map(({ net, due }) => ({ net, days: daysBetween(due as string, delivery) }))
  const ageTables = [
    ageTable('dis4', { ...words, word: 'Uncollected' }, openAges, special.uncollectedOff ?? 0n),
    ageTable('dis5', { ...words, word: 'Collected' }, collectedAges, special.adjustment ?? 0n),
    ageTable('dis6', { ...words, word: 'Past Due', pending: '' }, lateAges, special.pastDueOff ?? 0n),
  ]
  const tables: Table[] = [
    productTable(lines, special),
    geographyTable(lines, deposit, statement.disbursedAmount),
    hoursTable(month),
    ...(short ? ageTables.slice(0, 1) : ageTables),
    breakdownTable(open),
  ]
  const zipped = month === '2026-06'
  return written({
    files: [zipped ? casArchive(tables, delivery) : portalFile(tables, `disbursement_report_${delivery}.csv`, month)],
    disbursed: disbursedFacts(
      lines,
      special,
      deposit,
      zipped ? `disbursed_amount_by_product_${delivery}.csv` : `disbursement_report_${delivery}.csv`,
    ),
    uncollected: open.map(({ deal, net, due }): UncollectedFact => ({
      delivery,
      reference: deal.reference,
      currency: 'USD',
      net,
      period: firstDate(deal).slice(0, 7),
      due,
    })),
    statements: [statement],
  })
}

/** What AWS Inc. paid on a day; one variant prints a net without the sales tax. */
function paidLines(deals: readonly Deal[], deposit: string, special: Specialty): PaidLine[] {
  return deals
    .filter(({ customer }) => customer.broker === 'AWS_INC')
    .flatMap((deal) =>
      deal.payouts
        .filter(({ date }) => date === deposit)
        .flatMap((payout) =>
          payout.lines.map((parts) => {
            const tax = special.feesPositive ? parts.tax + parts.taxRefund : 0n
            return { deal, payout, parts, net: net(parts) - tax }
          }),
        ),
    )
}

function disbursedFacts(lines: readonly PaidLine[], special: Specialty, date: string, file: string): DisbursedFact[] {
  const fact = (some: Pick<DisbursedFact, 'reference' | 'net' | 'tax' | 'beyondParts'>): DisbursedFact => ({
    ...some,
    source: 'disbursement',
    currency: 'USD',
    date,
    identity: null,
    edition: 0,
    period: null,
    file,
  })
  const facts = lines.map(({ deal, payout, parts, net }) =>
    fact({
      reference: deal.reference,
      net,
      tax: parts.tax + parts.taxRefund,
      beyondParts: -(payout.feeSkew ?? 0n),
    }),
  )
  if (special.adjustment === undefined) return facts
  return [...facts, fact({ reference: null, net: special.adjustment, tax: 0n, beyondParts: 0n })]
}

/** Section 7 holds what is open of AWS Inc. at the delivery, and two kinds of seeded faults. */
function uncollectedRow(deal: Deal, delivery: string): OpenRow[] {
  if (deal.customer.broker !== 'AWS_INC' || deal.uncollected === 'never' || firstDate(deal) > delivery) return []
  const billed = (deal.invoices[0]?.lines ?? []).reduce(plus, nothing)
  const parts = deal.uncollected === 'always' ? billed : openParts(deal, delivery)
  const amount = net(parts)
  // What was paid twice is not open, and a missing cent is not either.
  if (amount <= 1n) return []
  return [{ deal, parts, net: amount, due: deal.invoices[0]?.due ?? null }]
}

const sectionTitles: Readonly<Record<string, string>> = {
  dis1: 'Section 1: Disbursed amount by product',
  dis2: 'Section 2: Disbursed amount by customer geography',
  dis3: 'Section 3: Disbursed amount by instance hours',
  dis4: 'Section 4: Age of uncollected funds',
  dis5: 'Section 5: Age of disbursed funds',
  dis6: 'Section 6: Age of past due funds',
  dis7: 'Section 7: Uncollected funds breakdown',
}

/** All sections in one CSV: a title before each, a blank line after, a closing line; July 2026 with Windows line ends. */
function portalFile(tables: readonly Table[], path: string, month: string): Written['files'][number] {
  const content: (Table | Line)[] = [title(`Disbursement report ${month}`), blank]
  for (const part of tables) content.push(title(sectionTitles[part.section] as string), part, blank)
  content.push(trailer('End of report'))
  const layout: Layout =
    month === '2026-07' ? { quotes: 'all', eol: '\r\n', encoding: 'utf8 with mark' } : { quotes: 'all' }
  return delimitedFile(path, content, layout)
}

const casNames: Readonly<Record<string, string>> = {
  dis1: 'disbursed_amount_by_product',
  dis2: 'disbursed_amount_by_customer_geo',
  dis3: 'disbursed_amount_by_instance_hours',
  dis4: 'disbursed_amount_by_age_of_uncollected_funds',
  dis7: 'disbursed_amount_by_uncollected_funds_breakdown',
}

function casArchive(tables: readonly Table[], delivery: string): Written['files'][number] {
  const path = `disbursement_${delivery}.zip`
  const files = tables.map((part) =>
    delimitedFile(`${casNames[part.section] as string}_${delivery}.csv`, [part], { quotes: 'all' }),
  )
  const entries = files.flatMap((file, index): Entry[] => [
    file,
    casSideFile(
      file.path,
      casNames[(tables[index] as Table).section] as string,
      delivery,
      `${addMonths(delivery.slice(0, 7), -1)}-08`,
      addDays(delivery, -6),
    ),
  ])
  return {
    path,
    bytes: storedZip(entries),
    expected: files.flatMap(({ expected }) => expected.map((file) => ({ ...file, path: `${path}/${file.name}` }))),
  }
}
