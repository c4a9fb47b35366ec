import ExcelJS from 'exceljs'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { throwIfAborted } from '../../shared/errors.ts'

/** One sheet of a workbook as a CSV file in which line n is row n of the sheet. */
export interface SheetText {
  readonly sheet: string
  readonly path: string
}

/**
 * Writes the cells of each sheet as text into a CSV file in `folder`. Dates become ISO 8601, numbers plain decimals of
 * at most 15 digits, which is what the spreadsheet itself shows and holds; formulas give their stored result.
 */
export async function readXlsx(path: string, folder: string, signal?: AbortSignal): Promise<SheetText[]> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  })
  const sheets: SheetText[] = []
  for await (const worksheet of reader) {
    const sheet = (worksheet as unknown as { name?: string }).name ?? `Sheet ${sheets.length + 1}`
    const target = join(folder, `sheet-${sheets.length}.csv`)
    const out = createWriteStream(target)
    let line = 0
    for await (const row of worksheet) {
      throwIfAborted(signal)
      // Rows without cells are not in the file at all, but they are lines to the person who looks at the sheet.
      let text = '\n'.repeat(Math.max(0, row.number - line - 1))
      line = row.number
      const cells = (row.values as ExcelJS.CellValue[]).slice(1)
      text += `${Array.from(cells, (cell) => quoteCell(cellText(cell))).join(',')}\n`
      if (!out.write(text)) await once(out, 'drain')
    }
    out.end()
    await once(out, 'finish')
    sheets.push({ sheet, path: target })
  }
  return sheets
}

function cellText(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) return dateText(value)
  if ('richText' in value) return value.richText.map((part) => part.text).join('')
  if ('error' in value) return value.error
  if ('text' in value) return cellText(value.text as ExcelJS.CellValue)
  if ('result' in value) return cellText(value.result as ExcelJS.CellValue)
  return ''
}

/** A double as Excel shows it: 15 digits, so that 0.1 + 0.2 is 0.3; beyond that, digits are lost and it shows. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const text = value.toPrecision(15)
  if (!text.includes('e')) return text.includes('.') ? text.replace(/\.?0+$/, '') : text
  if (Math.abs(value) < 1) return value.toFixed(20).replace(/\.?0+$/, '')
  return value.toExponential(14).replace('e', 'E')
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const [day, time] = value.toISOString().slice(0, 19).split('T') as [string, string]
  return time === '00:00:00' ? day : `${day} ${time}`
}

function quoteCell(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '""')}"`
}
