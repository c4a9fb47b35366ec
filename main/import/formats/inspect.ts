import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { isUtf8 } from 'node:buffer'
import { throwIfAborted } from '../../../shared/errors.ts'
import { type Encoding, provenEncoding } from './encoding.ts'
import { type Kind, isBlank, kindOf } from './kind.ts'
import { type TextFinding, hasOddCharacters, lookAtText } from './look-at-text.ts'
import { zerosAtEnd } from './text-notes.ts'

/** What the bytes of a file say about it, before anything is read out of it. */
export interface Inspection extends Kind, TextFinding {
  readonly sha256: string
  readonly bytes: number
  /** Meaningful for `text` only, as what stands beside it. */
  readonly encoding: Encoding
  /** SHA-256 of the first bytes, by their number, for each number that was asked for and is smaller than the file. */
  readonly beginnings: ReadonlyMap<number, string>
  /** False for a text that ends inside a line. */
  readonly endsWithLine: boolean
}

const sampleSize = 65_536

/**
 * Reads the whole file once: its SHA-256, and its encoding by evidence (byte order mark, zero bytes, valid UTF-8); a text
 * in any other is looked at once more. The name of the file is not looked at. `lengths` are the numbers of bytes whose
 * hash is wanted too.
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
  let odd = false
  const ending = createEnding()
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
    ending.add(chunk)
    if (head.length < sampleSize) head = Buffer.concat([head, chunk.subarray(0, sampleSize - head.length)])
    zeros ||= chunk.includes(0)
    blank &&= isBlank(chunk, bytes === chunk.length)
    zerosOnly &&= chunk.every((byte) => byte === 0)
    if (valid) {
      const text = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
      const whole = text.length - unfinishedLength(text)
      valid = isUtf8(text.subarray(0, whole))
      odd ||= hasOddCharacters(text)
      carry = Buffer.from(text.subarray(whole))
    }
  }
  if (carry.length > 0) valid = false
  const proven = provenEncoding(head)
  const encoding = proven ?? (valid ? 'utf-8' : 'unknown')
  const kind = await kindOf(path, head, { encoding, zeros, blank, zerosOnly })
  const { padding, endsWithLine } = ending.found()
  const isPlain = kind.kind !== 'text' || (proven === null && valid && !odd)
  const text: TextFinding = isPlain
    ? { encoding: 'utf-8', notes: [], mayBeBroken: false, problem: null }
    : await lookAtText(path, proven === 'utf-32' ? null : (proven ?? (valid ? 'utf-8' : null)), signal)
  const hasPadding = kind.kind === 'text' && proven === null && padding > 0
  return {
    sha256: hash.digest('hex'),
    bytes,
    ...(text.problem === null ? kind : { kind: 'foreign', sentence: text.problem }),
    ...text,
    notes: hasPadding ? [...text.notes, zerosAtEnd(padding)] : text.notes,
    beginnings,
    endsWithLine,
  }
}

/** Watches how a text ends: with a line, and how many zero bytes behind it that no end-of-file mark of DOS explains. */
function createEnding(): { add(chunk: Buffer): void; found(): { padding: number; endsWithLine: boolean } } {
  let last: number | undefined
  let zeros = 0
  let isMarked = false
  return {
    add(chunk) {
      let end = chunk.length
      while (end > 0 && (chunk[end - 1] === 0 || chunk[end - 1] === 0x1a)) end--
      if (end > 0) {
        last = chunk[end - 1]
        zeros = 0
        isMarked = false
      }
      zeros += chunk.length - end
      isMarked ||= chunk.includes(0x1a, end)
    },
    found: () => ({ padding: isMarked ? 0 : zeros, endsWithLine: isMarked || last === 10 || last === 13 }),
  }
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
