import type { Connection } from '../../database/connection.ts'
import { sqlTypes } from '../../database/catalogue-tables.ts'
import type { Column } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, isDate, isDay, literal, quoted } from './columns.ts'
import { reasons } from './reasons.ts'

/** Which of two numbers is the day in a column of dates; as a whole, for a single cell may leave it open. */
export type DayOrder = 'day-first' | 'month-first' | 'undecided' | 'contradictory'

/** The order of day and month in each column that has cells like 03/04/2024. */
export async function decideDayOrders(
  connection: Connection,
  table: string,
  columns: readonly Column[],
): Promise<ReadonlyMap<string, DayOrder>> {
  const orders = new Map<string, DayOrder>()
  for (const column of columns.filter(isDate)) {
    const cell = quoted(column.name)
    const [row] = await connection.rows(
      `select max(first_number(${cell})) as first, max(second_number(${cell})) as second,
         bool_or(regexp_matches(${cell}, '^\\d+\\.')) as has_dots, count(*)::integer as cells
       from ${table} where is_numeric_date(${cell})`,
    )
    if (!row || Number(row['cells']) === 0) continue
    const dayFirst = Number(row['first']) > 12
    const monthFirst = Number(row['second']) > 12
    // Whoever writes dots between them wrote the file anew, and not in the documented order.
    const documented = row['has_dots'] === true ? 'undecided' : documentedOrder(column)
    orders.set(column.name, orderOf(dayFirst, monthFirst) ?? documented)
  }
  return orders
}

/** What is to be told of the orders: those that the values decided. */
export function orderNotes(columns: readonly Column[], orders: ReadonlyMap<string, DayOrder>): string[] {
  return columns.flatMap((column) => {
    const order = orders.get(column.name)
    if ((order !== 'day-first' && order !== 'month-first') || documentedOrder(column) === order) return []
    return [`${column.label} is written ${order.replace('-', ' ')}.`]
  })
}

function orderOf(dayFirst: boolean, monthFirst: boolean): DayOrder | null {
  if (dayFirst && monthFirst) return 'contradictory'
  if (dayFirst) return 'day-first'
  return monthFirst ? 'month-first' : null
}

/** What AWS documents settles what the values leave open: its seller guide writes dates of agreements MM-DD-YYYY. */
function documentedOrder(column: Column): DayOrder {
  return column.format === 'MM-DD-YYYY' ? 'month-first' : 'undecided'
}

/** How a cell of a date is read, in SQL. */
export function dateReading({ name }: Column, order: DayOrder | undefined): string {
  // Macros repeat what they are given, so they are given a bare column: the planner is slow with deep expressions.
  return `datetime_value(${quoted(name)}, '${order ?? 'undecided'}')`
}

/** A column of dates that was read with care into `<name>__read`; of a day that the reconciliation reads the year 9999 is none. */
export function carefulDate(column: Column, order: DayOrder | undefined): TypedColumn {
  const cell = quoted(column.name)
  const value = quoted(`${column.name}__read`)
  const end = isDay(column) ? ` and ${value} < timestamp '9999-01-01'` : ''
  return {
    column,
    value: `case when ${value} >= timestamp '1900-01-01'${end} then ${value}::${sqlTypes[column.type]} end`,
    refused: `(${cell} is not null and (${value} is null or is_too_early(${value})) and not is_no_value(${cell}))`,
    reason: dateReason(cell, order ?? 'undecided'),
    repaired: null,
  }
}

function dateReason(cell: string, order: DayOrder): string {
  const numeric =
    order === 'contradictory' ? reasons.bothDays : order === 'undecided' ? reasons.openDay : reasons.notInCalendar
  const other = order === 'undecided' || order === 'contradictory' ? reasons.notDate : reasons.notInCalendar
  return `case when is_numeric_date(${cell}) then ${literal(numeric)} when has_short_year(${cell}) then ${literal(reasons.shortYear)} else ${literal(other)} end`
}

/** True when a column of months has a cell like `Jul 05`, of no year that a report is of: then `Jul 22` may be a day too. */
export async function areYearsInDoubt(connection: Connection, table: string, { name }: Column): Promise<boolean> {
  const cell = quoted(name)
  const test = `has_named_short_year(${cell}) and not is_year_of_reports(${cell})`
  return (await connection.value(`select 1 from ${table} where ${test} limit 1`)) !== null
}

/** True when the year of some month was read from two digits. */
export async function hasShortYears(connection: Connection, table: string, { name }: Column): Promise<boolean> {
  const test = `has_named_short_year(${quoted(name)}) and ${quoted(`${name}__read`)} is not null`
  return (await connection.value(`select 1 from ${table} where ${test} limit 1`)) !== null
}

/** How a cell of a month is read, in SQL. */
export function monthReading({ name }: Column, yearsInDoubt: boolean): string {
  return `month_value(${quoted(name)}, ${yearsInDoubt})`
}

/** A column of months that was read with care into `<name>__read`. */
export function carefulMonth(column: Column): TypedColumn {
  const cell = quoted(column.name)
  const value = quoted(`${column.name}__read`)
  return {
    column,
    value,
    refused: `(${cell} is not null and ${value} is null and not is_no_value(${cell}))`,
    reason: `case when has_short_year_of_month(${cell}) then ${literal(reasons.shortYearOfMonth)}
      when has_lost_nought(${cell}) then ${literal(reasons.lostNought)} else ${literal(reasons.notMonth)} end`,
    repaired: `${value} <> ${cell}`,
  }
}
