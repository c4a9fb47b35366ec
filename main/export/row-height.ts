import type { CellValue } from './cells.ts'
import type { PlannedTable } from './table.ts'

/** In points, for the default font. */
const lineHeight = 12
/** A longer text is read in the cell itself; rows as high as a screen help nobody. */
const mostLines = 8
/** Letters of a sentence per digit of the default font, in which widths are counted; low, because lines break at words. */
const charactersPerWidth = 1.12

/** Wrapped sentences need their height said: not every program measures it when it opens a file. */
export function rowHeight(planned: PlannedTable, values: readonly CellValue[]): number {
  let lines = 1
  planned.table.columns.forEach(({ kind }, index) => {
    const value = values[index]
    if (kind === 'sentence' && typeof value === 'string')
      lines = Math.max(lines, linesOf(value, (planned.widths[index] ?? 40) * charactersPerWidth))
  })
  return Math.min(lines, mostLines) * lineHeight + 3
}

/** A text without line ends that has no more bytes than this stands on one line of a column of such a width. */
export function neverWraps(width: number): number {
  return Math.floor(width * charactersPerWidth)
}

/** On how many lines a text stands when it is broken at blanks, and in paths behind slashes and hyphens. */
function linesOf(text: string, lineLength: number): number {
  if (text.length <= lineLength && !text.includes('\n')) return 1
  let lines = 1
  let used = 0
  for (const word of text.match(/\n|[^\s/-]*[/-]?[^\S\n]?/g) ?? []) {
    if (word === '\n' || (used > 0 && used + word.trimEnd().length > lineLength)) {
      lines += 1
      used = 0
    }
    if (word === '\n') continue
    lines += Math.max(0, Math.ceil(word.length / lineLength) - 1)
    used += word.length % lineLength
    if (lines >= mostLines) return mostLines
  }
  return lines
}

/** Headers break at blanks; each has the button of the filter beside it. */
export function headerHeight(planned: PlannedTable): number {
  const button = 4
  const lines = planned.table.columns.map(({ header }, index) =>
    linesOf(header, (planned.widths[index] ?? 10) - button),
  )
  return Math.max(2, ...lines) * lineHeight + 6
}
