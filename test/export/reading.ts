import ExcelJS from 'exceljs'
import { expect } from 'vitest'
import { recalculate } from './libreoffice.ts'

/** A workbook as ExcelJS reads it. */
export async function read(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  return workbook
}

/** The row that the filter of a sheet stands on. */
export function headerRow(sheet: ExcelJS.Worksheet): ExcelJS.Row {
  const filter = sheet.autoFilter as string
  return sheet.getRow(Number(/^A(\d+):/.exec(filter)?.[1]))
}

/** The rows of a sheet's table by their headers. */
export function tableOf(sheet: ExcelJS.Worksheet): Record<string, ExcelJS.CellValue>[] {
  const header = headerRow(sheet)
  const rows: Record<string, ExcelJS.CellValue>[] = []
  for (let number = header.number + 1; number <= sheet.rowCount; number++) {
    const row: Record<string, ExcelJS.CellValue> = {}
    header.eachCell((cell, column) => (row[String(cell.value)] = sheet.getCell(number, column).value))
    rows.push(row)
  }
  return rows
}

/** The first row that begins with these values; with `after`, the first one below a header of that name. */
export function findRow(sheet: ExcelJS.Worksheet, values: unknown[], after?: string): ExcelJS.Row {
  let found: ExcelJS.Row | undefined
  let isBelow = after === undefined
  sheet.eachRow((row) => {
    if ((row.values as unknown[])[4] === after) isBelow = true
    const fits = values.every((value, index) => value === undefined || row.getCell(index + 1).value === value)
    if (isBelow && fits) found ??= row
  })
  if (!found) throw new Error(`No row begins with ${values.join(', ')}`)
  return found
}

/** All text of a sheet. */
export function sheetText(workbook: ExcelJS.Workbook, name: string): string {
  const texts: string[] = []
  workbook.getWorksheet(name)?.eachRow((row) => row.eachCell((cell) => texts.push(String(cell.value))))
  return texts.join('\n')
}

/** Compares every formula's value with what LibreOffice makes of it; returns how many there were. */
export async function compare(path: string, folder: string): Promise<number> {
  const written = await read(path)
  const calculated = await read(await recalculate(path, folder))
  let formulas = 0
  const differences: unknown[] = []
  for (const sheet of written.worksheets)
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.type !== ExcelJS.ValueType.Formula) return
        formulas += 1
        const result = calculated.getWorksheet(sheet.name)?.getCell(cell.address).result
        if (result !== cell.result) differences.push([sheet.name, cell.address, cell.formula, cell.result, result])
      }),
    )
  expect(differences).toEqual([])
  return formulas
}
