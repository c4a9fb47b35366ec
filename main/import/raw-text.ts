import { scanRecords } from './scan.ts'

/** The text of a file (or of a sheet of it) and how it is cut into records. */
export interface TextSource {
  readonly open: () => AsyncIterable<Buffer>
  readonly delimiter: string
  readonly recordIsLine: boolean
  readonly sheet: string | null
}

/** The records that begin on `lines` (ascending), as they stand in the file, quotes and line breaks included. */
export async function readRawRecords(
  source: TextSource,
  lines: readonly number[],
  take: (line: number, text: string) => void,
): Promise<void> {
  let next = 0
  await scanRecords(source.open(), source, (bytes, start, end, _cells, line) => {
    if (line !== lines[next]) return
    next++
    take(line, bytes.toString('utf8', start, end))
  })
}
