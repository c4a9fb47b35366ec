import { type CellValue, toNumber, toText } from './cells.ts'
import type { PlannedTable, SheetPart } from './table.ts'

/** The letters of a column, counted from 0: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}

/**
 * A condition of a count or a sum: a column of the table equals the text of a cell, or a value of the query, for which the
 * formula has the word that stands in the cells.
 */
export interface Condition {
  readonly column: string
  readonly cell?: string
  readonly value?: string
}

/** The formula that counts the rows of a table for which all conditions hold; `0` for a table without rows. */
export function countWhere(planned: PlannedTable, conditions: readonly Condition[]): string {
  return overParts(planned, (part) => {
    if (isPlain(planned)) return `COUNTIFS(${matches(planned, part, conditions)})`
    return `SUMPRODUCT(${tests(planned, part, conditions)})`
  })
}

/** The formula that counts the rows that have any value in a column. */
export function countFilled(planned: PlannedTable, column: string): string {
  return overParts(planned, (part) => `COUNTA(${rangeOf(planned, part, column)})`)
}

/** The formula that sums a column over the rows for which all conditions hold; to be `rounded`. */
export function sumWhere(planned: PlannedTable, column: string, conditions: readonly Condition[]): string {
  return overParts(planned, (part) => {
    const range = rangeOf(planned, part, column)
    if (conditions.length === 0) return `SUM(${range})`
    if (isPlain(planned)) return `SUMIFS(${range},${matches(planned, part, conditions)})`
    return `SUMPRODUCT(${tests(planned, part, conditions)},${range})`
  })
}

/** As SUMIFS and COUNTIFS take conditions. */
function matches(planned: PlannedTable, part: SheetPart, conditions: readonly Condition[]): string {
  return conditions
    .map((condition) => `${rangeOf(planned, part, condition.column)},${pattern(planned, condition)}`)
    .join(',')
}

/** As SUMPRODUCT takes them: a column of 1 and 0 for each. */
function tests(planned: PlannedTable, part: SheetPart, conditions: readonly Condition[]): string {
  return conditions
    .map((condition) => `--EXACT(${rangeOf(planned, part, condition.column)},${criterion(planned, condition)})`)
    .join(',')
}

/**
 * Binary fractions leave dust (0.1 + 0.2 - 0.3 is not 0), which would show as `(0.00)`; amounts have six decimals, and
 * where the result of a cell has more, `formulaCell` keeps them.
 */
export function rounded(formula: string): string {
  return `ROUND(${formula}${toSixDecimals}`
}

const toSixDecimals = ',6)'

/**
 * A formula with its exact result as the cached value. Where a number cannot hold the result, or `live` says that the
 * cells it reads are text for that reason, the exact result itself.
 */
export function formulaCell(formula: string, result: string | null, live = true): CellValue {
  if (result === null) return null
  const number = toNumber(result)
  if (number === null) return toText(result)
  if (!live) return number
  const isFiner = formula.endsWith(toSixDecimals) && /\.\d{6}\d*[1-9]/.test(result)
  return { formula: isFiner ? formula.replace(/6\)$/, '12)') : formula, result: number }
}

/** What SUMIFS and COUNTIFS compare with: for them an empty text or cell is a zero, and `=` alone is an empty cell. */
function pattern(planned: PlannedTable, condition: Condition): string {
  return condition.cell === undefined && !condition.value ? '"="' : criterion(planned, condition)
}

function criterion({ table }: PlannedTable, { column, cell, value = '' }: Condition): string {
  if (cell !== undefined) return cell
  const words = table.columns.find(({ name }) => name === column)?.words
  return `"${(words && value !== '' ? words(value, {}) : value).replaceAll('"', '""')}"`
}

function overParts(planned: PlannedTable, formula: (part: SheetPart) => string): string {
  return planned.rows === 0 ? '0' : planned.parts.map(formula).join('+')
}

/** The cells of a column on one sheet, with the sheet's name so that the formula holds on any sheet. */
function rangeOf(planned: PlannedTable, part: SheetPart, name: string): string {
  const letters = columnLetters(planned.table.columns.findIndex((column) => column.name === name))
  return `'${part.sheet}'!$${letters}$${part.firstRow}:$${letters}$${part.lastRow}`
}

/**
 * COUNTIFS and SUMIFS ignore case and read `*`, `?` and `<` as patterns. That is harmless while every currency is a
 * code of three capitals; for anything else the slower exact comparison is used.
 */
function isPlain(planned: PlannedTable): boolean {
  return planned.blocks.every(({ currency }) => currency === null || /^[A-Z]{3}$/.test(currency))
}
