import type { Column } from '../../../shared/reports/catalogue.ts'
import type { HeaderMatch } from './headers.ts'
import { unseenCharacter } from '../formats/text-notes.ts'

// oxlint-disable-next-line no-control-regex
const controls = /[\0-\x08\v\f\x0e-\x1f\x7f]/g
// oxlint-disable-next-line no-control-regex
const notInKeys = /[\0-\x08\v\f\x0e-\x1f\x7f\uFFFD]/

/** The cell without characters that nobody sees, as it is compared with headings. */
export function withoutControls(cell: string): string {
  return cell.replace(controls, '')
}

/**
 * Why a row with such characters is not read, or null: a zero byte is damage wherever it stands; any other may stand in a
 * name, but not in what rows are joined by or added up from, where it would be a difference that nobody finds.
 */
export function controlProblem(cells: readonly string[], match: HeaderMatch | null): string | null {
  for (const [index, cell] of cells.entries()) {
    const column = match?.columns[index] ?? null
    const found = cell.includes('\0') ? '\0' : isKey(column) ? notInKeys.exec(cell.trim())?.[0] : undefined
    if (found !== undefined) return unseenCharacter(match?.headings[index] ?? '', found.charCodeAt(0))
  }
  return null
}

function isKey(column: Column | null): boolean {
  return column !== null && (column.type !== 'text' || column.role !== undefined)
}
