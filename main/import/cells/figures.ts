import type { Connection } from '../../database/connection.ts'
import { sqlTypes } from '../../database/catalogue-tables.ts'
import type { Column, Section } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, literal, quoted } from './columns.ts'
import { reasons } from './reasons.ts'

/** What the figures of a block prove of the sign before decimals. */
export interface SignProof {
  readonly point: boolean
  readonly comma: boolean
}

/**
 * The sign before decimals in a file or a sheet of one; empty where nothing proves it, `both` where cells contradict each
 * other, `texts` for a comma in the texts of a sheet whose numbers have points, because that is how they are read from it.
 */
export type DecimalSign = '.' | ',' | 'texts' | 'both' | ''

/** The sign of what one person or program wrote: blocks of one file, or of one sheet of a workbook. */
export function decimalSignOf(proofs: readonly SignProof[], isWorkbook: boolean): DecimalSign {
  const point = proofs.some((proof) => proof.point)
  const comma = proofs.some((proof) => proof.comma)
  if (point && comma) return 'both'
  if (point) return '.'
  if (!comma) return ''
  return isWorkbook ? 'texts' : ','
}

/** What plain columns of figures prove, which have points or nothing. */
export async function provePlainSign(
  connection: Connection,
  table: string,
  figures: readonly Column[],
): Promise<SignProof> {
  return { point: await any(connection, table, figures, (name) => `plain_proves_point(${quoted(name)})`), comma: false }
}

/** True when a figure would be another one if its point parted thousands; `plain` says that the figures are not taken apart. */
export async function hasOpenPoint(
  connection: Connection,
  table: string,
  figures: readonly Column[],
  plain: boolean,
): Promise<boolean> {
  return any(connection, table, figures, (name) =>
    plain
      ? `plain_could_be_both(${quoted(name)})`
      : `(contains(${quoted(`${name}__figure`)}, '.') and could_be_both(${quoted(`${name}__figure`)}))`,
  )
}

/**
 * Takes the figures of the columns apart: `<name>__figure` has digits and separators (nothing where the cell is no figure),
 * `<name>__minus` its sign, `<name>__mark` the currency that it names. Returns what they prove.
 */
export async function takeFiguresApart(
  connection: Connection,
  table: string,
  figures: readonly Column[],
): Promise<SignProof> {
  if (figures.length === 0) return { point: false, comma: false }
  const each = (write: (name: string, column: Column) => string): string =>
    figures.map((column) => write(column.name, column)).join(', ')
  const part = (name: string, what: string): string => quoted(`${name}__${what}`)
  await connection.run(
    `create or replace table ${table} as
     select * exclude (${each((name) => `${part(name, 'text')}, ${part(name, 'body')}, ${part(name, 'frame')}`)}),
       ${each((name, column) => `case when ${isFrameOf(column, part(name, 'frame'), part(name, 'mark'))} then ${part(name, 'body')} end as ${part(name, 'figure')}`)}
     from (
       select *,
         ${each((name) => `is_minus(${part(name, 'frame')}) as ${part(name, 'minus')}, currency_mark(${part(name, 'frame')}) as ${part(name, 'mark')}`)}
       from (
         select *,
           ${each((name) => `figure_body(${part(name, 'text')}) as ${part(name, 'body')}, figure_frame(${part(name, 'text')}) as ${part(name, 'frame')}`)}
         from (
           select *, ${each((name) => `case when not is_no_figure(${quoted(name)}) then figure_text(${quoted(name)}) end as ${part(name, 'text')}`)}
           from ${table})))`,
  )
  const proves = (sign: string, test: string): Promise<boolean> =>
    any(connection, table, figures, (name) => {
      const figure = part(name, 'figure')
      return `(contains(${figure}, '${sign}') and ${test}(${figure}))`
    })
  return {
    point: (await proves('.', 'proves_point')) || (await proves(',', 'proves_point')),
    comma: (await proves(',', 'proves_comma')) || (await proves('.', 'proves_comma')),
  }
}

/** A mark of percent has no business in an amount, nor that of a currency in a number of anything. */
function isFrameOf({ type }: Column, frame: string, mark: string): string {
  const isSigned = `is_minus(${frame}) is not null`
  if (type === 'percent') return `${isSigned} and ${mark} is null`
  const isBare = `${isSigned} and not contains(${frame}, '%')`
  return type === 'integer'
    ? `${isBare} and ${mark} is null`
    : `${isBare} and (${mark} is null or (is_currency_mark(split_part(${mark}, '+', 1)) and is_currency_mark(split_part(${mark}, '+', 2))))`
}

/**
 * Reads the figures that were taken apart into columns `<name>__read`, null where they cannot be read. `currencyOf` is the
 * currency of a column's amounts, in SQL.
 */
export async function readFigures(
  connection: Connection,
  table: string,
  figures: readonly Column[],
  sign: DecimalSign,
  section: Section,
  currencyOf: (column: Column) => string,
): Promise<void> {
  if (figures.length === 0) return
  const blanks = figures.map(({ name }) => {
    const figure = quoted(`${name}__figure`)
    return `coalesce(bool_or(case when contains(${figure}, ' ') then proves_blanks(${figure}) else false end), false)`
  })
  const [proved] = await connection.rows(
    `select ${blanks.map((test, index) => `${test} as b${index}`).join(', ')} from ${table}`,
  )
  const digits = figures.map((column, index) => {
    const figure = quoted(`${column.name}__figure`)
    const currency = column.type === 'money' ? currencyOf(column) : 'null::varchar'
    const read = `figure_digits(${figure}, '${sign}', ${proved?.[`b${index}`] === true}, ${currency})`
    return `case when ${quoted(`${column.name}__minus`)} then '-' else '' end || ${read} as ${quoted(`${column.name}__digits`)}`
  })
  const values = figures.map(({ name, type }) => {
    const canonical = quoted(`${name}__digits`)
    const reading = type === 'money' && section.feed ? 'fine_money_value' : `${type}_value`
    const value = `${reading}(${canonical})`
    const read =
      type === 'percent'
        ? `case when contains(${quoted(name)}, '%') or contains(${quoted(name)}, '％') then percent_of_hundred(${canonical}) else ${value} end`
        : value
    return `${read} as ${quoted(`${name}__read`)}`
  })
  await connection.run(
    `create or replace table ${table} as
     select *, ${values.join(', ')} from (select *, ${digits.join(', ')} from ${table})`,
  )
}

/** Whether the amounts of a feed that were read with care have more decimals than its table usually holds. */
export async function holdsFineMoney(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  section: Section,
): Promise<boolean> {
  const amounts = section.feed ? columns.filter(({ type }) => type === 'money') : []
  return any(connection, table, amounts, (name) => `${quoted(`${name}__read`)} <> round(${quoted(`${name}__read`)}, 6)`)
}

/** A column of figures that was read with care. */
export function carefulFigure(
  column: Column,
  sign: DecimalSign,
  currencyOf: (column: Column) => string,
  hasFineMoney: boolean,
): TypedColumn {
  const cell = quoted(column.name)
  const value = quoted(`${column.name}__read`)
  const isUnread = `(${value} is null and ${cell} is not null and not is_no_figure(${cell}))`
  const why = figureReason(column, sign)
  const typed = { column, value, refused: isUnread, reason: why, repaired: null }
  if (column.type !== 'money' && column.type !== 'decimal') return typed
  const other = `names_other_currency(${quoted(`${column.name}__mark`)}, ${currencyOf(column)})`
  return {
    ...typed,
    value: column.type === 'decimal' || hasFineMoney ? value : `${value}::${sqlTypes.money}`,
    refused: `(${isUnread} or (${value} is not null and ${other}))`,
    reason: `case when ${value} is not null then ${literal(reasons.otherCurrency)} else ${why} end`,
  }
}

function figureReason({ name, type }: Column, sign: DecimalSign): string {
  const cell = quoted(name)
  const figure = quoted(`${name}__figure`)
  const digits = quoted(`${name}__digits`)
  const lines: (readonly [test: string, reason: string])[] = [
    [`is_error_value(${cell})`, reasons.errorValue],
    [`is_scientific(${cell}) or regexp_full_match(${cell}, '[-+]?\\d+[eE]-?\\d+')`, reasons.powerOfTen],
    [`${figure} is null`, reasons.notNumber],
  ]
  if (type === 'integer') lines.push([`decimals_of(${digits}) > 0`, reasons.notWhole])
  lines.push(
    [
      `${digits} is null and contains(${figure}, ' ') and (is_point_figure(${figure}) or is_comma_figure(${figure}) or regexp_full_match(${figure}, '[\\d ]+'))`,
      reasons.twoNumbers,
    ],
    [
      `${digits} is null and (is_point_figure(${figure}) or is_comma_figure(${figure}))`,
      sign === 'both' || sign === 'texts' ? reasons.bothSigns : reasons.thousandsOrDecimals,
    ],
    [`regexp_matches(${figure}, '[.,]\\d{7,}$')`, reasons.tooManyDecimals],
    [`regexp_full_match(${figure}, '\\d{13,}.*') or strlen(split_part(${digits}, '.', 1)) > 12`, reasons.tooLarge],
  )
  return `case ${lines.map(([test, reason]) => `when ${test} then ${literal(reason)}`).join(' ')} else ${literal(reasons.notNumber)} end`
}

/** The currency of a column's amounts in SQL: that of the column it names, else that of the row; legacy sections without one are in dollars. */
export function currencyIn(columns: readonly Column[]): (column: Column) => string {
  const ofRow = columns.find(({ role }) => role === 'currency')
  return ({ currency }) => {
    const own = columns.find(({ name }) => name === currency) ?? ofRow
    return own ? quoted(own.name) : `'USD'`
  }
}

async function any(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  test: (name: string) => string,
): Promise<boolean> {
  if (columns.length === 0) return false
  const tests = columns.map(({ name }) => test(name)).join(' or ')
  return (await connection.value(`select 1 from ${table} where ${tests} limit 1`)) !== null
}
