import type { FileResult } from '../../../../shared/contract/imports.ts'
import type { Context } from '../context.ts'
import { finish, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { requireAnyPath } from '../paths.ts'
import { filesReport, filesSentence, warningsReport } from '../report.ts'

interface ImportOptions {
  readonly book: string
  readonly delivered?: string
}

/** `tieout import`: reads files into the book; 4 when one of them could not be read or recognised. */
export async function importFiles(context: Context, paths: string[], options: ImportOptions): Promise<number> {
  const { output, progress, signal } = context
  requireAnyPath(paths)
  return withBook({ path: options.book, create: true }, async (core) => {
    const result = await finish(core.imports.run({ paths, delivered: options.delivered }, { signal }), context)
    progress.clear()
    if (output.json) await output.document({ import_id: result.importId, files: result.files })
    else {
      const number = result.importId === null ? 'Nothing new came in.' : `Import ${result.importId}.`
      await output.write(
        `${number} ${filesSentence(result.files)}\n\n${filesReport(result.files)}${warningsReport(result.files)}`,
      )
    }
    return exitOf(result.files)
  })
}

/** 4 when a file could not be read or recognised, else 0. */
export function exitOf(files: readonly FileResult[]): number {
  const unreadable = files.some((file) => file.status === 'failed' || file.status === 'unrecognised')
  return unreadable ? exitCodes.unreadable : exitCodes.done
}
