import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Limits, beyondLimit, shown, limits as usual } from '../limits.ts'
import { FileProblem } from '../problems.ts'
import { allowanceOf } from '../sources/unzip.ts'
import { type Relation, type XlsxParts, again, mainPart, openParts } from './xlsx-parts.ts'
import { createSheetReader } from './xlsx-sheet.ts'
import { readStyles } from './xlsx-styles.ts'
import { readSharedTexts } from './xlsx-texts.ts'

/** One sheet of a workbook as a CSV file in which line n is row n of the sheet. */
export interface SheetText {
  readonly sheet: string
  readonly path: string
  /** True for a sheet that the workbook does not show. */
  readonly isHidden: boolean
  /** Rows with something in them that the sheet does not show: filtered out, or hidden by hand. */
  readonly hiddenRows: number
}

const batchSize = 1 << 20

/**
 * Writes the cells of each sheet as text into a CSV file in `folder`. Dates become ISO 8601, numbers plain decimals (see
 * `numberText`); formulas give their stored result. Hidden sheets and rows are written like others, and told. Only one
 * row is in memory at a time, besides the texts that the sheets share. Throws a `FileProblem` for a workbook that is
 * damaged, says two things, or is beyond `limits`. Of each sheet only about the first `rows` are read where that is given.
 */
export async function readXlsx(
  path: string,
  folder: string,
  signal?: AbortSignal,
  limits: Limits = usual,
  rows = Number.POSITIVE_INFINITY,
): Promise<SheetText[]> {
  const parts = await openParts(path, limits, signal)
  try {
    const main = await mainPart(parts)
    if (main === null)
      throw new FileProblem('It is a workbook without a list of sheets: open it in Excel and save it again.')
    if (/\.bin$/i.test(main))
      throw new FileProblem(
        'It is a binary workbook (.xlsb), which Tieout does not read: open it in Excel and save it as .xlsx.',
      )
    const relations = await parts.relations(main)
    const { sheets, date1904 } = await readSheets(parts, main, relations, limits)
    const partOf = (type: string, name: string): string | null =>
      [...relations.values()].find((relation) => relation.type === type)?.path ?? (parts.has(name) ? name : null)
    const textsPart = partOf('sharedStrings', '/xl/sharedStrings.xml')
    const stylesPart = partOf('styles', '/xl/styles.xml')
    const texts = await readSharedTexts(async (reader) => {
      if (!textsPart) return
      // The first rows hold the first texts, unless somebody has sorted them since.
      const head = createHead(rows * textsPerRow)
      const close = (name: string): void => {
        reader.close?.(name)
        if (name === 'si') head.pass(1)
      }
      await parts.read(textsPart, 'The list of its texts', { ...reader, close }, limits.workbookBytes).catch(head.end)
    }, limits)
    const styles = await readStyles(async (reader) => {
      if (stylesPart) await parts.read(stylesPart, 'The list of its styles', reader)
    }, date1904)
    const most = Math.min(limits.sheetText, allowanceOf(statSync(path).size, limits).bytes)
    const totals = createTotals({ ...limits, sheetText: most })
    const written: SheetText[] = []
    for (const { name, path: part, isHidden } of sheets) {
      const target = join(folder, `sheet-${written.length}.csv`)
      const out = createBatches(target, totals.write)
      try {
        const head = createHead(rows)
        const count = (passed: number, isWide: boolean): void => {
          totals.count(passed, isWide)
          head.pass(passed)
        }
        const reader = createSheetReader({ sheet: name, texts, styles, limits, write: out.add, count })
        await parts.read(part, `The sheet "${name}"`, reader, limits.workbookBytes).catch(head.end)
        out.flush()
        written.push({ sheet: name, path: target, isHidden, hiddenRows: reader.hiddenRows() })
      } finally {
        out.close()
      }
    }
    return written
  } finally {
    parts.close()
  }
}

/** More cells than the rows of any report have. */
const textsPerRow = 100

/** Breaks a reading off behind the first `most` of something, which is no error then. */
function createHead(most: number): { pass(count: number): void; end(error: unknown): void } {
  const enough = new Error('Enough is read')
  let passed = 0
  return {
    pass(count) {
      passed += count
      if (passed >= most) throw enough
    },
    end(error) {
      if (!(error instanceof Error) || (error !== enough && error.cause !== enough)) throw error
    },
  }
}

interface ListedSheet {
  readonly name: string
  readonly path: string
  readonly isHidden: boolean
}

async function readSheets(
  parts: XlsxParts,
  main: string,
  relations: ReadonlyMap<string, Relation>,
  limits: Limits,
): Promise<{ sheets: ListedSheet[]; date1904: boolean }> {
  const sheets: ListedSheet[] = []
  const names = new Set<string>()
  let date1904 = false
  await parts.read(main, 'The list of its sheets', {
    open(element, attributes) {
      if (element === 'workbookPr') date1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
      if (element !== 'sheet') return
      const name = attributes['name'] ?? ''
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? ''
      const relation = relations.get(id)
      // A chart or a macro may have a sheet of its own, without cells.
      if (relation && relation.type !== 'worksheet') return
      if (!relation?.path)
        throw new FileProblem(`The sheet "${name}" is listed in the workbook, but its cells are missing. ${again}`)
      const path = relation.path
      const twin = sheets.find((sheet) => sheet.path === path)
      if (twin)
        throw new FileProblem(
          `The sheets "${twin.name}" and "${name}" are one and the same part of the workbook: open it in Excel and save it again.`,
        )
      if (names.has(name.toLowerCase()))
        throw new FileProblem(`Two sheets of the workbook are called "${name}": give them names that differ.`)
      if (sheets.length >= limits.sheets)
        throw new FileProblem(beyondLimit(`The workbook has more than ${shown(limits.sheets)} sheets`))
      names.add(name.toLowerCase())
      sheets.push({ name, path, isHidden: /^(hidden|veryHidden)$/i.test(attributes['state'] ?? '') })
    },
  })
  return { sheets, date1904 }
}

/** What all sheets of a workbook have together, held against the limits. */
function createTotals(limits: Limits): {
  write: (bytes: number) => void
  count: (rows: number, isWide: boolean) => void
} {
  let bytes = 0
  let rows = 0
  let wideRows = 0
  return {
    write(more) {
      bytes += more
      if (bytes > limits.sheetText)
        throw new FileProblem(beyondLimit(`Its sheets hold more than ${shown(limits.sheetText / 2 ** 20)} MB of text`))
    },
    count(more, isWide) {
      rows += more
      if (rows > limits.rows) throw new FileProblem(beyondLimit(`Its sheets have more than ${shown(limits.rows)} rows`))
      if (isWide && ++wideRows > limits.wideRows)
        throw new FileProblem(
          beyondLimit(
            `More than ${shown(limits.wideRows)} of its rows reach beyond column ${shown(limits.wideColumn)}`,
          ),
        )
    },
  }
}

/** A file that is written some rows at a time; `onWrite` is told the bytes of each piece. */
function createBatches(
  path: string,
  onWrite: (bytes: number) => void,
): { add: (text: string) => void; flush: () => void; close: () => void } {
  const file = openSync(path, 'w')
  const buffer = Buffer.allocUnsafe(batchSize)
  let used = 0
  const put = (bytes: Buffer): void => {
    onWrite(bytes.length)
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
  }
  const flush = (): void => {
    put(buffer.subarray(0, used))
    used = 0
  }
  return {
    add(text) {
      // No character takes more than three bytes for each of its units.
      const most = 3 * text.length
      if (used + most > batchSize) flush()
      if (most > batchSize) put(Buffer.from(text))
      else used += buffer.write(text, used)
    },
    flush,
    close: () => closeSync(file),
  }
}
