import type { Row } from '../database/connection.ts'
import { bridgeSections, bridgeWords } from '../../shared/words/bridge.ts'
import { type Condition, columnLetters, rounded, sumWhere } from './formulas.ts'
import { aboutStyle, bodyStyle, sectionStyle, totalStyle } from './style.ts'
import {
  type Figure,
  type Line,
  type SummaryTables,
  amountCell,
  areNumbers,
  headerLine,
  isAddable,
  textCell,
} from './summary-lines.ts'
import type { PlannedTable } from './table.ts'

/** What stands in the cells of one currency. */
interface Column {
  readonly currency: string
  /** The cell with the name of the currency. */
  readonly head: string
  /** The cell of a line. */
  readonly cell: (line: string) => string
  readonly amount: (line: string) => string | null
}

/**
 * The bridge: a line below the other in the order of the query, a column for each currency. Each amount is a formula over
 * the other sheets that comes to the amount of the query. `firstRow` is the row of its header on the sheet.
 */
export function bridgeLines(rows: readonly Row[], firstRow: number, tables: SummaryTables): Line[] {
  const currencies = currenciesOf(rows)
  if (currencies.length === 0)
    return [{ cells: [textCell('Nothing is billed or disbursed up to this date.', aboutStyle)] }]
  const lines: Line[] = [headerLine([['', 'text'], ...currencies.map((currency) => [currency, 'money'] as const)])]
  const rowOf = new Map<string, number>()
  const amounts = new Map(rows.map((row) => [`${String(row['currency'])} ${String(row['line'])}`, amountOf(row)]))
  const columns = currencies.map((currency, index): Column => {
    const letter = columnLetters(index + 1)
    return {
      currency,
      head: `${letter}$${firstRow}`,
      cell: (line) => `${letter}${rowOf.get(line)}`,
      amount: (line) => amounts.get(`${currency} ${line}`) ?? null,
    }
  })
  for (const [section, title] of Object.entries(bridgeSections)) {
    const ofSection = rows.filter((row) => row['section'] === section)
    lines.push({ cells: [title, ...currencies.map(() => '')].map((text) => textCell(text, sectionStyle)) })
    for (const row of ofSection.filter(({ currency }) => currency === currencies[0])) {
      const line = String(row['line'])
      rowOf.set(line, firstRow + lines.length)
      const isTotal = row['adds'] === 0
      const words = `${row['adds'] === -1 ? 'less ' : ''}${bridgeWords[line]?.text ?? line}`
      lines.push({
        cells: [
          textCell(words, isTotal ? totalStyle('text') : bodyStyle('text')),
          ...columns.map((column) => amountCell(column.amount(line), figureOf(line, column, tables), isTotal)),
        ],
      })
    }
    lines.push(...noteLines(ofSection, currencies))
  }
  return lines
}

/** The currencies of the bridge, in its order. */
export function currenciesOf(bridge: readonly Row[]): string[] {
  return [...new Set(bridge.map((row) => String(row['currency'])))]
}

/** The amount of a row of the bridge, null where no loaded file tells it. */
export function amountOf(row: Row | undefined): string | null {
  const amount = row?.['amount'] ?? null
  return amount === null ? null : String(amount)
}

/** Why amounts are not known, and of which day the others are; each once, with its currencies. */
function noteLines(rows: readonly Row[], currencies: readonly string[]): Line[] {
  const notes = [...new Set(rows.flatMap(({ note }) => (typeof note === 'string' ? [note] : [])))]
  return notes.map((note) => {
    const of = [...new Set(rows.filter((row) => row['note'] === note).map((row) => String(row['currency'])))]
    const isOfAll = of.length === currencies.length
    return { cells: [textCell(isOfAll ? note : `${of.join(', ')}: ${note}`, aboutStyle)] }
  })
}

const openLines = ['open-not-due', 'open-past-due', 'open-due-date-unknown'] as const

/** Keys without disbursed lines stand on the sheet of uncollected funds only; the others are counted where they were paid. */
const unpaid: Condition = { column: 'disbursed_lines', value: '0' }

/** The formula of a line; null where no sheet has what it is the sum of. */
function figureOf(line: string, { currency, head, cell, amount }: Column, tables: SummaryTables): Figure | null {
  const { cashApplication: paid, uncollected, settlements, isWholeBook } = tables
  const own: Condition = { column: 'currency', cell: head }
  const sum = (planned: PlannedTable, column: string, ...conditions: Condition[]): string =>
    sumWhere(planned, column, [own, ...conditions])
  const figure = (formula: string, ...read: (readonly [PlannedTable, string])[]): Figure => ({
    formula: rounded(formula),
    isLive: isAddable(currency, ...read) && (isWholeBook || read.every(([planned]) => planned !== paid)),
  })
  const ofCells = (formula: string, lines: readonly string[]): Figure => ({
    formula: rounded(formula),
    isLive: areNumbers(lines.map(amount)),
  })
  const onLine: Condition = { column: 'bridge_line', value: line }
  const onList: Condition = { column: 'list_line', value: line }
  const onBoth = (column: string): Figure =>
    figure(`${sum(paid, column)}+${sum(uncollected, column, unpaid)}`, [paid, column], [uncollected, column])
  const banked = (column: string): Figure => figure(sum(settlements, column), [settlements, column])

  switch (line) {
    case 'billed':
      return onBoth('billed_net')
    case 'collected':
      return onBoth('collected_net')
    case 'disbursed':
      return figure(sum(paid, 'disbursed_net'), [paid, 'disbursed_net'])
    case 'difference':
      return ofCells(`${cell('billed')}-${cell('disbursed')}`, ['billed', 'disbursed'])
    case 'open-not-due':
    case 'open-past-due':
    case 'open-due-date-unknown':
      return figure(sum(uncollected, 'open_net', onLine), [uncollected, 'open_net'])
    case 'over-disbursed':
    case 'not-billed':
    case 'sign-mismatch':
    case 'rounding':
      return figure(sum(paid, 'difference', onLine), [paid, 'difference'])
    case 'netted':
      return figure(
        `${sum(uncollected, 'billed_net', onLine)}-(${sum(uncollected, 'disbursed_net', onLine)})`,
        [uncollected, 'billed_net'],
        [uncollected, 'disbursed_net'],
      )
    case 'open':
      return ofCells(openLines.map(cell).join('+'), openLines)
    case 'missing-from-uncollected':
    case 'missing-from-billed':
    case 'uncollected-difference':
    case 'other-entity':
      return figure(sum(uncollected, 'difference', onList), [uncollected, 'difference'])
    case 'other-day':
      return figure(sum(uncollected, 'since_list'), [uncollected, 'since_list'])
    case 'uncollected-list':
      return figure(sum(uncollected, 'uncollected_net'), [uncollected, 'uncollected_net'])
    case 'in-transit':
      return banked('in_transit_net')
    case 'bank-difference':
      return banked('bank_difference')
    case 'banked':
      return banked('banked_net')
    default:
      return null
  }
}
