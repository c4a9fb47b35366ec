import type { Connection } from '../database/connection.ts'
import { sqlTypes } from '../database/catalogue-tables.ts'
import type { Column, ColumnType, Section } from '../../shared/reports/catalogue.ts'
import { markTotals, refuseTotals } from './total-rows.ts'

/** How one staged column becomes one typed column; the expressions read the column `"name"` of the staged table. */
export interface TypedColumn {
  readonly column: Column
  readonly value: string
  /** True for a cell that cannot be read; null when the whole column was seen to be readable. */
  readonly refused: string | null
  /** The sentence for such a cell. */
  readonly reason: string
  /** True for a cell that was put right; null when none was. */
  readonly repaired: string | null
}

/** Typed columns of a block, and what was decided about it, in sentences for the import report. */
export interface Typing {
  readonly columns: readonly TypedColumn[]
  readonly notes: readonly string[]
  /** True where amounts of a data feed have more than six decimals, for which the book must have room. */
  readonly hasFineMoney: boolean
}

/** The shapes in which nearly every cell of a report stands; such a column needs no care and is read at full speed. */
const plainShapes: Readonly<Partial<Record<ColumnType, string>>> = {
  money: String.raw`-?\d{1,12}(\.\d{1,6})?`,
  decimal: String.raw`-?\d{1,18}(\.\d{1,10})?`,
  percent: String.raw`-?\d{1,9}(\.\d{1,8})?`,
  integer: String.raw`-?\d{1,18}`,
  account: String.raw`\d{12}`,
  month: String.raw`\d{4}-(0[1-9]|1[0-2])`,
  date: String.raw`\d{4}-\d{2}-\d{2}`,
  datetime: String.raw`\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z?)?`,
}

type DayOrder = 'day-first' | 'month-first' | 'undecided' | 'contradictory'

/** Cells without which a line says nothing; in a section that must have the column, an empty one is refused. */
const neverEmpty: ReadonlySet<string | undefined> = new Set(['net', 'currency', 'settlement', 'disbursement_total'])

/**
 * Looks at each staged column as a whole and decides how to read it: as it stands, or with care (signs, separators,
 * day order). What the column leaves open is refused cell by cell, never guessed (`file-quirks.md` sections 5 and 6).
 * `table` gets a column `<name>__read` beside each column that is read with care.
 */
export async function decideTyping(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  section: Section,
): Promise<Typing> {
  const hasTotals = await markTotals(connection, table, columns, section)
  const plain = new Set(await plainColumns(connection, table, columns))
  // One column with a decimal comma says how the others are to be read, so all figures are read with care or none.
  const figures = columns.filter(isNumber)
  if (figures.some(({ name }) => !plain.has(name))) for (const { name } of figures) plain.delete(name)
  const careful = columns.filter((column) => !plain.has(column.name))
  const decimalSign = await readNumbers(connection, table, careful.filter(isNumber), section)
  const hasFineMoney = await holdsFineMoney(connection, table, careful, section)
  const orders = await decideDayOrders(connection, table, careful.filter(isDate))
  const others = careful.filter((column) => !isNumber(column))
  await addColumns(
    connection,
    table,
    others.map((column) => [`${column.name}__read`, carefulValue(column, orders.get(column.name) ?? 'undecided')]),
  )
  const currency = columns.find(({ role }) => role === 'currency')
  const rowCurrency = currency ? quoted(currency.name) : `'USD'`
  const notes = decimalSign === ',' ? ['Amounts are written with a decimal comma.'] : []
  for (const [name, order] of orders) {
    const column = columns.find((column) => column.name === name)
    const expected = column && documentedOrder(column) === order
    if ((order === 'day-first' || order === 'month-first') && !expected)
      notes.push(`${column?.label ?? name} is written ${order.replace('-', ' ')}.`)
  }
  const typedColumns = columns.map((column) => {
    const typed = plain.has(column.name)
      ? plainColumn(column)
      : carefulColumn(column, orders.get(column.name), rowCurrency, hasFineMoney)
    if (section.feed?.filled.includes(column.name)) return refuseEmpty(typed)
    if (!section.required.includes(column.name)) return typed
    return neverEmpty.has(column.role) ? refuseEmpty(typed) : typed
  })
  return { columns: hasTotals ? refuseTotals(typedColumns) : typedColumns, notes, hasFineMoney }
}

const isNumber = (column: Column): boolean =>
  column.type === 'money' || column.type === 'decimal' || column.type === 'percent' || column.type === 'integer'
const isDate = (column: Column): boolean => column.type === 'date' || column.type === 'datetime'
/** A day that the reconciliation reads: of the year 9999 it is none, where any other date says that there is no end. */
const isDay = (column: Column): boolean => isDate(column) && column.role !== undefined

function quoted(name: string): string {
  return `"${name}"`
}

function plainValue(column: Column): string {
  const cell = quoted(column.name)
  if (column.type === 'text' || column.type === 'id' || column.type === 'account' || column.type === 'month')
    return cell
  return `try_cast(${cell} as ${sqlTypes[column.type]})`
}

async function plainColumns(
  connection: Connection,
  table: string,
  columns: readonly Column[],
): Promise<ReadonlySet<string>> {
  const tests = columns.map((column) => {
    const cell = quoted(column.name)
    if (column.role === 'currency') return `coalesce(bool_and(regexp_full_match(${cell}, '[A-Z]{3}')), true)`
    if (column.type === 'text') return 'true'
    if (column.role === 'bank_trace') return 'false'
    if (column.type === 'id')
      return `not coalesce(bool_or(is_scientific(${cell}) or is_no_value(${cell}) or starts_with(${cell}, '''')), false)`
    const shape = `coalesce(bool_and(regexp_full_match(${cell}, '${plainShapes[column.type]}')), true)`
    if (!isDate(column)) return shape
    // A date may have the right shape and not exist.
    const exists = `${shape} and count(${cell}) = count(${plainValue(column)})`
    return isDay(column)
      ? `(${exists} and not coalesce(bool_or(is_no_end(${plainValue(column)})), false))`
      : `(${exists})`
  })
  if (tests.length === 0) return new Set()
  const [row] = await connection.rows(
    `select ${tests.map((test, index) => `${test} as t${index}`).join(', ')} from ${table}`,
  )
  return new Set(columns.filter((_, index) => row?.[`t${index}`] === true).map((column) => column.name))
}

/** Reads the columns of figures that are not plain; returns the decimal sign that the block proves, or nothing. */
async function readNumbers(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  section: Section,
): Promise<string> {
  if (columns.length === 0) return '.'
  await addColumns(
    connection,
    table,
    columns.flatMap(({ name }) => [
      [`${name}__figure`, `figure(${quoted(name)})`],
      [`${name}__minus`, `minus_signs(${quoted(name)})`],
    ]),
  )
  const either = (test: string): string =>
    columns.map(({ name }) => `coalesce(bool_or(${test}(${quoted(`${name}__figure`)})), false)`).join(' or ')
  const [row] = await connection.rows(
    `select ${either('proves_point')} as point, ${either('proves_comma')} as comma from ${table}`,
  )
  const sign = row?.['point'] === true ? '.' : row?.['comma'] === true ? ',' : ''
  await addColumns(
    connection,
    table,
    columns.map(({ name, type }) => {
      const digits = `number_text(${quoted(`${name}__figure`)}, ${quoted(`${name}__minus`)}, '${sign}')`
      const percent = `case when contains(${quoted(name)}, '%') then percent_of_hundred(${digits}) else percent_value(${digits}) end`
      // A percent sign has no business in an amount.
      const reading = type === 'money' && section.feed ? 'fine_money_value' : `${type}_value`
      const value = `case when not contains(${quoted(name)}, '%') then ${reading}(${digits}) end`
      return [`${name}__read`, type === 'percent' ? percent : value]
    }),
  )
  return sign
}

/** Whether the amounts of a feed that were read with care have more decimals than its table usually holds. */
async function holdsFineMoney(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  section: Section,
): Promise<boolean> {
  const amounts = section.feed ? columns.filter(({ type }) => type === 'money') : []
  if (amounts.length === 0) return false
  const finer = amounts.map(({ name }) => quoted(`${name}__read`)).map((value) => `${value} <> round(${value}, 6)`)
  return (await connection.value(`select coalesce(bool_or(${finer.join(' or ')}), false) from ${table}`)) === true
}

/** Computes columns once, so that what is asked of them afterwards is cheap. */
async function addColumns(
  connection: Connection,
  table: string,
  columns: readonly (readonly string[])[],
): Promise<void> {
  if (columns.length === 0) return
  const list = columns.map(([name, value]) => `${value} as ${quoted(name ?? '')}`).join(', ')
  await connection.run(`create or replace table ${table} as select *, ${list} from ${table}`)
}

async function decideDayOrders(
  connection: Connection,
  table: string,
  columns: readonly Column[],
): Promise<Map<string, DayOrder>> {
  const orders = new Map<string, DayOrder>()
  for (const column of columns) {
    const cell = quoted(column.name)
    const [row] = await connection.rows(
      `select max(first_number(${cell})) as first, max(second_number(${cell})) as second, count(*)::integer as cells
       from ${table} where is_numeric_date(${cell})`,
    )
    if (!row || Number(row['cells']) === 0) continue
    const dayFirst = Number(row['first']) > 12
    const monthFirst = Number(row['second']) > 12
    orders.set(column.name, orderOf(dayFirst, monthFirst) ?? documentedOrder(column))
  }
  return orders
}

function orderOf(dayFirst: boolean, monthFirst: boolean): DayOrder | null {
  if (dayFirst && monthFirst) return 'contradictory'
  if (dayFirst) return 'day-first'
  return monthFirst ? 'month-first' : null
}

/** A documented format settles what the values leave open (`business-rules.md` section 13, `uncertain.md` U-15). */
function documentedOrder(column: Column): DayOrder {
  return column.format === 'MM-DD-YYYY' ? 'month-first' : 'undecided'
}

function plainColumn(column: Column): TypedColumn {
  return { column, value: plainValue(column), refused: null, reason: `''`, repaired: null }
}

function carefulColumn(
  column: Column,
  order: DayOrder | undefined,
  rowCurrency: string,
  hasFineMoney: boolean,
): TypedColumn {
  const cell = quoted(column.name)
  const value = quoted(`${column.name}__read`)
  const filled = `${cell} is not null and not is_no_value(${cell})`
  const lost = `when is_scientific(${cell}) then 'is in scientific notation, which loses digits: take the original file'`
  const typed = {
    column,
    value: isDate(column) ? dateValue(column, value) : value,
    refused: isDate(column)
      ? `(${filled} and (${value} is null or is_too_early(${value})))`
      : `(${filled} and ${value} is null)`,
    repaired: null,
  }
  if (column.role === 'currency') return { ...typed, reason: `'is not a currency code'` }
  if (column.role === 'bank_trace') return { ...typed, refused: `is_scientific(${cell})`, reason: `case ${lost} end` }
  if (column.type === 'money') {
    const other = `coalesce(names_other_currency(${cell}, ${rowCurrency}), false)`
    const reason = `case when ${value} is not null then 'names another currency than its row' else ${numberReason(cell, quoted(`${column.name}__figure`))} end`
    const amount = hasFineMoney ? value : `${value}::${sqlTypes.money}`
    return { ...typed, value: amount, refused: `(${filled} and (${value} is null or ${other}))`, reason }
  }
  if (isNumber(column)) return { ...typed, reason: numberReason(cell, quoted(`${column.name}__figure`)) }
  if (isDate(column)) return { ...typed, reason: dateReason(cell, order ?? 'undecided') }
  if (column.type === 'month')
    return { ...typed, reason: `'is not a month (YYYY-MM)'`, repaired: `${value} <> ${cell}` }
  if (column.type === 'account')
    return {
      ...typed,
      reason: `case ${lost} else 'is not an account number of twelve digits' end`,
      repaired: `is_repaired_account(${cell})`,
    }
  return { ...typed, reason: `case ${lost} else 'is not an identifier' end` }
}

function dateValue(column: Column, value: string): string {
  const kept = isDay(column) ? `not is_too_early(${value}) and not is_no_end(${value})` : `not is_too_early(${value})`
  return `case when ${kept} then ${value}::${sqlTypes[column.type]} end`
}

function carefulValue(column: Column, order: DayOrder): string {
  const cell = quoted(column.name)
  const known = `case when not is_no_value(${cell}) then ${cell} end`
  if (column.role === 'currency') return `currency_cell(${known})`
  // Payouts of AWS's own tests (`business-rules.md` section 7).
  if (column.role === 'bank_trace') return `nullif(nullif(${known}, 'EMEA_MP_TEST_TRACE_ID'), 'testTraceId')`
  // Macros repeat what they are given, so they are given a bare column: the planner is slow with deep expressions.
  if (isDate(column)) return `datetime_value(${cell}, '${order}')`
  if (column.type === 'account' || column.type === 'month')
    return `case when not is_no_value(${cell}) then ${column.type}_cell(${cell}) end`
  // A leading apostrophe is how a spreadsheet marks text.
  return `case when not is_scientific(${cell}) then nullif(ltrim(${known}, ''''), '') end`
}

function numberReason(cell: string, figure: string): string {
  return `case
    when is_scientific(${cell}) then 'is in scientific notation'
    when could_be_both(${figure}) then 'may be thousands or decimals, and nothing in the file decides'
    when regexp_matches(${figure}, '[.,]\\d{7,}$') then 'has more decimals than can be kept exactly'
    when regexp_full_match(${figure}, '\\d{13,}.*') then 'is larger than any amount of a report'
    else 'is not a number' end`
}

function dateReason(cell: string, order: DayOrder): string {
  const numeric =
    order === 'contradictory'
      ? 'has a day where another cell of the column has a month'
      : 'may be day before month or month before day, and nothing in the column decides'
  const undecided = order === 'undecided' || order === 'contradictory'
  return undecided
    ? `case when is_numeric_date(${cell}) then '${numeric}' else 'is not a date' end`
    : `'is not a date of the calendar'`
}

function refuseEmpty(typed: TypedColumn): TypedColumn {
  const cell = quoted(typed.column.name)
  return {
    ...typed,
    refused: typed.refused ? `(${typed.value} is null or ${typed.refused})` : `(${typed.value} is null)`,
    reason: `case when ${cell} is null or is_no_value(${cell}) then 'is empty' else ${typed.reason} end`,
  }
}
