import type { Style } from 'exceljs'
import { type CellKind, type CellValue, toCell, toNumber } from './cells.ts'
import { formulaCell } from './formulas.ts'
import {
  bodyStyle,
  factStyle,
  headerStyle,
  headingStyle,
  labelStyle,
  signatureLabelStyle,
  signatureStyle,
  totalStyle,
  unknownStyle,
  unknownTotalStyle,
} from './style.ts'
import type { PlannedTable } from './table.ts'

/** The tables that the figures of the summary are calculated from. */
export interface SummaryTables {
  readonly cashApplication: PlannedTable
  readonly uncollected: PlannedTable
  readonly settlements: PlannedTable
  readonly controls: PlannedTable
  readonly exceptions: PlannedTable
  readonly sources: PlannedTable
  /** A sheet with one settlement does not hold what the figures of the whole book are sums of. */
  readonly isWholeBook: boolean
}

/** A cell as it is written. */
export interface Cell {
  readonly value: CellValue
  readonly style: Partial<Style>
}

/** A row as it is written. */
export interface Line {
  readonly cells: readonly Cell[]
  /** In points. */
  readonly height?: number
  /** The printed page ends with it. */
  readonly endsPage?: boolean
}

/** An amount of a query with the formula that comes to it; the plain amount where cells that it reads are no numbers. */
export interface Figure {
  readonly formula: string
  readonly isLive: boolean
}

/** A title over a part of the summary, and the room above it. */
export function heading(title: string): Line[] {
  return [{ cells: [] }, { cells: [{ value: title, style: headingStyle }], height: 22 }]
}

/** The header of a part: the first column at the left, figures at the right. */
export function headerLine(headers: readonly (readonly [string, CellKind])[]): Line {
  return { cells: headers.map(([value, kind]) => ({ value, style: headerStyle(kind) })), height: 20 }
}

/** A label with what is to be said of it. */
export function fact(label: string, kind: CellKind, value: CellValue): Line {
  return {
    cells: [
      { value: label, style: labelStyle },
      { value, style: factStyle(kind) },
    ],
  }
}

/** A line to sign on, with a name and a day. */
export function signature(label: string): Line {
  const rule: Cell = { value: null, style: signatureStyle }
  const cells = [textCell(label, signatureLabelStyle), rule, rule, textCell('on', signatureLabelStyle), rule]
  return { cells, height: 30 }
}

/** A text cell. */
export function textCell(value: string, style: Partial<Style> = bodyStyle('text')): Cell {
  return { value, style }
}

/** An amount, or that it is not known; a total stands out. */
export function amountCell(amount: string | null, figure: Figure | null, isTotal = false): Cell {
  if (amount === null) return { value: 'not known', style: isTotal ? unknownTotalStyle : unknownStyle }
  return {
    value: figure ? formulaCell(figure.formula, amount, figure.isLive) : toCell('money', amount),
    style: isTotal ? totalStyle('money') : bodyStyle('money'),
  }
}

/** Whether sums over these columns hold every amount of a currency: what loses digits as a number stands there as text. */
export function isAddable(currency: string | null, ...read: readonly (readonly [PlannedTable, string])[]): boolean {
  return read.every(
    ([planned, column]) =>
      planned.blocks.find((block) => block.currency === currency)?.totals.get(column)?.addable ?? true,
  )
}

/** Whether these amounts stand in their cells as numbers. */
export function areNumbers(amounts: readonly (string | null | undefined)[]): boolean {
  return amounts.every((amount) => typeof amount === 'string' && toNumber(amount) !== null)
}
