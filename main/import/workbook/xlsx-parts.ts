import { statSync } from 'node:fs'
import { posix } from 'node:path'
import { type Readable, pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { type Entry, type ZipFile, openPromise } from 'yauzl'
import { TieoutError, throwIfAborted } from '../../../shared/errors.ts'
import { type Limits, beyondLimit, shown, limits as usual } from '../limits.ts'
import { FileProblem, isExplained, isOfMachine } from '../problems.ts'
import { allowanceOf } from '../sources/unzip.ts'
import { type XmlReader, parseXml } from './xlsx-xml.ts'

/** The parts that a workbook is packed of (ECMA-376, part 2). */
export interface XlsxParts {
  has(path: string): boolean
  /**
   * Reads a part as XML. `what` names it in a sentence, as `The sheet "A"`. Throws a `FileProblem` for a part that is
   * missing, damaged or beyond a limit; `most` is how many bytes it may unpack to, those of a list unless told.
   */
  read(path: string, what: string, reader: XmlReader, most?: number): Promise<void>
  /** Where the relations of a part lead, by their ids. */
  relations(path: string): Promise<Map<string, Relation>>
  close(): void
}

export interface Relation {
  /** The last word of its type, as `worksheet`, which is the same in the strict and in the usual form of a workbook. */
  readonly type: string
  /** Path of the part in lower case, one spelling for each part; null for a place outside the workbook. */
  readonly path: string | null
}

/** Opens the ZIP at `path`; throws a `FileProblem` when it is none, or has too many parts. The caller closes it. */
export async function openParts(path: string, limits: Limits, signal?: AbortSignal): Promise<XlsxParts> {
  const most = Math.min(limits.workbookBytes, allowanceOf(statSync(path).size, limits).bytes)
  let zip: ZipFile | null = null
  try {
    zip = await openPromise(path, { autoClose: false })
    return partsOf(zip, await entriesOf(zip, limits), { ...limits, workbookBytes: most }, signal)
  } catch (error) {
    zip?.close()
    throw isOwn(error)
      ? error
      : new FileProblem(`The workbook is damaged: it cannot be read. ${again}`, { cause: error })
  }
}

async function entriesOf(zip: ZipFile, limits: Limits): Promise<Map<string, Entry[]>> {
  const entries = new Map<string, Entry[]>()
  let count = 0
  for await (const entry of zip.eachEntry()) {
    if (++count > limits.workbookParts)
      throw new FileProblem(beyondLimit(`It is a workbook of more than ${shown(limits.workbookParts)} parts`))
    const key = keyOf(entry.fileName)
    entries.set(key, [...(entries.get(key) ?? []), entry])
  }
  return entries
}

function partsOf(
  zip: ZipFile,
  entries: ReadonlyMap<string, readonly Entry[]>,
  limits: Limits,
  signal: AbortSignal | undefined,
): XlsxParts {
  let bytes = 0
  const parts: XlsxParts = {
    has: (path) => entries.has(keyOf(path)),
    close: () => zip.close(),
    async read(path, what, reader, most = limits.listBytes) {
      const [entry, ...others] = entries.get(keyOf(path)) ?? []
      if (!entry) {
        const lacks = what.startsWith('The sheet') ? 'its cells are missing' : 'it is not in the file'
        throw new FileProblem(`${what} is listed in the workbook, but ${lacks}. ${again}`)
      }
      if (others.length > 0) throw new FileProblem(`${what} stands in the file more than once. ${again}`)
      if (entry.isEncrypted())
        throw new FileProblem('It is encrypted: save it without a password, then import it again.')
      try {
        await parseXml(unpacked(entry, what, most), reader, limits)
      } catch (error) {
        throw isOwn(error)
          ? error
          : new FileProblem(`${what} is damaged: it cannot be read. ${again}`, { cause: error })
      }
    },
    async relations(path) {
      const relations = new Map<string, Relation>()
      const own = posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`)
      if (!parts.has(own)) return relations
      await parts.read(own, 'The list of what belongs to the workbook', {
        open(name, { Id: id, Type: type = '', Target: target, TargetMode: mode }) {
          if (name !== 'Relationship' || id === undefined || target === undefined) return
          if (relations.has(id)) throw new FileProblem(`Two parts of the workbook go by one name (${id}). ${again}`)
          const inside = mode?.toLowerCase() === 'external' ? null : resolvePart(path, target)
          relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), path: inside })
        },
      })
      return relations
    },
  }
  /** Bytes whose number or sum does not fit are not what was packed: nothing in them can be relied on. */
  async function* unpacked(entry: Entry, what: string, most: number): AsyncGenerator<Buffer> {
    const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false })
    let length = 0
    let sum = 0
    for await (const chunk of inflated(packed, entry.compressionMethod)) {
      throwIfAborted(signal)
      length += chunk.length
      bytes += chunk.length
      if (bytes > limits.workbookBytes)
        throw new FileProblem(beyondLimit(`It unpacks to more than ${shown(limits.workbookBytes / 2 ** 20)} MB`))
      if (length > most) throw new FileProblem(beyondLimit(`${what} has more than ${shown(most / 2 ** 20)} MB`))
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (length !== entry.uncompressedSize || sum !== entry.crc32) throw new Error('Size or check sum does not fit')
  }
  return parts
}

/** A ZIP has more ways to pack than a workbook may use (ECMA-376, part 2, annex C). */
function inflated(packed: Readable, method: number): AsyncIterable<Buffer> {
  if (method === 0) return packed
  if (method !== 8) throw new Error(`Packed by method ${method}`)
  // An error of the one ends the other, which is what is read.
  return pipeline(packed, createInflateRaw({ chunkSize: 1 << 18 }), () => undefined)
}

/** What to do about a workbook that is damaged. */
export const again = 'Get it again from where it came, or open it in Excel and save it as .xlsx.'

/** Our own sentences, a cancelled import and errors of the system say better than "damaged" what is the matter. */
function isOwn(error: unknown): boolean {
  return isExplained(error) || isOfMachine(error) || error instanceof TieoutError
}

/** Names of parts are the same in upper and lower case, and percent-encoded or not. */
function keyOf(name: string): string {
  return posix.normalize(`/${decoded(name)}`).toLowerCase()
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('\\', '/'))
  } catch {
    return name
  }
}

/** The part that a relation of the part `from` names: from its folder, or from the root. */
function resolvePart(from: string, target: string): string {
  return keyOf(posix.resolve('/', posix.dirname(from), decoded(target)))
}

/** The part that holds the list of sheets; null when the ZIP holds no workbook. */
export async function mainPart(parts: XlsxParts): Promise<string | null> {
  const relations = [...(await parts.relations('/')).values()]
  const named = relations.find(({ type, path }) => type === 'officeDocument' && path !== null)?.path
  if (named && (await holdsWorkbook(parts, named))) return named
  return usualParts.find((path) => parts.has(path)) ?? null
}

const usualParts = ['/xl/workbook.xml', '/xl/workbook.bin']

/** Documents of other programs are packed the same way; the list of types says whose a part is. */
async function holdsWorkbook(parts: XlsxParts, path: string): Promise<boolean> {
  let found: string | null = null
  if (parts.has('/[Content_Types].xml'))
    await parts.read('/[Content_Types].xml', 'The list of its parts', {
      open(name, { PartName: part = '', ContentType: type = '' }) {
        if (name === 'Override' && keyOf(part) === keyOf(path)) found = type
      },
    })
  return found === null ? /\/workbook[^/]*\.(xml|bin)$/i.test(path) : /spreadsheetml|ms-excel/i.test(found)
}

/** Whether the ZIP at `path` is a workbook, by what it says of itself, whatever its parts are called. */
export async function isWorkbook(path: string): Promise<boolean> {
  let parts: XlsxParts | null = null
  try {
    parts = await openParts(path, usual)
    return (await mainPart(parts)) !== null
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    // With a damaged list of its parts it is a workbook still; one with too many is for the archive to refuse.
    return parts !== null && usualParts.some((usual) => parts?.has(usual))
  } finally {
    parts?.close()
  }
}
