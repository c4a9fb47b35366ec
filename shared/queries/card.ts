/**
 * How the cells of a column are written and aligned. `count` counts something, an `ordinal` only numbers it; a `code` is a
 * closed word of the core; a `sentence` is one of the core, a `subject` what an exception or a control is about; `raw` is as
 * it stands in a file; a `file` is the path of a report, an `object-key` one in a bucket.
 */
export type Look =
  | 'money'
  | 'decimal'
  | 'percent'
  | 'count'
  | 'ordinal'
  | 'date'
  | 'moment'
  | 'yes-no'
  | 'id'
  | 'state'
  | 'code'
  | 'sentence'
  | 'subject'
  | 'text'
  | 'raw'
  | 'file'
  | 'object-key'

/** What there is to know of a column that a named query answers, said once for window, workbook and command line. */
export interface ColumnCard {
  /** What stands above it; the words of its name where absent. */
  readonly title?: string
  /** One sentence on what it holds, where the title leaves a doubt. */
  readonly help?: string
  readonly look: Look
  /**
   * Shown in privacy mode. Without it texts and amounts are hidden there; counts, days and yes or no tell nobody's name.
   * Sentences that are plain lose their amounts, quotations and folders all the same.
   */
  readonly plain?: true
  /** Few different values, to be picked from a list: the closed list of them, or `listed` for those that the rows have. */
  readonly choices?: 'listed' | readonly string[]
  /** The words of a code. */
  readonly words?: (code: string) => string
  /** May be added up over rows, by currency; a balance at two dates, or a figure that repeats, may not. */
  readonly adds?: true
  /** Of an amount: the column that names its currency, where that is another than the query's. */
  readonly currency?: string
  /** Starts hidden where a query does not say which columns it shows. */
  readonly seldom?: true
}

/** What there is to know of a named query beside its text; `Column` are the names of columns that it may use. */
export interface QueryCard<Column extends string = string> {
  readonly title: string
  /** `Reconciliation` for what is worked out, `Data feeds` for reports made from them, else what AWS calls it. */
  readonly category: string
  /** One sentence: what one row is. */
  readonly description: string
  /** The order when none is asked for; it makes every answer the same on every machine. */
  readonly order: readonly Column[]
  /** How a grid is sorted at first, where that is another order. */
  readonly sorted?: readonly { readonly column: Column; readonly descending?: true }[]
  /** The columns that a grid shows at first, in this order; absent for all of them as the query gives them. */
  readonly shown?: readonly Column[]
  /** Those of them that have a place among the others but start hidden. */
  readonly folded?: readonly Column[]
  /** True where the columns that are not named follow those that are, instead of starting hidden. */
  readonly showsRest?: true
  /** The column that names the currency of its amounts; a query without one has no sums. */
  readonly currency?: Column
  /** Columns that add up here beside those that do everywhere; false where nothing does. */
  readonly adds?: false | readonly Column[]
  /** A column that is true for the rows whose amounts are added; without it those of all rows are. */
  readonly addsWhere?: Column
  /** Columns that mean something else here than elsewhere. */
  readonly means?: { readonly [Name in Column]?: ColumnCard }
  /** The section of a report whose columns it has. */
  readonly like?: string
  /** The same whatever is set or decided for the book, its as-of date included: it tells of the files alone. */
  readonly undated?: true
  /** Set where the answer is written down once for each state of the book, because it takes more than a page may. */
  readonly prepared?: Preparation
}

/** What the table of a query is made from. */
export interface Preparation {
  /** Prepared queries and views that stand in its text for the views of the same names. */
  readonly from: readonly string[]
  /** Views of the book that its text reads through these. */
  readonly views?: readonly string[]
}
