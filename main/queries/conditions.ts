import type { Filter } from '../../shared/contract/rows.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Parameters } from '../database/connection.ts'
import { type Described, checkValue, columnCalled, columnType, form, reference } from './columns.ts'

/** Conditions over the relation `q`, and the values that they are bound to. */
export interface Conditions {
  readonly sql: readonly string[]
  readonly parameters: Parameters
}

/**
 * Filters and search as SQL conditions that must all hold. Values are bound, never written into the text.
 * Letters are compared without regard to case by the text operators and the search, exactly by `equals` and `in`.
 * Error `wrong-usage` for a column that the query has not, or a value that its column cannot hold.
 */
export function conditionsOf(
  columns: readonly Described[],
  queryName: string,
  chosen: { readonly filters?: readonly Filter[] | undefined; readonly search?: string | undefined },
): Conditions {
  const parameters: Parameters = {}
  const bind: Bind = (value) => {
    const name = `value_${Object.keys(parameters).length}`
    parameters[name] = value
    return `$${name}`
  }
  const sql = (chosen.filters ?? []).map((filter) =>
    condition(filter, columnCalled(columns, filter.column, queryName), bind),
  )
  for (const word of wordsOf(chosen.search)) sql.push(searchCondition(columns, word, bind))
  return { sql, parameters }
}

/** Takes a value and gives the name under which it is bound. */
type Bind = (value: string) => string

function condition(filter: Filter, column: Described, bind: Bind): string {
  const value = reference(column)
  switch (filter.operator) {
    case 'contains':
      return `contains(${lowered(column)}, lower(${bind(filter.value)}))`
    case 'not-contains':
      return `not coalesce(contains(${lowered(column)}, lower(${bind(filter.value)})), false)`
    case 'starts-with':
      return `starts_with(${lowered(column)}, lower(${bind(filter.value)}))`
    case 'ends-with':
      return `suffix(${lowered(column)}, lower(${bind(filter.value)}))`
    case 'equals':
    case 'not-equals':
    case 'less':
    case 'less-or-equal':
    case 'greater':
    case 'greater-or-equal':
      return compared(column, filter.operator, filter.value, bind)
    case 'between':
      return `${compared(column, 'greater-or-equal', filter.from, bind)} and ${compared(column, 'less-or-equal', filter.to, bind)}`
    case 'in':
      return anyOf(column, filter.values, bind)
    case 'blank':
      return blank(column)
    case 'not-blank':
      return columnType(column) === 'text' ? `${value} <> ''` : `${value} is not null`
  }
}

type Comparison = 'equals' | 'not-equals' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal'

const signs: Readonly<Record<Comparison, string>> = {
  equals: '=',
  'not-equals': 'is distinct from',
  less: '<',
  'less-or-equal': '<=',
  greater: '>',
  'greater-or-equal': '>=',
}

function compared(column: Described, comparison: Comparison, value: string, bind: Bind): string {
  checkValue(column, value)
  if (columnType(column) === 'boolean' && comparison !== 'equals' && comparison !== 'not-equals')
    throw new TieoutError('wrong-usage', `The column ${column.name} is true or false, which has no order.`)
  const [left, right] = sides(column, value, bind(value))
  return `${left} ${signs[comparison]} ${right}`
}

/** Both sides of a comparison in one type, in which nothing is rounded. */
function sides(column: Described, value: string, parameter: string): [string, string] {
  const left = reference(column)
  const type = columnType(column)
  // A day asks for every moment of it.
  if (type === 'datetime' && value.length === 10) return [`${left}::date`, `${parameter}::date`]
  if (type === 'datetime') return [left, `replace(${parameter}, 'Z', '')::timestamp`]
  if (type !== 'money' && type !== 'decimal' && type !== 'percent') return [left, `${parameter}::${column.sqlType}`]
  const [width = 0, scale = 0] = (/\((\d+),(\d+)\)/.exec(column.sqlType) ?? []).slice(1).map(Number)
  const [whole = '', decimals = ''] = value.replace('-', '').split('.')
  // In the type of the column the comparison is fastest, and most values fit it.
  const isExact = decimals.replace(/0+$/, '').length <= scale && whole.length <= width - scale
  return [left, `${parameter}::${isExact ? column.sqlType : `decimal(38, ${Math.max(10, decimals.length)})`}`]
}

function anyOf(column: Described, values: readonly (string | null)[], bind: Bind): string {
  const terms = values
    .filter((value) => value !== null && value !== '')
    .map((value) => compared(column, 'equals', String(value), bind))
  if (values.some((value) => value === null || value === '')) terms.push(blank(column))
  return terms.length > 0 ? `(${terms.join(' or ')})` : 'false'
}

function blank(column: Described): string {
  const value = reference(column)
  return columnType(column) === 'text' ? `(${value} is null or ${value} = '')` : `${value} is null`
}

/** The text of the column as it is shown, in small letters. */
function lowered(column: Described): string {
  const type = columnType(column)
  if (type === 'text') return `lower(${reference(column)})`
  if (type === 'datetime') return `lower(${form(type, reference(column))})`
  const text = type === 'integer' ? reference(column) : form(type, reference(column))
  return `(${text})::varchar`
}

function wordsOf(search: string | undefined): string[] {
  return (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
}

/** The word stands in some text, amount or date of the row, as it is shown. */
function searchCondition(columns: readonly Described[], word: string, bind: Bind): string {
  const parameter = `lower(${bind(word)})`
  const terms = columns
    .filter((column) => mayHold(column, word))
    .map((column) => {
      const isShown = `contains(${lowered(column)}, ${parameter})`
      // The plain text of an amount begins with the shown one, and is made several times faster.
      const isMoney = columnType(column) === 'money'
      return isMoney ? `(contains(${reference(column)}::varchar, ${parameter}) and ${isShown})` : isShown
    })
  return terms.length > 0 ? `(${terms.join(' or ')})` : 'false'
}

/** Most columns of figures cannot hold a word of letters, and need not be read for one. */
function mayHold(column: Described, word: string): boolean {
  switch (columnType(column)) {
    case 'text':
      return true
    case 'money':
      return /^[-.\d]+$/.test(word)
    case 'date':
      return /^[-\d]+$/.test(word)
    case 'datetime':
      return /^[-:.\dtz]+$/.test(word)
    default:
      return false
  }
}
