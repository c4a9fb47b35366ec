import { FileProblem } from '../problems.ts'
import { isNumber, numberText } from './xlsx-numbers.ts'
import type { XlsxStyles } from './xlsx-styles.ts'
import { type SharedTexts, plainText } from './xlsx-texts.ts'

/** A cell as it stands in the XML of its sheet. */
export interface XlsxCell {
  /** Its name, as `C12`, and its sheet, for the sentence when it cannot be read. */
  readonly place: string
  readonly sheet: string
  /** Its kind (ECMA-376, 18.18.11): `s`, `str`, `inlineStr`, `b`, `d`, `e` or `n`. */
  readonly type: string
  readonly style: number
  /** What is written as its value; null when there is no value, which is not the same as an empty one. */
  readonly value: string | null
  /** The text that stands in the cell itself; null when there is none. */
  readonly inline: string | null
}

/**
 * The text of a cell; empty for one without value. Errors are given by their name, as a person sees them. Throws for a
 * cell whose value can only be guessed.
 */
export function cellText(cell: XlsxCell, texts: SharedTexts, styles: XlsxStyles): string {
  const { type, inline } = cell
  const value = cell.value ?? ''
  switch (type) {
    case 'n':
      if (value === '') return plainText(inline ?? '')
      return styles.dates[cell.style] === true && isNumber(value) ? dateText(value, styles.date1904) : numberText(value)
    case 's':
      return sharedText(cell, value.trim(), texts)
    case 'inlineStr':
      return plainText(inline ?? value)
    case 'str':
      return plainText(cell.value ?? inline ?? '')
    case 'b':
      return truthText(cell, value.trim())
    case 'd':
      return isoDate(value.trim())
    case 'e':
      // An error is no empty cell: something was meant to stand there.
      return value.trim() === '' ? '#VALUE!' : value.trim()
    default:
      throw cellProblem(cell, `is of a kind that no workbook has ("${type.slice(0, 20)}")`)
  }
}

function sharedText(cell: XlsxCell, index: string, texts: SharedTexts): string {
  // Some programs write an empty cell of text without saying which text.
  if (index === '') return ''
  const text = /^\d{1,10}$/.test(index) ? texts.at(Number(index)) : undefined
  if (text === undefined)
    throw cellProblem(cell, `refers to a shared text (${index.slice(0, 20)}) that the workbook does not have`)
  return text
}

function truthText(cell: XlsxCell, value: string): string {
  if (value === '') return ''
  if (value === '1' || value === 'true') return 'TRUE'
  if (value === '0' || value === 'false') return 'FALSE'
  throw cellProblem(cell, `is written as true or false and holds "${value.slice(0, 20)}"`)
}

/** The problem of one cell as a sentence; `what` goes on from "The cell C12 of the sheet …". */
export function cellProblem({ place, sheet }: Pick<XlsxCell, 'place' | 'sheet'>, what: string): FileProblem {
  return new FileProblem(`The cell ${place} of the sheet "${sheet}" ${what}: open it in Excel and save it again.`)
}

const daySeconds = 86_400
/** The day after 9999-12-31, the last that a spreadsheet knows. */
const endOfDays = 2_958_466

/** A day number as ISO 8601, with the time when there is one; what is no day stays a number. */
function dateText(text: string, date1904: boolean): string {
  const serial = Number(text)
  const days = date1904 ? serial + 1462 : serial
  // Day 60 is 29 February 1900, which never was; earlier days are one off. Below 1 it is a time without a day.
  if (serial < 1 || days >= endOfDays || Math.floor(days) === 60) return numberText(text)
  const seconds = Math.round((days < 60 ? days + 1 : days) * daySeconds)
  const [day, time] = new Date(Date.UTC(1899, 11, 30) + seconds * 1000).toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? `${day}` : `${day} ${time}`
}

/** A date that is written as one; midnight says that there is no time, as with day numbers. */
function isoDate(text: string): string {
  return text.replace(/^(\d{4}-\d{2}-\d{2})T00:00(:00(\.0+)?)?Z?$/, '$1')
}
