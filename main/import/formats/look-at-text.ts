import { isAscii, isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { throwIfAborted } from '../../../shared/errors.ts'
import { decode, linesOf, wholeLines } from './decode.ts'
import type { Encoding } from './encoding.ts'
import { guessPage } from './guess-encoding.ts'
import { brokenCharacters, mixedEncoding, otherEncoding, unknownEncoding } from './text-notes.ts'

/** What a second look at a text that is not plain UTF-8 finds. */
export interface TextFinding {
  readonly encoding: Encoding
  /** What a person should know of it. */
  readonly notes: readonly string[]
  /** True where characters may come out that stand for broken ones (U+FFFD). */
  readonly mayBeBroken: boolean
}

const chunkSize = 1 << 20
/** As much of the lines that are not UTF-8 as tells what they are in. */
const sampleSize = 1 << 16
const brokenCharacter = Buffer.from('\uFFFD')

/** Reads a text once more, of which is known that it is UTF-16, or (null) neither that nor UTF-8 throughout. */
export async function lookAtText(
  path: string,
  encoding: 'utf-16le' | 'utf-16be' | null,
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
  return { encoding: page, notes: [note], mayBeBroken: true }
}

async function lookForBroken(
  bytes: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
  signal: AbortSignal | undefined,
): Promise<TextFinding> {
  const count = createLineCount()
  for await (const text of decode(bytes, encoding)) {
    throwIfAborted(signal)
    const broken = text.indexOf(brokenCharacter)
    if (broken >= 0) {
      count.add(text.subarray(0, broken))
      return { encoding, notes: [brokenCharacters(count.next())], mayBeBroken: true }
    }
    count.add(text)
  }
  return { encoding, notes: [], mayBeBroken: false }
}

/** Counts lines as the scanner does: by line feeds, or by carriage returns where the text begins without a line feed. */
function createLineCount(): { add(text: Buffer): void; next(): number } {
  let end: number | null = null
  let lines = 0
  return {
    add(text) {
      end ??= !text.includes(10) && text.includes(13) ? 13 : 10
      for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) lines++
    },
    next: () => lines + 1,
  }
}
