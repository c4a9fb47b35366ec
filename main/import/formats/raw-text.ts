import { createScanner } from './scan.ts'

/** The text of a file (or of a sheet of it) and how it is cut into records. */
export interface TextSource {
  readonly open: () => AsyncIterable<Buffer>
  readonly delimiter: string
  /** See `Separators`; the records are those of the file, each with its line in one cell. */
  readonly inner: string | null
  readonly recordIsLine: boolean
  /** Name of its sheet; null where the file has no others. */
  readonly sheet: string | null
  /** True for a sheet that its workbook does not show. */
  readonly isHidden?: boolean
  /** Rows with something in them that its sheet does not show: filtered out, or hidden by hand. */
  readonly hiddenRows?: number
}

/** One record as it stands in the file, quotes and line breaks included; `line` is where it begins. */
export interface RawRecord {
  readonly line: number
  readonly text: string
}

/** The records of a file in order, some at a time; only those of which `wanted` says so. */
export async function* rawRecords(
  source: TextSource,
  wanted: (line: number) => boolean,
): AsyncGenerator<readonly RawRecord[], void, undefined> {
  let batch: RawRecord[] = []
  const scanner = createScanner(source, (bytes, start, end, _cells, line) => {
    if (wanted(line)) batch.push({ line, text: bytes.toString('utf8', start, end) })
  })
  for await (const chunk of source.open()) {
    scanner.push(chunk)
    yield batch
    batch = []
  }
  scanner.end()
  yield batch
}
