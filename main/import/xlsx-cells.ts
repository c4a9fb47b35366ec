import { FileProblem } from './problems.ts'
import type { SaxesTagPlain } from 'saxes'

/** What a part of a workbook says as it is read: where elements begin and end, and the text between. */
export interface XmlReader {
  open?(tag: SaxesTagPlain): void
  text?(text: string): void
  close?(name: string): void
}

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
    open({ name, attributes }) {
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
  const bare = format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '')
  return /[ymd]/i.test(bare) && !/^general$/i.test(bare)
}

/** The text of a cell; `value` is what stands in the file, `type` its kind (ECMA-376, 18.18.11). */
export function cellText(
  value: string,
  type: string,
  style: number,
  strings: readonly string[],
  styles: XlsxStyles,
): string {
  if (type === 's') {
    const text = strings[Number(value)]
    if (text === undefined)
      throw new FileProblem(`A cell refers to a shared text (${value}) that the workbook does not have.`)
    return plainText(text)
  }
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type !== 'n' || value === '') return plainText(value)
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  return styles.dates[style] === true ? dateText(number, styles.date1904) : numberText(number)
}

/** Characters that XML cannot hold are written by their number, as `_x000D_`. */
function plainText(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** A double as Excel shows it: 15 digits, so that 0.1 + 0.2 is 0.3; beyond that digits are lost, and it shows. */
function numberText(value: number): string {
  const text = value.toPrecision(15)
  if (!text.includes('e')) return text.includes('.') ? text.replace(/\.?0+$/, '') : text
  if (Math.abs(value) < 1) return value.toFixed(20).replace(/\.?0+$/, '')
  return value.toExponential(14).replace('e', 'E')
}

const daySeconds = 86_400

/** A day number as ISO 8601, with the time when there is one; a time without a day stays a number. */
function dateText(serial: number, date1904: boolean): string {
  if (serial < 1) return numberText(serial)
  // Day 60 is 29 February 1900, which never was; earlier days are one off.
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const seconds = Math.round(days * daySeconds)
  const date = new Date(Date.UTC(1899, 11, 30) + seconds * 1000)
  if (Number.isNaN(date.getTime())) return numberText(serial)
  const [day, time] = date.toISOString().slice(0, 19).split('T') as [string, string]
  return time === '00:00:00' ? day : `${day} ${time}`
}
