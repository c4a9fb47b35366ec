import type { Overview } from '../../shared/contract/books.ts'
import type { Reconciliation, Status } from '../../shared/contract/reconciliation.ts'
import type { FileLine, KeyDetails } from '../../shared/contract/rows.ts'
import { bookParts, stateOf } from '../../shared/revisions.ts'
import type { Row } from '../database/connection.ts'
import { jsonText } from '../export/json.ts'
import type { Key } from '../queries/key-rows.ts'
import { createOverview } from '../queries/overview.ts'
import type { QueryColumn } from '../queries/query.ts'
import { reconcile, upToDate } from '../reconcile/reconcile.ts'
import { type AppQueryOptions, type Running, openCsv, openQuery } from './answers.ts'
import { type LinePlace, fileLine, keyDetails } from './lines.ts'
import { type Opened, reconcileOptions } from './opened.ts'
import { readReconciliation, readStatus } from './status.ts'

/** What a reconciled book answers, beside the pages of its grids. */
export interface Reading {
  reconcile(options?: Running & { asOf?: string | undefined }): Promise<Reconciliation>
  /** The as-of date of the derived tables, null while they do not stand for the book as it is. */
  reconciledFor(): Promise<string | null>
  query(
    name: string,
    options?: AppQueryOptions,
  ): Promise<{ columns: readonly QueryColumn[]; stream: AsyncGenerator<Row[]> }>
  /** The answer of a query as text, piece by piece: CSV for another program, or one JSON array. */
  queryText(name: string, options: AppQueryOptions & { format: 'csv' | 'json' }): Promise<AsyncGenerator<string>>
  status(options?: Running & { asOf?: string | undefined }): Promise<Status>
  keyDetails(key: Key, signal?: AbortSignal): Promise<KeyDetails>
  fileLine(place: LinePlace, signal?: AbortSignal): Promise<FileLine>
  overview(signal?: AbortSignal): Promise<Overview>
}

/** The answers of an open book; what is asked for another day is reconciled for it first. */
export function createReading({ book, stand, grids, texts }: Opened): Reading {
  const standFor = (name: string, options: AppQueryOptions): Promise<void> => stand([name], reconcileOptions(options))
  const query = async (name: string, options: AppQueryOptions = {}): ReturnType<Reading['query']> => {
    await standFor(name, options)
    return openQuery(book, texts, name, options)
  }
  return {
    reconcile: async (running = {}) => {
      await book.write((connection) => reconcile(connection, reconcileOptions(running)), running.signal, [])
      return book.read(readReconciliation)
    },
    reconciledFor: async () => (await book.read((connection) => upToDate(connection)))?.asOf ?? null,
    query,
    queryText: async (name, options) => {
      if (options.format === 'csv') {
        await standFor(name, options)
        return openCsv(book, texts, name, options)
      }
      const { columns, stream } = await query(name, options)
      return jsonText(columns, stream)
    },
    status: async (running = {}) => {
      await stand([], reconcileOptions(running))
      return book.read(readStatus, running.signal)
    },
    keyDetails: (key, signal) => keyDetails(book, texts, grids, key, signal),
    fileLine: (place, signal) => fileLine(book, texts, place, signal),
    overview: createOverview(grids, () => stateOf(bookParts, book.parts)),
  }
}
