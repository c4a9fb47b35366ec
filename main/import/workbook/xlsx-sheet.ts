import { type Limits, beyondLimit, shown } from '../limits.ts'
import { FileProblem } from '../problems.ts'
import { type XlsxCell, cellProblem, cellText } from './xlsx-cells.ts'
import { numberText } from './xlsx-numbers.ts'
import type { XlsxStyles } from './xlsx-styles.ts'
import type { SharedTexts } from './xlsx-texts.ts'
import type { XmlReader } from './xlsx-xml.ts'

/** What a sheet can hold at most. */
const lastRow = 1_048_576
const lastColumn = 16_384

export interface SheetContext {
  readonly sheet: string
  readonly texts: SharedTexts
  readonly styles: XlsxStyles
  readonly limits: Limits
  /** Takes the text of whole rows. */
  readonly write: (text: string) => void
  /** Takes the number of rows that were passed, the empty ones included, and whether the last reaches far out. */
  readonly count: (rows: number, isWide: boolean) => void
}

/** A reader of a sheet's XML, and what it has seen so far. */
export interface SheetReader extends XmlReader {
  /** Rows with something in them that the sheet hides, by a filter or by hand. */
  hiddenRows(): number
}

/**
 * Turns the cells of a sheet into CSV in which line n is row n. Empty cells at the end of a row are left out where
 * no row so far was as wide: sheets are often filled with them to their edge. Only one row is in memory at a time. Throws a `FileProblem` where the XML says two things or what no sheet can say.
 */
export function createSheetReader({ sheet, texts, styles, limits, write, count }: SheetContext): SheetReader {
  let hidden = 0
  let table: 'before' | 'in' | 'after' = 'before'
  let line = 0
  let row = 0
  let inRow = false
  let hasNumber = false
  let isHiddenRow = false
  let cells: string[] = []
  /** Column of the last cell that was read, and of the last that is not empty. */
  let column = 0
  let filled = 0
  let length = 0
  /** Column of the last cell that is not empty in any row so far. */
  let widest = 0
  let inCell = false
  let isFormula = false
  let place: string | undefined
  let type = 'n'
  let style = 0
  let value: string | null = null
  let inline: string | null = null
  let isPhonetic = false
  let taking: 'value' | 'inline' | null = null

  const problem = (what: string): FileProblem =>
    new FileProblem(`The sheet "${sheet}" ${what}: open it in Excel and save it again.`)

  const beginRow = (place: string | undefined, hiddenMark: string | undefined): void => {
    if (inRow) throw problem('has a row within a row, which no sheet can have')
    hasNumber = place !== undefined
    row = place === undefined ? row + 1 : wholeNumber(place)
    if (!(row > line && row <= lastRow)) throw problem(`has a row ${place ?? row}, which no sheet can have there`)
    inRow = true
    isHiddenRow = hiddenMark === '1' || hiddenMark === 'true'
    cells = []
    column = 0
    filled = 0
    length = 0
  }

  const beginCell = (attributes: Readonly<Record<string, string>>): void => {
    if (!inRow || inCell) throw problem('has a cell outside of its rows, which no sheet can have')
    place = attributes['r']
    // The cells of a row without a number say which one it is.
    const named = hasNumber || place === undefined ? row : Number(/\d{1,7}$/.exec(place)?.[0])
    if (column === 0 && named > row && named <= lastRow) row = named
    column = place === undefined ? column + 1 : columnOf(place, row)
    if (!(column >= 1 && column <= lastColumn))
      throw problem(`has a cell ${place ?? nameOf(column, row)}, which no sheet can have there`)
    type = attributes['t'] || 'n'
    style = Number(attributes['s'] ?? 0)
    value = null
    inline = null
    isFormula = false
    inCell = true
  }

  const take = (into: 'value' | 'inline'): void => {
    if (!inCell) return
    if (into === 'inline') inline ??= ''
    else if (value === null) value = ''
    else throw cellProblem(here(), 'has two values')
    taking = into
  }

  const joined = (former: string | null, text: string): string => {
    const whole = former === null || former === '' ? text : former + text
    if (whole.length > limits.cellText)
      throw new FileProblem(
        beyondLimit(`A cell of the sheet "${sheet}" has more than ${shown(limits.cellText)} characters`),
      )
    return whole
  }

  const here = (): XlsxCell => ({ place: nameOf(column, row), sheet, type, style, value, inline })

  const endCell = (): void => {
    inCell = false
    if (isFormula && value === null && inline === null)
      throw cellProblem(here(), 'is a formula whose result was not saved')
    if (cells[column - 1] !== undefined) throw cellProblem(here(), 'stands there twice')
    const text =
      type === 'n' && value !== null && value !== '' && !styles.dates[style]
        ? numberText(value)
        : cellText(here(), texts, styles)
    length += text.length
    if (length > limits.rowText)
      throw new FileProblem(
        beyondLimit(`The row ${row} of the sheet "${sheet}" has more than ${shown(limits.rowText)} characters`),
      )
    cells[column - 1] = quoteCell(text)
    if (text !== '' && column > filled) filled = column
  }

  const endRow = (): void => {
    inRow = false
    count(row - line, filled > limits.wideColumn)
    if (isHiddenRow && filled > 0) hidden++
    widest = Math.max(widest, filled)
    cells.length = filled === 0 ? 0 : Math.min(cells.length, widest)
    // Rows without cells are not in the file at all, but they are lines to the person who looks at the sheet.
    if (row > line + 1) write('\n'.repeat(row - line - 1))
    write(`${cells.join(',')}\n`)
    line = row
  }

  return {
    hiddenRows: () => hidden,
    open(name, attributes) {
      if (name === 'sheetData') {
        if (table !== 'before') throw problem('has two tables of cells, which no sheet can have')
        table = 'in'
      }
      // Drawings and controls, which stand behind the cells, have elements called row and t too.
      if (table !== 'in') return
      if (name === 'v') take('value')
      else if (name === 'c') beginCell(attributes)
      else if (name === 't') {
        if (!isPhonetic) take('inline')
      } else if (name === 'row') beginRow(attributes['r'], attributes['hidden'])
      else if (name === 'f') isFormula = true
      else if (name === 'rPh') isPhonetic = true
    },
    text(text) {
      if (taking === 'value') value = joined(value, text)
      else if (taking === 'inline') inline = joined(inline, text)
    },
    close(name) {
      if (table !== 'in') return
      if (name === 'v' || name === 't') taking = null
      else if (name === 'c') endCell()
      else if (name === 'row') endRow()
      else if (name === 'rPh') isPhonetic = false
      else if (name === 'sheetData') table = 'after'
    },
  }
}

/** NaN for everything but digits: `1.5`, `0x1` and `1e1` are no numbers of rows. */
function wholeNumber(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
}

/** Number of the column in a cell's name, from 1: `C12` is 3. NaN for a name of another row or of no cell. */
function columnOf(place: string, row: number): number {
  let column = 0
  let index = 0
  for (; index < place.length; index++) {
    const code = place.charCodeAt(index)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  let digits = 0
  for (; index < place.length; index++) {
    const code = place.charCodeAt(index)
    if (code < 48 || code > 57) return Number.NaN
    digits = digits * 10 + code - 48
  }
  return digits === row ? column : Number.NaN
}

/** The name of a cell: column 3 of row 12 is `C12`. */
function nameOf(column: number, row: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}

function quoteCell(text: string): string {
  if (text === '') return text
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}
