import type { Filter, Row } from '../../../shared/contract/rows.ts'
import type { ColumnName } from '../../../shared/queries/columns.ts'
import { type DerivedName, queryName } from '../../../shared/queries/queries.ts'
import { blank, equals, filled, oneOf } from '../../../shared/queries/filters.ts'
import type { Place } from '../../navigation.ts'
import type { CoverageCell } from './coverage-grid.ts'

/** The rows behind a line of the bridge in one currency: exactly those whose amounts it is the sum of (`bridgeAmount`). */
export function bridgePlace(line: string, currency: string): Place {
  const inCurrency = equals('currency', currency)
  const isSome = (column: ColumnName): Filter[] => [filled(column), { operator: 'not-equals', column, value: '0' }]
  switch (line) {
    case 'billed':
      return data('reconciliation', [inCurrency, { operator: 'greater', column: 'billed_lines', value: '0' }])
    case 'disbursed':
      return data('reconciliation', [inCurrency, { operator: 'greater', column: 'disbursed_lines', value: '0' }])
    case 'difference':
      return data('reconciliation', [inCurrency, filled('bridge_line')])
    case 'open':
      return data('open_items', [inCurrency])
    case 'other-day':
      return uncollected([inCurrency, ...isSome('since_list')])
    case 'uncollected-list':
      return uncollected([inCurrency, filled('uncollected_net')])
    case 'missing-from-uncollected':
    case 'missing-from-billed':
    case 'uncollected-difference':
    case 'other-entity':
      return uncollected([inCurrency, equals('list_line', line)])
    case 'collected':
      return data('reconciliation', [inCurrency, filled('collected_net')])
    case 'paid-in-other-currency':
      return data('disbursed_lines', [inCurrency, equals('counted', 'true'), equals('is_converted', 'true')])
    case 'priced-in-other-currency':
      return data('disbursed_lines', [
        equals('paid_currency', currency),
        equals('counted', 'true'),
        equals('is_converted', 'true'),
      ])
    case 'in-transit':
      return data('settlements', [inCurrency, ...isSome('in_transit_net')])
    case 'bank-difference':
      return data('settlements', [inCurrency, ...isSome('bank_difference')])
    case 'banked':
      return data('settlements', [inCurrency, filled('banked_net')])
    default:
      return data('reconciliation', [inCurrency, equals('bridge_line', line)])
  }
}

/** The column of these rows that adds up to the line. */
export function bridgeAmount(line: string): ColumnName {
  switch (line) {
    case 'billed':
      return 'billed_net'
    case 'disbursed':
      return 'disbursed_net'
    case 'open':
      return 'open_net'
    case 'other-day':
      return 'since_list'
    case 'uncollected-list':
      return 'uncollected_net'
    case 'collected':
      return 'collected_net'
    case 'paid-in-other-currency':
      return 'net'
    case 'priced-in-other-currency':
      return 'paid_net'
    case 'in-transit':
      return 'in_transit_net'
    case 'bank-difference':
      return 'bank_difference'
    case 'banked':
      return 'banked_net'
    default:
      return 'difference'
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

/** The lines that make the difference of a failed control; the control itself where none could be named. */
export function controlPlace(control: Row): Place {
  const { id, subject, currency, lines_role: role } = control
  const own: Filter[] = [
    equals('id', String(id)),
    equals('subject', String(subject)),
    typeof currency === 'string' ? equals('currency', currency) : blank('currency'),
  ]
  return typeof role === 'string' ? data('control_lines', [...own, equals('role', role)]) : data('controls', own)
}

/** The deliveries of one report in one month: those of its days, or the exports that cover a part of it. */
export function deliveriesPlace({ report, month, delivered }: CoverageCell): Place {
  const covers: Filter[] = [
    { operator: 'less-or-equal', column: 'coverage_start', value: lastDay(month) },
    { operator: 'greater-or-equal', column: 'coverage_end', value: `${month}-01` },
  ]
  const came: Filter[] = [oneOf('delivery_date', [...delivered])]
  return data('deliveries', [equals('report', report), ...(delivered.length > 0 ? came : covers)])
}

/** The rows of a data feed as they were read. */
export function feedPlace(feed: string): Place {
  return { screen: 'data', query: queryName(feed), filters: [] }
}

function uncollected(filters: Filter[]): Place {
  return { screen: 'uncollected-funds', filters }
}

/** Also no filter is one: what was filtered there before would hide rows that the figure counts. */
function data(query: DerivedName, filters: Filter[]): Place {
  return { screen: 'data', query, filters }
}

function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10)
}
