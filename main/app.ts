import { join, resolve } from 'node:path'
import type { Overview } from '../shared/contract/books.ts'
import type { ImportEntry } from '../shared/contract/imports.ts'
import type { ControlResult, Reconciliation, StateTotal, Status } from '../shared/contract/reconciliation.ts'
import type { FileLine, KeyDetails } from '../shared/contract/rows.ts'
import { TieoutError } from '../shared/errors.ts'
import { blankBook } from './app/blank-book.ts'
import { type AppQueryOptions, type Running, openQuery } from './app/answers.ts'
import { type BookFacts, type BookSettings, changeSettings, readFacts } from './app/book-settings.ts'
import { besideTheBook, lossOf, tidyKept } from './app/kept-files.ts'
import { type LinePlace, fileLine, keyDetails } from './app/lines.ts'
import { copyForReading, isReadOnly, readOnlyBook, readOnlySentence } from './app/read-only.ts'
import type { BeforeImport } from './app/recognise.ts'
import { type RowsExport, exportRows } from './app/rows-export.ts'
import { readReconciliation, readStatus } from './app/status.ts'
import type { Connection, Row } from './database/connection.ts'
import { type Problem, removeLeftovers } from './database/leftovers.ts'
import { type BeforeMigration, type Book, openBook } from './database/open.ts'
import { makeTemporaryFolder } from './database/temporary-folder.ts'
import { csvText } from './export/csv.ts'
import { jsonText } from './export/json.ts'
import { exportWorkbook } from './export/workbook-file.ts'
import { type Choice, readRemembered, storedTold } from './import/choices.ts'
import { importedPaths, readHistory, readLatestImport } from './import/kept/history.ts'
import { feedFileSizes } from './import/kept/feed-versions.ts'
import { importPaths } from './import/import.ts'
import { limitsTimes } from './import/limits.ts'
import { keepForBackup, keptFolder, unpackKept } from './import/kept/keep.ts'
import {
  type KeptFile,
  dropFromIndex,
  readKeptIndex,
  readKeptSettings,
  writeKeptIndex,
} from './import/kept/kept-index.ts'
import type { Listed } from './import/listed.ts'
import type { FileResult, ImportResult, Progress, UndoPreview } from './import/result.ts'
import { type SourceFile, isSameFile, ownEnds } from './import/sources/sources.ts'
import { type SetAside, forgetAside, previewUndo, redoImport, undoImport } from './import/kept/undo.ts'
import { type Grids, createGrids } from './queries/grids.ts'
import type { Key } from './queries/key-rows.ts'
import { createOverview } from './queries/overview.ts'
import { type QueryColumn, queryTexts } from './queries/query.ts'
import {
  type ReconcileOptions,
  ensureReconciled,
  reconcile,
  reconcileWhereDue,
  upToDate,
} from './reconcile/reconcile.ts'

import { viewTexts } from './reconcile/views.ts'
import type { KnownObject } from './sync/plan.ts'
import { type SyncRecord, knownObjects, rememberSync } from './sync/remember.ts'

export type {
  AppQueryOptions,
  BookFacts,
  Choice,
  ControlResult,
  FileResult,
  ImportResult,
  KeptFile,
  Listed,
  Progress,
  QueryColumn,
  Reconciliation,
  Row,
  Running,
  SourceFile,
  StateTotal,
  Status,
  SyncRecord,
  UndoPreview,
}
export { readOnlyBook } from './app/read-only.ts'
export { isOwnTable } from './import/structure/headers.ts'
export { type FileList, createFileList } from './app/recognise.ts'
export { isSameFile, ownEnds, readKeptIndex, readKeptSettings, storedTold, unpackKept }
export { queryList, queryNames } from './queries/query.ts'

export interface AppImportOptions extends Running {
  readonly delivered?: string | undefined
  /** How many times as much as usual a file may ask for. */
  readonly limitsTimes?: number | undefined
  /** Reconciles in the transaction of the import: both come into the book, or neither. */
  readonly reconcile?: boolean
  /** The sync that brought the files: it is remembered in the transaction of the import, also when nothing came in. */
  readonly sync?: SyncRecord | undefined
  /** Whether Tieout wrote the bytes with this hash, although nothing in them shows it. */
  readonly isOwn?: ((sha256: string) => boolean) | undefined
  /** What a person says that files are. */
  readonly choices?: readonly Choice[] | undefined
  /** Files that were read for a list and need not be read again. */
  readonly listed?: Listed | undefined
}

/** One open book and everything that can be done with it; the only way in for every shell. */
export interface App {
  /** Absolute path of the book; a temporary one for an app that was opened without a book. */
  readonly book: string
  /** True for a book that goes when it is closed. */
  readonly isTemporary: boolean
  /** True for a book that cannot be written: a copy of it answers, and what would change it is refused. */
  readonly isReadOnly: boolean
  /** Folder for what is made from the book while it is open; it need not be there, and goes when the book is closed. */
  readonly workPlace: string
  /** Grows with every change of the book. */
  readonly revision: number
  /** Pages, totals and values for grids. */
  readonly grids: Grids
  facts(): Promise<BookFacts>
  /** False when its database, or the one beside it for what is made from the book, takes nothing any more. */
  isSound(): Promise<boolean>
  /** Changes tolerance or as-of date, and reconciles. Error `wrong-usage`. */
  configure(change: BookSettings, running?: Running): Promise<void>
  import(paths: readonly (string | SourceFile)[], options?: AppImportOptions): Promise<ImportResult>
  /** The objects of a bucket below a prefix, as the book saw them last. */
  knownObjects(location: string, prefix: string): Promise<KnownObject[]>
  /** What of the book a list of files before an import must know. */
  readonly beforeImport: BeforeImport
  /** The as-of date of the derived tables, null while they do not stand for the book as it is. */
  reconciledFor(): Promise<string | null>
  /** Writes everything into the one file, so that little is left to a log that a crash could damage. */
  settle(): Promise<void>
  /**
   * Says which files were imported once and are lost to the book, of changes that could not be read, and that nothing of
   * it can be changed; else null.
   */
  loss(): Promise<string | null>
  /** Before another state takes the place of this book: what that one lacks is not lost, but was given up. */
  giveUpFiles(): Promise<void>
  /** The import that would be undone next. */
  latestImport(): Promise<{ importId: number; files: number } | null>
  /** The imports of the book, the newest first. */
  history(): Promise<ImportEntry[]>
  undoPreview(importId: number): Promise<UndoPreview>
  /** With `redoable` the import can be put back until the next import or the end; the book is reconciled with it. */
  undo(importId: number, options?: Running & { redoable?: boolean }): Promise<UndoPreview>
  /** What `redo` would put back. */
  readonly redoable: UndoPreview | null
  redo(running?: Running): Promise<ImportResult>
  reconcile(options?: Running & { asOf?: string | undefined }): Promise<Reconciliation>
  query(
    name: string,
    options?: AppQueryOptions,
  ): Promise<{ columns: readonly QueryColumn[]; stream: AsyncGenerator<Row[]> }>
  /** The answer of a query as text, piece by piece: CSV for another program, or one JSON array. */
  queryText(name: string, options: AppQueryOptions & { format: 'csv' | 'json' }): Promise<AsyncGenerator<string>>
  /** Chosen rows and columns as they are seen in a grid. Errors: `target-busy`, `wrong-usage`, `cancelled`. */
  exportRows(options: RowsExport & Running): Promise<{ path: string; rows: number }>
  exportWorkbook(
    options: Running & { out: string; asOf?: string | undefined; settlement?: string | undefined },
  ): Promise<{ out: string; sheets: readonly { name: string; rows: number }[] }>
  status(options?: Running & { asOf?: string | undefined }): Promise<Status>
  keyDetails(key: Key, signal?: AbortSignal): Promise<KeyDetails>
  fileLine(place: LinePlace, signal?: AbortSignal): Promise<FileLine>
  overview(signal?: AbortSignal): Promise<Overview>
  /** Copies the book to `target`, and keeps its files for as long as the backup `name` is listed. */
  backUp(name: string, target: string): Promise<void>
  /** Copies the book to `target`, for a look at it from another day. */
  copyTo(target: string): Promise<void>
  close(): Promise<void>
}

export interface OpenAppOptions {
  /** Path of the book; null for a temporary one that is removed when the app is closed. */
  readonly book: string | null
  /** When false, a book that does not exist is refused. */
  readonly create?: boolean
  /** For example `1GB`. */
  readonly memoryLimit?: string | undefined
  /** When false, a book is refused whose log would be put aside. */
  readonly mayMoveLog?: boolean
  readonly revisions?: { current: number }
  readonly beforeMigration?: BeforeMigration
  /** The book that this one is a copy of or takes the place of, with whose kept files it answers; it keeps none. */
  readonly filesOf?: string
  /** Told of what failed beside the work, which is done all the same. */
  readonly onProblem?: Problem | undefined
}

/**
 * Opens a book and puts the parts together. Errors: `book-locked`, `book-damaged`, `not-found` as in `openBook`.
 */
export async function openApp(options: OpenAppOptions): Promise<App> {
  if (options.book === ':memory:')
    throw new TieoutError('wrong-usage', ':memory: is not a name for a book: nothing would be kept. Name a file.')
  const original = options.book !== null && !options.filesOf && isReadOnly(options.book) ? resolve(options.book) : null
  const temporary = options.book === null || original !== null ? makeTemporaryFolder() : null
  const removeTemporary = (): void => {
    if (temporary) removeLeftovers(temporary, options.onProblem ?? (() => undefined))
  }
  let book: Book
  try {
    const { book: _, filesOf: __, beforeMigration, ...rest } = options
    const copy = original === null ? null : await copyForReading(original, temporary ?? '')
    book = await openBook(copy ?? options.book ?? join(temporary ?? '', 'book.tieout'), {
      ...rest,
      blank: await blankBook(),
      isPassing: temporary !== null,
      // What becomes of a copy needs no backup.
      ...(beforeMigration && copy === null ? { beforeMigration } : {}),
    }).catch((error: unknown) => {
      throw copy !== null && original !== null ? asOriginal(error, copy, original) : error
    })
  } catch (error) {
    removeTemporary()
    throw error
  }
  // What a run that was killed has left; the book is ours alone now.
  const workFolder = `${book.path}.tieout-work`
  removeLeftovers(workFolder, book.onProblem)
  const filesOf = options.filesOf ?? original
  const kept = filesOf === null || filesOf === undefined ? keptFolder(book.path) : null
  const texts = keptFolder(filesOf ?? book.path)
  if (kept) {
    try {
      await tidyKept(book, kept)
    } catch (error) {
      await book.close().catch((reason: unknown) => book.onProblem('open.close', reason))
      removeTemporary()
      throw error
    }
  }

  const standing = createStanding(book)
  const grids = createGrids(book, viewTexts, standing.ensure)
  const aside: SetAside[] = []
  const answer = async (name: string, queryOptions: AppQueryOptions): ReturnType<App['query']> => {
    await ensureReconciled(book, queryOptions.asOf, { ...toReconcileOptions(queryOptions), reads: queryTexts([name]) })
    return openQuery(book, texts, name, queryOptions)
  }
  const mayChange = (): void => {
    if (original !== null) throw readOnlyBook(original)
  }
  const reconcileAfter = (running: Running) => async (connection: Connection) =>
    void (await reconcileWhereDue(connection, toReconcileOptions(running)))

  return {
    book: original ?? book.path,
    isTemporary: options.book === null,
    isReadOnly: original !== null,
    workPlace: `${book.path}.tieout-tmp`,
    get revision() {
      return book.revision
    },
    grids,
    facts: () => book.read(readFacts),
    isSound: () => isSound(book),
    configure: async (change, running = {}) => {
      mayChange()
      await book.write(async (connection) => {
        await changeSettings(connection, change)
        await reconcileAfter(running)(connection)
        if (kept) await besideTheBook(book, () => writeKeptIndex(connection, kept))
      }, running.signal)
    },
    import: async (paths, { reconcile: isReconciled, sync, limitsTimes: times, ...importOptions } = {}) => {
      mayChange()
      const result = await importPaths(book, paths, {
        ...importOptions,
        limits: limitsTimes(times),
        workFolder,
        keepFiles: options.book !== null && kept !== null,
        alsoKept: new Set(aside.flatMap(({ sha256s }) => sha256s)),
        after: async (connection, result) => {
          if (sync) await rememberSync(connection, sync, result)
          if (isReconciled) await reconcileAfter(importOptions)(connection)
        },
      })
      // The import is in the book, whatever becomes of what was set aside.
      if (result.importId !== null)
        await forgetAside(book, aside.splice(0)).catch((error: unknown) => book.onProblem('import.aside', error))
      return result
    },
    knownObjects: (location, prefix) => book.read((connection) => knownObjects(connection, location, prefix)),
    beforeImport: {
      book: book.path,
      importedFrom: (sha256s) => book.read((connection) => importedPaths(connection, sha256s)),
      remembered: () => book.read(readRemembered),
      feedSizes: () => book.read(feedFileSizes),
    },
    reconciledFor: async () => (await book.read((connection) => upToDate(connection)))?.asOf ?? null,
    settle: () => book.settle(),
    loss: async () => {
      const loss = await lossOf(book, original === null ? kept : texts)
      return original === null ? loss : [readOnlySentence, ...(loss === null ? [] : [loss])].join(' ')
    },
    giveUpFiles: async () => {
      const history = await book.read(readHistory)
      const sha256s = history.flatMap(({ files }) => files.flatMap(({ sha256 }) => sha256 ?? []))
      if (kept) await besideTheBook(book, async () => dropFromIndex(kept, sha256s))
    },
    latestImport: () => book.read(readLatestImport),
    history: () => book.read(readHistory),
    undoPreview: (importId) => book.read((connection) => previewUndo(connection, importId)),
    undo: async (importId, { redoable, ...running } = {}) => {
      mayChange()
      return undoImport(book, importId, redoable ? { aside, after: reconcileAfter(running), ...running } : running)
    },
    get redoable() {
      return aside.at(-1)?.preview ?? null
    },
    redo: (running = {}) => redoImport(book, { aside, after: reconcileAfter(running), ...running }),
    reconcile: async (running = {}) => {
      await book.write((connection) => reconcile(connection, toReconcileOptions(running)), running.signal)
      return book.read(readReconciliation)
    },
    query: (name, queryOptions = {}) => answer(name, queryOptions),
    queryText: async (name, textOptions) => {
      const { columns, stream } = await answer(name, textOptions)
      return textOptions.format === 'json' ? jsonText(columns, stream) : csvText(columns, stream, 'program')
    },
    exportRows: (rowsOptions) => exportRows(book, grids, rowsOptions),
    exportWorkbook: ({ asOf, ...exportOptions }) =>
      exportWorkbook(grids, {
        ...exportOptions,
        bookPath: original ?? book.path,
        ready: async (names) =>
          void (await ensureReconciled(book, asOf, {
            ...toReconcileOptions({ ...exportOptions, asOf }),
            reads: queryTexts(names),
          })),
      }),
    status: async (running = {}) => {
      await ensureReconciled(book, running.asOf, toReconcileOptions(running))
      return book.read(readStatus, running.signal)
    },
    keyDetails: (key, signal) => keyDetails(book, texts, grids, key, signal),
    fileLine: (place, signal) => fileLine(book, texts, place, signal),
    overview: createOverview(grids, () => book.revision),
    backUp: (name, target) =>
      book.copyTo(target, async (connection) => {
        if (kept) await keepForBackup(connection, kept, name)
      }),
    copyTo: (target) => book.copyTo(target),
    close: async () => {
      try {
        await book.close()
      } finally {
        removeTemporary()
      }
    },
  }
}

async function isSound(book: Book): Promise<boolean> {
  try {
    const scratch = await book.scratch()
    await book.read((connection) => connection.run(`create or replace table ${scratch}.sound as select 1 as sound`))
    return true
  } catch {
    return false
  }
}

/** An error about a copy, told of the book that it is a copy of. */
function asOriginal(error: unknown, copy: string, original: string): unknown {
  if (!(error instanceof TieoutError)) return error
  const told = new TieoutError(error.code, error.message.replaceAll(copy, original), {
    ...error.details,
    book: original,
  })
  told.cause = error.cause
  return told
}

/** Remembers for which state of the book the tables of which queries are known to stand, so that pages need not ask. */
function createStanding(book: Book): { ensure(names: readonly string[]): Promise<void> } {
  let standing = -1
  const names = new Set<string>()
  let running: Promise<void> | null = null
  const ensureOnce = async (wanted: readonly string[]): Promise<void> => {
    const all = standing === book.revision ? [...names, ...wanted] : wanted
    await ensureReconciled(book, undefined, { reads: queryTexts(all) })
    if (standing !== book.revision) names.clear()
    for (const name of all) names.add(name)
    standing = book.revision
  }
  return {
    ensure: async (wanted) => {
      while (standing !== book.revision || wanted.some((name) => !names.has(name))) {
        running ??= ensureOnce(wanted).finally(() => {
          running = null
        })
        await running
      }
    },
  }
}

function toReconcileOptions({ asOf, signal, onProgress }: Running & { asOf?: string | undefined }): ReconcileOptions {
  return {
    asOf,
    signal,
    onStep: (done, total, name) => onProgress?.({ step: `Reconciling: ${name}`, done, total, unit: 'steps' }),
  }
}
