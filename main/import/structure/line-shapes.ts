import { isTotalLabel } from './noise.ts'
import type { Block } from './structure.ts'
import { isAmount, isTime } from './total-rows.ts'

/** A line that tells a spreadsheet the separator. */
export function isSeparatorLine(text: string): boolean {
  return /^"?sep=/i.test(text)
}

/** A figure alone in its row is data with empty cells around it, not a title. */
export function isFigure(text: string): boolean {
  return /^[-+($€£¥\s]*\d[\d.,\s]*[)%\s-]*$/.test(text)
}

/**
 * A totals row has a label and amounts, but nothing else that a row of its section has. Where rows have references, which
 * it has not, it may have the day by which it was grouped.
 */
export function isTotalRow(block: Block, cells: readonly string[]): boolean {
  // The ageing sections are nothing but amounts, and their one row may be labelled.
  if (block.match.columns.every((column) => column === null || column.type === 'money')) return block.records > 0
  const hasReference = block.match.columns.some((column) => column?.role === 'transaction_reference')
  return block.match.columns.every((column, index) => {
    const cell = cells[index]?.trim() ?? ''
    if (!column || cell === '' || isTotalLabel(cell)) return true
    return isAmount(column) || (hasReference && isTime(column))
  })
}

/** All cells filled, none repeated, none with a digit: words over columns, not data. */
export function looksLikeHeader(cells: readonly string[], filled: number): boolean {
  return filled > 2 && new Set(cells).size === cells.length && cells.every((cell) => cell !== '' && !/\d/.test(cell))
}
