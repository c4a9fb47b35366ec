import { openApp } from '../../../app.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit.ts'
import { refuseOverwriting } from '../paths.ts'
import { count, textTable } from '../text-table.ts'

interface ExportOptions {
  readonly book: string
  readonly out: string
  readonly asOf?: string
  readonly settlement?: string
}

/** `tieout export`: writes the workbook; the file that was there before stays until the new one is whole. */
export async function exportBook(context: Context, options: ExportOptions): Promise<number> {
  const { output, progress, signal } = context
  refuseOverwriting(options.out, options.book)
  const app = await openApp({ book: options.book, create: false })
  try {
    const { out, asOf, settlement } = options
    const result = await app.exportWorkbook({ out, asOf, settlement, signal, onProgress: progress.show })
    progress.clear()
    if (output.json) await output.document(result)
    else await output.write(`${result.out}\n\n${sheetsReport(result.sheets)}`)
    return exitCodes.done
  } finally {
    await app.close()
  }
}

function sheetsReport(sheets: readonly { name: string; rows: number }[]): string {
  return textTable(
    [{ header: 'Sheet' }, { header: 'Rows', align: 'right' }],
    sheets.map((sheet) => [sheet.name, count(sheet.rows)]),
  )
}
