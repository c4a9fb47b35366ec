import type { ColumnType } from '../../shared/contract/rows.ts'

/** How a cell looks and is aligned. */
export type CellKind =
  'money' | 'decimal' | 'percent' | 'integer' | 'date' | 'datetime' | 'boolean' | 'id' | 'state' | 'text'

/** A column of a named query as the contract gives it. */
export interface GridColumn {
  readonly name: string
  readonly type: ColumnType
}

const states = new Set(['state', 'status', 'ageing_bucket', 'bucket', 'exception'])

/** Columns with few different values, which are filtered by picking from a list. */
const choices = new Set([
  ...states,
  'reason',
  'outcome',
  'currency',
  'currency_code',
  'base_currency_code',
  'source',
  'billed_source',
  'disbursed_source',
  'notes',
  'section',
  'report',
  'basis',
  'unit',
  'ar_period',
  'product',
  'product_title',
  'product_type',
  'seller_of_record',
  'aws_seller_of_record',
  'seller_of_record_name',
  'disbursement_status',
  'disbursement_flag',
  'offer_target',
  'broker_id',
  'why_not_counted',
  'bridge_line',
  'list_line',
  'on_list',
  'role',
  'id',
  'found_in',
  'missing_report',
  'category',
  'path',
  'file',
  'delivery_date',
  'statement_date',
  'settlement',
])

const ids =
  /(^|_)(id|ids|number|reference|settlement|payer|account|sha256|code|zip|postal_code)$|^(reverses|reversed_by|settlement|line_item_id|customer_bill_id)$/
/** The first is the name of a control, the others are codes of three letters. */
const notIds = new Set(['id', 'currency_code', 'base_currency_code', 'country_code'])
const longTexts = new Set([
  'cause',
  'explanation',
  'note',
  'raw_text',
  'extra',
  'repaired',
  'text',
  'subject',
  'missing_report',
])
const names =
  /(^|_)(payer|customer|subscriber|buyer|proposer|acceptor|reseller|taxed_customer|tax_registration|end_user|user|isv|company|email|address|city|state_or_region|zip|postal|account)(_|$)/
/** What stands in a file, as it stands there: a whole line, a cell that was refused, cells of no known column, notes on a deal or to a buyer. */
const fileTexts = new Set([
  'raw_text',
  'value',
  'extra',
  'message',
  'description',
  'opportunity_description',
  'offer_opportunity_description',
  'resale_authorization_description',
])
/** The name of an offer is none of them: that of a private offer mostly names its buyer. */
const ownNames = new Set(['currency', 'product_name', 'seller_of_record_name', 'payer_reference_id', 'user_count'])

/** The look of a column, from its type and, for texts, from its name. */
export function kindOf({ name, type }: GridColumn): CellKind {
  if (type !== 'text') return type
  if (states.has(name)) return 'state'
  return ids.test(name) && !notIds.has(name) ? 'id' : 'text'
}

/** True for a column that is filtered by picking values from a list with counts. */
export function isChoice(column: GridColumn): boolean {
  return column.type === 'boolean' || choices.has(column.name)
}

/** True for sentences and whole lines, which get a wide column. */
export function isLongText(column: GridColumn): boolean {
  return longTexts.has(column.name)
}

/** True for a column that tells who a customer is, or may; privacy mode hides it. */
export function tellsNames(column: GridColumn): boolean {
  if (ownNames.has(column.name)) return false
  return (
    column.type === 'text' && (names.test(column.name) || /(^|_)name$/.test(column.name) || fileTexts.has(column.name))
  )
}

/** True for a column whose figures stand at the right. */
export function isFigure(kind: CellKind): boolean {
  return kind === 'money' || kind === 'decimal' || kind === 'percent' || kind === 'integer'
}
