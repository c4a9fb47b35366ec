import type { Row } from '../../../shared/contract/rows.ts'
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
  /** By report, a cell for each month. */
  readonly cells: ReadonlyMap<string, readonly CoverageCell[]>
}

/** Rows of the query `coverage` as a grid; a month that a report says nothing about is `not-expected`. */
export function coverageGrid(rows: readonly Row[]): CoverageGrid {
  const known = rows.map(cellOf)
  const months = [...new Set(known.map(({ month }) => month))].toSorted()
  const reports = [...new Set(known.map(({ report }) => report))].toSorted(
    (a, b) => place(a) - place(b) || a.localeCompare(b),
  )
  const byPlace = new Map(known.map((cell) => [`${cell.report} ${cell.month}`, cell]))
  const cells = new Map(
    reports.map((report) => [
      report,
      months.map((month) => byPlace.get(`${report} ${month}`) ?? nothing(report, month)),
    ]),
  )
  return { months, reports, cells }
}

/** Reports by what a reconciliation needs first. */
const order = [
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

function cellOf(row: Row): CoverageCell {
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
