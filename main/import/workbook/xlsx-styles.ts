import type { XmlReader } from './xlsx-xml.ts'

/** What the styles of a workbook say about its cells: which of them show a number as a date. */
export interface XlsxStyles {
  readonly dates: readonly boolean[]
  readonly date1904: boolean
}

/** Formats that every spreadsheet program has built in for days and times (ECMA-376, 18.8.30). */
const builtInDates = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])

/** Reads which cell styles are dates; `parse` reads the styles part with the given reader. */
export async function readStyles(parse: (reader: XmlReader) => Promise<void>, date1904: boolean): Promise<XlsxStyles> {
  const formats = new Map<number, string>()
  const dates: boolean[] = []
  let inCells = false
  await parse({
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes['numFmtId']), String(attributes['formatCode']))
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      const id = Number(attributes['numFmtId'] ?? 0)
      dates.push(builtInDates.has(id) || isDateFormat(formats.get(id) ?? ''))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return { dates, date1904 }
}

/** True for a format with day, month or year in it, outside quoted text, brackets and escaped characters. */
function isDateFormat(format: string): boolean {
  const bare = format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
  return /[ymd]/i.test(bare) && !/^general$/i.test(bare)
}
