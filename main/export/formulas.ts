import { type CellValue, toNumber, toText } from './cells.ts'
import type { PlannedTable, SheetPart } from './table.ts'

/** The letters of a column, counted from 0: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}

/** A condition of a count or a sum: a column of the table equals the text of a cell, or a text of ours. */
export interface Condition {
  readonly column: string
  readonly cell?: string
  readonly text?: string
}

/** The formula that counts the rows of a table for which all conditions hold; `0` for a table without rows. */
export function countWhere(planned: PlannedTable, conditions: readonly Condition[]): string {
  return overParts(planned, (part) => {
    const range = (name: string): string => rangeOf(planned, part, name)
    if (isPlain(planned))
      return `COUNTIFS(${conditions.map((condition) => `${range(condition.column)},${pattern(condition)}`).join(',')})`
    return `SUMPRODUCT(${conditions.map((condition) => `--EXACT(${range(condition.column)},${criterion(condition)})`).join(',')})`
  })
}

/** The formula that sums a column over the rows for which all conditions hold, without the dust of binary fractions. */
export function sumWhere(planned: PlannedTable, column: string, conditions: readonly Condition[]): string {
  const sum = overParts(planned, (part) => {
    const range = (name: string): string => rangeOf(planned, part, name)
    if (conditions.length === 0) return `SUM(${range(column)})`
    if (isPlain(planned))
      return `SUMIFS(${range(column)},${conditions.map((condition) => `${range(condition.column)},${pattern(condition)}`).join(',')})`
    const tests = conditions.map((condition) => `--EXACT(${range(condition.column)},${criterion(condition)})`)
    return `SUMPRODUCT(${[...tests, range(column)].join(',')})`
  })
  return rounded(sum)
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
function pattern(condition: Condition): string {
  return condition.cell === undefined && !condition.text ? '"="' : criterion(condition)
}

function criterion(condition: Condition): string {
  return condition.cell ?? `"${condition.text ?? ''}"`
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
