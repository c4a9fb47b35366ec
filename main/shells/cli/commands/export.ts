import type { Context } from '../context.ts'
import { finish, withBook } from '../core.ts'
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
  return withBook(context, { path: options.book, create: false }, async (core) => {
    const { out, asOf, settlement } = options
    const { path, sheets } = await finish(core.exports.workbook({ path: out, asOf, settlement }, { signal }), context)
    progress.clear()
    if (output.json) await output.document({ out: path, sheets })
    else await output.write(`${path}\n\n${sheetsReport(sheets)}`)
    return exitCodes.done
  })
}

function sheetsReport(sheets: readonly { name: string; rows: number }[]): string {
  return textTable(
    [{ header: 'Sheet' }, { header: 'Rows', align: 'right' }],
    sheets.map((sheet) => [sheet.name, count(sheet.rows)]),
  )
}
