import type { Row } from '../../shared/contract/rows.ts'

/** A cell as text; null when it is empty or absent. */
export function textOf(row: Row, column: string): string | null {
  const cell = row[column]
  return cell === null || cell === undefined ? null : String(cell)
}

/** A cell as a whole number; 0 when it is empty or absent. Never for money. */
export function numberOf(row: Row, column: string): number {
  const value = Number(row[column] ?? 0)
  return Number.isFinite(value) ? value : 0
}

/** A decimal string as a length to draw; only for the sizes of bars, never for figures. */
export function lengthOf(amount: string | null): number {
  const value = Number(amount ?? 0)
  return Number.isFinite(value) ? value : 0
}
