import type { Worksheet } from 'exceljs'
import type { Connection, Row } from '../database/connection.ts'
import { TieoutError } from '../../shared/errors.ts'
import { type CellValue, toCell, toText } from './cells.ts'
import { columnLetters, formulaCell, sumWhere } from './formulas.ts'
import { pageSettings } from './page.ts'
import { aboutStyle, accent, bodyStyle, headerStyle, titleStyle, totalStyle } from './style.ts'
import type { Block, PlannedTable, SheetPart } from './table.ts'
import type { WorkbookStream } from './workbook-stream.ts'

const rowsBetweenPauses = 1000
const lineHeight = 12
/** A longer text is read in the cell itself; rows as high as a screen help nobody. */
const mostLines = 8
/** Letters of a sentence per digit of the default font, in which widths are counted; low, because lines break at words. */
const charactersPerWidth = 1.12

/** What the person is told while a table is written. */
export type RowsWritten = (rows: number) => void

/**
 * Writes a planned table, row by row from the database to the disk, on as many sheets as it takes, and proves that no
 * row was lost on the way. Amounts are exact; see `toCell`. `caption` stands under each title.
 */
export async function writeTable(
  file: WorkbookStream,
  connection: Connection,
  planned: PlannedTable,
  caption: string,
  written: RowsWritten,
): Promise<void> {
  const { table } = planned
  const parts = [...planned.parts]
  let part = parts.shift() as SheetPart
  let sheet = openSheet(file, planned, part, caption)
  let number = part.firstRow
  let rows = 0
  const source = connection.stream(`select * from (${table.rows}) order by ${table.orderBy}`, table.parameters)
  for await (const chunk of source) {
    for (const row of chunk) {
      if (number > part.lastRow) {
        sheet.commit()
        part = parts.shift() ?? lost(planned, rows + 1)
        sheet = openSheet(file, planned, part, caption)
        number = part.firstRow
      }
      writeRow(sheet, planned, number, row)
      number += 1
      rows += 1
      if (rows % rowsBetweenPauses > 0) continue
      await file.pause(sheet)
      written(rows)
    }
  }
  if (rows !== planned.rows) lost(planned, rows)
  if (rows === 0) writeLine(sheet, part.firstRow, [toText(table.empty)], () => aboutStyle)
  await file.pause(sheet)
  sheet.commit()
  written(rows)
}

function lost(planned: PlannedTable, rows: number): never {
  throw new TieoutError(
    'internal',
    `The sheet ${planned.table.sheet} should hold ${planned.rows} rows, but ${rows} came out of the book. The workbook was not written.`,
  )
}

function openSheet(file: WorkbookStream, planned: PlannedTable, part: SheetPart, caption: string): Worksheet {
  const { columns } = planned.table
  const isFirst = part === planned.parts[0]
  const sheet = file.addSheet(part.sheet, {
    ...pageSettings(part.headerRow),
    views: [
      { state: 'frozen', ySplit: part.headerRow, xSplit: frozenColumns(planned), showGridLines: false, zoomScale: 100 },
    ],
    properties: isFirst ? {} : { tabColor: { argb: accent } },
  })
  sheet.columns = planned.widths.map((width) => ({ width }))
  const last = columnLetters(columns.length - 1)
  file.allowNumbersAsText(sheet, `A${part.firstRow}:${last}${Math.max(part.firstRow, part.lastRow)}`)
  sheet.autoFilter = `A${part.headerRow}:${last}${Math.max(part.lastRow, part.headerRow)}`

  writeLine(sheet, 1, [part.sheet], () => titleStyle, 24)
  writeLine(sheet, 2, [toText(`${planned.table.about} ${caption}`)], () => aboutStyle)
  if (isFirst && planned.hasTotals) writeTotals(sheet, planned)
  writeLine(
    sheet,
    part.headerRow,
    columns.map((column) => column.header),
    (index) => headerStyle(columns[index]?.kind ?? 'text'),
    headerHeight(planned),
  )
  if (planned.blocks.length > 1 && planned.table.columns[0]?.name === 'currency' && part.lastRow > part.firstRow) {
    // A rule between currencies that stays right when the rows are sorted another way.
    sheet.addConditionalFormatting({
      ref: `A${part.firstRow + 1}:${last}${part.lastRow}`,
      rules: [
        {
          type: 'expression',
          priority: 1,
          formulae: [`$A${part.firstRow + 1}<>$A${part.firstRow}`],
          style: { border: { top: { style: 'thin', color: { argb: accent } } } },
        },
      ],
    })
  }
  return sheet
}

/** Headers break at blanks; each has the button of the filter beside it. */
function headerHeight(planned: PlannedTable): number {
  const button = 4
  const lines = planned.table.columns.map(({ header }, index) =>
    linesOf(header, (planned.widths[index] ?? 10) - button),
  )
  return Math.max(2, ...lines) * lineHeight + 6
}

/** The key stays in sight when the sheet is scrolled sideways. */
function frozenColumns(planned: PlannedTable): number {
  const keys = planned.table.columns.findIndex(({ name }) => name !== 'currency' && name !== 'transaction_reference')
  return Math.max(0, keys)
}

function writeTotals(sheet: Worksheet, planned: PlannedTable): void {
  const { columns } = planned.table
  planned.blocks.forEach((block, index) => {
    const row = 4 + index
    const values = columns.map((column, position): CellValue => {
      if (column.name === 'currency') return block.currency
      if (column.total) return totalCell(planned, block, column.name, row)
      return position === columns.findIndex(({ name, total }) => name !== 'currency' && !total) ? 'Total' : null
    })
    writeLine(sheet, row, values, (position) => totalStyle(columns[position]?.kind ?? 'text'))
  })
}

function totalCell(planned: PlannedTable, block: Block, column: string, row: number): CellValue {
  const total = block.totals.get(column)
  if (!total) return null
  const currencies = planned.table.columns.findIndex(({ name }) => name === 'currency')
  const conditions = currencies < 0 ? [] : [{ column: 'currency', cell: `$${columnLetters(currencies)}${row}` }]
  return formulaCell(sumWhere(planned, column, conditions), total.sum ?? '0', total.addable)
}

function writeRow(sheet: Worksheet, planned: PlannedTable, number: number, row: Row): void {
  const { columns } = planned.table
  const kinds = columns.map(({ kind, kindOf }) => kindOf?.(row) ?? kind)
  const values = columns.map(({ name }, index) => toCell(kinds[index] ?? 'text', row[name]))
  const cells = columns.map((column, index): CellValue => {
    const value = values[index] ?? null
    if (!column.formula || typeof value !== 'number') return value
    const operands = column.formula.of.map((name) => columns.findIndex((other) => other.name === name))
    // A formula over a cell that had to be text would not give this result.
    if (operands.some((operand) => typeof values[operand] === 'string')) return value
    const addresses = operands.map((operand) => `${columnLetters(operand)}${number}`)
    return { formula: column.formula.text(...addresses), result: value }
  })
  writeLine(sheet, number, cells, (index) => bodyStyle(kinds[index] ?? 'text'), heightOf(planned, values))
}

/** Wrapped sentences need their height said: not every program measures it when it opens a file. */
function heightOf(planned: PlannedTable, values: readonly CellValue[]): number {
  let lines = 1
  planned.table.columns.forEach(({ kind }, index) => {
    const value = values[index]
    if (kind === 'sentence' && typeof value === 'string')
      lines = Math.max(lines, linesOf(value, (planned.widths[index] ?? 40) * charactersPerWidth))
  })
  return Math.min(lines, mostLines) * lineHeight + 3
}

/** On how many lines a text stands when it is broken at blanks, and in paths behind slashes and hyphens. */
function linesOf(text: string, lineLength: number): number {
  if (text.length <= lineLength && !text.includes('\n')) return 1
  let lines = 1
  let used = 0
  for (const word of text.match(/\n|[^\s/-]*[/-]?[^\S\n]?/g) ?? []) {
    if (word === '\n' || (used > 0 && used + word.trimEnd().length > lineLength)) {
      lines += 1
      used = 0
    }
    if (word === '\n') continue
    lines += Math.max(0, Math.ceil(word.length / lineLength) - 1)
    used += word.length % lineLength
    if (lines >= mostLines) return mostLines
  }
  return lines
}

function writeLine(
  sheet: Worksheet,
  number: number,
  values: readonly CellValue[],
  style: (index: number) => Worksheet['columns'][number]['style'],
  height?: number,
): void {
  const row = sheet.getRow(number)
  values.forEach((value, index) => {
    const cell = row.getCell(index + 1)
    cell.style = style(index) ?? {}
    if (value !== null) cell.value = value as never
  })
  if (height) row.height = height
  row.commit()
}
