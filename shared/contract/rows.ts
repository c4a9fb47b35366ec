import { z } from 'zod'
import type { ColumnName } from '../queries/columns.ts'
import { type QueryName, isQueryName } from '../queries/queries.ts'

/** A cell as it crosses: money and decimals are decimal strings, dates ISO 8601 text, counts numbers. */
export const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** One row of a named query: column name to cell. */
export const row = z.record(z.string(), cell)
export type Row = z.infer<typeof row>

/** A row of a query of Tieout's own, whose columns are known by name. */
export type NamedRow = { readonly [Name in ColumnName]?: z.infer<typeof cell> }

export const columnType = z.enum(['text', 'money', 'decimal', 'percent', 'integer', 'date', 'datetime', 'boolean'])
export type ColumnType = z.infer<typeof columnType>

export const column = z.object({ name: z.string(), type: columnType })
export type Column = z.infer<typeof column>

/** The name of a named query where Tieout itself gives it; what a person types may be AWS's name for it, or none. */
export const queryName = z.custom<QueryName>((name) => typeof name === 'string' && isQueryName(name))

/** A date without a time, `YYYY-MM-DD`. */
export const isoDate = z.iso.date()

const textOperator = z.enum(['contains', 'not-contains', 'starts-with', 'ends-with'])
const compareOperator = z.enum(['equals', 'not-equals', 'less', 'less-or-equal', 'greater', 'greater-or-equal'])

/** One condition on one column; values are texts in the form in which the column is shown (`2026-07-31`, `-12.50`). */
export const filter = z.discriminatedUnion('operator', [
  z.object({ operator: textOperator, column: z.string(), value: z.string() }),
  z.object({ operator: compareOperator, column: z.string(), value: z.string() }),
  z.object({ operator: z.literal('between'), column: z.string(), from: z.string(), to: z.string() }),
  z.object({ operator: z.literal('in'), column: z.string(), values: z.array(z.string().nullable()).max(1000) }),
  z.object({ operator: z.enum(['blank', 'not-blank']), column: z.string() }),
])
export type Filter = z.infer<typeof filter>

export const order = z.object({ column: z.string(), descending: z.boolean().optional() })
export type Order = z.infer<typeof order>

/**
 * Which rows of which named query: all filters hold, and each word of the search stands in some text, amount or date of
 * the row, as it is shown.
 */
export const selection = z.object({
  name: z.string(),
  /** Only for `cash_application`: one settlement instead of all. */
  settlement: z.string().optional(),
  filters: z.array(filter).max(100).optional(),
  search: z.string().max(200).optional(),
})
export type Selection = z.infer<typeof selection>

export const pageRequest = selection.extend({
  orderBy: z.array(order).max(10).optional(),
  offset: z.int().min(0),
  limit: z.int().min(1).max(1000),
})
export type PageRequest = z.infer<typeof pageRequest>

/** Rows in order; `revision` is the state of the book they were read from. */
export const page = z.object({ rows: z.array(row), revision: z.int() })
export type Page = z.infer<typeof page>

/**
 * Sums of the money columns of the selected rows, and of counts whose cards say so, per currency: currencies are never
 * added. An amount whose currency is another than that of its row (the legal tax of `taxation`) is in no sum. The currency
 * is null for rows that name none, and for all rows of a query without a currency column: sections 1 to 6 of the
 * disbursement report say nothing of currencies, and their amounts are added as they stand in the files; a derived query
 * without one (`deliveries`) has no sums.
 */
export const totals = z.object({
  rows: z.int(),
  sums: z.array(z.object({ currency: z.string().nullable(), rows: z.int(), sums: z.record(z.string(), z.string()) })),
  revision: z.int(),
})
export type Totals = z.infer<typeof totals>

/** The distinct values of one column in the selected rows, most frequent first, with how many rows have each. */
export const facets = z.array(z.object({ value: z.string().nullable(), rows: z.int() }))
export type Facets = z.infer<typeof facets>

/** A named query as the Data screen lists it. */
export const queryEntry = z.object({
  name: queryName,
  /** Title as AWS writes it for data sets, else the words of the product. */
  title: z.string(),
  description: z.string(),
  /** `Reconciliation` for the derived ones, else the category of the data set, for example `Monthly revenue`. */
  category: z.string(),
  /** Rows in the book; null for derived queries, which are not counted ahead of being asked. */
  rows: z.int().nullable(),
})
export type QueryEntry = z.infer<typeof queryEntry>

/** Everything known of one key: its row of `reconciliation` and every line on each side, with the raw text. */
export const keyDetails = z.object({
  reconciliation: row.nullable(),
  /** The lines with `path`, `section`, `sheet`, `line`, `sha256` and `raw_text` (null when the file is not kept). */
  billed: z.array(row),
  disbursed: z.array(row),
  uncollected: z.array(row),
  exceptions: z.array(row),
  /** True when a side has more lines than are listed (200). */
  more: z.boolean(),
})
export type KeyDetails = z.infer<typeof keyDetails>

/**
 * One record of a file with its place, so that a person can find it again; `text` is null where no record begins on the
 * line, or the file is not kept.
 */
export const fileLine = z.object({
  path: z.string(),
  sha256: z.string(),
  sheet: z.string().nullable(),
  line: z.int(),
  text: z.string().nullable(),
})
export type FileLine = z.infer<typeof fileLine>
