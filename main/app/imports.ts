import type { ImportEntry } from '../../shared/contract/imports.ts'
import { type Choice, readRemembered } from '../import/choices.ts'
import { importPaths } from '../import/import.ts'
import { feedFileSizes } from '../import/kept/feed-versions.ts'
import { knownBytes, readHistory, readLatestImport } from '../import/kept/history.ts'
import { type SetAside, forgetAside, previewUndo, redoImport, undoImport } from '../import/kept/undo.ts'
import { limitsTimes } from '../import/limits.ts'
import type { Listed } from '../import/listed.ts'
import type { ImportResult, UndoPreview } from '../import/result.ts'
import type { SourceFile } from '../import/sources/sources.ts'
import { type KnownObject } from '../sync/plan.ts'
import { type SyncRecord, knownObjects, rememberSync } from '../sync/remember.ts'
import type { Running } from './answers.ts'
import { type Opened, mayChange, reconcileAfter } from './opened.ts'
import type { BeforeImport } from './recognise.ts'

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

/** What comes into a book, and out of it again. */
export interface Imports {
  import(paths: readonly (string | SourceFile)[], options?: AppImportOptions): Promise<ImportResult>
  /** The objects of a bucket below a prefix, as the book saw them last. */
  knownObjects(location: string, prefix: string): Promise<KnownObject[]>
  /** What of the book a list of files before an import must know. */
  readonly beforeImport: BeforeImport
  /** The import that would be undone next. */
  latestImport(): Promise<{ importId: number; files: number } | null>
  /** The imports of the book, the newest first. */
  history(): Promise<ImportEntry[]>
  undoPreview(importId: number): Promise<UndoPreview>
  /** With `redoable` the import can be put back until the next import or the end; the book is reconciled with it. */
  undo(importId: number, options?: Running & { redoable?: boolean }): Promise<UndoPreview>
  /** What `redo` would put back. */
  redoable(): UndoPreview | null
  redo(running?: Running): Promise<ImportResult>
}

/** The imports of an open book; `keepsFiles` for one whose files are kept, `workFolder` for what is unpacked. */
export function createImports(opened: Opened, options: { keepsFiles: boolean; workFolder: string }): Imports {
  const { book, kept } = opened
  const aside: SetAside[] = []
  return {
    import: async (paths, { reconcile: isReconciled, sync, limitsTimes: times, ...importOptions } = {}) => {
      mayChange(opened)
      const result = await importPaths(book, paths, {
        ...importOptions,
        limits: limitsTimes(times),
        workFolder: options.workFolder,
        keepFiles: options.keepsFiles && kept !== null,
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
      importedFrom: (sha256s) => book.read((connection) => knownBytes(connection, sha256s)),
      remembered: () => book.read(readRemembered),
      feedSizes: () => book.read(feedFileSizes),
    },
    latestImport: () => book.read(readLatestImport),
    history: () => book.read(readHistory),
    undoPreview: (importId) => book.read((connection) => previewUndo(connection, importId)),
    undo: async (importId, { redoable, ...running } = {}) => {
      mayChange(opened)
      return undoImport(book, importId, redoable ? { aside, after: reconcileAfter(running), ...running } : running)
    },
    redoable: () => aside.at(-1)?.preview ?? null,
    redo: (running = {}) => redoImport(book, { aside, after: reconcileAfter(running), ...running }),
  }
}
