import type { Connection } from '../../database/connection.ts'
import type { Column, Section } from '../../../shared/reports/catalogue.ts'
import { totalPattern } from './noise.ts'
import { type TypedColumn, isFigure, literal } from '../cells/columns.ts'
import { reasons } from '../cells/reasons.ts'

/** Amounts and counts, and what they are in. */
export function isAmount(column: Column): boolean {
  return column.role === 'currency' || isFigure(column)
}

/** Days and months. */
export function isTime({ type }: Column): boolean {
  return type === 'date' || type === 'datetime' || type === 'month'
}

/** Columns of the staged table: whether a row is a total or may be one, and the label that says so. */
const mark = 'total__row'
const label = 'total__label'

/** The rows of a block with totals in it that are none, in SQL. */
export const isNoTotal = `not ${mark}`

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
  const shape = section.feed ? null : shapeOf(columns)
  if (shape === null) return false
  // Labels are looked for in the few rows that may have one: the words of all languages make a long pattern.
  if ((await connection.value(`select 1 from ${table} where ${shape.mayBe} limit 1`)) === null) return false
  const pattern = literal(totalPattern)
  await connection.run(
    `create or replace table ${table} as
     select *, coalesce(${shape.is}, false) as ${mark} from (
       select *, case when ${shape.mayBe} then
         list_filter([${shape.cells.join(', ')}], lambda cell: regexp_matches(cell, ${pattern}))[1] end as ${label}
       from ${table})`,
  )
  return (await connection.value(`select 1 from ${table} where ${mark} limit 1`)) !== null
}

/** Whether a row of a staged block may be a total, in SQL; null where a block of these columns has none. */
export function mayBeTotal(columns: readonly Column[], section: Section): string | null {
  return section.feed ? null : (shapeOf(columns)?.mayBe ?? null)
}

/** The columns of a block with totals in it: these rows are refused as totals, whatever else is wrong with them. */
export function refuseTotals(columns: readonly TypedColumn[]): readonly TypedColumn[] {
  const speaker = columns.find(({ column }) => column.role === 'transaction_reference') ?? columns[0]
  const others = columns.filter((typed) => typed !== speaker && !isAmount(typed.column))
  const word = `coalesce(${[...others.map(({ column }) => `"${column.name}"`), 'null'].join(', ')})`
  return columns.map((typed) => {
    if (typed !== speaker)
      return typed.refused === null ? typed : { ...typed, refused: `(not ${mark} and ${typed.refused})` }
    const said = `case
      when ${label} = "${typed.column.name}" then ${literal(reasons.totalLabel)}
      when ${label} is not null then 'stands in a row that says "' || left(${label}, 60) || '": it is a total'
      when "${typed.column.name}" is not null then ${literal(reasons.wordInTotal)}
      when ${word} is null then ${literal(reasons.onlyAmounts)}
      else ${literal(reasons.nearlyOnlyAmounts)} end`
    return {
      ...typed,
      refused: typed.refused === null ? mark : `(${mark} or ${typed.refused})`,
      reason: `case when ${mark} then ${said} else ${typed.reason} end`,
    }
  })
}

/** Words beside which a row with a label may still be a total: what the rows above have in common. */
const mostWords = 3

/** What the rows of a block look like that may be totals, which of them are, and the cells in which a label may stand. */
function shapeOf(columns: readonly Column[]): { mayBe: string; is: string; cells: readonly string[] } | null {
  const reference = columns.find(({ role }) => role === 'transaction_reference')
  const others = columns.filter((column) => column !== reference && !isAmount(column))
  const words = others.filter((column) => !isTime(column)).map(({ name }) => `"${name}"`)
  if (words.length === 0 || others.length === columns.length) return null
  const filled = words.map((cell) => `(${cell} is not null)::integer`).join(' + ')
  const times = others.filter(isTime).map(({ name }) => `"${name}"`)
  // Without references a label alone tells a total, and only where nothing else stands in the row.
  if (!reference) {
    const alone = [`${filled} = 1`, ...times.map((cell) => `${cell} is null`)].join(' and ')
    return { mayBe: `(${alone})`, is: `${alone} and ${label} is not null`, cells: words }
  }
  const cell = `"${reference.name}"`
  // Where a section has hardly any words, one or two are all that a line of it can have.
  const few = words.length < 4 ? 0 : 2
  // AWS's own word for what it pays or takes without a sale.
  const isAdjustment = `contains(lower(concat_ws(' ', ${words.join(', ')})), 'adjust')`
  // The command may count the references instead of adding amounts up.
  const isCount = `(strlen(${cell}) < 7 and regexp_full_match(${cell}, '[0-9]+'))`
  // Every reference of AWS has a digit, and none a blank: anything else is a word, in whatever language.
  const isWord = `(contains(${cell}, ' ') or not regexp_matches(${cell}, '[0-9]'))`
  const isNone = `(${cell} is null or ${isWord} or (${isCount} and ${filled} <= 1))`
  return {
    mayBe: `(case when ${cell} is null then ${filled} <= ${mostWords} else ${isWord} or ${isCount} end)`,
    is: `case
      when ${filled} <= ${few} and ${isNone} and not ${isAdjustment} then true
      when ${label} is null then false
      when ${cell} is null then ${filled} <= ${mostWords}
      else ${label} = ${cell} or (${isCount} and ${filled} = 1) end`,
    cells: [cell, ...words, ...times],
  }
}
