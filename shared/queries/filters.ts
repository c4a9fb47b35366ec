import type { Filter } from '../contract/rows.ts'
import type { ColumnName } from './columns.ts'

/** The rows whose column holds exactly this value. */
export function equals(column: ColumnName, value: string): Filter {
  return { operator: 'equals', column, value }
}

/** The rows whose column holds one of these values; null for rows without one. */
export function oneOf(column: ColumnName, values: readonly (string | null)[]): Filter {
  return { operator: 'in', column, values: [...values] }
}

/** The rows whose column holds nothing. */
export function blank(column: ColumnName): Filter {
  return { operator: 'blank', column }
}

/** The rows whose column holds something. */
export function filled(column: ColumnName): Filter {
  return { operator: 'not-blank', column }
}
