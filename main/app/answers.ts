import { join } from 'node:path'
import type { Connection, Row } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { openRawTexts } from '../import/kept/kept-text.ts'
import type { Progress } from '../import/result.ts'
import { type Query, type QueryColumn, type QueryOptions, query } from '../queries/query.ts'

/** What every long step takes: a signal that cancels it and a listener for its progress. */
export interface Running {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface AppQueryOptions extends QueryOptions, Running {
  readonly asOf?: string | undefined
  /** Adds `raw_text`, the record as it stands in the file, to queries whose rows are lines of files. */
  readonly rawText?: boolean | undefined
}

/** The answer of a named query as a stream, on connections of its own that end with it; `folder` has the kept files. */
export async function openQuery(
  book: Book,
  folder: string | null,
  name: string,
  options: AppQueryOptions,
): Promise<{ columns: readonly QueryColumn[]; stream: AsyncGenerator<Row[]> }> {
  const connection = await book.connect()
  try {
    const answer = await query(connection, name, options)
    const isLines = ['sha256', 'line'].every((column) => answer.columns.some(({ name }) => name === column))
    const hasText = answer.columns.some(({ name }) => name === 'raw_text')
    if (!options.rawText || !isLines || hasText || !folder)
      return { columns: answer.columns, stream: closing(connection, answer, options) }
    const columns: QueryColumn[] = [...answer.columns, { name: 'raw_text', type: 'text' }]
    const texts = openRawTexts(connection, folder, textFolder(book))
    return { columns, stream: withRawText(await book.connect(), answer, options, texts, connection) }
  } catch (error) {
    connection.close()
    throw error
  }
}

let textFolders = 0

/** A folder of its own for unpacked files; it goes with the temporary files of the book. */
export function textFolder(book: Book): string {
  return join(`${book.path}.tieout-tmp`, `text-${++textFolders}`)
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
