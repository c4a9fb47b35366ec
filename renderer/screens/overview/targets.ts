import type { Filter, Row } from '../../../shared/contract/rows.ts'
import { textOf } from '../../formats/row-cells.ts'
import type { Place } from '../../navigation.ts'
import type { CoverageCell } from './coverage-grid.ts'

/** The figures in the order of the life of a sale. */
export const figureNames = ['billed', 'collected', 'disbursed', 'banked', 'open', 'past_due'] as const
export type FigureName = (typeof figureNames)[number]

/**
 * The rows behind a figure of one currency. Lines that count are those up to the as-of date, and those without a date.
 * Billed, disbursed, open and past due add up to the figure; no rows that could be asked for are exactly those of the
 * other two (`isNearest`), so they lead to the disbursed lines that hold them.
 */
export function figurePlace(name: FigureName, currency: string): Place {
  const inCurrency = equals('currency', currency)
  const counted = equals('counted', 'true')
  switch (name) {
    case 'billed':
      return data('billed_lines', [inCurrency, counted])
    case 'collected':
    case 'disbursed':
      return data('disbursed_lines', [inCurrency, counted])
    case 'banked':
      return data('disbursed_lines', [inCurrency, counted, { operator: 'not-blank', column: 'settlement' }])
    case 'open':
      return data('open_items', [inCurrency])
    case 'past_due':
      return data('open_items', [inCurrency, { operator: 'greater', column: 'days_late', value: '0' }])
  }
}

/**
 * Whether the rows of a figure need not add up to it. Collected is the larger of two sums for each key, what was
 * disbursed and what the billed revenue export says was collected, and no query lists that. Banked are lines with a bank
 * trace id or of a report with section 2, and filters have no `or`.
 */
export function isNearest(name: FigureName): name is 'collected' | 'banked' {
  return name === 'collected' || name === 'banked'
}

/** The open items of one currency and one age. */
export function bucketPlace(bucket: string, currency: string): Place {
  return data('open_items', [equals('currency', currency), equals('ageing_bucket', bucket)])
}

/** The lines of one month and one currency. */
export function monthPlace(side: 'billed' | 'disbursed', month: string, currency: string): Place {
  const column = side === 'billed' ? 'billing_date' : 'disbursement_date'
  const range: Filter = { operator: 'between', column, from: `${month}-01`, to: lastDay(month) }
  return data(`${side}_lines`, [equals('currency', currency), equals('counted', 'true'), range])
}

/** The keys of one state and one currency. */
export function statePlace(state: string, currency: string): Place {
  return data('reconciliation', [equals('currency', currency), equals('state', state)])
}

/** The rows that a control compares; the row of the control itself where there are no others. */
export function controlPlace(control: Row): Place {
  const subject = textOf(control, 'subject') ?? ''
  const day = /\d{4}-\d{2}-\d{2}/.exec(subject)?.[0]
  // Any of the settlements of a report stands for all of its lines.
  const settlement = /, settlement (.+)$/.exec(subject)?.[1]?.split(', ')[0]
  const path = subject.replace(/, section \d+ of the .*$/, '')
  const invoice = /^Invoice (.+), agreement /.exec(subject)?.[1]
  const delivered = day === undefined ? [] : [equals('delivery_date', day)]
  switch (textOf(control, 'id')) {
    case 'file-complete':
      return data('source_files', [equals('path', path)])
    case 'settlement-lines':
    case 'payout-lines':
      return settlement === undefined
        ? data('settlements', [])
        : { screen: 'cash-application', settlement, filters: [] }
    case 'net-formula':
      return data('disbursed_lines', [equals('path', path)])
    case 'uncollected-total':
    case 'past-due-total':
      return data('uncollected_lines', delivered)
    case 'collected-total':
      return data('disbursed_lines', delivered)
    case 'roll-forward':
      return data('roll_forward', [])
    case 'dashboard-identity':
      return data('billed_revenue', [equals('path', path)])
    case 'adjustment-refund':
      return data('billing_adjustments', invoice === undefined ? [] : [equals('invoice_id', invoice)])
    default:
      return data('controls', [])
  }
}

/** The deliveries of one report in one month: those of its days, or the exports that cover a part of it. */
export function deliveriesPlace({ report, month, delivered }: CoverageCell): Place {
  const covers: Filter[] = [
    { operator: 'less-or-equal', column: 'coverage_start', value: lastDay(month) },
    { operator: 'greater-or-equal', column: 'coverage_end', value: `${month}-01` },
  ]
  const came: Filter[] = [{ operator: 'in', column: 'delivery_date', values: [...delivered] }]
  return data('deliveries', [equals('report', report), ...(delivered.length > 0 ? came : covers)])
}

/** The rows of a data feed as they were read. */
export function feedPlace(feed: string): Place {
  return data(feed, [])
}

/** Also no filter is one: what was filtered there before would hide rows that the figure counts. */
function data(query: string, filters: Filter[]): Place {
  return { screen: 'data', query, filters }
}

function equals(column: string, value: string): Filter {
  return { operator: 'equals', column, value }
}

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10)
}
