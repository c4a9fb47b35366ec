import type { Connection } from '../../database/connection.ts'
import type { Book } from '../../database/open.ts'
import { sections } from '../../../shared/reports/catalogue.ts'
import { TieoutError } from '../../../shared/errors.ts'
import { storedResult } from './book-files.ts'
import { type Restored, formerFiles, giveUpFormer, restoreFormer } from './feed-restore.ts'
import { detailTables } from './feed-versions.ts'
import { forgetFiles, keptFolder } from './keep.ts'
import { dropFromIndex, writeKeptIndex } from './kept-index.ts'
import type { ImportResult, UndoPreview } from '../result.ts'

/** An import that was taken out and can be put back: its rows lie in the scratch database of the book. */
export interface SetAside {
  readonly preview: UndoPreview
  /** Hashes of its files, whose kept copies must stay. */
  readonly sha256s: readonly string[]
  /** Table of the book to table of the scratch database. */
  readonly tables: ReadonlyMap<string, string>
  /** Files that came back when it was taken out. */
  readonly restored: readonly Restored[]
}

export interface UndoOptions {
  /** Done at the end, in the transaction of the undo. */
  readonly after?: ((connection: Connection) => Promise<void>) | undefined
  /** Imports that were taken out before and can still be put back; the new one is added to them. */
  readonly aside?: SetAside[] | undefined
  readonly signal?: AbortSignal | undefined
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
    `select path, sha256, status, rows_kept, refused_rows from files
     where import_id = $import_id order by file_id`,
    parameters,
  )
  const former = await formerFiles(connection, importId)
  const listed = files.map((file) => ({
    path: String(file['path']),
    sha256: file['sha256'] === null ? null : String(file['sha256']),
    status: String(file['status']),
    // The rows of a file whose place was taken have left already.
    rows: file['status'] === 'replaced' ? 0 : Number(file['rows_kept']),
    refused_rows: file['status'] === 'replaced' ? 0 : Number(file['refused_rows']),
  }))
  return {
    importId,
    importedAt: String(entry['imported_at']),
    files: listed,
    rows: listed.reduce((sum, file) => sum + file.rows, 0),
    refused_rows: listed.reduce((sum, file) => sum + file.refused_rows, 0),
    returning: former
      .filter(({ cameBack }) => cameBack)
      .map(({ row }) => ({ path: String(row['path']), rows: Number(row['rows_kept']) })),
  }
}

/** Takes an import out of the book, so that the book is as if it had never been; returns what left. */
export async function undoImport(book: Book, importId: number, options: UndoOptions = {}): Promise<UndoPreview> {
  const scratch = options.aside ? await book.scratch() : null
  const { preview, aside } = await book.write(async (connection) => {
    const left = await previewUndo(connection, importId)
    const parameters = { import_id: importId }
    const former = await formerFiles(connection, importId)
    const mine = `file_id in (select file_id from files where import_id = $import_id)`
    const held = await connection.rows(`select distinct section from blocks where ${mine}`, parameters)
    const present = sections.filter(({ id }) => held.some(({ section }) => section === id))
    const details = [...present.map(({ id }) => `"${id}"`), ...detailTables]
    const moved = scratch === null ? null : await setAside(book, scratch, left, details, former)
    for (const table of details) await connection.run(`delete from ${table} where ${mine}`, parameters)
    for (const table of importTables)
      await connection.run(`delete from ${table} where import_id = $import_id`, parameters)
    await restoreFormer(book, connection, former, options.signal)
    await options.after?.(connection)
    // Before the commit: a run that is killed behind it must not leave files that look lost. Opening puts back the rest.
    dropFromIndexOf(book, left)
    return { preview: left, aside: moved }
  }, options.signal)
  if (aside) options.aside?.push(aside)
  await tidy(book, options.aside ?? [])
  return preview
}

/** Puts back what the last undo took out, with the numbers that it had; its files are in the result as imported. */
export async function redoImport(book: Book, options: UndoOptions & { aside: SetAside[] }): Promise<ImportResult> {
  const last = options.aside.at(-1)
  if (!last) throw new TieoutError('wrong-usage', 'There is no undone import to put back.')
  const { importId } = last.preview
  const files = await book.write(async (connection) => {
    for (const [table, from] of last.tables) await connection.run(`insert into ${table} by name select * from ${from}`)
    await giveUpFormer(connection, last.restored)
    await options.after?.(connection)
    const rows = await connection.rows(
      `select file_id, path, status from files where import_id = $import_id order by file_id`,
      { import_id: importId },
    )
    const results = []
    for (const row of rows) {
      const status = row['status'] === 'imported' || row['status'] === 'failed' ? row['status'] : 'unrecognised'
      results.push(await storedResult(connection, Number(row['file_id']), String(row['path']), status))
    }
    return results
  }, options.signal)
  options.aside.pop()
  await forgetAside(book, [last]).catch((error: unknown) => book.onProblem('redo.aside', error))
  await tidy(book, options.aside)
  return { importId, files }
}

/** Gives up what was set aside; it can no longer be put back. */
export async function forgetAside(book: Book, aside: readonly SetAside[]): Promise<void> {
  if (aside.length === 0) return
  const connection = await book.connect()
  try {
    for (const { tables } of aside) for (const table of tables.values()) await connection.run(`drop table ${table}`)
  } finally {
    connection.close()
  }
}

/** The tables whose rows belong to an import itself. */
const importTables = ['files', 'imports', 'choices']
let asideCount = 0

/** On a connection of its own: a transaction writes to one database only. The queue of writes keeps the book still. */
async function setAside(
  book: Book,
  scratch: string,
  preview: UndoPreview,
  details: readonly string[],
  restored: readonly Restored[],
): Promise<SetAside> {
  const number = ++asideCount
  const tables = new Map<string, string>()
  const connection = await book.connect()
  try {
    for (const [index, table] of [...details, ...importTables].entries()) {
      const target = `${scratch}.undone_${number}_${index}`
      const mine = importTables.includes(table)
        ? `import_id = $import_id`
        : `file_id in (select file_id from files where import_id = $import_id)`
      await connection.run(`create table ${target} as select * from ${table} where ${mine}`, {
        import_id: preview.importId,
      })
      tables.set(table, target)
    }
  } finally {
    connection.close()
  }
  return { preview, tables, restored, sha256s: preview.files.flatMap(({ sha256 }) => sha256 ?? []) }
}

/** An index that cannot be written keeps no import in the book; at worst its files are said to be lost. */
function dropFromIndexOf(book: Book, { files }: UndoPreview): void {
  const folder = keptFolder(book.path)
  if (!folder) return
  try {
    dropFromIndex(
      folder,
      files.flatMap(({ sha256 }) => sha256 ?? []),
    )
  } catch (error) {
    book.onProblem('undo.index', error)
  }
}

/** The change is in the book already: what fails here is put right when the book is opened. */
async function tidy(book: Book, aside: readonly SetAside[]): Promise<void> {
  const folder = keptFolder(book.path)
  if (!folder) return
  try {
    const connection = await book.connect()
    try {
      await forgetFiles(connection, folder, new Set(aside.flatMap(({ sha256s }) => sha256s)))
      await writeKeptIndex(connection, folder)
    } finally {
      connection.close()
    }
  } catch (error) {
    book.onProblem('undo.kept', error)
  }
}
