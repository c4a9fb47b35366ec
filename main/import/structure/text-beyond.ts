import type { Column } from '../../../shared/reports/catalogue.ts'
import type { Block } from './structure.ts'

/** What stands in a line to the right of the last heading: a note beside the table, of no column. */
export interface TextBeyond {
  readonly line: number
  readonly text: string
}

/**
 * Whether the cells of a record of a text file that stand beyond the last heading are a note beside the table, and not
 * the end of a row that a comma too many has moved to the right. The lines of the table must be as long as its header,
 * or an empty cell stand between; and every cell must suit its column. In a workbook each cell has its place.
 */
export function mayStandBeyond(block: Block, cells: readonly string[]): boolean {
  const beyond = cells.slice(block.named)
  const isAsLong = cells.length === block.width && !block.hasShort
  const isApart = beyond[0]?.trim() === ''
  if (!isAsLong && !isApart) return false
  if (!beyond.every((cell) => cell.trim() === '' || isText(cell))) return false
  return block.match.columns.every((column, index) => column === null || suits(column, cells[index]?.trim() ?? ''))
}

function isText(cell: string): boolean {
  return /\p{L}{2}/u.test(cell)
}

/** Far from a reading of the cell: only whether it looks like one of its kind at all. */
function suits(column: Column, cell: string): boolean {
  if (cell === '' || /^(-|n\/?a|null|none|not \w+)$/i.test(cell)) return true
  if (column.role === 'currency') return /^\p{L}{2,4}$|^\p{Sc}$/u.test(cell)
  if (column.type === 'text') return true
  if (column.type === 'id') return !/\s/.test(cell)
  if (column.type === 'account') return /^[-\d]+$/.test(cell)
  return /\d/.test(cell) && !/\p{L}{10}/u.test(cell)
}
