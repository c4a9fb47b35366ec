import type { ColumnType } from '../../shared/reports/catalogue.ts'
import type { Row } from '../database/connection.ts'

/** A column of a query's answer. */
export interface ResultColumn {
  readonly name: string
  readonly type: ColumnType | 'boolean'
}

/**
 * A value as CSV and JSON show it: money with two decimals, or more where it has more; other decimals without idle
 * zeros; times in ISO 8601 with the zone, which is UTC. Null for a value that is not there.
 */
export function plainValue(column: ResultColumn, value: Row[string] | undefined): string | null {
  if (value === null || value === undefined) return null
  const text = String(value)
  switch (column.type) {
    case 'money':
      return decimal(text, 2)
    case 'decimal':
    case 'percent':
      return decimal(text, 0)
    case 'datetime':
      return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text)
        ? `${text.replace(' ', 'T').replace(/\.0+$|(?<=\.\d*[1-9])0+$/, '')}Z`
        : text
    default:
      return text
  }
}

function decimal(text: string, decimals: number): string {
  const parts = /^(-?\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return text
  const fraction = (parts[2] ?? '').replace(/0+$/, '').padEnd(decimals, '0')
  return fraction === '' ? `${parts[1]}` : `${parts[1]}.${fraction}`
}
