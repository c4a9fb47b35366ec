import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { type Entry, type ZipFile, openPromise } from 'yauzl'
import { throwIfAborted } from '../../shared/errors.ts'
import { FileProblem } from './problems.ts'
import { type XlsxStyles, type XmlReader, cellText, readStyles } from './xlsx-cells.ts'

/** What a sheet can hold at most. */
const lastRow = 1_048_576
const lastColumn = 16_384

/** One sheet of a workbook as a CSV file in which line n is row n of the sheet. */
export interface SheetText {
  readonly sheet: string
  readonly path: string
}

/**
 * Writes the cells of each sheet as text into a CSV file in `folder`. Dates become ISO 8601, numbers plain decimals of
 * at most 15 digits, which is what the spreadsheet itself shows and holds; formulas give their stored result. Only one
 * row is in memory at a time, besides the strings that the sheets share. Throws when a part of the workbook is missing.
 */
export async function readXlsx(path: string, folder: string, signal?: AbortSignal): Promise<SheetText[]> {
  const zip = await openPromise(path, { autoClose: false })
  try {
    const entries = new Map<string, Entry>()
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.replace(/^\//, ''), entry)
    const targets = await readTargets(zip, entries)
    const { sheets, date1904 } = await readSheets(zip, entries)
    const strings = await readSharedStrings(zip, entries)
    const styles = await readStyles((take) => parseEntry(zip, entries.get('xl/styles.xml'), take), date1904)
    const texts: SheetText[] = []
    for (const { name, relation } of sheets) {
      const sheet = targets.get(relation)
      // A chart or a macro may have a sheet of its own, without cells.
      if (sheet && !sheet.type.endsWith('/worksheet')) continue
      const entry = entries.get(sheet?.path ?? '')
      if (!entry) throw new FileProblem(`The sheet "${name}" is listed in the workbook, but its cells are missing.`)
      const target = join(folder, `sheet-${texts.length}.csv`)
      await writeSheet(zip, entry, target, strings, styles, signal)
      texts.push({ sheet: name, path: target })
    }
    return texts
  } finally {
    zip.close()
  }
}

/** Reads one part; names lose their namespace prefix. Does nothing for a part that is not there. */
async function parseEntry(
  zip: ZipFile,
  entry: Entry | undefined,
  reader: XmlReader,
  onChunk?: () => Promise<void>,
): Promise<void> {
  if (!entry) return
  const parser = new SaxesParser()
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => reader.open?.({ ...tag, name: local(tag.name) }))
  parser.on('text', (text) => reader.text?.(text))
  parser.on('closetag', (tag) => reader.close?.(local(tag.name)))
  const stream = await zip.openReadStreamPromise(entry)
  const decoder = new TextDecoder()
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parser.write(decoder.decode(chunk, { stream: true }))
    await onChunk?.()
  }
  parser.close()
}

async function readTargets(
  zip: ZipFile,
  entries: Map<string, Entry>,
): Promise<Map<string, { path: string; type: string }>> {
  const targets = new Map<string, { path: string; type: string }>()
  await parseEntry(zip, entries.get('xl/_rels/workbook.xml.rels'), {
    open({ name, attributes }) {
      if (name !== 'Relationship') return
      const target = String(attributes['Target'])
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      targets.set(String(attributes['Id']), { path, type: String(attributes['Type']) })
    },
  })
  return targets
}

async function readSheets(
  zip: ZipFile,
  entries: Map<string, Entry>,
): Promise<{ sheets: { name: string; relation: string }[]; date1904: boolean }> {
  const sheets: { name: string; relation: string }[] = []
  let date1904 = false
  const entry = entries.get('xl/workbook.xml')
  if (!entry) throw new FileProblem('The workbook has no list of sheets.')
  await parseEntry(zip, entry, {
    open({ name, attributes }) {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(String(attributes['date1904']))
      if (name !== 'sheet') return
      const relation = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1]
      sheets.push({ name: String(attributes['name']), relation: String(relation) })
    },
  })
  return { sheets, date1904 }
}

async function readSharedStrings(zip: ZipFile, entries: Map<string, Entry>): Promise<string[]> {
  const strings: string[] = []
  let current = ''
  let inText = false
  let phonetic = false
  await parseEntry(zip, entries.get('xl/sharedStrings.xml'), {
    open({ name }) {
      if (name === 'si') current = ''
      // Readings of Japanese words stand beside the words, not in the cell.
      if (name === 'rPh') phonetic = true
      inText = name === 't' && !phonetic
    },
    text: (text) => {
      if (inText) current += text
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') phonetic = false
      if (name === 'si') strings.push(current)
    },
  })
  return strings
}

async function writeSheet(
  zip: ZipFile,
  entry: Entry,
  target: string,
  strings: readonly string[],
  styles: XlsxStyles,
  signal: AbortSignal | undefined,
): Promise<void> {
  const out = createWriteStream(target)
  let line = 0
  let row = 0
  let cells: string[] = []
  let column = 0
  let type = ''
  let style = 0
  let value = ''
  let collecting = false
  let phonetic = false
  let waiting = ''
  const reader: XmlReader = {
    open({ name, attributes }) {
      if (name === 'row') {
        row = Number(attributes['r'] ?? row + 1)
        if (!(row > line && row <= lastRow))
          throw new FileProblem(`The sheet has a row ${row}, which no sheet can have there.`)
        cells = []
        column = 0
      } else if (name === 'c') {
        const place = attributes['r']
        column = typeof place === 'string' ? columnOf(place) : column + 1
        if (!(column >= 1 && column <= lastColumn))
          throw new FileProblem(`The sheet has a cell ${place}, which no sheet can have.`)
        type = String(attributes['t'] ?? 'n')
        style = Number(attributes['s'] ?? 0)
        value = ''
      }
      if (name === 'rPh') phonetic = true
      collecting = (name === 'v' || name === 't') && !phonetic
    },
    text: (text) => {
      if (collecting) value += text
    },
    close(name) {
      if (name === 'v' || name === 't') collecting = false
      if (name === 'rPh') phonetic = false
      if (name === 'c') cells[column - 1] = cellText(value, type, style, strings, styles)
      if (name !== 'row') return
      // Rows without cells are not in the file at all, but they are lines to the person who looks at the sheet.
      waiting += `${'\n'.repeat(Math.max(0, row - line - 1))}${Array.from(cells, quoteCell).join(',')}\n`
      line = row
    },
  }
  await parseEntry(zip, entry, reader, async () => {
    throwIfAborted(signal)
    const text = waiting
    waiting = ''
    if (text !== '' && !out.write(text)) await once(out, 'drain')
  })
  out.end(waiting)
  await once(out, 'finish')
}

/** Number of the column in a cell's name, from 1: `C12` is 3. */
function columnOf(place: string): number {
  let column = 0
  for (const letter of place) {
    const code = letter.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column
}

function quoteCell(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `"${text.replaceAll('"', '""')}"`
}
