import type { Filter, Row } from '../../../shared/contract/rows.ts'
import { textOf } from '../../formats/row-cells.ts'
import type { Place } from '../../navigation.ts'

/** The figures in the order of the life of a sale. */
export const figureNames = ['billed', 'collected', 'disbursed', 'banked', 'open', 'past_due'] as const
export type FigureName = (typeof figureNames)[number]

/** The rows behind a figure of one currency. */
export function figurePlace(name: FigureName, currency: string, asOf: string | null): Place {
  const inCurrency = equals('currency', currency)
  const counted = equals('counted', 'true')
  const dated = (column: string): Filter[] =>
    asOf === null ? [] : [{ operator: 'less-or-equal', column, value: asOf }]
  switch (name) {
    case 'billed':
      return data('billed_lines', [inCurrency, counted, ...dated('billing_date')])
    case 'disbursed':
      return data('disbursed_lines', [inCurrency, counted, ...dated('disbursement_date')])
    case 'collected':
    case 'banked':
      return data('settlements', [inCurrency])
    case 'open':
      return data('open_items', [inCurrency])
    case 'past_due':
      return data('open_items', [inCurrency, { operator: 'greater', column: 'days_late', value: '0' }])
  }
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
  const settlement = /settlement (\S+)$/.exec(subject)?.[1]
  const path = subject.replace(/, section \d+ of the .*$/, '')
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
    default:
      return data('controls', [])
  }
}

/** The deliveries of one report. */
export function deliveriesPlace(report: string): Place {
  return data('deliveries', [equals('report', report)])
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
