import type { Connection } from '../../database/connection.ts'
import type { Section } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, literal, quoted } from '../cells/columns.ts'
import { reasons } from '../cells/reasons.ts'

/**
 * The columns of a block with its sums refused: lines without a reference (or with a word in its place) whose amounts are
 * those of all lines that have one, of all of them above, or of those up to the next line without one. Whatever else stands
 * in them, as where a program fills every column of its totals: a line that AWS gives no reference is no sum of others.
 */
export async function refuseSums(
  connection: Connection,
  table: string,
  columns: readonly TypedColumn[],
  section: Section,
): Promise<readonly TypedColumn[]> {
  const reference = columns.find(({ column }) => column.role === 'transaction_reference')
  const net = columns.find(({ column }) => column.role === 'net')
  if (!reference || !net || section.feed) return columns
  const isNone = isNoReference(reference.value)
  if ((await connection.value(`select 1 from ${table} where ${isNone} limit 1`)) === null) return columns
  const find = (amounts: readonly TypedColumn[]): Promise<number[]> =>
    linesThatAreSums(connection, table, columns, reference, amounts)
  // One amount may be a sum by chance, and to look at all of them takes longer.
  if ((await find([net])).length === 0) return columns
  const others = columns.filter((typed) => typed !== net && typed.column.type === 'money')
  const lines = await find([net, ...others])
  if (lines.length === 0) return columns
  const isSum = `list_contains([${lines.join(', ')}], line)`
  return columns.map((typed) => {
    if (typed !== reference) return typed
    return {
      ...typed,
      refused: typed.refused === null ? isSum : `(${isSum} or ${typed.refused})`,
      reason: `case when ${isSum} then ${literal(reasons.sum)} else ${typed.reason} end`,
    }
  })
}

/** Whether a row may be the sum of others: nothing or a word stands in place of its reference, in SQL. */
export const isNoReference = (reference: string): string =>
  `${reference} is null or not regexp_matches(${reference}, '[0-9]')`

/** `amounts` begins with the net; of the others an empty cell is no contradiction. */
async function linesThatAreSums(
  connection: Connection,
  table: string,
  columns: readonly TypedColumn[],
  reference: TypedColumn,
  amounts: readonly TypedColumn[],
): Promise<number[]> {
  const currency = columns.find(({ column }) => column.role === 'currency')
  const words = columns.filter(({ column }) => column.type === 'text').map(({ column }) => quoted(column.name))
  const each = (make: (index: number) => string): string => amounts.map((_, index) => make(index)).join(', ')
  const matches = (lines: string, sum: (index: number) => string): string =>
    `(${lines} > 1 and ${amounts.map((_, index) => `coalesce(a${index} = ${sum(index)}, ${index > 0})`).join(' and ')})`
  const rows = await connection.rows(
    `with typed as (
       select line, case when regexp_matches(${reference.value}, '[0-9]') then ${reference.value} end as reference, ${currency?.value ?? `''`} as currency,
         contains(lower(concat_ws(' ', '', ${[...words, `''`].join(', ')})), 'adjust') as is_adjustment,
         ${each((index) => `(${amounts[index]?.value})::decimal(38, 6) as a${index}`)}
       from ${table}
     ), summed as (
       select *, count(reference) over above as lines, count(reference) over whole as all_lines,
         ${each((index) => `coalesce(sum(a${index}) filter (where reference is not null) over above, 0) as s${index}`)},
         ${each((index) => `coalesce(sum(a${index}) filter (where reference is not null) over whole, 0) as t${index}`)}
       from typed
       window above as (partition by currency order by line), whole as (partition by currency)
     ), others as (
       select *, lag(lines, 1, 0) over next as former_lines, lead(lines, 1, all_lines) over next as next_lines,
         ${each((index) => `lag(s${index}, 1, 0) over next as f${index}`)},
         ${each((index) => `lead(s${index}, 1, t${index}) over next as n${index}`)}
       from summed where reference is null
       window next as (partition by currency order by line)
     )
     select line from others where a0 <> 0 and not is_adjustment and (
       ${matches('all_lines', (index) => `t${index}`)}
       or ${matches('lines', (index) => `s${index}`)}
       or ${matches('lines - former_lines', (index) => `s${index} - f${index}`)}
       or ${matches('next_lines - lines', (index) => `n${index} - s${index}`)})
     order by line`,
  )
  return rows.map(({ line }) => Number(line))
}
