import { isAscii } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'
import { type Limits, beyondLimit, shown } from '../limits.ts'
import { FileProblem } from '../problems.ts'

/** What a part of a workbook says as it is read: where elements begin and end, and the text between. Names lose their prefix. */
export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Deeper than any part of a workbook nests its elements. */
const deepest = 250
/** Room for the declaration at the beginning, which says how the rest is encoded. */
const declarationSize = 256

/**
 * Reads XML out of its bytes, a piece at a time. Throws a `FileProblem` for what is encoded in a way that cannot be
 * read or has more in one piece than `limits` allow, and whatever the library throws for what is no XML.
 */
export async function parseXml(
  chunks: AsyncIterable<Buffer>,
  reader: XmlReader,
  limits: Limits,
  onChunk?: () => void,
): Promise<void> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  let depth = 0
  // Characters since the last element began or ended: the parser holds them all.
  let pending = 0
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    pending = 0
    if (++depth > deepest) throw new Error(`More than ${deepest} elements in each other`)
    reader.open?.(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    pending = 0
    depth--
    reader.close?.(localName(name))
  })
  if (reader.text) {
    const take = (text: string): void => reader.text?.(text)
    parser.on('text', take)
    parser.on('cdata', take)
  }
  let head: Buffer | null = Buffer.alloc(0)
  let decode = decoderOf(head)
  const take = (bytes: Buffer, isLast: boolean): void => {
    const text = decode(bytes, isLast)
    pending += text.length
    parser.write(text)
    if (pending > limits.cellText)
      throw new FileProblem(beyondLimit(`One piece of it has more than ${shown(limits.cellText)} characters`))
    onChunk?.()
  }
  for await (const chunk of chunks) {
    if (head === null) {
      take(chunk, false)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < declarationSize) continue
    decode = decoderOf(head)
    take(head, false)
    head = null
  }
  if (head) decode = decoderOf(head)
  take(head ?? Buffer.alloc(0), true)
  parser.close()
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** Bytes that do not fit their encoding are refused: a replaced character may be part of an id. */
function decoderOf(head: Buffer): (bytes: Buffer, isLast: boolean) => string {
  const encoding = encodingOf(head)
  try {
    const decoder = new TextDecoder(encoding, { fatal: true })
    // All in one go it takes Windows-1252 for Latin-1 (Node 20), piece by piece it does not.
    const decode = (bytes: Buffer, isLast: boolean): string =>
      decoder.decode(bytes, { stream: true }) + (isLast ? decoder.decode() : '')
    if (decoder.encoding !== 'utf-8') return decode
    // Nearly every piece is plain ASCII, for which the decoder is slow; it may hold the beginning of a character.
    let isBetween = true
    return (bytes, isLast) => {
      if (isBetween && isAscii(bytes)) return bytes.toString('latin1')
      isBetween = (bytes.at(-1) ?? 0) < 0x80
      return decode(bytes, isLast)
    }
  } catch {
    throw new FileProblem(`It is written in the encoding "${encoding}": open it in Excel and save it again.`)
  }
}

function encodingOf(head: Buffer): string {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0x3c && head[1] === 0)) return 'utf-16le'
  if ((head[0] === 0xfe && head[1] === 0xff) || (head[0] === 0 && head[1] === 0x3c)) return 'utf-16be'
  const declaration = head.toString('latin1', 0, declarationSize)
  const named =
    /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(declaration)?.[1] ?? 'utf-8'
  // A declaration that can be read byte by byte is not in UTF-16, whatever it says.
  return /^utf-?16/i.test(named) ? 'utf-8' : named
}
