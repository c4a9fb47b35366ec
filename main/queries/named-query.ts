import type { QueryCard } from '../../shared/queries/card.ts'
import type { QueryName } from '../../shared/queries/queries.ts'

/** A question that can be asked of a reconciled book by its name: its card and its text. */
export interface NamedQuery {
  readonly name: QueryName
  readonly card: QueryCard
  readonly sql: string
  /**
   * The same rows with two more columns in front: the number of each in the table of the data set, `row_id`, and the
   * place of its file and sheet in the query's order, `file_place`, behind which the order is that of the lines.
   */
  readonly numberedSql?: string
}
