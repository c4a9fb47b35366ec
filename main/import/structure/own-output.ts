import { type Entry, type ZipFile, openPromise } from 'yauzl'
import own from '../../../shared/reports/own-columns.json' with { type: 'json' }

const places = new Set(own.places.map(plain))
const tables = Object.values(own.tables).map((names) => new Set(names.map(plain)))
const everyName = new Set([...places, ...tables.flatMap((names) => [...names])])
const hashes = new Set(['sha256', 'SHA-256 of the file'].map(plain))

/** A heading in the spelling of files and of workbooks alike: `sha256` is `Sha256` there, `net_amount` is `Net amount`. */
function plain(heading: string): string {
  return heading
    .replace(/^\uFEFF/, '')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase()
}

/**
 * True for the header of a table that Tieout wrote: it has the columns of file and line that stand behind every row of
 * a data set, or those of a named query, of which `isReport` knows at least one from no report. Spreadsheets and other
 * separators leave the headings as they are; in Tieout's own workbooks they begin with a capital letter.
 */
export function isOwnHeader(cells: readonly string[], isReport: (heading: string) => boolean): boolean {
  const names = [...new Set(cells.map(plain))].filter((name) => name !== '')
  if (names.some((name) => hashes.has(name))) return true
  if (names.filter((name) => everyName.has(name)).length < 2) return false
  // As files spell them few are enough; words with a capital letter are everybody's.
  const given = new Set(cells.map((cell) => cell.replace(/^\uFEFF/, '').trim()))
  const areTieouts = (known: readonly string[], few: number, many: number): boolean =>
    known.length >= many || known.filter((name) => given.has(name.replaceAll(' ', '_'))).length >= few
  const standing = names.filter((name) => places.has(name))
  if (areTieouts(standing, 2, 3)) return true
  return tables.some((table) => {
    const known = names.filter((name) => table.has(name))
    if (!areTieouts(known, 3, 6) || known.length * 5 < names.length * 4) return false
    return known.some((name) => !isReport(name))
  })
}

/** True for the line that stands under the title of every sheet of a workbook that Tieout wrote. */
export function isOwnCaption(text: string): boolean {
  return /\. Book .+, as of \d{4}-\d{2}-\d{2}\.$/.test(text.trim())
}

/** True for a workbook whose properties name Tieout as its author, as they do when Excel has saved it again. */
export async function isOwnWorkbook(path: string): Promise<boolean> {
  // What is wrong with a damaged one is said when it is read.
  const zip = await openPromise(path, { autoClose: false }).catch(() => null)
  if (zip === null) return false
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.replace(/^\//, '') !== 'docProps/core.xml' || entry.uncompressedSize > largestProperties)
        continue
      return /<(?:\w+:)?creator\b[^>]*>\s*Tieout\s*</.test(await textOf(zip, entry))
    }
    return false
  } catch {
    return false
  } finally {
    zip.close()
  }
}

const largestProperties = 1 << 16

async function textOf(zip: ZipFile, entry: Entry): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) pieces.push(piece)
  return Buffer.concat(pieces).toString('utf8')
}
