import type { Connection } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import type { Grids } from '../queries/grids.ts'
import { type ReconcileOptions, reconcileWhereDue } from '../reconcile/reconcile.ts'
import type { Running } from './answers.ts'
import { readOnlyBook } from './read-only.ts'
import type { Stand } from './standing.ts'

/** An open book with what its faces share. */
export interface Opened {
  readonly book: Book
  /** Sees to it that derived tables stand. */
  readonly stand: Stand
  readonly grids: Grids
  /** The path of a book that cannot be written and of which a copy answers; else null. */
  readonly original: string | null
  /** The folder in which the files of the book are kept; null for one that keeps none. */
  readonly kept: string | null
  /** The folder from which texts of files are read; null for a book without one. */
  readonly texts: string | null
}

/** Refuses a change of a book that cannot be written. Error `internal` with a sentence. */
export function mayChange({ original }: Opened): void {
  if (original !== null) throw readOnlyBook(original)
}

/** Reconciles in the transaction of a write, where that is due. */
export function reconcileAfter(running: Running): (connection: Connection) => Promise<void> {
  return async (connection) => void (await reconcileWhereDue(connection, reconcileOptions(running)))
}

/** The options of a reconciliation that tells its steps as progress. */
export function reconcileOptions({
  asOf,
  signal,
  onProgress,
}: Running & { readonly asOf?: string | undefined }): ReconcileOptions {
  return {
    asOf,
    signal,
    onStep: (done, total, name) => onProgress?.({ step: `Reconciling: ${name}`, done, total, unit: 'steps' }),
  }
}
