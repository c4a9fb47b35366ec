import { type Limits, beyondLimit, shown } from '../limits.ts'
import { FileProblem } from '../problems.ts'
import type { XmlReader } from './xlsx-xml.ts'

/** The texts that the cells of a workbook share. */
export interface SharedTexts {
  /** The text with this number, from 0; undefined when there is none. */
  at(index: number): string | undefined
}

const chunkSize = 4 << 20
/** Places of texts that are kept in one piece. */
const placesSize = 1 << 18
/** What a text costs beside its bytes: its length, and its place. */
const overhead = 12

/**
 * Reads the shared texts; `parse` reads their part with the given reader. They are kept as bytes outside of the heap,
 * which a workbook with some millions of them would fill.
 */
export async function readSharedTexts(
  parse: (reader: XmlReader) => Promise<void>,
  limits: Limits,
): Promise<SharedTexts> {
  const store = createStore(limits.sharedTexts)
  let current = ''
  let inText = false
  let phonetic = false
  await parse({
    open(name) {
      if (name === 'si') current = ''
      // Readings of Japanese words stand beside the words, not in the cell.
      if (name === 'rPh') phonetic = true
      inText = name === 't' && !phonetic
    },
    text(text) {
      if (!inText) return
      current += text
      if (current.length > limits.cellText)
        throw new FileProblem(
          beyondLimit(`One text of the workbook has more than ${shown(limits.cellText)} characters`),
        )
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') phonetic = false
      if (name === 'si') store.add(plainText(current))
    },
  })
  return store
}

function createStore(limit: number): SharedTexts & { add(text: string): void } {
  const chunks: Buffer[] = []
  /** Where each text begins: its chunk and its place in it, as one number. Nothing is ever copied to make room. */
  const places: Float64Array[] = []
  let count = 0
  let chunk = Buffer.alloc(0)
  let used = 0
  let total = 0
  return {
    add(text) {
      const length = Buffer.byteLength(text)
      total += length + overhead
      if (total > limit)
        throw new FileProblem(beyondLimit(`The texts of the workbook need more than ${limit / 2 ** 20} MB of memory`))
      if (used + length + 4 > chunk.length) {
        chunk = Buffer.allocUnsafeSlow(Math.max(chunkSize, length + 4))
        chunks.push(chunk)
        used = 0
      }
      const at = count++ % placesSize
      if (at === 0) places.push(new Float64Array(placesSize))
      const current = places.at(-1)
      if (current) current[at] = (chunks.length - 1) * chunkSize + used
      chunk.writeUInt32LE(length, used)
      chunk.write(text, used + 4)
      used += length + 4
    },
    at(index) {
      const place = index < count ? places[Math.floor(index / placesSize)]?.[index % placesSize] : undefined
      if (place === undefined) return undefined
      const start = place % chunkSize
      const bytes = chunks[Math.floor(place / chunkSize)]
      return bytes?.toString('utf8', start + 4, start + 4 + bytes.readUInt32LE(start))
    },
  }
}

/** Characters that XML cannot hold are written by their number, as `_x000D_`. */
export function plainText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
