import type { TableColumn } from './table.ts'

/**
 * The width of a column in characters: wide enough for its header, and for its `longest` value within the limits of the
 * column. Figures need room for their groups, parentheses and decimals.
 */
export function widthOf(column: TableColumn, longest: number): number {
  const header = Math.max(...column.header.split(' ').map((word) => word.length)) + 5
  const figure = longest + Math.floor(Math.max(0, longest - 1) / 3)
  const content = { money: figure + 6, integer: figure + 3, date: 12, datetime: 17 }
  const least = column.narrowest ?? (column.kind === 'money' ? 13 : 7)
  const wanted = column.kind in content ? content[column.kind as keyof typeof content] : Math.ceil(longest * 0.96) + 3
  return Math.min(column.widest ?? 42, Math.max(least, header, wanted))
}
