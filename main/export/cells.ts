import type { Row } from '../database/connection.ts'

/** What a column holds, as far as a spreadsheet is concerned; an id is text whatever it looks like. */
export type CellKind = 'id' | 'text' | 'sentence' | 'money' | 'decimal' | 'percent' | 'integer' | 'date' | 'datetime'

/** A formula of ours with the value that it had when the workbook was written. */
export interface Formula {
  readonly formula: string
  readonly result: number | string
}

/** All that is ever handed to the workbook writer: nothing that comes from a file can become a formula or a link. */
export type CellValue = string | number | Date | Formula | null

/** Excel holds no more characters than this in one cell. */
export const longestText = 32_767
const cutMark = ' … [cut: the cell is full]'

/** Excel holds no more significant digits than this in a number. */
const mostDigits = 15

/** The value of a database cell as a workbook cell: exact, or as text where a number would round it. */
export function toCell(kind: CellKind, value: Row[string] | undefined): CellValue {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = String(value)
  switch (kind) {
    case 'money':
    case 'decimal':
    case 'percent':
    case 'integer':
      return toNumber(text) ?? toText(text)
    case 'date':
    case 'datetime':
      return toDate(text) ?? toText(text)
    case 'id':
    case 'text':
    case 'sentence':
      return toText(text)
  }
}

/**
 * A decimal string as a number when the number keeps every digit of it, else null: Excel rounds after 15 significant
 * digits, and a rounded amount is a wrong amount.
 */
export function toNumber(decimal: string): number | null {
  const parts = /^-?(\d+)(?:\.(\d+))?$/.exec(decimal)
  if (!parts) return null
  const digits = `${parts[1]}${parts[2] ?? ''}`.replace(/^0+/, '')
  // Zeros at the end cost a number no digit.
  if (digits.replace(/0+$/, '').length > mostDigits) return null
  const number = Number(decimal)
  return Object.is(number, -0) ? 0 : number
}

/** The SQL that tells whether `toNumber` would refuse a decimal expression, so that totals know it beforehand. */
export function losesDigits(expression: string): string {
  return `length(rtrim(ltrim(replace(abs(${expression})::varchar, '.', ''), '0'), '0')) > ${mostDigits}`
}

/** An ISO date or UTC timestamp as the date a spreadsheet shows, else null (Excel's calendar is wrong before March 1900). */
export function toDate(text: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,3})\d*)?(?:Z|\+00(?::?00)?)?)?$/.exec(text)
  if (!parts) return null
  if (text < '1900-03-01') return null
  const [year = 0, month = 1, day = 1, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  const milliseconds = Number((parts[7] ?? '').padEnd(3, '0'))
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds))
  return date.getUTCDate() === day ? date : null
}

/**
 * Text that a workbook can hold: characters that XML forbids are replaced by their visible pictures (U+0000 by ␀),
 * text that Excel would read as an escape is escaped, and text that is too long is cut with a mark.
 */
export function toText(text: string): string {
  // Nearly every text; the three below look at each of its characters again.
  if (text.length <= longestText && !isOdd.test(text)) return text
  const visible = text
    .replace(/\r\n?/g, '\n')
    .replace(unwritable, picture)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  if (visible.length <= longestText) return visible
  // A pair of surrogates is one character and must not be cut in two.
  const end = longestText - cutMark.length
  return visible.slice(0, isHighSurrogate(visible.charCodeAt(end - 1)) ? end - 1 : end) + cutMark
}

/** Whether one of the replacements of `toText` may have something to do. */
const isOdd = /[^\t\n\u0020-\u007e\u0080-\ud7ff\ue000-\ufffd]|_x/

const unwritable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code === 0x7f) return '\u2421'
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd'
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}
