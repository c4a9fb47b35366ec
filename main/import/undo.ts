import type { Connection } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { TieoutError } from '../../shared/errors.ts'
import { forgetFiles, keptFolder } from './keep.ts'

/** What would leave the book with an import. */
export interface UndoPreview {
  readonly importId: number
  readonly importedAt: string
  readonly files: readonly { path: string; sha256: string | null; rows: number; refused_rows: number }[]
  readonly rows: number
  readonly refused_rows: number
}

/** Everything that came with the import; nothing is changed. Error `not-found` for a number that no import has. */
export async function previewUndo(connection: Connection, importId: number): Promise<UndoPreview> {
  const parameters = { import_id: importId }
  const [entry] = await connection.rows(`select imported_at from imports where import_id = $import_id`, parameters)
  if (!entry) {
    const known = await connection.rows(`select import_id from imports order by import_id`)
    const numbers = known.map((row) => row['import_id']).join(', ')
    throw new TieoutError(
      'not-found',
      `The book has no import ${importId}. ${numbers ? `Its imports are ${numbers}.` : 'It has none.'}`,
    )
  }
  const files = await connection.rows(
    `select path, sha256, rows_kept, refused_rows from files where import_id = $import_id order by file_id`,
    parameters,
  )
  const listed = files.map((file) => ({
    path: String(file['path']),
    sha256: file['sha256'] === null ? null : String(file['sha256']),
    rows: Number(file['rows_kept']),
    refused_rows: Number(file['refused_rows']),
  }))
  return {
    importId,
    importedAt: String(entry['imported_at']),
    files: listed,
    rows: listed.reduce((sum, file) => sum + file.rows, 0),
    refused_rows: listed.reduce((sum, file) => sum + file.refused_rows, 0),
  }
}

/** Takes an import out of the book, so that the book is as if it had never been; returns what left. */
export async function undoImport(book: Book, importId: number): Promise<UndoPreview> {
  const preview = await book.write(async (connection) => {
    const left = await previewUndo(connection, importId)
    const files = `file_id in (select file_id from files where import_id = $import_id)`
    const tables = [...sections.map(({ id }) => `"${id}"`), 'blocks', 'other_lines', 'refused_rows']
    for (const table of tables) await connection.run(`delete from ${table} where ${files}`, { import_id: importId })
    await connection.run(`delete from files where import_id = $import_id`, { import_id: importId })
    await connection.run(`delete from imports where import_id = $import_id`, { import_id: importId })
    return left
  })
  const folder = keptFolder(book.path)
  if (folder) {
    const connection = await book.connect()
    await forgetFiles(connection, folder)
    connection.close()
  }
  return preview
}
