import Papa from 'papaparse'
import { isHeaderCell } from '../structure/headers.ts'

/** How the lines of a text are cut into cells. */
export interface Separators {
  readonly delimiter: string
  /**
   * Where each line stands in one cell, as a spreadsheet saves a file that it opened with the wrong separator: the
   * separator in that cell.
   */
  readonly inner: string | null
}

// In the order in which they are preferred.
const delimiters = [',', '\t', ';', '|', '^', '~', ':']
const linesLookedAt = 500

/** The separators with which some line of the sample is most like a known header; a comma when none is. */
export function sniffSeparators(sample: string): Separators {
  const parses = delimiters
    .filter((delimiter) => delimiter === ',' || sample.includes(delimiter))
    .map((delimiter) => ({ delimiter, ...parse(sample, delimiter) }))
  let best = { delimiter: ',', inner: null as string | null, found: 1 }
  for (const { delimiter, lines } of parses)
    for (const cells of lines) {
      const found = cells.filter(isHeaderCell).length
      if (found > best.found) best = { delimiter, inner: null, found }
    }
  if (best.inner === null && best.found > 1) return best
  for (const { delimiter, lines, broken } of parses)
    for (const [index, cells] of lines.entries()) {
      const line = broken.has(index) ? null : onlyCell(cells)
      if (line === null) continue
      for (const inner of delimiters) {
        const found = line.includes(inner) ? unwrap(line, inner).filter(isHeaderCell).length : 0
        if (found > best.found) best = { delimiter, inner, found }
      }
    }
  return best
}

const deepest = 3

/**
 * The cells of a line that stands in one cell; the cells as they are where it does not. Saved more than once, it stands
 * in a cell in a cell.
 */
export function unwrapCells(cells: readonly string[], inner: string): readonly string[] {
  const line = onlyCell(cells)
  return line?.includes(inner) ? unwrap(line, inner) : cells
}

/** The ways to cut a line that stands in one cell into several, by `delimiter` first and by every other separator. */
export function cutsOf(cells: readonly string[], delimiter: string): string[][] {
  const line = onlyCell(cells)
  if (line === null) return []
  return [delimiter, ...delimiters.filter((other) => other !== delimiter)]
    .filter((separator) => line.includes(separator))
    .map((separator) => unwrap(line, separator))
    .filter((cut) => cut.length > 2)
}

function unwrap(line: string, inner: string): string[] {
  let cells = [line]
  for (let depth = 0; depth < deepest; depth++) {
    const within = onlyCell(cells)
    if (!within?.includes(inner)) break
    cells = parse(within, inner).lines.flat()
  }
  return cells
}

/** What stands in the only cell that is not empty. */
function onlyCell(cells: readonly string[]): string | null {
  const [only = '', ...others] = cells.filter((cell) => cell.trim() !== '')
  return only !== '' && others.length === 0 ? only : null
}

/** `broken` are the lines (from 0) with a quoted cell behind which something else than the separator stands. */
function parse(text: string, delimiter: string): { lines: string[][]; broken: ReadonlySet<number | undefined> } {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, quoteChar: '"', preview: linesLookedAt })
  return { lines: data, broken: new Set(errors.map(({ row }) => row)) }
}
