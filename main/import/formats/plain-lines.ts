import { open } from 'node:fs/promises'
import { throwIfAborted } from '../../../shared/errors.ts'
import { emptyCells } from '../stage.ts'
import { endsPadded, mayBeSpace, maximumRecord } from './scan.ts'

const quote = 34
const lineFeed = 10
const space = 32
const tab = 9

/** Room for what is read at once and for the beginning of a line before it. */
const chunkSize = 1 << 20
const bufferSize = 2 * maximumRecord + chunkSize

/** What a reader of lines asks of each: `bytes[start, end)` is one without its end. */
export type LineTest = (bytes: Buffer, start: number, end: number) => boolean

/**
 * The number of lines of a UTF-8 text from the byte `from` on, where each of them is one record as long as a reader of CSV
 * finds as many records as there are lines; null for a text in which a line may be anything else: no line is blank, longer
 * than a record may be or fails `isData`, no character is a control character or a carriage return, no cell begins or ends
 * with white space, and none stands beyond the `width` cells of the header. It does not look at quotes otherwise.
 */
export async function countPlainLines(
  path: string,
  from: number,
  { delimiter, width }: { readonly delimiter: string; readonly width: number },
  isData: LineTest,
  { signal, onBytes }: { readonly signal?: AbortSignal | undefined; readonly onBytes: (bytes: number) => void },
): Promise<number | null> {
  const isPlain = createLineCheck(delimiter.charCodeAt(0), width, isData)
  const bytes = Buffer.from(new ArrayBuffer(bufferSize))
  const file = await open(path)
  try {
    let lines = 0
    let held = 0
    let position = from
    while (true) {
      throwIfAborted(signal)
      const { bytesRead } = await file.read(bytes, held, chunkSize, position)
      position += bytesRead
      onBytes(bytesRead)
      let end = held + bytesRead
      if (bytesRead === 0) {
        if (held === 0) return lines
        // The last line may have no end.
        bytes[end++] = lineFeed
      }
      const whole = bytes.lastIndexOf(lineFeed, end - 1) + 1
      const found = whole > 0 ? isPlain(bytes, whole) : 0
      if (found === null) return null
      lines += found
      if (bytesRead === 0) return lines
      held = end - whole
      if (held > maximumRecord) return null
      bytes.copyWithin(0, whole, end)
    }
  } finally {
    await file.close()
  }
}

/** Takes whole lines at the beginning of an aligned buffer and returns how many there are, null for such as are not plain. */
function createLineCheck(
  delimiter: number,
  width: number,
  isData: LineTest,
): (bytes: Buffer, length: number) => number | null {
  const isEdge = (byte: number | undefined): boolean =>
    byte === delimiter || byte === quote || byte === lineFeed || byte === undefined

  const isPlainLine = (bytes: Buffer, start: number, end: number): boolean =>
    end > start &&
    end - start <= maximumRecord &&
    isData(bytes, start, end) &&
    (!mayHoldSurplus(bytes, end, delimiter) || cellsOf(bytes, start, end, delimiter) === width)

  /** Of a byte that is no printable character of ASCII, or a blank. */
  const isInside = (bytes: Buffer, index: number, byte: number): boolean => {
    if (byte < space && byte !== tab) return false
    if (byte === 127) return false
    if (mayBeSpace(byte) && (index === 0 || isEdge(bytes[index - 1]))) return false
    return !(isEdge(bytes[index + 1]) && endsPadded(bytes, index))
  }

  return (bytes, length) => {
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
    const count = (length + 3) >> 2
    let lines = 0
    let start = 0
    for (let at = 0; at < count; at++) {
      const word = words[at] as number
      // Four characters at once: the highest bit of one is set that is a blank or below, delete, or none of ASCII.
      if (((((word - 0x21212121) & ~word) | (word + 0x01010101) | word) & 0x80808080) === 0) continue
      const end = Math.min(at * 4 + 4, length)
      for (let index = at * 4; index < end; index++) {
        const byte = bytes[index] as number
        if (byte === lineFeed) {
          if (!isPlainLine(bytes, start, index)) return null
          start = index + 1
          lines++
        } else if ((byte <= space || byte >= 127) && byte !== delimiter && !isInside(bytes, index, byte)) return null
      }
    }
    return lines
  }
}

/** DuckDB passes over one cell too many where nothing stands in it, or one of these: their last letters. */
const lastLetters: ReadonlySet<number | undefined> = new Set(emptyCells.map((text) => text.charCodeAt(text.length - 1)))

function mayHoldSurplus(bytes: Buffer, end: number, delimiter: number): boolean {
  const last = bytes[end - 1]
  return last === delimiter || last === quote || lastLetters.has(last)
}

/** The cells of a line, or -1 where a quote stands elsewhere than around a cell. */
function cellsOf(bytes: Buffer, start: number, end: number, delimiter: number): number {
  let cells = 1
  let index = start
  while (index < end) {
    if (bytes[index] === quote) {
      do {
        index = bytes.indexOf(quote, index + 1) + 1
        if (index === 0 || index > end) return -1
      } while (bytes[index] === quote)
      if (index < end && bytes[index] !== delimiter) return -1
    }
    while (index < end && bytes[index] !== delimiter) if (bytes[index++] === quote) return -1
    if (index < end) {
      cells++
      index++
    }
  }
  return cells
}
