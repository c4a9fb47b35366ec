import type { Connection, Parameters, Row } from '../database/connection.ts'
import { type CellKind, losesDigits } from './cells.ts'

/** One column of a table on a sheet. */
export interface TableColumn {
  /** The column of the query. */
  readonly name: string
  readonly header: string
  readonly kind: CellKind
  /** The kind of a cell where it depends on its row: a control compares amounts or counts lines. */
  readonly kindOf?: (row: Row) => CellKind
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
  readonly text: (...cells: string[]) => string
}

/** One sheet with one table: a title, a sentence, totals, a header and rows. */
export interface Table {
  readonly sheet: string
  /** What one row is. */
  readonly about: string
  /** What stands in the place of rows when there are none. */
  readonly empty: string
  /** A select without order and without limit. */
  readonly rows: string
  readonly parameters?: Parameters
  readonly orderBy: string
  /** The same select in its order, where that is no matter of columns. */
  readonly ordered?: string
  /** The rows have a text column `position` that comes first in their order, by which a long table is read in slices. */
  readonly slices?: boolean
  /** A column that is true for the rows whose amounts the totals hold; without it all rows are added. */
  readonly totalWhere?: string
  /** A column named `currency` splits the table into blocks, one for each currency, with totals of their own. */
  readonly columns: readonly TableColumn[]
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
  readonly blocks: readonly Block[]
  readonly hasTotals: boolean
  /** Widths in characters, by column. */
  readonly widths: readonly number[]
  readonly parts: readonly SheetPart[]
  /** The last position of each slice but the last one. */
  readonly borders: readonly string[]
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
  /** Rows that are sorted at a time. */
  readonly sliceRows?: number
}

const rowsOfASheet = 1_048_576
const rowsOfASlice = 50_000
const titleRows = 3

/**
 * Measures a table: counts, exact totals, widths, and the sheets that its rows take. What is written later is what was
 * measured here only while both are done in one transaction.
 */
export async function planTable(
  connection: Connection,
  table: Table,
  { sheetRows = rowsOfASheet, sliceRows = rowsOfASlice }: Limits = {},
): Promise<PlannedTable> {
  const byCurrency = table.columns.some(({ name }) => name === 'currency')
  const summed = table.columns.filter((column) => column.total)
  const added = table.totalWhere === undefined ? '' : ` filter (where "${table.totalWhere}")`
  const measures = [
    `${byCurrency ? 'currency' : 'null'} as "block"`,
    'count(*)::integer as "rows"',
    ...summed.flatMap(({ name }) => [
      `sum("${name}")${added}::varchar as "sum ${name}"`,
      `(count(*) filter (${losesDigits(`"${name}"`)}))::integer as "loses ${name}"`,
    ]),
    ...table.columns.map(({ name, kind }) => `max(length(${measured(name, kind)}))::integer as "length ${name}"`),
  ]
  const lines = await connection.rows(
    `select ${measures.join(', ')} from (${table.rows}) ${byCurrency ? 'group by 1 order by 1 nulls last' : ''}`,
    table.parameters,
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
  const longest = (name: string): number =>
    Math.max(
      0,
      ...lines.map((line) => Number(line[`length ${name}`] ?? 0)),
      ...blocks.map((block) => block.totals.get(name)?.sum?.replace(/\.\d*$/, '').length ?? 0),
    )
  return {
    table,
    rows,
    blocks,
    hasTotals,
    widths: table.columns.map((column) => widthOf(column, longest(column.name))),
    borders: table.slices ? await bordersOf(connection, table, Math.ceil(rows / sliceRows)) : [],
    parts: partsOf(table.sheet, rows, hasTotals ? blocks.length : 0, sheetRows),
  }
}

/** Each slice looks through the whole book once more. */
const mostSlices = 8

/** Sorting whole rows is what an export needs most memory for: a long table is sorted in slices. */
async function bordersOf(connection: Connection, table: Table, wanted: number): Promise<string[]> {
  const slices = Math.min(mostSlices, wanted)
  if (slices < 2) return []
  const quantiles = Array.from({ length: slices - 1 }, (_, index) => (index + 1) / slices)
  const found = await connection.rows(
    `select distinct unnest(quantile_disc(position, [${quantiles.join(', ')}])) as border from (${table.rows}) order by 1`,
    table.parameters,
  )
  return found.map((row) => String(row['border']))
}

/** The part of a value that decides how wide it is: of a figure, the digits before its point. */
function measured(name: string, kind: CellKind): string {
  return kind === 'money' || kind === 'integer' ? `trunc("${name}")::varchar` : `"${name}"::varchar`
}

function widthOf(column: TableColumn, longest: number): number {
  const header = Math.max(...column.header.split(' ').map((word) => word.length)) + 5
  const figure = longest + Math.floor(Math.max(0, longest - 1) / 3)
  const content = { money: figure + 6, integer: figure + 3, date: 12, datetime: 17 }
  const least = column.narrowest ?? (column.kind === 'money' ? 13 : 7)
  const wanted = column.kind in content ? content[column.kind as keyof typeof content] : Math.ceil(longest * 0.96) + 3
  return Math.min(column.widest ?? 42, Math.max(least, header, wanted))
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
