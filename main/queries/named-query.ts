/** A question that can be asked of a reconciled book by its name. */
export interface NamedQuery {
  readonly name: string
  /** The CAS name of a data set, or the table name of a feed, which stands for the same query. */
  readonly alias?: string
  readonly title: string
  /** `Reconciliation` for what is derived, else the category that AWS gives the data set. */
  readonly category: string
  /** One sentence: what one row is. */
  readonly description: string
  readonly sql: string
  /**
   * The same rows with two more columns in front: the number of each in the table of the data set, `row_id`, and the
   * place of its file and sheet in the query's order, `file_place`, behind which the order is that of the lines.
   */
  readonly numberedSql?: string
  /** The amounts that may be added up over rows, by currency; all others are none of any total. */
  readonly added: readonly string[]
  /** A column that is true for the rows whose amounts are added; without it those of all rows are. */
  readonly addedWhere?: string
  /** The order when none is asked for; it makes every answer the same on every machine. */
  readonly order: readonly string[]
}

/** The order of lines: by file, section, sheet and line. */
export const lineOrder = ['path', 'sha256', 'section', 'sheet', 'line']
