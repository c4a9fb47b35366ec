import type { NamedRow } from '../../../shared/contract/rows.ts'
import { numberOf, textOf } from '../../formats/row-cells.ts'

export type CoverageStatus = 'loaded' | 'missing' | 'not-due' | 'withdrawn' | 'not-expected'

/** What is known of one report in one month. */
export interface CoverageCell {
  readonly report: string
  /** `YYYY-MM`. */
  readonly month: string
  readonly status: CoverageStatus
  /** The days on which its deliveries came; exports have none. */
  readonly delivered: readonly string[]
  readonly files: number
  /** Null for exports, whose rows belong to several months. */
  readonly rows: number | null
  readonly expected: string | null
  readonly nextStep: string | null
}

export interface CoverageGrid {
  /** Oldest first. */
  readonly months: readonly string[]
  readonly reports: readonly string[]
  /** Data feeds beside the one that the reconciliation lives on; there are too many of them to show all the time. */
  readonly otherFeeds: readonly string[]
  /** By report, a cell for each month. */
  readonly cells: ReadonlyMap<string, readonly CoverageCell[]>
}

/** Rows of the query `coverage` as a grid; a month that a report says nothing about is `not-expected`. */
export function coverageGrid(rows: readonly NamedRow[]): CoverageGrid {
  const known = rows.map(cellOf)
  const months = [...new Set(known.map(({ month }) => month))].toSorted()
  const named = [...new Set(known.map(({ report }) => report))].toSorted(
    (a, b) => place(a) - place(b) || a.localeCompare(b),
  )
  const others = named.filter((report) => report.endsWith('_feed') && report !== mainFeed)
  // One alone takes no more room than the row that stands for it.
  const otherFeeds = others.length > 1 ? others : []
  const reports = named.filter((report) => !otherFeeds.includes(report))
  const byPlace = new Map(known.map((cell) => [`${cell.report} ${cell.month}`, cell]))
  const cells = new Map(
    named.map((report) => [report, months.map((month) => byPlace.get(`${report} ${month}`) ?? nothing(report, month))]),
  )
  return { months, reports, otherFeeds, cells }
}

/** How many of the other feeds are there in one month, and the status that says most about them. */
export function summaryOf(
  { otherFeeds, cells }: CoverageGrid,
  month: string,
): { readonly status: CoverageStatus; readonly loaded: number; readonly missing: number } {
  const statuses = otherFeeds.flatMap((feed) =>
    (cells.get(feed) ?? []).filter((cell) => cell.month === month).map(({ status }) => status),
  )
  const count = (wanted: CoverageStatus): number => statuses.filter((status) => status === wanted).length
  const byWeight: readonly CoverageStatus[] = ['missing', 'loaded', 'not-due']
  const status = byWeight.find((wanted) => count(wanted) > 0) ?? 'not-expected'
  return { status, loaded: count('loaded'), missing: count('missing') }
}

/** Everything that is billed, collected and disbursed stands in it. */
const mainFeed = 'billing_event_feed'

/** Reports by what a reconciliation needs first. */
const order = [
  mainFeed,
  'billed_revenue',
  'collections_and_disbursements',
  'disbursement',
  'monthly_billed_revenue',
  'sales_compensation',
  'us_sales_and_use_tax',
  'taxation',
  'usage',
  'agreements',
  'customer_subscriber',
  'daily_business',
]

function place(report: string): number {
  const index = order.indexOf(report)
  return index < 0 ? order.length : index
}

function cellOf(row: NamedRow): CoverageCell {
  const status = textOf(row, 'status') ?? ''
  return {
    report: textOf(row, 'report') ?? '',
    month: (textOf(row, 'month') ?? '').slice(0, 7),
    status: statusOf(status),
    delivered: (textOf(row, 'delivered') ?? '').split(', ').filter((day) => day !== ''),
    files: numberOf(row, 'files'),
    rows: textOf(row, 'rows') === null ? null : numberOf(row, 'rows'),
    expected: textOf(row, 'expected_delivery'),
    nextStep: textOf(row, 'next_step'),
  }
}

function statusOf(status: string): CoverageStatus {
  const known: readonly CoverageStatus[] = ['loaded', 'missing', 'not-due', 'withdrawn']
  return known.find((name) => name === status) ?? 'not-expected'
}

function nothing(report: string, month: string): CoverageCell {
  return { report, month, status: 'not-expected', delivered: [], files: 0, rows: null, expected: null, nextStep: null }
}
