import { FileProblem } from '../problems.ts'

/** What a reader must know of a record beyond its bytes; several may hold at once. */
export const flags = {
  /** A quote or a lone carriage return stands inside an unquoted cell: valid, but to be quoted before it is passed on. */
  stray: 1,
  /** Something follows a closing quote, or a quote is never closed. */
  malformed: 2,
  /** Longer than `maximumRecord`. */
  overlong: 4,
  /** Some cell begins or ends with white space (or a character that shares a byte with it). */
  padded: 8,
  /** A control character that no text has (zero, bell, end of file, delete, …) stands somewhere in it. */
  control: 16,
} as const

/** Longer than any real record of a report; a longer one is refused rather than held in memory with its neighbours. */
export const maximumRecord = 1 << 20
/** The longest line that is kept as a refused row; a file with a longer one is refused as a whole. */
export const maximumLine = 1 << 28

/**
 * Takes one record: `bytes[start, end)` without its line end, cut into `cells` cells, beginning at physical line
 * `line` (from 1). The bytes are only valid during the call.
 */
export type RecordReader = (
  bytes: Buffer,
  start: number,
  end: number,
  cells: number,
  line: number,
  flags: number,
) => void

export interface ScanOptions {
  readonly delimiter: string
  /** True when each record is one line whatever it holds (rows of a sheet). */
  readonly recordIsLine?: boolean
}

const quote = 34
const lineFeed = 10
const carriageReturn = 13
const space = 32

/** What a byte is to the scanner; most are nothing, and are passed over by one look at a table. */
const kinds = { delimiter: 1, lineEnd: 2, quote: 3, control: 4 } as const

function tableOf(entries: readonly (readonly [number, number])[]): Uint8Array {
  const table = new Uint8Array(256)
  for (let byte = 0; byte < space; byte++)
    if (byte !== 9 && byte !== lineFeed && byte !== carriageReturn) table[byte] = kinds.control
  table[127] = kinds.control
  for (const [byte, kind] of entries) table[byte] = kind
  return table
}

/**
 * Cuts UTF-8 text into records by the rules of RFC 4180 (a quote opens a cell only at its beginning, doubled quotes
 * stand for one, a quoted cell may hold line breaks) and hands each to `reader`. Line ends may be LF, CR LF or CR.
 * A quote that is never closed costs its own line only: the rest is read again from the next line.
 */
export async function scanRecords(
  text: AsyncIterable<Buffer>,
  options: ScanOptions,
  reader: RecordReader,
  onChunk?: (bytes: number) => void,
): Promise<void> {
  const scanner = createScanner(options, reader)
  for await (const chunk of text) {
    scanner.push(chunk)
    onChunk?.(chunk.length)
  }
  scanner.end()
}

/** The same, for a caller that has the text piece by piece: `push` each, then `end`. */
export function createScanner(
  options: ScanOptions,
  reader: RecordReader,
): { push: (chunk: Buffer) => void; end: () => void } {
  const delimiter = options.delimiter.charCodeAt(0)
  const recordIsLine = options.recordIsLine === true
  const outside = tableOf([
    [lineFeed, kinds.lineEnd],
    [carriageReturn, kinds.lineEnd],
    [quote, kinds.quote],
    [delimiter, kinds.delimiter],
  ])
  const inside = tableOf([
    [lineFeed, kinds.lineEnd],
    [quote, kinds.quote],
  ])
  let carry: Buffer = Buffer.alloc(0)
  let line = 1
  let carriageReturnEnds = false
  let decided = false
  // Pieces of a line that is too long, until its end is found.
  let overlong: Buffer[] | null = null
  let overlongLength = 0

  function push(chunk: Buffer): void {
    if (overlong) {
      const end = chunk.indexOf(carriageReturnEnds ? carriageReturn : lineFeed)
      if (end < 0) return keepOverlong(chunk)
      keepOverlong(chunk.subarray(0, end))
      finishOverlong()
      chunk = chunk.subarray(end + 1)
    }
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
    if (!decided && bytes.length > 0) {
      decided = true
      carriageReturnEnds = !bytes.includes(lineFeed) && bytes.includes(carriageReturn) && bytes.length > 1
      if (carriageReturnEnds) inside[carriageReturn] = kinds.lineEnd
    }
    const consumed = scan(bytes, false)
    carry = Buffer.from(bytes.subarray(consumed))
  }

  function end(): void {
    if (overlong) return finishOverlong()
    if (carry.length > 0) scan(carry, true)
  }

  function keepOverlong(piece: Buffer): void {
    overlongLength += piece.length
    if (overlongLength > maximumLine) throw lineTooLong(line)
    overlong?.push(Buffer.from(piece))
  }

  function finishOverlong(): void {
    const whole = Buffer.concat(overlong ?? [])
    overlong = null
    overlongLength = 0
    const length = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length
    reader(whole, 0, length, 1, line, flags.overlong)
    line++
  }

  /** Reads whole records from `bytes`; returns where the first unfinished one begins. */
  function scan(bytes: Buffer, final: boolean): number {
    const length = bytes.length
    let position = 0
    while (position < length) {
      // Where files were put behind each other, a mark stands before any of them, and a quote behind it opens a cell.
      if (bytes[position] === 0xef && bytes[position + 1] === 0xbb && bytes[position + 2] === 0xbf) position += 3
      let index = position
      let cells = 1
      let found = 0
      let breaks = 0
      let end = -1
      let next = -1
      let cellStart = index
      // Each turn reads one cell, beginning at `index`.
      cell: while (end < 0) {
        cellStart = index
        let byte = bytes[index]
        if (byte === quote) {
          index++
          while (true) {
            while (index < length && inside[bytes[index] as number] === 0) index++
            if (index >= length) break cell
            if (bytes[index] !== quote) {
              if (inside[bytes[index] as number] === kinds.lineEnd) breaks++
              else found |= flags.control
              index++
            } else if (index + 1 < length) {
              if (bytes[index + 1] !== quote) break
              index += 2
            } else if (final) break
            else break cell
          }
          index++
          const inner = bytes[cellStart + 1] as number
          if (mayBeSpace(inner)) found |= flags.padded
          else if (endsPadded(bytes, index - 2)) found |= flags.padded
          byte = bytes[index]
          if (
            index < length &&
            byte !== delimiter &&
            byte !== lineFeed &&
            !(byte === carriageReturn && (carriageReturnEnds || endsLine(bytes, index)))
          )
            found |= flags.malformed
        } else if (byte !== undefined && byte !== delimiter) {
          if (byte !== lineFeed && byte !== carriageReturn && mayBeSpace(byte)) found |= flags.padded
        }
        while (true) {
          while (index < length && outside[bytes[index] as number] === 0) index++
          if (index >= length) {
            if (!final) break cell
            end = index
            next = index
            break
          }
          byte = bytes[index] as number
          if (byte === delimiter) {
            if (index > cellStart && bytes[index - 1] !== quote && endsPadded(bytes, index - 1)) found |= flags.padded
            cells++
            index++
            break
          }
          if (byte === lineFeed) {
            end = index
            next = index + 1
            break
          }
          if (byte === carriageReturn) {
            if (carriageReturnEnds) {
              end = index
              next = index + 1
              break
            }
            if (index + 1 >= length && !final) break cell
            if (endsLine(bytes, index)) {
              end = index
              next = Math.min(index + 2, length)
              break
            }
            found |= flags.stray
          } else found |= byte === quote ? flags.stray : flags.control
          index++
        }
      }
      if (end < 0) {
        if (!final && length - position <= maximumRecord) return position
        // Unfinished and either too long or at the end: an open quote costs its first line, any other line is overlong.
        const lineEnd = bytes.indexOf(carriageReturnEnds ? carriageReturn : lineFeed, position)
        if (lineEnd >= 0) {
          const trimmed = bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd
          reader(bytes, position, trimmed, 1, line, flags.malformed)
          line++
          position = lineEnd + 1
          continue
        }
        if (final) {
          reader(bytes, position, length, 1, line, flags.malformed)
          return length
        }
        overlong = []
        keepOverlong(bytes.subarray(position))
        return length
      }
      if (breaks > 0 && (found & flags.malformed) !== 0) {
        // A quote that was never closed has run into the next one: it may cost its own line, not its neighbours.
        const lineEnd = bytes.indexOf(carriageReturnEnds ? carriageReturn : lineFeed, position)
        end = bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd
        cells = 1
        breaks = 0
        next = lineEnd + 1
      }
      if (end - position > maximumRecord) found |= flags.overlong
      if (end > cellStart && bytes[end - 1] !== quote && endsPadded(bytes, end - 1)) found |= flags.padded
      reader(bytes, position, end, cells, line, found)
      line += recordIsLine ? 1 : breaks + 1
      position = next
    }
    return position
  }

  return { push, end }
}

/** A line so long that not even its text can be kept. */
export function lineTooLong(line: number): FileProblem {
  return new FileProblem(
    `Line ${line} is longer than 256 MB: it is not a table, or has lost its line ends. Get it again from where it came.`,
  )
}

function endsLine(bytes: Buffer, index: number): boolean {
  return index + 1 >= bytes.length || bytes[index + 1] === lineFeed
}

/** White space, or the first byte of a character that may be: no-break, thin, ideographic, zero-width, byte order mark. */
export function mayBeSpace(byte: number): boolean {
  return byte <= space || byte === 0xc2 || byte === 0xe2 || byte === 0xe3 || byte === 0xef
}

/** White space, or a character of several bytes that may be white space, ends at `last`. */
export function endsPadded(bytes: Buffer, last: number): boolean {
  const byte = bytes[last] as number
  if (byte <= space) return true
  if (byte < 0x80) return false
  const before = bytes[last - 1]
  const earlier = bytes[last - 2]
  return before === 0xc2 || earlier === 0xe2 || earlier === 0xe3 || earlier === 0xef
}
