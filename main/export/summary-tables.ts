import type { Row } from '../database/connection.ts'
import type { Totals } from '../../shared/contract/rows.ts'
import { stateWords } from '../../shared/words/states.ts'
import { toCell } from './cells.ts'
import { type Condition, columnLetters, countWhere, formulaCell, rounded, sumWhere } from './formulas.ts'
import { aboutStyle, bodyStyle, totalStyle } from './style.ts'
import { amountOf } from './summary-bridge.ts'
import {
  type Cell,
  type Line,
  type SummaryTables,
  amountCell,
  areNumbers,
  headerLine,
  isAddable,
  textCell,
} from './summary-lines.ts'
import { stateText } from './words.ts'

/** The amounts of the bridge by currency and line; null where no loaded file tells them. */
export type BridgeAmounts = ReadonlyMap<string, Row>

/** The amounts of `bridge`, to be asked for by `USD billed`. */
export function bridgeAmounts(bridge: readonly Row[]): BridgeAmounts {
  return new Map(bridge.map((row) => [`${String(row['currency'])} ${String(row['line'])}`, row]))
}

const stateOrder = Object.keys(stateWords)
const amounts = ['billed_net', 'disbursed_net', 'difference', 'open_net'] as const

/**
 * The keys of each currency by state, with a total; rows of `summary_states` and its totals. What the bridge does not know
 * is not known here. `firstRow` is the row of the header.
 */
export function stateLines(
  rows: readonly Row[],
  { sums }: Totals,
  bridge: BridgeAmounts,
  firstRow: number,
  tables: SummaryTables,
): Line[] {
  if (rows.length === 0) return [{ cells: [textCell('Nothing is billed or disbursed up to this date.', aboutStyle)] }]
  const lines: Line[] = [
    headerLine([
      ['State', 'text'],
      ['Currency', 'id'],
      ['Keys', 'integer'],
      ['Billed net', 'money'],
      ['Disbursed net', 'money'],
      ['Difference', 'money'],
      ['Open net', 'money'],
    ]),
  ]
  for (const { currency, sums: totals } of sums) {
    const ofCurrency = rows
      .filter((row) => row['currency'] === currency)
      .toSorted((a, b) => stateOrder.indexOf(String(a['state'])) - stateOrder.indexOf(String(b['state'])))
    const first = firstRow + lines.length
    const isKnown = (column: string): boolean => amountOf(bridge.get(`${currency} ${known[column]}`)) !== null
    for (const row of ofCurrency) lines.push(stateLine(row, firstRow + lines.length, isKnown, tables))
    const last = firstRow + lines.length - 1
    const total = (letter: string, column: string): Cell =>
      amountCell(
        isKnown(column) ? (totals[column] ?? '0') : null,
        {
          formula: rounded(`SUM(${letter}${first}:${letter}${last})`),
          isLive: areNumbers(ofCurrency.map((row) => String(row[column]))),
        },
        true,
      )
    lines.push({
      cells: [
        textCell('Total', totalStyle('text')),
        { value: toCell('id', currency), style: totalStyle('id') },
        { value: formulaCell(`SUM(C${first}:C${last})`, String(totals['keys'])), style: totalStyle('integer') },
        ...amounts.map((column, index) => total(columnLetters(index + 3), column)),
      ],
    })
  }
  return lines
}

/** The line of the bridge that knows whether a column is known. */
const known: Readonly<Record<string, string>> = {
  billed_net: 'billed',
  disbursed_net: 'disbursed',
  difference: 'difference',
  open_net: 'open',
}

function stateLine(row: Row, number: number, isKnown: (column: string) => boolean, tables: SummaryTables): Line {
  const { cashApplication: paid, uncollected, isWholeBook } = tables
  const currency = row['currency'] === null ? null : String(row['currency'])
  const state: Condition[] = [
    { column: 'currency', cell: `$B${number}` },
    { column: 'state', value: String(row['state']) },
  ]
  const unpaid: Condition[] = [...state, { column: 'disbursed_lines', value: '0' }]
  const onBoth = (column: string): Cell =>
    amountCell(isKnown(column) ? String(row[column]) : null, {
      formula: rounded(`${sumWhere(paid, column, state)}+${sumWhere(uncollected, column, unpaid)}`),
      isLive: isWholeBook && isAddable(currency, [paid, column], [uncollected, column]),
    })
  const keys = `${countWhere(paid, state)}+${countWhere(uncollected, unpaid)}`
  return {
    cells: [
      textCell(stateText(String(row['state']))),
      { value: toCell('id', currency), style: bodyStyle('id') },
      { value: formulaCell(keys, String(row['keys']), isWholeBook), style: bodyStyle('integer') },
      onBoth('billed_net'),
      onBoth('disbursed_net'),
      amountCell(isKnown('difference') ? String(row['difference']) : null, {
        formula: rounded(`D${number}-E${number}`),
        isLive: areNumbers([String(row['billed_net']), String(row['disbursed_net'])]),
      }),
      amountCell(isKnown('open_net') ? String(row['open_net']) : null, {
        formula: rounded(sumWhere(uncollected, 'open_net', state)),
        isLive: isAddable(currency, [uncollected, 'open_net']),
      }),
    ],
  }
}

const late = ['1-30', '31-60', '61-90', '91-120', '121+'] as const
const ages = ['not due', ...late, 'unknown'] as const

/** The columns of `ageing_schedule` for these. */
const ageColumns: Readonly<Record<string, string>> = {
  'not due': 'not_due',
  '1-30': 'to_30_days',
  '31-60': 'to_60_days',
  '61-90': 'to_90_days',
  '91-120': 'to_120_days',
  '121+': 'over_120_days',
  unknown: 'unknown',
}

/**
 * What is open by days after the due date, a column for each currency; rows of `ageing_schedule`, which come to the
 * open lines of the bridge. `firstRow` is the row of the header.
 */
export function ageLines(
  rows: readonly Row[],
  bridge: BridgeAmounts,
  currencies: readonly string[],
  firstRow: number,
  { uncollected }: SummaryTables,
): Line[] {
  if (currencies.length === 0) return [{ cells: [textCell('Nothing is open at this date.', aboutStyle)] }]
  const agesOf = new Map(
    rows
      .filter((row) => row['basis'] === 'due date' && row['is_reported'] === false)
      .map((row) => [row['currency'], row]),
  )
  const rowOf = (age: string): number => firstRow + 1 + ages.findIndex((one) => one === age)
  const cells = (cell: (currency: string, letter: string, own: Condition) => Cell): Cell[] =>
    currencies.map((currency, index) => {
      const letter = columnLetters(index + 1)
      return cell(currency, letter, { column: 'currency', cell: `${letter}$${firstRow}` })
    })
  // The schedule has no row of a currency of which nothing is open, as the bridge says.
  const net = (currency: string, age: string): string | null => {
    const open = amountOf(bridge.get(`${currency} open`))
    const own = agesOf.get(currency)
    return open === null || own === undefined ? open : String(own[ageColumns[age] ?? ''])
  }
  const sumOf = (label: string, line: string, summed: readonly string[]): Line => ({
    cells: [
      textCell(label, totalStyle('text')),
      ...cells((currency, letter) =>
        amountCell(
          amountOf(bridge.get(`${currency} ${line}`)),
          {
            formula: rounded(`SUM(${letter}${rowOf(summed[0] ?? '')}:${letter}${rowOf(summed.at(-1) ?? '')})`),
            isLive: areNumbers(summed.map((age) => net(currency, age))),
          },
          true,
        ),
      ),
    ],
  })
  return [
    headerLine([['Age', 'text'], ...currencies.map((currency) => [currency, 'money'] as const)]),
    ...ages.map((age): Line => ({
      cells: [
        textCell(stateText(age)),
        ...cells((currency, _, own) =>
          amountCell(net(currency, age), {
            formula: rounded(sumWhere(uncollected, 'open_net', [own, { column: 'ageing_bucket', value: age }])),
            isLive: isAddable(currency, [uncollected, 'open_net']),
          }),
        ),
      ],
    })),
    sumOf('Open', 'open', ages),
    sumOf('of which past due', 'open-past-due', late),
    {
      cells: [
        textCell('Open keys'),
        ...cells((currency, _, own) => {
          const lines = ['open-not-due', 'open-past-due', 'open-due-date-unknown']
          const formula = lines
            .map((line) => countWhere(uncollected, [own, { column: 'bridge_line', value: line }]))
            .join('+')
          const keys = bridge.get(`${currency} open`)?.['keys']
          return { value: formulaCell(formula, String(keys ?? 0)), style: bodyStyle('integer') }
        }),
      ],
    },
  ]
}
