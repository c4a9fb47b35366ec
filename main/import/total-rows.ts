import type { Connection } from '../database/connection.ts'
import type { Column, Section } from '../../shared/reports/catalogue.ts'
import { totalPattern } from './noise.ts'
import type { TypedColumn } from './typing.ts'

/** Amounts and counts, and what they are in. */
export function isAmount({ type, role }: Column): boolean {
  return role === 'currency' || type === 'money' || type === 'decimal' || type === 'percent' || type === 'integer'
}

/** Days and months. */
export function isTime({ type }: Column): boolean {
  return type === 'date' || type === 'datetime' || type === 'month'
}

/** Name of the column of the staged table that is true for a row which is a total, or may be one. */
const mark = 'total__row'

/**
 * Marks the rows of a staged block that are totals or may be: what a spreadsheet's command puts between the data has no
 * reference, amounts, and one or two words at most. A line that AWS gives no reference, as an adjustment, has the other
 * columns of its section. Returns whether there are any.
 */
export async function markTotals(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  section: Section,
): Promise<boolean> {
  const condition = section.feed ? null : totalCondition(columns)
  if (condition === null) return false
  if ((await connection.value(`select 1 from ${table} where ${condition} limit 1`)) === null) return false
  await connection.run(`create or replace table ${table} as select *, ${condition} as ${mark} from ${table}`)
  return true
}

/** The columns of a block with totals in it: these rows are refused as totals, whatever else is wrong with them. */
export function refuseTotals(columns: readonly TypedColumn[]): readonly TypedColumn[] {
  const speaker = columns.find(({ column }) => column.role === 'transaction_reference') ?? columns[0]
  const others = columns.map(({ column }) => column).filter((column) => column !== speaker?.column && !isAmount(column))
  const label = `coalesce(${[...others.map(({ name }) => labelOf(`"${name}"`)), 'null'].join(', ')})`
  const word = `coalesce(${[...others.map(({ name }) => `"${name}"`), 'null'].join(', ')})`
  return columns.map((typed) => {
    if (typed !== speaker)
      return typed.refused === null ? typed : { ...typed, refused: `(not ${mark} and ${typed.refused})` }
    const cell = `"${typed.column.name}"`
    const said = `case
      when ${isLabel(cell)} then 'is the label of a total'
      when ${label} is not null then 'stands in a row that says "' || left(${label}, 60) || '": it is a total'
      when ${word} is null then 'is empty like all but the amounts: it may be a total'
      else 'is empty like nearly all but the amounts: it may be a total' end`
    return {
      ...typed,
      refused: typed.refused === null ? mark : `(${mark} or ${typed.refused})`,
      reason: `case when ${mark} then ${said} else ${typed.reason} end`,
    }
  })
}

/** Words beside which a row with a label may still be a total: what the rows above have in common. */
const mostWords = 3

function totalCondition(columns: readonly Column[]): string | null {
  const reference = columns.find(({ role }) => role === 'transaction_reference')
  const others = columns.filter((column) => column !== reference && !isAmount(column))
  const words = others.filter((column) => !isTime(column)).map(({ name }) => `"${name}"`)
  if (words.length === 0 || words.length + 1 >= columns.length) return null
  const filled = words.map((cell) => `(not coalesce(is_no_value(${cell}), true))::integer`).join(' + ')
  const anyLabel = others.map(({ name }) => isLabel(`"${name}"`)).join(' or ')
  // Without references a label alone tells a total, and only where nothing else stands in the row.
  if (!reference) {
    const times = others.filter(isTime).map(({ name }) => `"${name}" is null`)
    return `(${[`${filled} = 1`, ...times, `(${words.map(isLabel).join(' or ')})`].join(' and ')})`
  }
  const cell = `"${reference.name}"`
  const few = Math.min(2, Math.floor(words.length / 2))
  return `case
    when ${cell} is null then ${filled} <= ${few} or (${filled} <= ${mostWords} and (${anyLabel}))
    when contains(${cell}, ' ') or strlen(${cell}) < 16 then ${isLabel(cell)} and ${filled} <= ${mostWords}
    else false end`
}

function isLabel(cell: string): string {
  return `coalesce(regexp_matches(${cell}, '${totalPattern.replaceAll("'", "''")}'), false)`
}

function labelOf(cell: string): string {
  return `case when ${isLabel(cell)} then ${cell} end`
}
