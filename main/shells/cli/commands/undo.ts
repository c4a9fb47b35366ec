import { hasEntered, type UndoPreview } from '../../../../shared/contract/imports.ts'
import { TieoutError } from '../../../../shared/errors.ts'
import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { lookAgain, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { count, counted, textTable } from '../text-table.ts'

interface UndoOptions {
  readonly book: string
  readonly yes?: boolean
}

/** `tieout undo`: says what would leave the book, asks, and takes it out; 2 when nobody can be asked. */
export async function undoImport(context: Context, importId: number, options: UndoOptions): Promise<number> {
  const { output, signal } = context
  return withBook(context, { path: options.book, create: false }, async (core) => {
    const preview = await core.imports.undoPreview({ importId })
    if (!output.json) await output.write(previewReport(preview))
    if (!options.yes) {
      const answer = await ask(`Take import ${importId} out of the book? [y/N] `, signal)
      if (answer === null) {
        const message = 'Nothing was taken out: there is no terminal to ask on. Add --yes to do it.'
        if (output.json)
          await output.document({ error: { code: 'wrong-usage', message }, would_leave: toDocument(preview) })
        output.note(message)
        return exitCodes.usage
      }
      if (!/^y(es)?$/i.test(answer)) throw new TieoutError('cancelled', 'Nothing was taken out.')
    }
    await core.imports.undo({ importId })
    await lookAgain(core, context)
    if (output.json) await output.document({ left: toDocument(preview) })
    else await output.write(`Import ${importId} is out of the book.\n`)
    return exitCodes.done
  })
}

function toDocument({ importId, importedAt, ...rest }: UndoPreview): object {
  return { import_id: importId, imported_at: importedAt, ...rest }
}

function previewReport(preview: UndoPreview): string {
  const what = `${counted(preview.files.filter(hasEntered).length, 'file')} with ${counted(preview.rows, 'row')}`
  const files = textTable(
    [{ header: 'File' }, { header: 'Rows', align: 'right' }, { header: 'Refused', align: 'right' }],
    preview.files.map((file) => [file.path, count(file.rows), count(file.refused_rows)]),
  )
  const head = `Import ${preview.importId} of ${preview.importedAt.slice(0, 16)} UTC: ${what} would leave the book.`
  return `${head}\n\n${files}\n${returningReport(preview.returning)}`
}

function returningReport(returning: UndoPreview['returning']): string {
  if (returning.length === 0) return ''
  const rows = returning.map((file) => [file.path, count(file.rows)])
  const files = textTable([{ header: 'File' }, { header: 'Rows', align: 'right' }], rows)
  return `${returning.length === 1 ? 'A former version' : 'Former versions'} would come back, from the copies kept with the book.\n\n${files}\n`
}
