import type { Style } from 'exceljs'
import type { Row } from '../database/connection.ts'
import { type CellKind, type CellValue, toCell } from './cells.ts'
import { type Condition, countWhere, formulaCell, rounded, sumWhere } from './formulas.ts'
import { aboutStyle, bodyStyle, headerStyle, totalStyle } from './style.ts'
import type { PlannedTable } from './table.ts'

/** The tables that the figures of the summary are calculated from. */
export interface SummaryTables {
  readonly cashApplication: PlannedTable
  readonly uncollected: PlannedTable
  readonly controls: PlannedTable
  readonly exceptions: PlannedTable
  readonly sources: PlannedTable
}

export interface SummaryOptions {
  /** The name of the book, as the person knows it. */
  readonly book: string
  readonly settlement: string | null
  readonly writtenAt: Date
}

/** A cell as it is written. */
export interface Cell {
  readonly value: CellValue
  readonly style: Partial<Style>
}
/** A row as it is written. */
export interface Line {
  readonly cells: readonly Cell[]
  readonly height?: number
}

/** States of keys without disbursed lines; these keys stand on the sheet of uncollected funds. */
const unpaidStates = new Set(['not-disbursed', 'nothing-due'])

/** One line for each currency and state, and a total for each currency; `firstRow` is the row of the header. */
export function stateLines(
  rows: readonly Row[],
  firstRow: number,
  tables: SummaryTables,
  options: SummaryOptions,
): Line[] {
  const headers: [string, CellKind][] = [
    ['Currency', 'id'],
    ['State', 'text'],
    ['Keys', 'integer'],
    ['Billed net', 'money'],
    ['Disbursed net', 'money'],
    ['Open net', 'money'],
    ['On sheet', 'text'],
  ]
  const lines: Line[] = [headerLine(headers)]
  if (rows.length === 0)
    return [{ cells: [{ value: 'Nothing is billed or disbursed up to this date.', style: aboutStyle }] }]
  let blockStart = firstRow + 1
  rows.forEach((row, index) => {
    const number = firstRow + lines.length
    const state = String(row['state'])
    const planned = unpaidStates.has(state) ? tables.uncollected : tables.cashApplication
    // A sheet that holds one settlement does not hold the whole state.
    const live = options.settlement === null || planned === tables.uncollected
    const conditions: Condition[] = [
      { column: 'currency', cell: `$A${number}` },
      { column: 'state', text: state },
    ]
    const amount = (name: string): Cell => ({
      value: formulaCell(
        sumWhere(planned, name, conditions),
        String(row[name]),
        live && isAddable(planned, row['currency'], name),
      ),
      style: bodyStyle('money'),
    })
    lines.push({
      cells: [
        { value: toCell('id', row['currency']), style: bodyStyle('id') },
        { value: state, style: bodyStyle('text') },
        { value: formulaCell(countWhere(planned, conditions), String(row['keys']), live), style: bodyStyle('integer') },
        amount('billed_net'),
        amount('disbursed_net'),
        amount('open_net'),
        { value: live ? planned.table.sheet : 'whole book', style: bodyStyle('text') },
      ],
    })
    if (rows[index + 1]?.['currency'] === row['currency']) return
    lines.push(stateTotal(rows, row['currency'] ?? null, blockStart, number))
    blockStart = number + 2
  })
  return lines
}

function stateTotal(rows: readonly Row[], currency: Row[string], first: number, last: number): Line {
  const block = rows.filter((row) => row['currency'] === currency)
  const total = (letter: string, name: string, kind: CellKind): Cell => {
    const values = block.map((row) => String(row[name]))
    const allNumbers = values.every((value) => typeof toCell(kind, value) === 'number')
    return {
      value: formulaCell(rounded(`SUM(${letter}${first}:${letter}${last})`), exactSum(values), allNumbers),
      style: totalStyle(kind),
    }
  }
  return {
    cells: [
      { value: toCell('id', currency), style: totalStyle('id') },
      { value: 'Total', style: totalStyle('text') },
      total('C', 'keys', 'integer'),
      total('D', 'billed_net', 'money'),
      total('E', 'disbursed_net', 'money'),
      total('F', 'open_net', 'money'),
      { value: null, style: totalStyle('text') },
    ],
  }
}

const ageColumns = ['not due', '1-30 days', '31-60 days', '61-90 days', '91-120 days', '121+ days', 'unknown'] as const

/** One line for each currency with its open items by age; `firstRow` is the row of the header. */
export function ageLines(rows: readonly Row[], firstRow: number, { uncollected }: SummaryTables): Line[] {
  if (rows.length === 0) return [{ cells: [{ value: 'Nothing is open at this date.', style: aboutStyle }] }]
  const headers: [string, CellKind][] = [
    ['Currency', 'id'],
    ['On sheet', 'text'],
    ['Keys', 'integer'],
    ['Open net', 'money'],
    ['Past due', 'money'],
    ...ageColumns.map((age): [string, CellKind] => [age.charAt(0).toUpperCase() + age.slice(1), 'money']),
  ]
  const lines = rows.map((row, index): Line => {
    const number = firstRow + 1 + index
    const conditions = (age: string): Condition[] => [
      { column: 'currency', cell: `$A${number}` },
      { column: 'age', text: age },
    ]
    const live = isAddable(uncollected, row['currency'], 'open_net')
    const money = (formula: string, name: string): Cell => ({
      value: formulaCell(formula, String(row[name]), live),
      style: bodyStyle('money'),
    })
    const keys = ageColumns.map((age) => countWhere(uncollected, conditions(age))).join('+')
    return {
      cells: [
        { value: toCell('id', row['currency']), style: bodyStyle('id') },
        { value: uncollected.table.sheet, style: bodyStyle('text') },
        { value: formulaCell(keys, String(row['keys'])), style: bodyStyle('integer') },
        money(rounded(`SUM(F${number}:L${number})`), 'open_net'),
        money(rounded(`SUM(G${number}:K${number})`), 'past_due'),
        ...ageColumns.map((age) => money(sumWhere(uncollected, 'open_net', conditions(age)), age)),
      ],
    }
  })
  return [headerLine(headers), ...lines]
}

function headerLine(headers: readonly [string, CellKind][]): Line {
  return { cells: headers.map(([value, kind]) => ({ value, style: headerStyle(kind) })), height: 20 }
}

function isAddable(planned: PlannedTable, currency: Row[string] | undefined, column: string): boolean {
  return planned.blocks.find((block) => block.currency === currency)?.totals.get(column)?.addable ?? true
}

/** As many decimals as any amount can have (`database/fine-money.ts`). */
const decimals = 12

/** The exact sum of decimal strings. */
function exactSum(values: readonly string[]): string {
  const units = values.reduce((sum, value) => sum + toUnits(value), 0n)
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

function toUnits(value: string): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
  const units = BigInt(whole + fraction.padEnd(decimals, '0'))
  return value.startsWith('-') ? -units : units
}
