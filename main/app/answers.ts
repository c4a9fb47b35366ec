import { join } from 'node:path'
import type { Connection, Row } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { csvHeader, csvLine, quoted } from '../export/csv.ts'
import { openRawTexts } from '../import/kept/kept-text.ts'
import type { Progress } from '../import/result.ts'
import { form, reference } from '../queries/columns.ts'
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

/** What says on which line of which file a row stands. */
const places: ReadonlySet<string> = new Set(['sha256', 'sheet', 'line'])

/**
 * The answer of a named query as a stream, on connections of its own that end with it; `folder` has the kept files. `terms`
 * are selected instead of its columns; with the raw text, the places of the lines must be among them.
 */
export async function openQuery(
  book: Book,
  folder: string | null,
  name: string,
  options: AppQueryOptions,
  terms?: (columns: readonly QueryColumn[]) => string,
): Promise<{ columns: readonly QueryColumn[]; stream: AsyncGenerator<Row[]> }> {
  const connection = await book.connect()
  try {
    const asked = await query(connection, name, options)
    const answer = terms ? { ...asked, sql: asked.select(terms(asked.columns)) } : asked
    const isLines = ['sha256', 'line'].every((column) => answer.columns.some(({ name }) => name === column))
    const hasText = answer.columns.some(({ name }) => name === 'raw_text')
    if (!options.rawText || !isLines || hasText || !folder)
      return { columns: answer.columns, stream: rowsOf(connection, answer, options) }
    const columns: QueryColumn[] = [...answer.columns, { name: 'raw_text', type: 'text' }]
    const texts = openRawTexts(connection, folder, textFolder(book))
    return { columns, stream: withRawText(await book.connect(), answer, options, texts, connection) }
  } catch (error) {
    connection.close()
    throw error
  }
}

/** The same as CSV for another program, a piece of text for each chunk of rows. */
export async function openCsv(
  book: Book,
  folder: string | null,
  name: string,
  options: AppQueryOptions,
): Promise<AsyncGenerator<string>> {
  if (options.rawText) {
    const { columns, stream } = await openQuery(book, folder, name, options, lineAndPlace)
    return csvPieces(columns, withTexts(stream))
  }
  const connection = await book.connect()
  try {
    const { columns, select, parameters } = await query(connection, name, options)
    const sql = select(csvLine(columns, 'program'))
    return csvPieces(columns, closing(connection, connection.texts(sql, parameters), options))
  } catch (error) {
    connection.close()
    throw error
  }
}

async function* csvPieces(
  columns: readonly QueryColumn[],
  chunks: AsyncIterable<(string | null)[][]>,
): AsyncGenerator<string> {
  let header = `${csvHeader(columns, 'program')}\n`
  // With the first lines: whoever stops behind the header would leave a stream that has not begun, and never ends.
  for await (const [lines = []] of chunks) {
    yield `${header}${lines.join('\n')}\n`
    header = ''
  }
  if (header !== '') yield header
}

function lineAndPlace(columns: readonly QueryColumn[]): string {
  const place = columns.filter(({ name }) => places.has(name))
  const terms = place.map((column) => `${form(column.type, reference(column))} as "${column.name}"`)
  return [`${csvLine(columns, 'program')} as "csv"`, ...terms].join(', ')
}

async function* withTexts(chunks: AsyncIterable<readonly Row[]>): AsyncGenerator<string[][]> {
  for await (const rows of chunks) {
    const lines = rows.map(({ csv, raw_text: text }) => {
      if (text === undefined) return String(csv)
      return `${String(csv)},${text === null ? '' : quoted(String(text))}`
    })
    yield [lines]
  }
}

let textFolders = 0

/** A folder of its own for unpacked files; it goes with the temporary files of the book. */
export function textFolder(book: Book): string {
  return join(`${book.path}.tieout-tmp`, `text-${++textFolders}`)
}

function rowsOf(connection: Connection, { sql, parameters }: Query, running: Running): AsyncGenerator<Row[]> {
  return closing(connection, connection.stream(sql, parameters), running)
}

async function* closing<Chunk>(
  connection: Connection,
  chunks: AsyncGenerator<Chunk>,
  { signal }: Running,
): AsyncGenerator<Chunk> {
  const stopListening = connection.interruptOn(signal)
  try {
    yield* chunks
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
    for await (const chunk of rowsOf(rows, answer, options)) {
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
