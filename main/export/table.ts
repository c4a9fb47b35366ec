import type { Connection, Parameters, Row } from '../database/connection.ts'
import { sumOf } from '../queries/currencies.ts'
import { type CellKind, losesDigits } from './cells.ts'
import { widthOf } from './widths.ts'

/** One column of a table on a sheet. */
export interface TableColumn {
  /** The column of the query. */
  readonly name: string
  readonly header: string
  readonly kind: CellKind
  /** The kind of a cell where it depends on its row: a control compares amounts or counts lines. */
  readonly kindOf?: (row: Row) => CellKind
  /** What is written for a value; formulas that look for the value look for this. */
  readonly words?: (value: string, row: Row) => string
  /** The other column of the row that `words` looks at; it looks at no other when absent. */
  readonly wordsBeside?: string
  /** Summed above the header, by currency where the table has one. */
  readonly total?: boolean
  /** The cell is a formula, and the value of the query its result. */
  readonly formula?: RowFormula
  /** In characters; a longer sentence is wrapped, a longer text runs on or is cut at the edge of its cell. */
  readonly widest?: number
  /** In characters; for text in capitals, which is wider than its count of characters. */
  readonly narrowest?: number
}

/** A formula over cells of its own row; with text instead of an amount in one of them the cell gets its plain value. */
export interface RowFormula {
  readonly of: readonly string[]
  /** Where it holds: where this column begins with this text; in every row when absent. */
  readonly when?: { readonly column: string; readonly beginsWith: string }
  readonly text: (...cells: string[]) => string
}

/** One sheet with one table: a title, a sentence, totals, a header and rows. */
export interface Table {
  readonly sheet: string
  /** What one row is. */
  readonly about: string
  /** What stands in the place of rows when there are none. */
  readonly empty: string
  readonly rows: TableRows
  /** A column that is true for the rows whose amounts the totals hold; without it all rows are added. */
  readonly totalWhere?: string
  /** A column named `currency` splits the table into blocks, one for each currency, with totals of their own. */
  readonly columns: readonly TableColumn[]
  /** So many columns at the left stay in sight and stand on each page; the currency and the reference when absent. */
  readonly keys?: number
}

/** A statement with its values. */
export interface Select {
  readonly sql: string
  readonly parameters: Parameters
}

/** Where the rows of a table come from. */
export interface TableRows extends Select {
  /** Selects that give all rows in their order, one after another: what is sorted at a time stays small. */
  readonly pieces: (blocks: readonly Block[]) => readonly Select[]
}

/** A total of one column, exact. */
export interface Total {
  readonly sum: string | null
  /** False when a cell of the column is text because a number would lose digits: a formula would miss it. */
  readonly addable: boolean
}

/** The rows of one currency, or all rows of a table that has no currencies. */
export interface Block {
  readonly currency: string | null
  readonly rows: number
  readonly totals: ReadonlyMap<string, Total>
}

/** Where on which sheet the rows of a table stand, known before the first of them is written. */
export interface PlannedTable {
  readonly table: Table
  readonly rows: number
  /** There are many of them. */
  readonly isLong: boolean
  readonly blocks: readonly Block[]
  readonly hasTotals: boolean
  /** Widths in characters, by column. */
  readonly widths: readonly number[]
  readonly parts: readonly SheetPart[]
}

/** The rows of a table on one sheet; a long table has several. */
export interface SheetPart {
  readonly sheet: string
  readonly headerRow: number
  readonly firstRow: number
  readonly lastRow: number
}

/** Sizes that only tests make smaller. */
export interface Limits {
  /** Rows of a sheet in Excel's format, header included. */
  readonly sheetRows?: number
  /** Rows that are read in one piece. */
  readonly pieceRows?: number
  /** From so many rows on the database writes them. */
  readonly longRows?: number
}

const rowsOfASheet = 1_048_576
const rowsOfALongTable = 5000
const titleRows = 3

/**
 * Measures a table: counts, exact totals, widths, and the sheets that its rows take. What is written later is what was
 * measured here only while both are done in one transaction.
 */
export async function planTable(
  connection: Connection,
  table: Table,
  { sheetRows = rowsOfASheet, longRows = rowsOfALongTable }: Limits = {},
): Promise<PlannedTable> {
  const byCurrency = table.columns.some(({ name }) => name === 'currency')
  const summed = table.columns.filter((column) => column.total)
  const counts = table.totalWhere === undefined ? null : `"${table.totalWhere}"`
  const measures = [
    `${byCurrency ? 'currency' : 'null'} as "block"`,
    'count(*)::integer as "rows"',
    ...summed.flatMap(({ name }) => [
      `(${sumOf(`"${name}"`, counts)})::varchar as "sum ${name}"`,
      `(count(*) filter (${losesDigits(`"${name}"`)}))::integer as "loses ${name}"`,
    ]),
    ...table.columns.map((column) => `${measure(column)} as "measure ${column.name}"`),
  ]
  const lines = await connection.rows(
    `select ${measures.join(', ')} from (${table.rows.sql}) ${byCurrency ? 'group by 1 order by 1 nulls last' : ''}`,
    table.rows.parameters,
  )
  const blocks = lines.map((line) => ({
    currency: line['block'] as string | null,
    rows: Number(line['rows']),
    totals: new Map(
      summed.map(({ name }) => [
        name,
        { sum: line[`sum ${name}`] as string | null, addable: line[`loses ${name}`] === 0 },
      ]),
    ),
  }))
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0)
  const hasTotals = summed.length > 0 && rows > 0
  // A total is longer than its parts.
  const longest = (column: TableColumn): number =>
    Math.max(
      0,
      ...lines.map((line) => lengthOf(column, line[`measure ${column.name}`] ?? null)),
      ...blocks.map((block) => block.totals.get(column.name)?.sum?.replace(/\.\d*$/, '').length ?? 0),
    )
  return {
    table,
    rows,
    isLong: rows >= longRows,
    blocks,
    hasTotals,
    widths: table.columns.map((column) => widthOf(column, longest(column))),
    parts: partsOf(table.sheet, rows, hasTotals ? blocks.length : 0, sheetRows),
  }
}

/** Stands in no word of the core. */
const between = '\u001f'

function isOfWords({ words, kind }: TableColumn): boolean {
  return words !== undefined && kind === 'text'
}

/** The length of the longest value, of a figure the digits before its point; of a column of words, which they are. */
function measure(column: TableColumn): string {
  const value = `"${column.name}"`
  if (isOfWords(column)) return `string_agg(distinct ${value}, '${between}')`
  const isFigure = column.kind === 'money' || column.kind === 'integer'
  return `max(length(${isFigure ? `trunc(${value})` : value}::varchar))::integer`
}

function lengthOf(column: TableColumn, measured: Row[string]): number {
  if (!isOfWords(column) || measured === null) return Number(measured ?? 0)
  return Math.max(
    ...String(measured)
      .split(between)
      .map((value) => column.words?.(value, {}).length ?? 0),
  )
}

function partsOf(sheet: string, rows: number, totalLines: number, sheetRows: number): SheetPart[] {
  const parts: SheetPart[] = []
  let left = rows
  do {
    const first = parts.length === 0
    // Totals stand on the first sheet only, and sum over all.
    const headerRow = titleRows + (first && totalLines > 0 ? totalLines + 1 : 0) + 1
    const taken = Math.min(left, sheetRows - headerRow)
    parts.push({
      sheet: first ? sheet : `${sheet} (${parts.length + 1})`,
      headerRow,
      firstRow: headerRow + 1,
      lastRow: headerRow + taken,
    })
    left -= taken
  } while (left > 0)
  return parts
}
