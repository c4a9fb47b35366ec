import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Connection } from '../../database/connection.ts'
import { decode } from '../formats/decode.ts'
import type { Encoding } from '../formats/encoding.ts'
import { noLimits } from '../limits.ts'
import { keptPath } from './keep.ts'
import { type RawRecord, type TextSource, rawRecords } from '../formats/raw-text.ts'
import { parquetSources, sheetSources } from '../formats/read-file.ts'

/** Where a row of a report stands: which bytes, which sheet of them, and the line on which its record begins. */
export interface RowPlace {
  readonly sha256: string
  readonly sheet: string | null
  readonly line: number
}

/** Looks up the text of rows in the files kept with a book. */
export interface RawTexts {
  /** The record of each place as it stands in its file; null for a file that is not kept. */
  at(places: readonly RowPlace[]): Promise<(string | null)[]>
  close(): Promise<void>
}

/**
 * Reads raw records out of the kept files. Asking in the order of the lines reads each file once from beginning to
 * end, however often `at` is called; asking for an earlier line begins the file anew.
 */
export function openRawTexts(connection: Connection, folder: string, workFolder: string): RawTexts {
  const cursors = new Map<string, Cursor>()
  return {
    async at(places) {
      const texts: (string | null)[] = places.map(() => null)
      const order = places.map((_, index) => index).toSorted((a, b) => (places[a]?.line ?? 0) - (places[b]?.line ?? 0))
      for (const index of order) {
        const place = places[index]
        if (!place) continue
        const key = `${place.sha256} ${place.sheet ?? ''}`
        let cursor = cursors.get(key)
        if (!cursor) {
          const source = await keptSource(connection, folder, workFolder, place)
          if (!source) continue
          cursor = createCursor(source)
          cursors.set(key, cursor)
        }
        texts[index] = await cursor.read(place.line)
      }
      return texts
    },
    async close() {
      for (const cursor of cursors.values()) await cursor.close()
      rmSync(workFolder, { recursive: true, force: true })
    },
  }
}

interface Cursor {
  read(line: number): Promise<string | null>
  close(): Promise<void>
}

function createCursor(source: TextSource): Cursor {
  let records: AsyncGenerator<readonly RawRecord[], void, undefined> | null = null
  let batch: readonly RawRecord[] = []
  let next = 0
  const close = async (): Promise<void> => {
    await records?.return()
    records = null
  }
  return {
    close,
    async read(line) {
      if (!records || (batch[next - 1]?.line ?? 0) > line) {
        await close()
        records = rawRecords(source, () => true)
        batch = []
        next = 0
      }
      // The record that was read last may be asked for again: two rows never share one, two queries may.
      if (batch[next - 1]?.line === line) return batch[next - 1]?.text ?? null
      while (true) {
        for (; next < batch.length; next++) {
          const record = batch[next]
          if (record && record.line >= line) {
            next++
            return record.line === line ? record.text : null
          }
        }
        const more = await records.next()
        if (more.done) return null
        batch = more.value
        next = 0
      }
    },
  }
}

async function keptSource(
  connection: Connection,
  folder: string,
  workFolder: string,
  { sha256, sheet }: RowPlace,
): Promise<TextSource | null> {
  const path = keptPath(folder, sha256)
  const [file] = await connection.rows(
    `select format, encoding, delimiter from files where sha256 = $sha256 and status = 'imported'`,
    { sha256 },
  )
  if (!file || !existsSync(path)) return null
  if (file['format'] === 'csv') {
    const encoding = String(file['encoding']) as Encoding
    const open = (): AsyncIterable<Buffer> => decode(createReadStream(path).pipe(createGunzip()), encoding)
    return { open, delimiter: String(file['delimiter']), inner: null, recordIsLine: false, sheet: null }
  }
  const unpacked = join(workFolder, sha256)
  mkdirSync(unpacked, { recursive: true })
  const disk = join(unpacked, 'file')
  await pipeline(createReadStream(path), createGunzip(), createWriteStream(disk))
  const sheets =
    file['format'] === 'parquet'
      ? await parquetSources(connection, disk, unpacked, noLimits)
      : await sheetSources(disk, unpacked, undefined, noLimits)
  return sheets.find((source) => source.sheet === sheet) ?? sheets[0] ?? null
}
