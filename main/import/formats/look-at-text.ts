import { isAscii, isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { throwIfAborted } from '../../../shared/errors.ts'
import { decode, linesOf, wholeLines } from './decode.ts'
import type { Encoding } from './encoding.ts'
import { guessPage } from './guess-encoding.ts'
import {
  brokenCharacters,
  mixedEncoding,
  otherEncoding,
  severalEncodings,
  turnedTwice,
  unknownEncoding,
} from './text-notes.ts'

/** What a second look at a text that is not plain UTF-8 finds. */
export interface TextFinding {
  readonly encoding: Encoding
  /** What a person should know of it. */
  readonly notes: readonly string[]
  /** True where characters may come out that stand for broken ones (U+FFFD). */
  readonly mayBeBroken: boolean
  /** Why it cannot be read at all, or null. */
  readonly problem: string | null
}

const chunkSize = 1 << 20
/** As much of the lines that are not UTF-8 as tells what they are in. */
const sampleSize = 1 << 16
const brokenCharacter = Buffer.from('\uFFFD')

/** Reads a text once more, of which is known that it is UTF-16 or UTF-8, or (null) neither that nor UTF-8 throughout. */
export async function lookAtText(
  path: string,
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | null,
  signal?: AbortSignal,
): Promise<TextFinding> {
  const bytes = createReadStream(path, { highWaterMark: chunkSize })
  return encoding === null ? lookAtLines(bytes, signal) : lookForBroken(bytes, encoding, signal)
}

async function lookAtLines(bytes: AsyncIterable<Buffer>, signal: AbortSignal | undefined): Promise<TextFinding> {
  const sample: Buffer[] = []
  let sampled = 0
  let isMixed = false
  let first: number | null = null
  const count = createLineCount()
  for await (const piece of wholeLines(bytes)) {
    throwIfAborted(signal)
    if (isUtf8(piece)) {
      isMixed ||= !isAscii(piece)
      count.add(piece)
      continue
    }
    for (const line of linesOf(piece)) {
      if (isUtf8(line)) isMixed ||= !isAscii(line)
      else {
        first ??= count.next()
        if (sampled < sampleSize) sample.push(Buffer.from(line.subarray(0, sampleSize)))
        sampled += line.length
      }
      count.add(line)
    }
  }
  const { page, isSure } = guessPage(sample)
  const line = first ?? 1
  const note = isMixed ? mixedEncoding(page, line) : isSure ? otherEncoding(page, line) : unknownEncoding(line)
  return { encoding: page, notes: [note], mayBeBroken: true, problem: null }
}

async function lookForBroken(
  bytes: AsyncIterable<Buffer>,
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be',
  signal: AbortSignal | undefined,
): Promise<TextFinding> {
  const count = createLineCount()
  const stretch = createStretch()
  const watched = encoding === 'utf-8' ? bytes : watch(bytes, stretch.add)
  let broken: number | null = null
  let twice: number | null = null
  for await (const text of decode(watched, encoding)) {
    throwIfAborted(signal)
    const lineAt = (offset: number): number => count.next(text.subarray(0, offset))
    const brokenAt = text.indexOf(brokenCharacter)
    if (brokenAt >= 0) broken ??= lineAt(brokenAt)
    const twiceAt = mayBeTwice(text) ? text.toString('latin1').search(turnedTwiceMarks) : -1
    if (twiceAt >= 0) twice ??= lineAt(twiceAt)
    count.add(text)
  }
  const notes = [
    ...(broken === null ? [] : [brokenCharacters(broken)]),
    ...(twice === null ? [] : [turnedTwice(twice)]),
  ]
  return { encoding, notes, mayBeBroken: broken !== null, problem: stretch.isLong() ? severalEncodings : null }
}

// As bytes in Latin-1: `Ã` or `Â` before a sign, `â` before a euro sign. A blank or a quotation mark may stand there.
const turnedTwiceMarks = /\xc3[\x82\x83]\xc2[\x80-\x9f\xa1-\xba\xbc-\xbf]|\xc3\xa2\xe2\x82\xac/
const turnedTwiceBeginnings = ['\xc3\x83\xc2', '\xc3\x82\xc2', '\xc3\xa2\xe2\x82\xac'].map((bytes) =>
  Buffer.from(bytes, 'latin1'),
)

function mayBeTwice(text: Buffer): boolean {
  return turnedTwiceBeginnings.some((bytes) => text.includes(bytes))
}

/** Whether a piece of a valid UTF-8 text has characters that deserve a second look. */
export function hasOddCharacters(piece: Buffer): boolean {
  return piece.includes(brokenCharacter) || mayBeTwice(piece)
}

const longestNarrow = 64

/** Watches bytes of UTF-16 for a stretch that is plain text of one byte per letter, longer than other scripts make by chance. */
function createStretch(): { add(chunk: Buffer): void; isLong(): boolean } {
  let length = 0
  let isLong = false
  return {
    add(chunk) {
      for (let index = 0; index < chunk.length && !isLong; index++) {
        const byte = chunk[index] as number
        length = (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13) ? length + 1 : 0
        isLong = length >= longestNarrow
      }
    },
    isLong: () => isLong,
  }
}

async function* watch(bytes: AsyncIterable<Buffer>, see: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    see(chunk)
    yield chunk
  }
}

/** Counts lines as the scanner does: by line feeds, or by carriage returns where the text begins without a line feed. */
function createLineCount(): { add(text: Buffer): void; next(beginning?: Buffer): number } {
  let end: number | null = null
  let lines = 0
  const linesIn = (text: Buffer): number => {
    end ??= !text.includes(10) && text.includes(13) ? 13 : 10
    let found = 0
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) found++
    return found
  }
  return {
    add(text) {
      lines += linesIn(text)
    },
    next: (beginning) => lines + (beginning ? linesIn(beginning) : 0) + 1,
  }
}
