import type { Filter, Row } from '../../shared/contract/rows.ts'
import type { QueryColumn } from '../../main/queries/query.ts'

type Cell = Row[string]

/** A decimal string as a whole number of hundred-millionths, exactly. */
export function exact(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,10}))?$/.exec(text)
  if (!parts) throw new Error(`${text} is no decimal`)
  const units = BigInt(parts[2] ?? '') * 10n ** 10n + BigInt((parts[3] ?? '').padEnd(10, '0'))
  return parts[1] === '-' ? -units : units
}

/** Whether a row, as it is shown, fits a filter: written from the words of the contract, without the database. */
export function fits(row: Row, columns: readonly QueryColumn[], filter: Filter): boolean {
  const cell = row[filter.column] ?? null
  const type = columns.find(({ name }) => name === filter.column)?.type ?? 'text'
  const text = cell === null ? null : String(cell)
  switch (filter.operator) {
    case 'contains':
      return text !== null && text.toLowerCase().includes(filter.value.toLowerCase())
    case 'not-contains':
      return text === null || !text.toLowerCase().includes(filter.value.toLowerCase())
    case 'starts-with':
      return text !== null && text.toLowerCase().startsWith(filter.value.toLowerCase())
    case 'ends-with':
      return text !== null && text.toLowerCase().endsWith(filter.value.toLowerCase())
    case 'blank':
      return text === null || text === ''
    case 'not-blank':
      return text !== null && text !== ''
    case 'in':
      return filter.values.some((value) =>
        value === null || value === '' ? text === null || text === '' : compare(type, cell, value) === 0,
      )
    case 'between':
      return text !== null && compare(type, cell, filter.from) >= 0 && compare(type, cell, filter.to) <= 0
    case 'not-equals':
      return text === null || compare(type, cell, filter.value) !== 0
    case 'equals':
      return text !== null && compare(type, cell, filter.value) === 0
    case 'less':
      return text !== null && compare(type, cell, filter.value) < 0
    case 'less-or-equal':
      return text !== null && compare(type, cell, filter.value) <= 0
    case 'greater':
      return text !== null && compare(type, cell, filter.value) > 0
    case 'greater-or-equal':
      return text !== null && compare(type, cell, filter.value) >= 0
  }
}

function compare(type: QueryColumn['type'], cell: Cell, value: string): number {
  if (cell === null) return Number.NaN
  if (type === 'money' || type === 'decimal' || type === 'percent') {
    const difference = exact(String(cell)) - exact(value)
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  }
  if (type === 'integer') return Number(cell) - Number(value)
  const text = type === 'datetime' && value.length === 10 ? String(cell).slice(0, 10) : String(cell)
  return Buffer.compare(Buffer.from(text), Buffer.from(value))
}

/** Whether every word stands in some text, amount or date of the row. */
export function isFound(row: Row, columns: readonly QueryColumn[], search: string): boolean {
  const searched = columns.filter(({ type }) => ['text', 'money', 'date', 'datetime'].includes(type))
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) =>
      searched.some(({ name }) =>
        String(row[name] ?? '')
          .toLowerCase()
          .includes(word),
      ),
    )
}

/** The columns that name the currency of the amounts of a row, by hand: taxation has one of two. */
const currencyColumns = ['tax_currency', 'currency', 'currency_code', 'base_currency_code']
/** Amounts with a currency of their own, or with none that is told. */
const neverAdded = new Set(['legal_tax_amount', 'settlement_amount', 'paid_net', 'line_amount'])

/** Queries whose rows are different figures, the same figure again, or balances at several dates: nothing of them is added. */
const withoutSums =
  /^(bridge|book_facts|exceptions|controls|control_lines|ageing|ageing_schedule|figures|uncollected_lines|feed_disbursements|feed_revenue_at_(invoice|disbursement)|dis[4567]|.*_feed)$/

/** Amounts that repeat, or are balances at two dates, beside others that may be added. */
const repeated: Readonly<Record<string, readonly string[]>> = {
  roll_forward: ['opening', 'expected_closing', 'closing', 'difference'],
  settlements: ['disbursed_amount', 'reported_net', 'difference'],
  collections_and_disbursements: ['undisbursed_net_revenue'],
  feed_collections_and_disbursements: ['undisbursed_net_revenue'],
  dis2: ['disbursed_amount'],
  br4: ['total_contract_value_usd'],
  tx1: ['total_adjusted_price', 'total_tax', 'taxable_sale_amount', 'nontaxable_sale_amount'],
}

/** Sums of the money columns of a query by currency, by hand. Of lines only those that count are added. */
export function sumsOf(
  query: string,
  rows: readonly Row[],
  columns: readonly QueryColumn[],
): Map<string | null, Map<string, bigint>> {
  const added = columns.filter(
    ({ name, type }) =>
      (type === 'money' && !neverAdded.has(name) && !withoutSums.test(query) && !repeated[query]?.includes(name)) ||
      (query === 'summary_states' && name === 'keys'),
  )
  const sums = new Map<string | null, Map<string, bigint>>()
  for (const row of rows) {
    const currency = currencyColumns.map((name) => row[name]).find((value) => typeof value === 'string') ?? null
    const own = sums.get(currency) ?? new Map<string, bigint>()
    sums.set(currency, own)
    if (row['counted'] === false) continue
    for (const { name } of added)
      if (row[name] !== null && row[name] !== undefined) own.set(name, (own.get(name) ?? 0n) + exact(String(row[name])))
  }
  return sums
}
