import type { Worksheet } from 'exceljs'
import type { Connection, Row } from '../database/connection.ts'
import { TieoutError } from '../../shared/errors.ts'
import { type CellValue, toCell, toText } from './cells.ts'
import { columnLetters, formulaCell, sumWhere } from './formulas.ts'
import { pageSettings } from './page.ts'
import { headerHeight, rowHeight } from './row-height.ts'
import { aboutStyle, accent, bodyStyle, headerStyle, titleStyle, totalStyle } from './style.ts'
import type { Block, PlannedTable, SheetPart } from './table.ts'
import type { WorkbookStream } from './workbook-stream.ts'

const rowsBetweenPauses = 1000

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
  for await (const chunk of rowsInOrder(connection, planned)) {
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

/** All rows in their order; slice by slice where the table is long. */
async function* rowsInOrder(connection: Connection, { table, borders }: PlannedTable): AsyncGenerator<Row[]> {
  if (table.ordered !== undefined) {
    yield* connection.stream(table.ordered, table.parameters)
    return
  }
  for (let slice = 0; slice <= borders.length; slice++) {
    const after = borders[slice - 1]
    const upTo = borders[slice]
    const conditions = [
      ...(after === undefined ? [] : ['position > $after']),
      ...(upTo === undefined ? [] : ['position <= $up_to']),
    ]
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
    yield* connection.stream(`select * from (${table.rows}) ${where} order by ${table.orderBy}`, {
      ...table.parameters,
      ...(after === undefined ? {} : { after }),
      ...(upTo === undefined ? {} : { up_to: upTo }),
    })
  }
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
  const currency =
    block.currency === null
      ? { column: 'currency', text: '' }
      : { column: 'currency', cell: `$${columnLetters(currencies)}${row}` }
  const { totalWhere } = planned.table
  const conditions = [
    ...(currencies < 0 ? [] : [currency]),
    ...(totalWhere === undefined ? [] : [{ column: totalWhere, text: 'yes' }]),
  ]
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
    return formulaCell(column.formula.text(...addresses), String(row[column.name]))
  })
  writeLine(sheet, number, cells, (index) => bodyStyle(kinds[index] ?? 'text'), rowHeight(planned, values))
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
