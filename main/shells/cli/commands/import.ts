import type { Choice, FileResult } from '../../../../shared/contract/imports.ts'
import type { Context } from '../context.ts'
import { type Core, finish, lookAgain, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { requireAnyPath } from '../paths.ts'
import { filesReport, filesSentence, missingFeedsReport, notesReport } from '../report.ts'

interface ImportOptions {
  readonly book: string
  readonly delivered?: string
  readonly limitsTimes?: number
  readonly as?: readonly Choice[]
}

/** `tieout import`: reads files into the book; 4 when one of them could not be read or recognised. */
export async function importFiles(context: Context, paths: string[], options: ImportOptions): Promise<number> {
  const { output, progress, signal } = context
  requireAnyPath(paths)
  const input = { paths, delivered: options.delivered, choices: options.as, limitsTimes: options.limitsTimes }
  return withBook(context, { path: options.book, create: true }, async (core) => {
    const result = await finish(core.imports.run(input, { signal }), context)
    await lookAgain(core, context)
    progress.clear()
    if (output.json) await output.document({ import_id: result.importId, files: result.files })
    else {
      const number = result.importId === null ? 'Nothing new came in.' : `Import ${result.importId}.`
      const feeds = missingFeedsReport(await heldSections(core), 'tieout query data_feeds')
      await output.write(
        `${number} ${filesSentence(result.files)}\n\n${filesReport(result.files)}${notesReport(result.files)}${feeds}`,
      )
    }
    return exitOf(result.files)
  })
}

/** Ids of the sections of which the book holds a file, read without reconciling it. */
export async function heldSections(core: Core): Promise<string[]> {
  const history = await core.imports.history()
  return history.flatMap(({ files }) => files.flatMap(({ sections }) => sections?.split(', ') ?? []))
}

/** 4 when a file could not be read or recognised, else 0. */
export function exitOf(files: readonly FileResult[]): number {
  const unreadable = files.some((file) => file.status === 'failed' || file.status === 'unrecognised')
  return unreadable ? exitCodes.unreadable : exitCodes.done
}
