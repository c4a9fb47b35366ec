import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { isUtf8 } from 'node:buffer'
import { throwIfAborted } from '../../shared/errors.ts'
import { type Kind, isBlank, kindOf } from './kind.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What the bytes of a file say about it, before anything is read out of it. */
export interface Inspection extends Kind {
  readonly sha256: string
  readonly bytes: number
  /** Meaningful for `text` only. */
  readonly encoding: Encoding
  /** SHA-256 of the first bytes, by their number, for each number that was asked for and is smaller than the file. */
  readonly beginnings: ReadonlyMap<number, string>
  /** False for a text that ends inside a line. */
  readonly endsWithLine: boolean
}

const sampleSize = 65_536

/**
 * Reads the whole file once: its SHA-256, and its encoding by evidence (byte order mark, zero bytes, valid UTF-8,
 * else Windows-1252, which is what spreadsheets write). The name of the file is not looked at. `lengths` are the numbers
 * of bytes whose hash is wanted too.
 */
export async function inspect(
  path: string,
  signal?: AbortSignal,
  lengths: readonly number[] = [],
): Promise<Inspection> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let bytes = 0
  let valid = true
  let zeros = false
  let blank = true
  let zerosOnly = true
  let last: number | undefined
  let carry = Buffer.alloc(0)
  const beginnings = new Map<number, string>()
  const wanted = [...new Set(lengths)].toSorted((a, b) => a - b)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    throwIfAborted(signal)
    let hashed = 0
    for (let next = wanted[0]; next !== undefined && next < bytes + chunk.length; next = wanted[0]) {
      hash.update(chunk.subarray(hashed, next - bytes))
      hashed = next - bytes
      beginnings.set(next, hash.copy().digest('hex'))
      wanted.shift()
    }
    hash.update(chunk.subarray(hashed))
    bytes += chunk.length
    last = chunk.at(-1)
    if (head.length < sampleSize) head = Buffer.concat([head, chunk.subarray(0, sampleSize - head.length)])
    zeros ||= chunk.includes(0)
    blank &&= isBlank(chunk, bytes === chunk.length)
    zerosOnly &&= chunk.every((byte) => byte === 0)
    if (valid) {
      const text = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
      const whole = text.length - unfinishedLength(text)
      valid = isUtf8(text.subarray(0, whole))
      carry = Buffer.from(text.subarray(whole))
    }
  }
  if (carry.length > 0) valid = false
  const encoding = encodingOf(head, valid)
  return {
    sha256: hash.digest('hex'),
    bytes,
    ...(await kindOf(path, head, { encoding, zeros, validUtf8: valid, blank, zerosOnly })),
    encoding,
    beginnings,
    endsWithLine: last === 10 || last === 13,
  }
}

function encodingOf(head: Buffer, validUtf8: boolean): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const half = head.length / 2
  const zerosAt = (offset: number): number => {
    let count = 0
    for (let index = offset; index < head.length; index += 2) if (head[index] === 0) count++
    return count
  }
  // Western text in UTF-16 has a zero in nearly every other byte, always on the same side.
  if (half >= 2 && zerosAt(1) > half * 0.7 && zerosAt(0) === 0) return 'utf-16le'
  if (half >= 2 && zerosAt(0) > half * 0.7 && zerosAt(1) === 0) return 'utf-16be'
  return validUtf8 ? 'utf-8' : 'windows-1252'
}

/** How many bytes at the end begin a character that is not finished. */
function unfinishedLength(text: Buffer): number {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}
