import { columnCalled, orderTerm, reference } from '../queries/columns.ts'
import { addableOf } from '../queries/currencies.ts'
import type { Relation } from '../queries/relation.ts'
import type { Block, Limits, Select, Table, TableColumn } from './table.ts'

/** The order and the words of a sheet over a named query, which alone has the figures. */
export interface Sheet {
  readonly sheet: string
  readonly about: string
  readonly empty: string
  readonly columns: readonly TableColumn[]
  readonly keys?: number
  /** Behind the currency; the order of the query when absent. Only for queries of which no table is made. */
  readonly orderBy?: readonly string[]
}

const rowsOfAPiece = 50_000

/**
 * The rows of a query on a sheet, one currency after the other. Totals stand over the columns that totals of the query may
 * hold, and over no other. Error `wrong-usage` for a column that the query has not.
 */
export function tableOf(relation: Relation, sheet: Sheet, { pieceRows = rowsOfAPiece }: Limits = {}): Table {
  const { columns: added, where } = addableOf(relation.name, relation.columns)
  const column = (name: string): string => reference(columnCalled(relation.columns, name, relation.name))
  const terms = sheet.columns.map(({ name }) => `${column(name)} as "${name}"`)
  const sql = `select ${terms.join(', ')} from ${relation.sql} as q`
  const { parameters } = relation
  const isByCurrency = sheet.columns.some(({ name }) => name === 'currency')

  const inOrder = (): Select[] => {
    const order = [...(isByCurrency ? ['currency'] : []), ...(sheet.orderBy ?? relation.order)]
    const orderTerms = order.map((name) => orderTerm(columnCalled(relation.columns, name, relation.name), false))
    return [{ sql: `${sql} order by ${orderTerms.join(', ')}`, parameters }]
  }
  // The table was made in the order of the query: its rows need only be picked out.
  const byNumber = (blocks: readonly Block[]): Select[] => {
    const rows = blocks.reduce((sum, block) => sum + block.rows, 0)
    const starts = Array.from({ length: Math.ceil(rows / pieceRows) }, (_, index) => index * pieceRows)
    return (isByCurrency ? blocks : blocks.slice(0, 1)).flatMap(({ currency }) =>
      starts.map((start) => {
        const place = `q.rowid >= ${start} and q.rowid < ${start + pieceRows}`
        const own = isByCurrency ? ` and ${column('currency')} is not distinct from $block` : ''
        return {
          sql: `${sql} where ${place}${own} order by q.rowid`,
          parameters: { ...parameters, ...(isByCurrency ? { block: currency } : {}) },
        }
      }),
    )
  }
  const { orderBy: _, ...looks } = sheet
  return {
    ...looks,
    columns: sheet.columns.map((one) => (added.includes(one.name) ? { ...one, total: true } : one)),
    ...(where === null ? {} : { totalWhere: where }),
    rows: { sql, parameters, pieces: relation.rowId === 'rowid' ? byNumber : inOrder },
  }
}
