import { compoundSentence, isCompoundFile } from './compound.ts'
import { writtenInUtf32 } from './text-notes.ts'
import { foreignSentence, formats, textSentence } from './foreign.ts'

/** What a file is, by its bytes alone. */
export interface Kind {
  readonly kind: 'text' | 'zip' | 'gzip' | 'parquet' | 'foreign'
  /**
   * Why it is not read, for a `foreign` one; for a text what to say when no report is found in it, where its format says
   * more than that. Null otherwise.
   */
  readonly sentence: string | null
}

/** What was seen while all bytes of the file went by. */
export interface Seen {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32' | 'unknown'
  /** Some byte is zero. */
  readonly zeros: boolean
  readonly zerosOnly: boolean
  readonly blank: boolean
}

const markupSample = 16_384

/** The kind of the file at `path` that begins with `head`. */
export async function kindOf(path: string, head: Buffer, seen: Seen): Promise<Kind> {
  if (head.length === 0) return foreign(formats.empty)
  if (seen.zerosOnly) return foreign(formats.zeros)
  if (seen.blank) return foreign(formats.blank)
  const begins = (bytes: string): boolean => head.toString('latin1', 0, bytes.length) === bytes
  if (begins('PK\x03\x04') || begins('PK\x05\x06')) return { kind: 'zip', sentence: null }
  if (begins('\x1f\x8b\x08')) return { kind: 'gzip', sentence: null }
  if (begins('PAR1') && seen.zeros) return { kind: 'parquet', sentence: null }
  if (isCompoundFile(head)) return foreign(await compoundSentence(path, head))
  const sentence = foreignSentence(head, seen.zeros)
  if (sentence !== null) return foreign(sentence)
  if (seen.encoding === 'utf-32') return foreign(writtenInUtf32)
  const isWide = seen.encoding === 'utf-16le' || seen.encoding === 'utf-16be'
  if (!isWide && hasManyControls(head)) return foreign(formats.binary)
  // What tells a format is plain letters, which are the same in every encoding but for zero bytes between them.
  const beginning = head.toString('latin1', 0, markupSample).replaceAll('\0', '')
  return { kind: 'text', sentence: textSentence(beginning.replace(byteOrderMark, '')) }
}

/**
 * True for a piece of a file that is nothing but blanks and line ends, in any encoding; a byte order mark may begin the
 * first piece.
 */
export function isBlank(chunk: Buffer, isFirst: boolean): boolean {
  const beginning = chunk.toString('latin1', 0, 4096)
  const text = isFirst ? beginning.replace(byteOrderMark, '') : beginning
  return /^[\s\0]*$/.test(text) && !chunk.subarray(4096).some((byte) => byte > 32)
}

const byteOrderMark = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/

function foreign(sentence: string): Kind {
  return { kind: 'foreign', sentence }
}

/** True for bytes that are not text; a text may be damaged, have a hole of zeros, or be padded behind its end. */
function hasManyControls(head: Buffer): boolean {
  let controls = 0
  let before = -1
  for (const byte of head) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== before) controls++
    before = byte
  }
  return controls > head.length / 20
}
