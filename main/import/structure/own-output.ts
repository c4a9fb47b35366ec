import { type Entry, type ZipFile, openPromise } from 'yauzl'
import own from '../../../shared/reports/own-columns.json' with { type: 'json' }

const places: ReadonlySet<string> = new Set(own.places)
const tables = Object.values(own.tables).map((names) => new Set(names))
const everyName = new Set([...own.places, ...Object.values(own.tables).flat()])

/**
 * True for the header of a table that Tieout wrote: it has the columns of file and line that stand behind every row of
 * a data set, or those of a named query, of which `isReport` knows at least one from no report. Spreadsheets and other
 * separators leave the headings as they are.
 */
export function isOwnHeader(cells: readonly string[], isReport: (heading: string) => boolean): boolean {
  const names = [...new Set(cells.map((cell) => cell.replace(/^\uFEFF/, '').trim()))].filter((name) => name !== '')
  if (names.includes('sha256') || names.includes('SHA-256 of the file')) return true
  if (names.filter((name) => everyName.has(name)).length < 2) return false
  if (names.filter((name) => places.has(name)).length > 1) return true
  return tables.some((table) => {
    const known = names.filter((name) => table.has(name))
    return known.length > 2 && known.length * 5 >= names.length * 4 && known.some((name) => !isReport(name))
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
