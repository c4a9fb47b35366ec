import adjustments from './adjustments.json' with { type: 'json' }
import dashboards from './dashboards.json' with { type: 'json' }
import feeds from './feeds.json' with { type: 'json' }
import legacy from './legacy.json' with { type: 'json' }

/** How the cells of a column are read; every id is text, an `account` is an id of twelve digits. */
export type ColumnType =
  'text' | 'id' | 'account' | 'money' | 'decimal' | 'integer' | 'percent' | 'date' | 'datetime' | 'month'

/** What a column means to the reconciliation, the same word in every report. */
export type ColumnRole =
  | 'gross'
  | 'fee'
  | 'refund'
  | 'fee_refund'
  | 'credit'
  | 'fee_credit'
  | 'net'
  | 'tax'
  | 'tax_refund'
  | 'cost_of_goods'
  | 'transaction_reference'
  | 'currency'
  | 'ar_period'
  | 'due_date'
  | 'invoice_date'
  | 'deposit_date'
  | 'settlement'
  | 'disbursement_total'
  | 'bank_trace'
  | 'payer_account'
  | 'payer_reference'
  | 'customer_reference'

/** One column: `name` in tables and queries, `label` as AWS prints it, `aliases` as older or other files print it. */
export interface Column {
  readonly name: string
  readonly label: string
  readonly type: ColumnType
  readonly role?: ColumnRole
  /** Of an amount: the column that names its currency, where that is another than the one with the role `currency`. */
  readonly currency?: string
  /** False for an amount that may not be added up over rows: one that repeats, or a balance at several dates. */
  readonly added?: false
  readonly format?: string
  readonly aliases?: readonly string[]
}

/** One table of one report. `layouts` are the column sets that AWS has used for it over the years. */
export interface Section {
  readonly id: string
  readonly report: string
  readonly reportTitle: string
  readonly number: number | null
  readonly title: string
  readonly titles: readonly string[]
  readonly category: string
  readonly cadence: 'monthly' | 'daily' | 'per-disbursement' | 'export' | 'feed'
  readonly casDataSetType: string | null
  readonly required: readonly string[]
  readonly requiredAny?: readonly string[]
  /** Columns whose heading AWS prints twice, which tells the section from others with the same headings. */
  readonly repeatedHeadings?: readonly string[]
  readonly layouts: readonly (readonly string[])[]
  readonly columns: readonly Column[]
  /** Only of a data feed. */
  readonly feed?: Feed
}

/** What a data feed has beyond its columns; its rows are bi-temporal (seller guide, data feed details). */
export interface Feed {
  /** The table of AWS's sample queries, which is also the name of the feed's folder in S3, whatever its letter case. */
  readonly table: string
  /** Identifies what a row is about; together with `valid_from` and the latest `update_date`, one row of it. */
  readonly key: readonly string[]
  /** Columns whose cell must not be empty in any row. */
  readonly filled: readonly string[]
  /** What is missing from every answer as long as the feed is not loaded, as the end of a sentence. */
  readonly without: string
}

/**
 * Every section that Tieout reads: 21 of the legacy reports, 5 dashboard exports, agreement details, billing adjustments,
 * cancellations and 14 data feeds.
 */
export const sections: readonly Section[] = [
  ...(legacy as Section[]),
  ...(dashboards as Section[]),
  ...(adjustments as Section[]),
  ...(feeds as Section[]),
]

const byId = new Map(sections.map((section) => [section.id, section]))

/** The section with this id, for example `dis1`; throws for an id that no catalogue entry has. */
export function sectionById(id: string): Section {
  const section = byId.get(id)
  if (!section) throw new Error(`No section is called ${id}`)
  return section
}

/** The other name under which people know a section: that of CAS, or the table of AWS's queries on a feed. */
export function aliasOf(section: Section): string | null {
  return section.feed?.table ?? section.casDataSetType
}
