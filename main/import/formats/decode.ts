import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { type CodePage, type Encoding, decodeLine, decodeSingleBytes, isSingleByte, mayHoldUtf8 } from './encoding.ts'

const chunkSize = 1 << 20
const lineFeed = 10
const carriageReturn = 13

/** The text of a file as UTF-8 bytes without a byte order mark, chunk by chunk. */
export function readText(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  return decode(createReadStream(path, { highWaterMark: chunkSize }), encoding)
}

/**
 * Turns bytes in `encoding` into UTF-8 bytes without a byte order mark, and without the end-of-file mark of DOS and the
 * padding that may stand behind the last line.
 */
export function decode(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return withoutPadding(decodeUtf16(bytes, encoding))
  const text = withoutMark(bytes)
  return withoutPadding(encoding === 'utf-8' ? text : decodeLines(text, encoding))
}

async function* withoutMark(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of bytes) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
    first = false
    yield marked ? chunk.subarray(3) : chunk
  }
}

/** Half a character at the end stands for one that is broken, unless it is half of a line end or of the padding. */
async function* decodeUtf16(bytes: AsyncIterable<Buffer>, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding)
  let length = 0
  let last = 0
  for await (const chunk of bytes) {
    length += chunk.length
    last = chunk.at(-1) ?? last
    yield Buffer.from(decoder.decode(chunk, { stream: true }))
  }
  const isHalfOfNothing =
    length % 2 === 1 && (last === 0 || last === lineFeed || last === carriageReturn || last === 26)
  if (!isHalfOfNothing) yield Buffer.from(decoder.decode())
}

async function* decodeLines(text: AsyncIterable<Buffer>, page: CodePage): AsyncGenerator<Buffer> {
  for await (const piece of wholeLines(text)) {
    if (isUtf8(piece)) {
      yield piece
      continue
    }
    if (isSingleByte(page) && !mayHoldUtf8(piece)) {
      yield Buffer.from(decodeSingleBytes(piece, page))
      continue
    }
    const lines: Buffer[] = []
    for (const line of linesOf(piece)) lines.push(isUtf8(line) ? line : Buffer.from(decodeLine(line, page)))
    yield Buffer.concat(lines)
  }
}

/** The same bytes in pieces that end with a line; a line that is longer than any record may be comes in several. */
export async function* wholeLines(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let carry: Buffer[] = []
  let carried = 0
  for await (const chunk of text) {
    const end = Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn)) + 1
    if (end > 0 || carried > 16 * chunkSize) {
      yield Buffer.concat([...carry, chunk.subarray(0, end)])
      carry = []
      carried = 0
    }
    if (end < chunk.length) {
      // The reader may use the memory of its chunk again.
      carry.push(Buffer.from(chunk.subarray(end)))
      carried += chunk.length - end
    }
  }
  if (carried > 0) yield Buffer.concat(carry)
}

/** Each line with the byte that ends it. */
export function* linesOf(piece: Buffer): Generator<Buffer> {
  let start = 0
  for (let index = 0; index < piece.length; index++) {
    const byte = piece[index]
    if (byte !== lineFeed && byte !== carriageReturn) continue
    yield piece.subarray(start, index + 1)
    start = index + 1
  }
  if (start < piece.length) yield piece.subarray(start)
}

const mark = 0x1a
const zeros = Buffer.alloc(chunkSize)

/**
 * Leaves out what stands behind the text: the end-of-file mark of DOS with whatever pads it, or zero bytes. The same
 * bytes before the end are content, and so is a zero byte in front of a line end.
 */
async function* withoutPadding(text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  for await (const chunk of text) {
    let end = chunk.length
    while (end > 0 && isPadding(chunk[end - 1] as number)) end--
    if (held.length > 0 && end === 0) {
      // Files with room made for them may have gigabytes of zeros.
      held.push(
        chunk.length <= zeros.length && chunk.equals(zeros.subarray(0, chunk.length))
          ? zeros.subarray(0, chunk.length)
          : Buffer.from(chunk),
      )
      continue
    }
    yield* held
    held = []
    let start = chunk.indexOf(mark, end)
    if (start < 0) start = chunk.indexOf(0, end)
    else while (start > end && chunk[start - 1] === 0) start--
    if (start >= 0) held = [Buffer.from(chunk.subarray(start))]
    yield start >= 0 ? chunk.subarray(0, start) : chunk
  }
  const isEnd = held.every((chunk) => chunk.every((byte) => byte === 0)) || held.some((chunk) => chunk.includes(mark))
  if (!isEnd) yield* held
}

function isPadding(byte: number): boolean {
  return byte === 0 || byte === mark || byte === 32 || (byte >= 9 && byte <= 13)
}
