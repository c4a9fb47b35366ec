import { join, resolve } from 'node:path'
import type { ControlResult, Reconciliation, StateTotal, Status } from '../shared/contract/reconciliation.ts'
import { TieoutError } from '../shared/errors.ts'
import type { AppQueryOptions, Running } from './app/answers.ts'
import { blankBook } from './app/blank-book.ts'
import type { BookFacts } from './app/book-settings.ts'
import { type Exports, createExports } from './app/exports.ts'
import { type AppImportOptions, type Imports, createImports } from './app/imports.ts'
import { type Keeping, createKeeping } from './app/keeping.ts'
import { tidyKept } from './app/kept-files.ts'
import { type Opened } from './app/opened.ts'
import { copyForReading, isReadOnly } from './app/read-only.ts'
import { type Reading, createReading } from './app/reading.ts'
import { createStanding } from './app/standing.ts'
import type { Row } from './database/connection.ts'
import { type Problem, removeLeftovers } from './database/leftovers.ts'
import { type BeforeMigration, type Book, openBook } from './database/open.ts'
import type { Revisions } from './database/revisions.ts'
import { makeTemporaryFolder } from './database/temporary-folder.ts'
import { type Choice, storedTold } from './import/choices.ts'
import { keptFolder, unpackKept } from './import/kept/keep.ts'
import { type KeptFile, readKeptIndex, readKeptSettings } from './import/kept/kept-index.ts'
import type { Listed } from './import/listed.ts'
import type { FileResult, ImportResult, Progress, UndoPreview } from './import/result.ts'
import { type SourceFile, isSameFile, ownEnds } from './import/sources/sources.ts'
import { type Grids, createGrids } from './queries/grids.ts'
import type { QueryColumn } from './queries/query.ts'
import { derivedViews } from './reconcile/views.ts'
import type { SyncRecord } from './sync/remember.ts'

export type {
  AppImportOptions,
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

/** One open book and everything that can be done with it, by domain; the only way in for every shell. */
export interface App extends Imports, Reading, Exports, Keeping {
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
  readonly revisions?: Revisions
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

  const stand = createStanding(book)
  const grids = createGrids(book, derivedViews, stand)
  const opened: Opened = { book, stand, grids, original, kept, texts }
  return {
    ...createKeeping(opened),
    ...createImports(opened, { keepsFiles: options.book !== null, workFolder }),
    ...createReading(opened),
    ...createExports(opened),
    book: original ?? book.path,
    isTemporary: options.book === null,
    isReadOnly: original !== null,
    workPlace: `${book.path}.tieout-tmp`,
    get revision() {
      return book.revision
    },
    grids,
    close: async () => {
      try {
        await book.close()
      } finally {
        removeTemporary()
      }
    },
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
