import type { Style } from 'exceljs'
import type { Connection, Row } from '../database/connection.ts'
import { type CellKind, type CellValue, toCell, toText } from './cells.ts'
import { type Condition, columnLetters, countWhere, formulaCell, rounded, sumWhere } from './formulas.ts'
import { pageSettings } from './page.ts'
import facts from './sheets/facts.sql?raw'
import openAges from './sheets/open-ages.sql?raw'
import settlementSql from './sheets/settlement.sql?raw'
import states from './sheets/states.sql?raw'
import {
  aboutStyle,
  bodyStyle,
  factStyle,
  headerStyle,
  headingStyle,
  labelStyle,
  titleStyle,
  totalStyle,
} from './style.ts'
import type { PlannedTable } from './table.ts'
import type { WorkbookStream } from './workbook-stream.ts'

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

interface Cell {
  readonly value: CellValue
  readonly style: Partial<Style>
}
type Line = { readonly cells: readonly Cell[]; readonly height?: number }

const widths = [26, 24, 11, 18, 18, 18, 16, 16, 16, 16, 16, 16]
/** States of keys without disbursed lines; these keys stand on the sheet of uncollected funds. */
const unpaidStates = new Set(['not-disbursed', 'nothing-due'])

/** Writes the summary: live formulas over the other sheets that agree with what Tieout prints. */
export async function writeSummary(
  file: WorkbookStream,
  connection: Connection,
  tables: SummaryTables,
  options: SummaryOptions,
): Promise<void> {
  const [fact = {}] = await connection.rows(facts)
  const lines: Line[] = [
    { cells: [{ value: 'Summary', style: titleStyle }], height: 24 },
    {
      cells: [{ value: 'Figures are formulas over the other sheets; currencies are never added.', style: aboutStyle }],
    },
    { cells: [] },
    ...factLines(fact, options),
    ...heading('Checks'),
    ...checkLines(fact, tables),
  ]
  if (options.settlement !== null)
    lines.push(...settlementLines(await connection.rows(settlementSql, { settlement: options.settlement })))
  lines.push(...heading('States'))
  lines.push(...stateLines(await connection.rows(states), lines.length + 1, tables, options))
  lines.push(...heading('Open items by days after the due date'))
  lines.push(...ageLines(await connection.rows(openAges), lines.length + 1, tables))

  const sheet = file.addSheet('Summary', { ...pageSettings(null), views: [{ showGridLines: false, zoomScale: 100 }] })
  sheet.columns = widths.map((width) => ({ width }))
  lines.forEach((line, index) => {
    const row = sheet.getRow(index + 1)
    line.cells.forEach(({ value, style }, position) => {
      const cell = row.getCell(position + 1)
      cell.style = style
      if (value !== null) cell.value = value as never
    })
    if (line.height) row.height = line.height
    row.commit()
  })
  await file.pause(sheet)
  sheet.commit()
}

function heading(text: string): Line[] {
  return [{ cells: [] }, { cells: [{ value: text, style: headingStyle }], height: 22 }]
}

function fact(label: string, kind: CellKind, value: CellValue): Line {
  return {
    cells: [
      { value: label, style: labelStyle },
      { value, style: factStyle(kind) },
    ],
  }
}

function factLines(row: Row, options: SummaryOptions): Line[] {
  return [
    fact('Book', 'text', toText(options.book)),
    fact('As of', 'date', toCell('date', row['as_of'])),
    fact('Reports reach to', 'date', toCell('date', row['data_reaches_to'])),
    fact('Accepted as rounding', 'money', toCell('money', row['tolerance'])),
    fact('Workbook written (UTC)', 'datetime', options.writtenAt),
  ]
}

function checkLines(row: Row, tables: SummaryTables): Line[] {
  const count = (label: string, formula: string, name: string): Line =>
    fact(label, 'integer', formulaCell(formula, String(row[name] ?? 0)))
  const controls = (label: string, status: string, name: string): Line =>
    count(label, countWhere(tables.controls, [{ column: 'status', text: status }]), name)
  return [
    count('Files imported', countWhere(tables.sources, [{ column: 'status', text: 'imported' }]), 'files'),
    count('Rows kept', sumWhere(tables.sources, 'rows_kept', []), 'rows_kept'),
    count('Rows refused', sumWhere(tables.sources, 'refused_rows', []), 'refused_rows'),
    controls('Controls passed', 'pass', 'passed'),
    controls('Controls failed', 'fail', 'failed'),
    controls('Controls not applicable', 'not-applicable', 'not_applicable'),
    count('Exceptions', countFilled(tables.exceptions, 'exception'), 'exceptions'),
  ]
}

function countFilled(planned: PlannedTable, column: string): string {
  if (planned.rows === 0) return '0'
  const letters = columnLetters(planned.table.columns.findIndex(({ name }) => name === column))
  return planned.parts
    .map((part) => `COUNTA('${part.sheet}'!$${letters}$${part.firstRow}:$${letters}$${part.lastRow})`)
    .join('+')
}

function settlementLines(rows: readonly Row[]): Line[] {
  return [
    ...heading('Settlement'),
    ...rows.flatMap((row) => [
      fact('Settlement', 'id', toCell('id', row['settlement'])),
      fact('Deposited on', 'date', toCell('date', row['deposit_date'])),
      fact('Currency', 'id', toCell('id', row['currency'])),
      fact('Deposited', 'money', toCell('money', row['disbursed_amount']) ?? 'not reported'),
      fact('Disbursed lines', 'integer', toCell('integer', row['lines'])),
      fact('Net of the lines', 'money', toCell('money', row['lines_net'])),
    ]),
  ]
}

function stateLines(rows: readonly Row[], firstRow: number, tables: SummaryTables, options: SummaryOptions): Line[] {
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

function ageLines(rows: readonly Row[], firstRow: number, { uncollected }: SummaryTables): Line[] {
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

/** The sum of decimal strings with up to six decimals, exact. */
function exactSum(values: readonly string[]): string {
  const micro = values.reduce((sum, value) => sum + toMicro(value), 0n)
  const digits = (micro < 0n ? -micro : micro).toString().padStart(7, '0')
  return `${micro < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}

function toMicro(value: string): bigint {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
  const micro = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
  return value.startsWith('-') ? -micro : micro
}
