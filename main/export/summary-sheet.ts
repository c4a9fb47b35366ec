import type { Connection, Row } from '../database/connection.ts'
import { type CellKind, type CellValue, toCell, toText } from './cells.ts'
import { columnLetters, countWhere, formulaCell, sumWhere } from './formulas.ts'
import { pageSettings } from './page.ts'
import facts from './sheets/facts.sql?raw'
import openAges from './sheets/open-ages.sql?raw'
import settlementSql from './sheets/settlement.sql?raw'
import states from './sheets/states.sql?raw'
import { aboutStyle, factStyle, headingStyle, labelStyle, titleStyle } from './style.ts'
import { type Line, type SummaryOptions, type SummaryTables, ageLines, stateLines } from './summary-tables.ts'
import type { PlannedTable } from './table.ts'
import type { WorkbookStream } from './workbook-stream.ts'

const widths = [26, 24, 11, 18, 18, 18, 16, 16, 16, 16, 16, 16]

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
  // Of a file that a newer version has replaced nothing is in the book any more.
  const imported = [{ column: 'status', text: 'imported' }]
  return [
    count('Files imported', countWhere(tables.sources, imported), 'files'),
    count('Rows kept', sumWhere(tables.sources, 'rows_kept', imported), 'rows_kept'),
    count('Rows refused', sumWhere(tables.sources, 'refused_rows', imported), 'refused_rows'),
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
