import type { Row } from '../../../shared/contract/rows.ts'
import { type GridColumn, kindOf } from '../column-kind.ts'

/** The same rows in the two forms that programs take from the clipboard. */
export interface ClipboardText {
  /** Tab-separated, with headings. */
  readonly plain: string
  /** A table in which ids and texts are marked as text, so that a spreadsheet keeps every digit and runs no formula. */
  readonly html: string
}

/** Rows with headings for the clipboard, in the given columns and their order. Amounts are plain decimals. */
export function clipboardText(rows: readonly Row[], columns: readonly GridColumn[]): ClipboardText {
  const heads = columns.map(({ title }) => title)
  const kinds = columns.map((column) => ({ name: column.name, isNumber: isNumber(column) }))
  const plain = [
    heads.map(plainCell).join('\t'),
    ...rows.map((row) =>
      kinds.map(({ name, isNumber }) => (isNumber ? textOf(row[name]) : plainCell(textOf(row[name])))).join('\t'),
    ),
  ]
  const html = [
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table><thead><tr>',
    ...heads.map((head) => `<th style="mso-number-format:'\\@'">${escaped(head)}</th>`),
    '</tr></thead><tbody>',
    ...rows.map(
      (row) => `<tr>${kinds.map(({ name, isNumber }) => htmlCell(textOf(row[name]), isNumber)).join('')}</tr>`,
    ),
    '</tbody></table></body></html>',
  ]
  return { plain: plain.join('\r\n'), html: html.join('') }
}

/** Figures and dates become values of a spreadsheet; everything else stays text. */
function isNumber(column: GridColumn): boolean {
  const kind = kindOf(column)
  return kind === 'money' || kind === 'decimal' || kind === 'percent' || kind === 'integer' || kind === 'date'
}

function textOf(value: Row[string] | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

/** A text for the plain form: quoted where a tab or a break would cut it, marked where it would run as a formula. */
function plainCell(text: string): string {
  const safe = /^[\s]*[=+\-@]/.test(text) ? `'${text}` : text
  return /["\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function htmlCell(text: string, isNumber: boolean): string {
  if (text === '') return '<td></td>'
  if (!isNumber) return `<td style="mso-number-format:'\\@'">${escaped(text)}</td>`
  // The number apart from its text keeps a spreadsheet with a decimal comma from reading a date or a text.
  return /^-?\d+(\.\d+)?$/.test(text) ? `<td x:num="${text}">${text}</td>` : `<td>${escaped(text)}</td>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\r\n|\r|\n/g, '<br style="mso-data-placement:same-cell">')
}
