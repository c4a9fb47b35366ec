import type { Connection } from '../../database/connection.ts'
import type { Column, Section } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, addColumns, isDate, isFigure, literal, quoted } from './columns.ts'
import {
  areYearsInDoubt,
  carefulDate,
  carefulMonth,
  dateReading,
  decideDayOrders,
  hasShortYears,
  monthReading,
  orderNotes,
} from './dates.ts'
import {
  type DecimalSign,
  type SignProof,
  carefulFigure,
  currencyIn,
  hasOpenPoint,
  holdsFineMoney,
  provePlainSign,
  readFigures,
  takeFiguresApart,
} from './figures.ts'
import { carefulWords, wordNotes, wordReading } from './ids.ts'
import { bringOddBack, inOddRows, oddMark, plainRows, setOddApart } from './odd-rows.ts'
import { plainColumn, plainColumns, takeGuardsOff } from './plain.ts'
import { reasons } from './reasons.ts'
import { refuseSums } from '../structure/sum-rows.ts'
import { isNoTotal, markTotals, refuseTotals } from '../structure/total-rows.ts'

/** Typed columns of a block, and what was decided about it, in sentences for the import report. */
export interface Typing {
  readonly columns: readonly TypedColumn[]
  readonly notes: readonly string[]
  /** True where amounts of a data feed have more than six decimals, for which the book must have room. */
  readonly hasFineMoney: boolean
}

/** What a first look at a staged block shows. */
export interface Look {
  /** Names of the columns that can be read as they stand. */
  readonly plain: ReadonlySet<string>
  readonly proof: SignProof
  /** Table of the few rows that need care; null where the whole was looked at. */
  readonly apart: string | null
}

/** Cells without which a line says nothing; in a section that must have the column, an empty one is refused. */
const neverEmpty: ReadonlySet<string | undefined> = new Set(['net', 'currency', 'settlement', 'disbursement_total'])

/**
 * Looks at each staged column as a whole, and takes off the cells what protects them from a spreadsheet. Where some figure
 * needs care, `table` gets columns for all of them: one with a decimal comma says how the others are to be read. The rows
 * that need care are looked at by themselves where they are few.
 */
export async function lookAt(connection: Connection, table: string, columns: readonly Column[]): Promise<Look> {
  const plain = await plainColumns(connection, table, columns)
  const odd = columns.filter(({ name }) => !plain.has(name))
  const apart = await setOddApart(connection, table, odd)
  if (apart === null) return lookAtAll(connection, table, columns, plain)
  const own = await lookAtAll(connection, apart, columns, await plainColumns(connection, apart, columns))
  const others = await provePlainSign(connection, plainRows(table, apart), columns.filter(isFigure))
  const proof = { point: own.proof.point || others.point, comma: own.proof.comma || others.comma }
  return { plain: own.plain, proof, apart }
}

async function lookAtAll(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  seen: ReadonlySet<string>,
): Promise<Look> {
  const odd = columns.filter(({ name }) => !seen.has(name))
  const isChanged = await takeGuardsOff(connection, table, odd)
  const plain = new Set(isChanged ? await plainColumns(connection, table, columns) : seen)
  const figures = columns.filter(isFigure)
  if (figures.every(({ name }) => plain.has(name)))
    return { plain, proof: await provePlainSign(connection, table, figures), apart: null }
  for (const { name } of figures) plain.delete(name)
  return { plain, proof: await takeFiguresApart(connection, table, figures), apart: null }
}

/**
 * Decides how to read each column of a block: as it stands, or with care (signs, separators, day order). What column and
 * file leave open is refused cell by cell, never guessed. `sign` is what the file proves.
 * `table` gets a column `<name>__read` beside each column that is read with care.
 */
export async function decideTyping(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  section: Section,
  look: Look,
  sign: DecimalSign,
): Promise<Typing> {
  if (look.apart !== null && sign !== '.') {
    // A figure that stands as it should may mean something else as well.
    const whole = await lookAtAll(connection, table, columns, await plainColumns(connection, table, columns))
    return decideTyping(connection, table, columns, section, whole, sign)
  }
  const read = look.apart ?? table
  const plain = new Set(look.plain)
  const figures = columns.filter(isFigure)
  const notes = sign === ',' || sign === 'texts' ? ['Amounts are written with a decimal comma.'] : []
  if (
    sign !== '.' &&
    figures.some(({ name }) => plain.has(name)) &&
    (await hasOpenPoint(connection, table, figures, true))
  ) {
    for (const { name } of figures) plain.delete(name)
    await takeFiguresApart(connection, table, figures)
  }
  const careful = columns.filter(({ name }) => !plain.has(name))
  const currencyOf = currencyIn(columns)
  const carefulFigures = careful.filter(isFigure)
  await readFigures(connection, read, carefulFigures, sign, section, currencyOf)
  if (sign === '' && (await hasOpenPoint(connection, read, carefulFigures, false))) notes.push(openPointNote)
  const hasFineMoney = await holdsFineMoney(connection, read, carefulFigures, section)

  const orders = await decideDayOrders(connection, read, careful)
  const months = careful.filter(({ type }) => type === 'month')
  const doubted = new Set<string>()
  for (const column of months) if (await areYearsInDoubt(connection, read, column)) doubted.add(column.name)
  const others = careful.filter((column) => !isFigure(column))
  await addColumns(connection, read, [
    ...others.map((column) => [`${column.name}__read`, reading(column)] as const),
    ...others
      .filter(({ type }) => type === 'account')
      .map(({ name }) => [`${name}__repaired`, `is_repaired_account(${quoted(name)})`] as const),
  ])
  notes.push(...orderNotes(careful, orders))
  for (const column of months)
    if (await hasShortYears(connection, read, column))
      notes.push(`${column.label} has years of two digits (Jul-22), which are read as years from 2012 to 2049.`)
  if (look.apart !== null) await bringOddBack(connection, table, look.apart)
  const hasTotals = await markTotals(connection, table, columns, section)
  const counted = [...(hasTotals ? [isNoTotal] : []), ...(look.apart === null ? [] : [oddMark])].join(' and ') || 'true'
  const words = others.filter((column) => !isDate(column))
  notes.push(...(await wordNotes(connection, table, words, counted)))

  function reading(column: Column): string {
    if (isDate(column)) return dateReading(column, orders.get(column.name))
    return column.type === 'month' ? monthReading(column, doubted.has(column.name)) : wordReading(column)
  }
  function typedColumn(column: Column): TypedColumn {
    if (plain.has(column.name)) return plainColumn(column)
    const careful = carefulColumn(column)
    return look.apart === null ? careful : inOddRows(careful)
  }
  function carefulColumn(column: Column): TypedColumn {
    if (isFigure(column)) return carefulFigure(column, sign, currencyOf, hasFineMoney)
    if (isDate(column)) return carefulDate(column, orders.get(column.name))
    return column.type === 'month' ? carefulMonth(column) : carefulWords(column)
  }
  const typedColumns = columns.map((column) => {
    const typed = typedColumn(column)
    return mayBeEmpty(column, section) ? typed : refuseEmpty(typed)
  })
  const known = await refuseSums(connection, table, typedColumns, section)
  return { columns: hasTotals ? refuseTotals(known) : known, notes, hasFineMoney }
}

/** False for a column whose empty cells are refused. */
export function mayBeEmpty(column: Column, section: Section): boolean {
  if (section.feed?.filled.includes(column.name)) return false
  return !section.required.includes(column.name) || !neverEmpty.has(column.role)
}

const openPointNote =
  'Figures like 1.234 are read with a decimal point, as AWS writes them; nothing else in the file proves it. If they are thousands, undo the import and take the original file.'

function refuseEmpty(typed: TypedColumn): TypedColumn {
  const cell = quoted(typed.column.name)
  const isNone = isFigure(typed.column) ? 'is_no_figure' : 'is_no_value'
  return {
    ...typed,
    refused: typed.refused ? `(${typed.value} is null or ${typed.refused})` : `(${typed.value} is null)`,
    reason: `case when ${cell} is null or ${isNone}(${cell}) then ${literal(reasons.empty)} else ${typed.reason} end`,
  }
}
