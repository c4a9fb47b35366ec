import type { Connection, Parameters, Row } from '../database/connection.ts'
import { type Described, columnType, describe } from '../queries/columns.ts'
import { type CellKind, type CellValue, losesDigits, toCell } from './cells.ts'
import { columnLetters } from './formulas.ts'
import { neverWraps } from './row-height.ts'
import { isFigure } from './style.ts'
import type { PlannedTable, TableColumn } from './table.ts'

/** A column of a long table with what its rows make of it as a whole. */
export interface Inspected {
  readonly column: TableColumn
  readonly sqlType: string
  /** Its cells cannot be made by the database: they are made one by one. */
  readonly isApart: boolean
  /** A value of it may have more digits than a number holds, and stands as text. */
  readonly losesDigits: boolean
  /** For a column of words: each of its values, the value beside it, and what is written for the two. */
  readonly words: readonly (readonly [string, string | null, string])[] | null
}

/** What Excel's calendar has. */
const [firstDay, lastDay] = ['1900-03-01', '9999-12-31']
/** What `toText` changes, except that texts are cut: characters that XML forbids, line ends, and what Excel reads as an escape. */
const unwritable = String.raw`[\x00-\x08\x0b-\x1f\x7f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_`
/** In bytes; a text grows by escapes. */
const shortText = 4000
/** More different words than this are none of a closed list. */
const mostWords = 300

/**
 * Looks at all rows of a planned table, once. Null where the database cannot write them: where a cell depends on its
 * row in another way, or a formula is about others than plain figures.
 */
export async function inspect(connection: Connection, planned: PlannedTable): Promise<Inspected[] | null> {
  const columns = await measured(connection, planned)
  const isPlain = (name: string): boolean =>
    columns.some(({ column, isApart }) => column.name === name && !isApart && isFigure(column.kind))
  const can = ({ column, isApart }: Inspected): boolean =>
    !column.kindOf &&
    !(isApart && column.wordsBeside !== undefined) &&
    (!column.formula || [column.name, ...column.formula.of].every(isPlain))
  return columns.every(can) ? columns : null
}

async function measured(connection: Connection, { table, widths }: PlannedTable): Promise<Inspected[]> {
  const { sql, parameters } = table.rows
  const described = new Map((await describe(connection, sql, parameters)).map((one) => [one.name, one]))
  const typeOf = (name: string): Described => described.get(name) ?? { name, sqlType: '' }
  const measures = table.columns.flatMap((column, index) => {
    const measure = measureOf(column, typeOf(column.name), widths[index] ?? 0)
    return measure === null ? [] : [`${measure} as "${index}"`]
  })
  const [found = {}] = await connection.rows(`select ${['1 as one', ...measures].join(', ')} from (${sql})`, parameters)
  return table.columns.map((column, index) => {
    const { sqlType } = typeOf(column.name)
    const answer = found[index] ?? null
    const isPlain = { column, sqlType, isApart: false, losesDigits: false, words: null }
    if (sqlType === 'BOOLEAN') return isPlain
    if (!isDirect(column.kind, typeOf(column.name))) return { ...isPlain, isApart: true }
    if (isFigure(column.kind)) return { ...isPlain, losesDigits: answer === true }
    if (!column.words || column.kind !== 'text')
      return { ...isPlain, isApart: answer === true || isOfSentences(column) }
    const pairs = (JSON.parse(String(answer ?? '[]')) as [string | null, string | null][]).filter(
      ([value]) => value !== null,
    )
    if (pairs.length > mostWords) return { ...isPlain, isApart: true }
    return { ...isPlain, words: pairs.map(([value, beside]) => wordsFor(column, value ?? '', beside)) }
  })
}

function wordsFor(column: TableColumn, value: string, beside: string | null): [string, string | null, string] {
  const row: Row = column.wordsBeside === undefined ? {} : { [column.wordsBeside]: beside }
  return [value, beside, column.words?.(value, row) ?? value]
}

function isOfSentences({ kind, words }: TableColumn): boolean {
  return kind === 'sentence' && words !== undefined
}

/** Whether the type in the database is the one that the kind of the cells is made for. */
function isDirect(kind: CellKind, type: Described): boolean {
  const own = columnType(type)
  if (isFigure(kind)) return own === 'integer' || own === 'money' || own === 'decimal' || own === 'percent'
  return kind === 'date' || kind === 'datetime' ? own === kind : type.sqlType === 'VARCHAR'
}

/** What the rows must tell of a column; null for nothing. */
function measureOf(column: TableColumn, type: Described, width: number): string | null {
  const value = `"${column.name}"`
  if (!isDirect(column.kind, type)) return null
  if (isFigure(column.kind)) {
    const scale = Number(/,(\d+)\)$/.exec(type.sqlType)?.[1] ?? 0)
    return `max(${value})::double >= 1e${15 - scale} or min(${value})::double <= -1e${15 - scale}`
  }
  if (column.kind === 'date' || column.kind === 'datetime')
    return `min(${value}) < '${firstDay}' or max(${value})::date > '${lastDay}'`
  if (isOfSentences(column)) return null
  const beside = column.wordsBeside === undefined ? 'null' : `"${column.wordsBeside}"`
  if (column.words) return `to_json(list(distinct [${value}, ${beside}]))::varchar`
  const isLong = `max(strlen(${value})) > ${column.kind === 'sentence' ? neverWraps(width) : shortText}`
  const wraps = column.kind === 'sentence' ? `contains(${value}, chr(10)) or ` : ''
  return `${isLong} or bool_or(${wraps}regexp_matches(${value}, '${unwritable}'))`
}

/** The select terms that make the cells of a row, and what is to be put between them. */
export interface RowXml {
  /** XML of cells, then the value of a cell that is made apart, then XML, and so on. */
  readonly terms: readonly string[]
  readonly parameters: Parameters
  /** Places among the columns of the cells that are made apart. */
  readonly apart: readonly number[]
}

/** `styleOf` is the number of the style of a kind; the number of the row on its sheet is `number`, a text. */
export function rowXml(columns: readonly Inspected[], styleOf: (kind: CellKind) => number): RowXml {
  const parameters: Record<string, string | null> = {}
  const bound = (value: string | null): string => {
    const name = `cell_${Object.keys(parameters).length}`
    parameters[name] = value
    return `$${name}::varchar`
  }
  const terms: string[] = []
  let pieces: string[] = []
  let text = ''
  const addText = (more: string): void => void (text += more)
  const add = (piece: string): void => {
    if (text !== '') pieces.push(literal(text))
    text = ''
    pieces.push(piece)
  }
  const endTerm = (): void => {
    if (text !== '') pieces.push(literal(text))
    terms.push(pieces.length === 0 ? `''` : `concat(${pieces.join(', ')})`)
    text = ''
    pieces = []
  }
  columns.forEach((one, index) => {
    addText(`<c r="${columnLetters(index)}`)
    add('number')
    addText(`" s="${styleOf(one.column.kind)}"`)
    if (one.isApart) {
      endTerm()
      terms.push(`"${one.column.name}"::varchar`)
    } else add(cellTail(one, columns, bound))
  })
  addText('</row>')
  endTerm()
  return { terms, parameters, apart: columns.flatMap(({ isApart }, index) => (isApart ? [index] : [])) }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** What stands behind the style in a cell with this value. */
export function tailOf(value: CellValue): string {
  if (value === null) return '/>'
  if (typeof value === 'string') return ` t="str"><v>${xmlText(value)}</v></c>`
  if (typeof value === 'number') return `><v>${value}</v></c>`
  if (value instanceof Date) return `><v>${dayNumber(value)}</v></c>`
  throw new Error('A cell that is made apart is not a formula')
}

/** Day 0 of Excel's calendar is the end of 1899. */
function dayNumber(date: Date): number {
  return 25569 + date.getTime() / 86_400_000
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function xmlText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

/** The same in SQL. */
function cellTail(one: Inspected, all: readonly Inspected[], bound: (value: string | null) => string): string {
  const { column, sqlType, words } = one
  const value = `"${column.name}"`
  if (words) return wordsTail(one, words, bound)
  if (sqlType === 'BOOLEAN') return orEmpty(textTail(`case when ${value} then 'yes' else 'no' end`), value)
  if (isFigure(column.kind)) return orEmpty(figureTail(one, all, bound), value)
  if (column.kind === 'date') return orEmpty(numberTail(`(${value} - date '1899-12-30')::varchar`), value)
  if (column.kind === 'datetime') {
    const days = `(25569 + epoch_ms(${value}) / 86400000::double)`
    const whole = `${days} = trunc(${days})`
    return orEmpty(numberTail(`case when ${whole} then ${days}::bigint::varchar else ${days}::varchar end`), value)
  }
  const signs = Object.keys(entities)
  const hasSigns = signs.map((sign) => `contains(${value}, ${literal(sign)})`).join(' or ')
  const escaped = signs.reduce(
    (text, sign) => `replace(${text}, ${literal(sign)}, ${literal(entities[sign] ?? '')})`,
    value,
  )
  return `case when ${value} <> '' then ${textTail(`case when ${hasSigns} then ${escaped} else ${value} end`)} else '/>' end`
}

function orEmpty(tail: string, value: string): string {
  return `case when ${value} is null then '/>' else ${tail} end`
}

function textTail(text: string): string {
  return `concat(' t="str"><v>', ${text}, '</v></c>')`
}

function numberTail(number: string): string {
  return `concat('><v>', ${number}, '</v></c>')`
}

function wordsTail({ column }: Inspected, words: Inspected['words'], bound: (value: string | null) => string): string {
  const cases = (words ?? []).map(([value, beside, text]) => {
    const isBeside =
      column.wordsBeside === undefined ? '' : ` and "${column.wordsBeside}" is not distinct from ${bound(beside)}`
    return `when "${column.name}" = ${bound(value)}${isBeside} then ${bound(tailOf(toCell(column.kind, text)))}`
  })
  return cases.length === 0 ? `'/>'` : `case ${cases.join(' ')} else '/>' end`
}

function figureTail(one: Inspected, all: readonly Inspected[], bound: (value: string | null) => string): string {
  const { column, sqlType } = one
  const value = `"${column.name}"`
  const text = `${value}::varchar`
  const number = sqlType.startsWith('DECIMAL') && !sqlType.endsWith(',0)') ? `rtrim(rtrim(${text}, '0'), '.')` : text
  const plain = numberTail(number)
  const asNumber = column.formula ? formulaTail(one, column.formula, all, plain, number, bound) : plain
  return one.losesDigits ? `case when ${losesDigits(value)} then ${textTail(text)} else ${asNumber} end` : asNumber
}

function formulaTail(
  { column, sqlType }: Inspected,
  formula: NonNullable<TableColumn['formula']>,
  all: readonly Inspected[],
  plain: string,
  number: string,
  bound: (value: string | null) => string,
): string {
  const place = '\u0001'
  const operands = formula.of.map((name) => all.findIndex((other) => other.column.name === name))
  const cells = formula.text(...operands.map((operand) => `${columnLetters(operand)}${place}`))
  const written = (text: string): string =>
    `concat('><f>', ${xmlText(text).split(place).map(literal).join(', number, ')}, '</f><v>', ${number}, '</v></c>')`
  // Sums of amounts with twelve decimals are rounded to as many where they have them.
  const value = `"${column.name}"`
  const isFine = cells.endsWith(',6)') && sqlType.endsWith(',12)')
  const live = isFine
    ? `case when ${value} <> round(${value}, 6) then ${written(cells.replace(/6\)$/, '12)'))} else ${written(cells)} end`
    : written(cells)
  const isPlain = [
    ...(formula.when
      ? [`coalesce(not starts_with("${formula.when.column}", ${bound(formula.when.beginsWith)}), true)`]
      : []),
    // A formula over a cell that had to be text would not give this result.
    ...operands.flatMap((operand) =>
      all[operand]?.losesDigits ? [`coalesce(${losesDigits(`"${all[operand].column.name}"`)}, false)`] : [],
    ),
  ]
  return isPlain.length === 0 ? live : `case when ${isPlain.join(' or ')} then ${plain} else ${live} end`
}
