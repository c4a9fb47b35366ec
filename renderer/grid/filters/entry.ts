import type { Filter } from '../../../shared/contract/rows.ts'
import { gridWording } from '../../wording/grid.ts'
import { type GridColumn, kindOf } from '../column-kind.ts'

/** What a person has entered for a condition on one column. */
export interface Entry {
  readonly operator: Exclude<Filter['operator'], 'in'>
  readonly value: string
  /** The upper end of `between`. */
  readonly to: string
}

const compare = ['equals', 'not-equals', 'less', 'less-or-equal', 'greater', 'greater-or-equal', 'between'] as const
const textOperators = ['contains', 'not-contains', 'equals', 'not-equals', 'starts-with', 'ends-with'] as const
const empty = ['blank', 'not-blank'] as const

/** The conditions that a column offers, the usual one first. */
export function operatorsOf(column: GridColumn): readonly Entry['operator'][] {
  const kind = kindOf(column)
  return kind === 'text' || kind === 'id' || kind === 'state' ? [...textOperators, ...empty] : [...compare, ...empty]
}

/** What to show in the form for a filter that is there already. */
export function entryOf(filter: Filter | undefined, column: GridColumn): Entry {
  const first = operatorsOf(column)[0] ?? 'contains'
  if (!filter || filter.operator === 'in') return { operator: first, value: '', to: '' }
  if (filter.operator === 'between') return { operator: 'between', value: filter.from, to: filter.to }
  return { operator: filter.operator, value: 'value' in filter ? filter.value : '', to: '' }
}

/** The filter that an entry asks for, or the sentence that says what is wrong with it. */
export function filterOf(entry: Entry, column: GridColumn): { filter: Filter } | { problem: string } {
  const { operator } = entry
  if (operator === 'blank' || operator === 'not-blank') return { filter: { operator, column: column.name } }
  const value = cleaned(entry.value, column)
  if (value === null) return { problem: problemOf(entry.value, column) }
  if (operator !== 'between') return { filter: { operator, column: column.name, value } }
  const to = cleaned(entry.to, column)
  if (to === null) return { problem: problemOf(entry.to, column) }
  return { filter: { operator, column: column.name, from: value, to } }
}

/** A value in the form of the contract; null when it is none. Amounts stay text, digit by digit. */
function cleaned(entered: string, column: GridColumn): string | null {
  const text = entered.trim()
  if (text === '') return null
  switch (kindOf(column)) {
    case 'money':
    case 'decimal':
    case 'percent':
      return amountOf(text)
    case 'integer':
      return /^-?[\d,\u00a0 ]+$/.test(text) ? text.replace(/[^\d-]/g, '') : null
    case 'date':
    case 'datetime':
      return dayOf(text)
    default:
      return entered
  }
}

/** Takes an amount as a person or a grid writes it: `1,250.00`, `(12.50)`, `-12.5`, `1.250,00`. */
export function amountOf(text: string): string | null {
  const isInParentheses = /^\(.*\)$/.test(text)
  let digits = text
    .replace(/^\((.*)\)$/, '$1')
    .replace(/[\s\u00a0\u202f'’]/g, '')
    .replace(/^\u2212/, '-')
  const lastComma = digits.lastIndexOf(',')
  const lastPoint = digits.lastIndexOf('.')
  const isCommaDecimal = lastComma > lastPoint && !/^-?\d{1,3}(,\d{3})+$/.test(digits)
  digits = isCommaDecimal ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '')
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return null
  return isInParentheses && !digits.startsWith('-') ? `-${digits}` : digits
}

function dayOf(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(text) ? null : text
}

function problemOf(entered: string, column: GridColumn): string {
  if (entered.trim() === '') return gridWording.needsValue
  const kind = kindOf(column)
  if (kind === 'date' || kind === 'datetime') return gridWording.notADate
  return kind === 'integer' ? gridWording.notAWhole : gridWording.notANumber
}
