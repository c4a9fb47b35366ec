import type { Row } from '../database/connection.ts'
import type { Totals } from '../../shared/contract/rows.ts'
import { type CellKind, toCell, toText } from './cells.ts'
import { countFilled, countWhere, formulaCell, sumWhere } from './formulas.ts'
import { type PageCaption, pageSettings, pagesAcross } from './page.ts'
import { aboutStyle, titleStyle } from './style.ts'
import { bridgeLines, currenciesOf } from './summary-bridge.ts'
import { type Line, type SummaryTables, fact, heading, signature, textCell } from './summary-lines.ts'
import { ageLines, bridgeAmounts, stateLines } from './summary-tables.ts'
import type { WorkbookStream } from './workbook-stream.ts'

/** What the summary says, as the named queries of the same names have it. */
export interface SummaryRows {
  readonly bridge: readonly Row[]
  readonly states: readonly Row[]
  readonly stateTotals: Totals
  readonly ageing: readonly Row[]
  readonly facts: Row
  /** The chosen settlement, in each currency; null where the workbook holds all. */
  readonly settlement: readonly Row[] | null
}

const firstWidth = 38
const otherWidth = 18
const leastColumns = 7
/** In percent: the bridge stands on one page. */
const largestScale = 85

/** Writes the summary: the bridge, live formulas over the other sheets that come to what Tieout shows. */
export async function writeSummary(
  file: WorkbookStream,
  rows: SummaryRows,
  tables: SummaryTables,
  caption: PageCaption,
  writtenAt: Date,
): Promise<void> {
  const bridge = bridgeAmounts(rows.bridge)
  const currencies = currenciesOf(rows.bridge)
  const lines: Line[] = [
    { cells: [textCell('Summary', titleStyle)], height: 24 },
    {
      cells: [
        textCell(
          toText(
            `Book ${caption.book}, as of ${caption.asOf}. Figures are formulas over the other sheets; currencies are never added.`,
          ),
          aboutStyle,
        ),
      ],
    },
  ]
  const add = (title: string, part: (firstRow: number) => Line[]): void => {
    lines.push(...heading(title))
    lines.push(...part(lines.length + 1))
  }
  const endPage = (): void => void lines.push({ cells: [], endsPage: true })
  if (rows.settlement !== null) add('Settlement', () => settlementLines(rows.settlement ?? []))
  add('Bridge', (firstRow) => bridgeLines(rows.bridge, firstRow, tables))
  endPage()
  add('States', (firstRow) => stateLines(rows.states, rows.stateTotals, bridge, firstRow, tables))
  add('Open by days after the due date', (firstRow) => ageLines(rows.ageing, bridge, currencies, firstRow, tables))
  endPage()
  add('Checks', () => checkLines(rows.facts, tables))
  add('Made from', () => madeFrom(rows.facts, caption, writtenAt))
  lines.push({ cells: [] }, signature('Prepared by'), signature('Reviewed by'))

  const columns = Math.max(leastColumns, currencies.length + 1)
  const widths = Array.from({ length: columns }, (_, index) => (index === 0 ? firstWidth : otherWidth))
  const pages = pagesAcross(widths, 1, largestScale)
  const sheet = file.addSheet('Summary', {
    ...pageSettings(null, pages, caption),
    views: [{ showGridLines: false, zoomScale: 100 }],
  })
  sheet.columns = widths.map((width) => ({ width }))
  file.finishWith(sheet, { pageEnds: pages.ends, numbersAsText: `A1:B${lines.length}` })
  lines.forEach((line, index) => {
    const row = sheet.getRow(index + 1)
    line.cells.forEach(({ value, style }, position) => {
      const cell = row.getCell(position + 1)
      cell.style = style
      if (value !== null) cell.value = value as never
    })
    if (line.height) row.height = line.height
    if (line.endsPage) row.addPageBreak()
    row.commit()
  })
  await file.pause(sheet)
  sheet.commit()
}

function checkLines(facts: Row, { controls, exceptions, sources }: SummaryTables): Line[] {
  const count = (label: string, formula: string, name: string): Line =>
    fact(label, 'integer', formulaCell(formula, String(facts[name] ?? 0)))
  const ofStatus = (label: string, status: string, name: string): Line =>
    count(label, countWhere(controls, [{ column: 'status', value: status }]), name)
  // Of a file that a newer version has replaced nothing is in the book any more.
  const imported = [{ column: 'status', value: 'imported' }]
  return [
    ofStatus('Controls passed', 'pass', 'controls_passed'),
    ofStatus('Controls failed', 'fail', 'controls_failed'),
    ofStatus('Controls not applicable', 'not-applicable', 'controls_not_applicable'),
    count('Exceptions', countFilled(exceptions, 'exception'), 'exceptions'),
    count('Files imported', countWhere(sources, imported), 'files'),
    count('Rows kept', sumWhere(sources, 'rows_kept', imported), 'rows_kept'),
    count('Rows refused', sumWhere(sources, 'refused_rows', imported), 'refused_rows'),
  ]
}

function madeFrom(facts: Row, { book }: PageCaption, writtenAt: Date): Line[] {
  const of = (label: string, kind: CellKind, name: string): Line => fact(label, kind, toCell(kind, facts[name]))
  return [
    fact('Book', 'text', toText(book)),
    of('As of', 'date', 'as_of'),
    of('Reports reach to', 'date', 'data_reaches_to'),
    of('Accepted as rounding', 'money', 'tolerance'),
    fact('Workbook written (UTC)', 'datetime', writtenAt),
  ]
}

function settlementLines(rows: readonly Row[]): Line[] {
  return rows.flatMap((row) => {
    const of = (label: string, kind: CellKind, name: string): Line => fact(label, kind, toCell(kind, row[name]))
    return [
      of('Settlement', 'id', 'settlement'),
      of('Deposited on', 'date', 'deposit_date'),
      of('Currency', 'id', 'currency'),
      fact('Deposited', 'money', toCell('money', row['disbursed_amount']) ?? 'not reported'),
      of('Disbursed lines', 'integer', 'lines'),
      of('Net of the lines', 'money', 'lines_net'),
    ]
  })
}
