import type { Choice } from '../../../../shared/contract/imports.ts'
import { TieoutError } from '../../../../shared/errors.ts'
import type { Context } from '../context.ts'
import { finish, lookAgain, plainError, withBook } from '../core.ts'
import { refuseOverwriting, requireAnyPath } from '../paths.ts'
import { filesReport, filesSentence, missingFeedsReport, notesReport } from '../report.ts'
import { exitOf, heldSections } from './import.ts'
import { resultReport } from './reconcile.ts'

interface RunOptions {
  readonly out: string
  readonly book?: string
  readonly asOf?: string
  readonly delivered?: string
  readonly as?: readonly Choice[]
  readonly limitsTimes?: number
}

/** `tieout run`: import, reconcile and workbook; a file that could not be read makes the exit code 4 and stops nothing. */
export async function runAll(context: Context, paths: string[], options: RunOptions): Promise<number> {
  const { output, progress, signal } = context
  const { out, asOf, delivered, limitsTimes, as: choices } = options
  requireAnyPath(paths)
  refuseOverwriting(out, options.book, paths)
  return withBook(context, { path: options.book ?? null, create: true }, async (core) => {
    const { files } = await finish(core.imports.run({ paths, delivered, choices, limitsTimes }, { signal }), context)
    await lookAgain(core, context)
    try {
      const result = await finish(core.reconciliation.run({ asOf }, { signal }), context)
      const exported = { path: out, asOf: result.as_of }
      const workbook = await finish(core.exports.workbook(exported, { signal }), context)
      progress.clear()
      if (output.json)
        await output.document({
          as_of: result.as_of,
          files,
          bridge: result.bridge,
          states: result.states,
          controls: result.controls,
          exceptions: result.exceptions,
          out: workbook.path,
          sheets: workbook.sheets,
        })
      else
        await output.write(
          [
            `${filesSentence(files)}\n\n${filesReport(files)}${notesReport(files)}`,
            missingFeedsReport(await heldSections(core)),
            `\n${resultReport(result, 'on the sheet Exceptions')}\nWorkbook: ${workbook.path}\n`,
          ].join(''),
        )
      return exitOf(files)
    } catch (error) {
      const plain = plainError(error)
      if (options.book && plain instanceof TieoutError && plain.code === 'cancelled')
        throw new TieoutError('cancelled', 'Cancelled after the import, which is in the book. No workbook was written.')
      throw error
    }
  })
}
