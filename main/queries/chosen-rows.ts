import type { Order, Selection } from '../../shared/contract/rows.ts'
import type { Parameters } from '../database/connection.ts'
import { type QueryColumn, columnCalled, publicColumns, reference, shown } from './columns.ts'
import { type Relation, narrowed, ordered } from './relation.ts'

/** Rows and columns of a query as somebody chose them, as selects to be run in the state of the relation. */
export interface Choice {
  readonly columns: readonly QueryColumn[]
  /** A select of these terms over the relation `q`, in order. */
  readonly select: (terms: string) => string
  /** In order, in the form in which they are shown. */
  readonly shown: string
  /** In the types of the database and without order. */
  readonly raw: string
  /** In order, in the types of the database. */
  readonly ordered: string
  readonly parameters: Parameters
}

/** Error `wrong-usage` for a column that the query has not. */
export function chosenRows(
  relation: Relation,
  chosen: Pick<Selection, 'filters' | 'search'> & {
    readonly columns?: readonly string[] | undefined
    readonly orderBy?: readonly Order[] | undefined
  },
): Choice {
  const columns = chosen.columns?.map((name) => columnCalled(relation.columns, name, relation.name)) ?? relation.columns
  const { where, parameters } = narrowed(relation, chosen)
  const from = `from ${relation.sql} as q ${where}`
  // A table that was made in this order is read in it, and nothing is sorted.
  const isAsMade = relation.rowId === 'rowid' && !chosen.orderBy?.length
  const order = isAsMade ? '' : `order by ${ordered(relation, chosen.orderBy)}`
  const select = (terms: string): string => `select ${terms} ${from} ${order}`
  const plain = columns.map((column) => `${reference(column)} as "${column.name}"`).join(', ')
  return {
    columns: publicColumns(columns),
    select,
    shown: select(columns.map(shown).join(', ')),
    raw: `select ${plain} ${from}`,
    ordered: select(plain),
    parameters,
  }
}
