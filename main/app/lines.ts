import type { FileLine, KeyDetails } from '../../shared/contract/rows.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection, Row } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { openRawTexts } from '../import/kept/kept-text.ts'
import type { Grids } from '../queries/grids.ts'
import { type Key, keyRows } from '../queries/key-rows.ts'
import { textFolder } from './answers.ts'

/** A line of a file; without a sheet the first. */
export interface LinePlace {
  readonly sha256: string
  readonly sheet?: string | null | undefined
  readonly line: number
}

/** Everything about one key, each line with the text of its record out of the kept files in `folder`. */
export async function keyDetails(
  book: Book,
  folder: string | null,
  grids: Grids,
  key: Key,
  signal?: AbortSignal,
): Promise<KeyDetails> {
  const found = await keyRows(grids, key, signal)
  const sides = [found.billed, found.disbursed, found.uncollected]
  const texts = await book.read((connection) => rawTexts(book, folder, connection, sides.flat()), signal)
  const [billed = [], disbursed = [], uncollected = []] = sides.map((lines) =>
    lines.map((line) => ({ ...line, raw_text: texts.get(line) ?? null })),
  )
  return { ...found, billed, disbursed, uncollected }
}

/** The record that begins on this line of a file of the book. Error `not-found` for a hash that the book has not. */
export async function fileLine(
  book: Book,
  folder: string | null,
  place: LinePlace,
  signal?: AbortSignal,
): Promise<FileLine> {
  return book.read(async (connection) => {
    const { sha256, line } = place
    const sheet = place.sheet ?? null
    const path = await connection.value(`select path from files where sha256 = $sha256 and status = 'imported'`, {
      sha256,
    })
    if (path === null) throw new TieoutError('not-found', 'The book has no file with this hash.', { sha256 })
    const row: Row = { sha256, sheet, line }
    const texts = await rawTexts(book, folder, connection, [row])
    return { path: String(path), sha256, sheet, line, text: texts.get(row) ?? null }
  }, signal)
}

/** The records of these lines as they stand in their files; a line of a file that is not kept is absent. */
async function rawTexts(
  book: Book,
  folder: string | null,
  connection: Connection,
  lines: readonly Row[],
): Promise<Map<Row, string>> {
  const found = new Map<Row, string>()
  if (!folder || lines.length === 0) return found
  const texts = openRawTexts(connection, folder, textFolder(book))
  try {
    const places = lines.map((line) => ({
      sha256: String(line['sha256']),
      sheet: typeof line['sheet'] === 'string' ? line['sheet'] : null,
      line: Number(line['line']),
    }))
    const answers = await texts.at(places)
    for (const [index, line] of lines.entries()) {
      const text = answers[index]
      if (typeof text === 'string') found.set(line, text)
    }
    return found
  } finally {
    await texts.close()
  }
}
