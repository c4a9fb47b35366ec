import type { Worksheet } from 'exceljs'
import type { Connection, Row } from '../database/connection.ts'
import { TieoutError } from '../../shared/errors.ts'
import { type CellKind, type CellValue, toCell, toText } from './cells.ts'
import { columnLetters, formulaCell, rounded, sumWhere } from './formulas.ts'
import { longRows } from './long-rows.ts'
import { type PageCaption, pageSettings, pagesAcross } from './page.ts'
import { headerHeight, rowHeight } from './row-height.ts'
import { inspect } from './row-xml.ts'
import { aboutStyle, accent, bodyStyle, headerStyle, titleStyle, totalStyle } from './style.ts'
import type { Block, PlannedTable, RowFormula, SheetPart } from './table.ts'
import type { WorkbookStream } from './workbook-stream.ts'

const rowsBetweenPauses = 1000

/** What the person is told while a table is written. */
export type RowsWritten = (rows: number) => void

/**
 * Writes a planned table, row by row from the database to the disk, on as many sheets as it takes, and proves that no
 * row was lost on the way. Amounts are exact; see `toCell`. What `caption` says stands under each title and on each page.
 */
export async function writeTable(
  file: WorkbookStream,
  connection: Connection,
  planned: PlannedTable,
  caption: PageCaption,
  written: RowsWritten,
): Promise<void> {
  const parts = [...planned.parts]
  let part = parts.shift() as SheetPart
  let sheet = openSheet(file, planned, part, caption)
  let number = part.firstRow
  let rows = 0
  const nextSheet = (): void => {
    sheet.commit()
    part = parts.shift() ?? lost(planned, rows + 1)
    sheet = openSheet(file, planned, part, caption)
    number = part.firstRow
  }
  const pause = async (): Promise<void> => {
    await file.pause(sheet)
    written(rows)
  }

  const inspected = planned.isLong ? await inspect(connection, planned) : null
  if (inspected) {
    const styleOf = (kind: CellKind): number => file.styleNumber(bodyStyle(kind))
    for await (const chunk of longRows(connection, planned, inspected, styleOf)) {
      let left = chunk
      while (left.length > 0) {
        if (number > part.lastRow) nextSheet()
        const taken = left.slice(0, part.lastRow - number + 1)
        await file.writeRows(sheet, taken.join(''))
        number += taken.length
        rows += taken.length
        left = left.slice(taken.length)
      }
      written(rows)
    }
  } else {
    const writeRow = rowWriter(planned)
    for await (const chunk of rowsInOrder(connection, planned)) {
      for (const row of chunk) {
        if (number > part.lastRow) nextSheet()
        writeRow(sheet, number, row)
        number += 1
        rows += 1
        if (rows % rowsBetweenPauses === 0) await pause()
      }
    }
  }
  if (rows !== planned.rows) lost(planned, rows)
  if (rows === 0) writeLine(sheet, part.firstRow, [toText(planned.table.empty)], () => aboutStyle)
  await file.pause(sheet)
  sheet.commit()
  written(rows)
}

/** All rows in their order, piece by piece where the table is long. */
async function* rowsInOrder(connection: Connection, { table, blocks }: PlannedTable): AsyncGenerator<Row[]> {
  for (const { sql, parameters } of table.rows.pieces(blocks)) yield* connection.stream(sql, parameters)
}

function lost(planned: PlannedTable, rows: number): never {
  throw new TieoutError(
    'internal',
    `The sheet ${planned.table.sheet} should hold ${planned.rows} rows, but ${rows} came out of the book. The workbook was not written.`,
  )
}

function openSheet(file: WorkbookStream, planned: PlannedTable, part: SheetPart, caption: PageCaption): Worksheet {
  const { columns } = planned.table
  const isFirst = part === planned.parts[0]
  const keys = keyColumns(planned)
  const pages = pagesAcross(planned.widths, keys)
  const sheet = file.addSheet(part.sheet, {
    ...pageSettings(part.headerRow, pages, caption),
    views: [{ state: 'frozen', ySplit: part.headerRow, xSplit: keys, showGridLines: false, zoomScale: 100 }],
    properties: isFirst ? {} : { tabColor: { argb: accent } },
  })
  sheet.columns = planned.widths.map((width) => ({ width }))
  const last = columnLetters(columns.length - 1)
  const numbersAsText = `A${part.firstRow}:${last}${Math.max(part.firstRow, part.lastRow)}`
  file.finishWith(sheet, { pageEnds: pages.ends, numbersAsText })
  sheet.autoFilter = `A${part.headerRow}:${last}${Math.max(part.lastRow, part.headerRow)}`

  writeLine(sheet, 1, [part.sheet], () => titleStyle, 24)
  writeLine(sheet, 2, [toText(`${planned.table.about} Book ${caption.book}, as of ${caption.asOf}.`)], () => aboutStyle)
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

/** The key stays in sight when the sheet is scrolled sideways, and stands on each page. */
function keyColumns({ table }: PlannedTable): number {
  const others = table.columns.findIndex(({ name }) => name !== 'currency' && name !== 'transaction_reference')
  return table.keys ?? Math.max(0, others)
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
  const currency =
    block.currency === null
      ? { column: 'currency', value: '' }
      : { column: 'currency', cell: `$${columnLetters(currencies)}${row}` }
  const { totalWhere } = planned.table
  const conditions = [
    ...(currencies < 0 ? [] : [currency]),
    ...(totalWhere === undefined ? [] : [{ column: totalWhere, value: 'yes' }]),
  ]
  return formulaCell(rounded(sumWhere(planned, column, conditions)), total.sum, total.addable)
}

/** Writes a row of a table on a line of a sheet. */
type RowWriter = (sheet: Worksheet, number: number, row: Row) => void

/** What is the same for all rows is found out once. */
function rowWriter(planned: PlannedTable): RowWriter {
  const columns = planned.table.columns.map((column) => ({
    ...column,
    operands: column.formula?.of.map((name) => planned.table.columns.findIndex((other) => other.name === name)) ?? [],
  }))
  const letters = columns.map((_, index) => columnLetters(index))
  return (sheet, number, row) => {
    const kinds = columns.map(({ kind, kindOf }) => kindOf?.(row) ?? kind)
    const values = columns.map(({ name, words }, index) => {
      const value = row[name]
      return toCell(kinds[index] ?? 'text', words && typeof value === 'string' ? words(value, row) : value)
    })
    const cells = columns.map(({ name, formula, operands }, index): CellValue => {
      const value = values[index] ?? null
      if (!formula || typeof value !== 'number' || !holds(formula.when, row)) return value
      // A formula over a cell that had to be text would not give this result.
      if (operands.some((operand) => typeof values[operand] === 'string')) return value
      return formulaCell(formula.text(...operands.map((operand) => `${letters[operand]}${number}`)), String(row[name]))
    })
    writeLine(sheet, number, cells, (index) => bodyStyle(kinds[index] ?? 'text'), rowHeight(planned, values))
  }
}

function holds(when: RowFormula['when'], row: Row): boolean {
  return !when || String(row[when.column]).startsWith(when.beginsWith)
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
