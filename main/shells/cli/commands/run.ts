import { TieoutError } from '../../../../shared/errors.ts'
import { type FileResult, openApp } from '../../../app.ts'
import type { Context } from '../context.ts'
import { refuseOverwriting, requireAnyPath } from '../paths.ts'
import { filesReport, filesSentence, warningsReport } from '../report.ts'
import { exitOf } from './import.ts'
import { resultReport } from './reconcile.ts'

interface RunOptions {
  readonly out: string
  readonly book?: string
  readonly asOf?: string
  readonly delivered?: string
}

/** `tieout run`: import, reconcile and workbook; a file that could not be read makes the exit code 4 and stops nothing. */
export async function runAll(context: Context, paths: string[], options: RunOptions): Promise<number> {
  const { output, progress, signal } = context
  const { out, asOf, delivered } = options
  requireAnyPath(paths)
  refuseOverwriting(out, options.book, paths)
  const running = { signal, onProgress: progress.show }
  const app = await openApp({ book: options.book ?? null })
  let files: readonly FileResult[] | undefined
  try {
    files = (await app.import(paths, { delivered, ...running })).files
    const result = await app.reconcile({ asOf, ...running })
    const workbook = await app.exportWorkbook({ out, asOf: result.as_of, ...running })
    progress.clear()
    if (output.json)
      await output.document({
        as_of: result.as_of,
        files,
        states: result.states,
        controls: result.controls,
        exceptions: result.exceptions,
        out: workbook.out,
        sheets: workbook.sheets,
      })
    else
      await output.write(
        `${filesSentence(files)}\n\n${filesReport(files)}${warningsReport(files)}\n${resultReport(result, 'on the sheet Exceptions')}\nWorkbook: ${workbook.out}\n`,
      )
    return exitOf(files)
  } catch (error) {
    if (files && options.book && error instanceof TieoutError && error.code === 'cancelled')
      throw new TieoutError('cancelled', 'Cancelled after the import, which is in the book. No workbook was written.')
    throw error
  } finally {
    await app.close()
  }
}
