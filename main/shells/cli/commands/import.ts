import { type FileResult, openApp } from '../../../app.ts'
import type { Context } from '../context.ts'
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
  const app = await openApp({ book: options.book })
  try {
    const result = await app.import(paths, { delivered: options.delivered, signal, onProgress: progress.show })
    progress.clear()
    if (output.json) await output.document({ import_id: result.importId, files: result.files })
    else {
      const number = result.importId === null ? 'Nothing new came in.' : `Import ${result.importId}.`
      await output.write(
        `${number} ${filesSentence(result.files)}\n\n${filesReport(result.files)}${warningsReport(result.files)}`,
      )
    }
    return exitOf(result.files)
  } finally {
    await app.close()
  }
}

/** 4 when a file could not be read or recognised, else 0. */
export function exitOf(files: readonly FileResult[]): number {
  const unreadable = files.some((file) => file.status === 'failed' || file.status === 'unrecognised')
  return unreadable ? exitCodes.unreadable : exitCodes.done
}
