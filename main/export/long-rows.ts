import type { Connection } from '../database/connection.ts'
import { TieoutError } from '../../shared/errors.ts'
import { type CellKind, type CellValue, toCell } from './cells.ts'
import { rowHeight } from './row-height.ts'
import { type Inspected, rowXml, tailOf } from './row-xml.ts'
import type { PlannedTable } from './table.ts'

/**
 * The rows of a long table as XML, a list for each chunk, numbered as they stand on its sheets: the cells are made by the
 * database, those of sentences and of texts that a workbook cannot hold as they are, here. The same XML as the writer of
 * workbooks makes of the cells of `toCell`. `styleOf` gives the number of the style of a kind.
 */
export async function* longRows(
  connection: Connection,
  planned: PlannedTable,
  columns: readonly Inspected[],
  styleOf: (kind: CellKind) => number,
): AsyncGenerator<string[]> {
  const { table, blocks, parts } = planned
  const cells = rowXml(columns, styleOf)
  const { apart } = cells
  const values: CellValue[] = []
  const ending = `customHeight="1" spans="1:${columns.length}" x14ac:dyDescent="0.25">`
  const start = (number: string, height: number): string => `<row r="${number}" ht="${height}" ${ending}`
  const hasHeights = apart.some((index) => columns[index]?.column.kind === 'sentence')
  const lowest = rowHeight(planned, values)
  const [first = '', ...others] = cells.terms
  const [before, behind = ''] = start('|', lowest).split('|')
  const terms = [hasHeights ? first : `concat('${before}', number, '${behind}', ${first})`, ...others].join(', ')
  let rows = 0
  for (const { sql, parameters } of table.rows.pieces(blocks)) {
    const numbered = `select *, row_number() over () as place from (${sql})`
    const select = `select ${terms} from (select *, (${numberInSql(parts, rows)})::varchar as number from (${numbered}))`
    for await (const [xml = [], ...rest] of connection.texts(select, { ...parameters, ...cells.parameters })) {
      const number = numberOf(parts, rows)
      if (!xml[0]?.startsWith(hasHeights ? `<c r="A${number}"` : `<row r="${number}"`)) misplaced(planned, number)
      rows += xml.length
      yield apart.length === 0
        ? (xml as string[])
        : xml.map((text, row) => {
            let whole = text ?? ''
            apart.forEach((index, order) => {
              const value = cellOf(columns[index], rest[2 * order]?.[row] ?? null)
              values[index] = value
              whole += `${tailOf(value)}${rest[2 * order + 1]?.[row]}`
            })
            if (!hasHeights) return whole
            return `${start(String(numberOf(parts, rows - xml.length + row)), rowHeight(planned, values))}${whole}`
          })
    }
  }
}

function cellOf(
  inspected: { column: PlannedTable['table']['columns'][number] } | undefined,
  value: string | null,
): CellValue {
  if (!inspected) return null
  const { kind, words } = inspected.column
  return toCell(kind, words && value !== null ? words(value, {}) : value)
}

/** The number on its sheet of the row that has `rows` others of the table before it. */
function numberOf(parts: PlannedTable['parts'], rows: number): number {
  let before = 0
  for (const { firstRow, lastRow } of parts) {
    if (rows - before <= lastRow - firstRow) return firstRow + rows - before
    before += lastRow - firstRow + 1
  }
  return Number.NaN
}

/** The same in SQL, for the rows of a statement that are numbered from 1 by `place`, of which `before` others stand. */
function numberInSql(parts: PlannedTable['parts'], before: number): string {
  let earlier = 0
  const cases = parts.map(({ firstRow, lastRow }) => {
    const offset = firstRow - 1 - earlier
    earlier += lastRow - firstRow + 1
    return `when place <= ${earlier - before} then place + ${before + offset}`
  })
  return `case ${cases.join(' ')} end`
}

function misplaced({ table }: PlannedTable, number: number): never {
  throw new TieoutError(
    'internal',
    `Row ${number} of the sheet ${table.sheet} came out of its order. The workbook was not written.`,
  )
}
