import type { NamedRow } from '../../shared/contract/rows.ts'
import type { ColumnName } from '../../shared/queries/columns.ts'

/** A cell as text; null when it is empty or absent. */
export function textOf(row: NamedRow, column: ColumnName): string | null {
  const cell = row[column]
  return cell === null || cell === undefined ? null : String(cell)
}

/** A cell as a whole number; 0 when it is empty or absent. Never for money. */
export function numberOf(row: NamedRow, column: ColumnName): number {
  const value = Number(row[column] ?? 0)
  return Number.isFinite(value) ? value : 0
}

/** A decimal string as a length to draw; only for the sizes of bars, never for figures. */
export function lengthOf(amount: string | null): number {
  const value = Number(amount ?? 0)
  return Number.isFinite(value) ? value : 0
}
