import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TieoutError } from '../shared/errors.ts'
import type { Connection, Row } from './database/connection.ts'
import { type Book, openBook } from './database/open.ts'
import { csvText } from './export/csv.ts'
import { jsonText } from './export/json.ts'
import { writeTextFile } from './export/text-file.ts'
import { exportWorkbook } from './export/workbook-file.ts'
import { storedResult } from './import/book-files.ts'
import { type ImportResult, importPaths } from './import/import.ts'
import { forgetFiles, keptFolder } from './import/keep.ts'
import { openRawTexts } from './import/kept-text.ts'
import type { FileResult, Progress } from './import/result.ts'
import { type UndoPreview, previewUndo, undoImport } from './import/undo.ts'
import { type Query, type QueryColumn, type QueryOptions, query, queryRows } from './queries/query.ts'
import { type ReconcileOptions, ensureReconciled, reconcile } from './reconcile/reconcile.ts'

export type { FileResult, ImportResult, Progress, QueryColumn, Row, UndoPreview }
export { queryList, queryNames } from './queries/query.ts'

/** What every long step takes: a signal that cancels it and a listener for its progress. */
export interface Running {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** What a reconciliation came to; amounts are decimal strings of the currency beside them. */
export interface Reconciliation {
  /** `YYYY-MM-DD`, the day up to which lines count. */
  readonly as_of: string
  readonly states: readonly StateTotal[]
  readonly controls: readonly ControlResult[]
  readonly exceptions: number
}

export interface StateTotal {
  readonly currency: string
  readonly state: string
  readonly keys: number
  readonly billed_net: string
  readonly disbursed_net: string
  readonly open_net: string
}

export interface ControlResult {
  readonly id: string
  readonly subject: string
  readonly currency: string | null
  readonly expected: string | null
  readonly actual: string | null
  readonly difference: string | null
  readonly status: 'pass' | 'fail' | 'not-applicable'
  readonly note: string | null
}

export interface Status extends Reconciliation {
  readonly imports: readonly {
    import_id: number
    imported_at: string
    files: number
    rows: number
    refused_rows: number
  }[]
  readonly deliveries: readonly Row[]
  readonly files: readonly FileResult[]
}

/** One open book and everything that can be done with it; the only way in for every shell. */
export interface App {
  /** Absolute path of the book; a temporary one for an app that was opened without a book. */
  readonly book: string
  import(paths: readonly string[], options?: Running & { delivered?: string | undefined }): Promise<ImportResult>
  undoPreview(importId: number): Promise<UndoPreview>
  undo(importId: number): Promise<UndoPreview>
  reconcile(options?: Running & { asOf?: string | undefined }): Promise<Reconciliation>
  query(
    name: string,
    options?: AppQueryOptions,
  ): Promise<{ columns: readonly QueryColumn[]; stream: AsyncGenerator<Row[]> }>
  /** The answer of a query as text, piece by piece: CSV for another program, or one JSON array. */
  queryText(name: string, options: AppQueryOptions & { format: 'csv' | 'json' }): Promise<AsyncGenerator<string>>
  /** The answer of a query as a file that appears when it is whole; CSV is written so that a spreadsheet reads it right. */
  exportQuery(name: string, options: AppQueryOptions & { format: 'csv' | 'json'; out: string }): Promise<string>
  exportWorkbook(
    options: Running & { out: string; asOf?: string | undefined; settlement?: string | undefined },
  ): Promise<{ out: string; sheets: readonly { name: string; rows: number }[] }>
  status(options?: Running & { asOf?: string | undefined }): Promise<Status>
  close(): Promise<void>
}

export interface AppQueryOptions extends QueryOptions, Running {
  readonly asOf?: string | undefined
  /** Adds `raw_text`, the record as it stands in the file, to queries whose rows are lines of files. */
  readonly rawText?: boolean
}

export interface OpenAppOptions {
  /** Path of the book; null for a temporary one that is removed when the app is closed. */
  readonly book: string | null
  /** When false, a book that does not exist is refused. */
  readonly create?: boolean
  /** For example `1GB`. */
  readonly memoryLimit?: string
}

/**
 * Opens a book and puts the parts together. Errors: `book-locked`, `book-damaged`, `not-found` as in `openBook`.
 */
export async function openApp(options: OpenAppOptions): Promise<App> {
  if (options.book === ':memory:')
    throw new TieoutError('wrong-usage', ':memory: is no name for a book: nothing would be kept. Name a file.')
  const temporary = options.book === null ? mkdtempSync(join(tmpdir(), 'tieout-')) : null
  const removeTemporary = (): void => {
    if (temporary) rmSync(temporary, { recursive: true, force: true })
  }
  let book: Book
  try {
    book = await openBook(options.book ?? join(temporary ?? '', 'book.tieout'), {
      ...(options.create === undefined ? {} : { create: options.create }),
      ...(options.memoryLimit ? { memoryLimit: options.memoryLimit } : {}),
    })
  } catch (error) {
    removeTemporary()
    throw error
  }
  // What a run that was killed has left; the book is ours alone now.
  const workFolder = `${book.path}.tieout-work`
  rmSync(workFolder, { recursive: true, force: true })
  const kept = keptFolder(book.path)
  if (kept) await withConnection(book, (connection) => forgetFiles(connection, kept))

  const answer = async (name: string, queryOptions: AppQueryOptions): ReturnType<App['query']> => {
    await ensureReconciled(book, queryOptions.asOf, toReconcileOptions(queryOptions))
    return openQuery(book, name, queryOptions, workFolder)
  }

  return {
    book: book.path,
    import: (paths, { delivered, signal, onProgress } = {}) =>
      importPaths(book, paths, { delivered, signal, onProgress, workFolder, keepFiles: !temporary }),
    undoPreview: (importId) => withConnection(book, (connection) => previewUndo(connection, importId)),
    undo: (importId) => undoImport(book, importId),
    reconcile: async (running = {}) => {
      await book.write((connection) => reconcile(connection, toReconcileOptions(running)), running.signal)
      return withConnection(book, readReconciliation)
    },
    query: (name, queryOptions = {}) => answer(name, queryOptions),
    queryText: async (name, textOptions) => {
      const { columns, stream } = await answer(name, textOptions)
      return textOptions.format === 'json' ? jsonText(columns, stream) : csvText(columns, stream, 'program')
    },
    exportQuery: async (name, textOptions) => {
      const { columns, stream } = await answer(name, textOptions)
      const text = textOptions.format === 'json' ? jsonText(columns, stream) : csvText(columns, stream, 'spreadsheet')
      return writeTextFile(textOptions.out, text, textOptions.signal)
    },
    exportWorkbook: async (exportOptions) => {
      await ensureReconciled(book, exportOptions.asOf, toReconcileOptions(exportOptions))
      return exportWorkbook(book, exportOptions)
    },
    status: async (running = {}) => {
      await ensureReconciled(book, running.asOf, toReconcileOptions(running))
      return withConnection(book, readStatus)
    },
    close: async () => {
      await book.close()
      removeTemporary()
    },
  }
}

/** What each file is, without a book: the files are imported into a temporary one that is thrown away. */
export async function recognise(
  paths: readonly string[],
  options: Running & { delivered?: string } = {},
): Promise<readonly FileResult[]> {
  const app = await openApp({ book: null })
  try {
    return (await app.import(paths, options)).files
  } finally {
    await app.close()
  }
}

async function withConnection<Result>(book: Book, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const connection = await book.connect()
  try {
    return await work(connection)
  } finally {
    connection.close()
  }
}

function toReconcileOptions({ asOf, signal, onProgress }: Running & { asOf?: string | undefined }): ReconcileOptions {
  return {
    asOf,
    signal,
    onStep: (done, total, name) => onProgress?.({ step: `Reconciling: ${name}`, done, total, unit: 'steps' }),
  }
}

async function openQuery(
  book: Book,
  name: string,
  options: AppQueryOptions,
  workFolder: string,
): Promise<{ columns: readonly QueryColumn[]; stream: AsyncGenerator<Row[]> }> {
  const connection = await book.connect()
  try {
    const answer = await query(connection, name, options)
    const folder = keptFolder(book.path)
    const isLines = ['sha256', 'line'].every((column) => answer.columns.some(({ name }) => name === column))
    const hasText = answer.columns.some(({ name }) => name === 'raw_text')
    if (!options.rawText || !isLines || hasText || !folder)
      return { columns: answer.columns, stream: closing(connection, answer, options) }
    const columns: QueryColumn[] = [...answer.columns, { name: 'raw_text', type: 'text' }]
    const texts = openRawTexts(connection, folder, join(workFolder, 'text'))
    return { columns, stream: withRawText(await book.connect(), answer, options, texts, connection) }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function* closing(connection: Connection, answer: Query, { signal }: Running): AsyncGenerator<Row[]> {
  const stopListening = connection.interruptOn(signal)
  try {
    yield* connection.stream(answer.sql, answer.parameters)
  } finally {
    stopListening()
    connection.close()
  }
}

async function* withRawText(
  rows: Connection,
  answer: Query,
  options: Running,
  texts: ReturnType<typeof openRawTexts>,
  lookups: Connection,
): AsyncGenerator<Row[]> {
  try {
    for await (const chunk of closing(rows, answer, options)) {
      const found = await texts.at(
        chunk.map((row) => ({
          sha256: String(row['sha256']),
          sheet: row['sheet'] === undefined || row['sheet'] === null ? null : String(row['sheet']),
          line: Number(row['line']),
        })),
      )
      yield chunk.map((row, index) => ({ ...row, raw_text: found[index] ?? null }))
    }
  } finally {
    await texts.close()
    lookups.close()
  }
}

async function readReconciliation(connection: Connection): Promise<Reconciliation> {
  return {
    as_of: String(await connection.value('select as_of from run')),
    states: (await queryRows(connection, 'summary_states')).map(
      (row) => ({ ...row, keys: Number(row['keys']) }) as unknown as StateTotal,
    ),
    controls: (await queryRows(connection, 'controls')) as unknown as ControlResult[],
    exceptions: Number(await connection.value('select count(*) from exceptions')),
  }
}

async function readStatus(connection: Connection): Promise<Status> {
  const imports = await connection.rows(
    `select import_id, imported_at, count(file_id)::integer as files, sum(rows_kept)::integer as rows,
       sum(refused_rows)::integer as refused_rows
     from imports left join files using (import_id) group by all order by import_id`,
  )
  const deliveries = await queryRows(connection, 'deliveries')
  const files: FileResult[] = []
  for (const file of await connection.rows('select file_id, path, status from files order by file_id'))
    files.push(
      await storedResult(
        connection,
        Number(file['file_id']),
        String(file['path']),
        file['status'] as FileResult['status'],
      ),
    )
  return {
    ...(await readReconciliation(connection)),
    imports: imports as unknown as Status['imports'],
    deliveries,
    files,
  }
}
