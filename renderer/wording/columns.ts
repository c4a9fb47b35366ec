/** Titles of columns whose name says too little, or says it in another order. */
const titles: Readonly<Record<string, string>> = {
  ageing_bucket: 'Age',
  aws_ref_fee: 'AWS referral fee',
  aws_ref_fee_credit: 'AWS referral fee credit',
  aws_ref_fee_refund: 'AWS referral fee refund',
  aws_refunds_share: 'AWS share of refunds',
  bank_trace_id: 'Bank trace ID',
  billed_fee: 'Billed listing fee',
  billed_fee_refund: 'Billed fee refunds',
  billed_refund: 'Billed refunds',
  bucket: 'Age',
  cogs: 'Cost of goods sold',
  cogs_refund: 'Cost of goods sold, refunds',
  counted: 'Counts',
  days_late: 'Days late',
  delivery_id: 'Delivery number',
  disburse_bank_trace_id: 'Disbursement bank trace ID',
  disbursed_fee: 'Disbursed listing fee',
  disbursed_fee_refund: 'Disbursed fee refunds',
  disbursed_refund: 'Disbursed refunds',
  etag: 'ETag',
  exception: 'Kind',
  extra: 'Other columns of the file',
  fee: 'Listing fee',
  fee_refund: 'Fee refunds',
  file: 'File',
  gross: 'Gross',
  id: 'Control',
  key: 'Object',
  installment_amount: 'Instalment',
  keys: 'Items',
  late_1_to_30: '1–30 days late',
  late_31_to_60: '31–60 days late',
  late_61_to_90: '61–90 days late',
  late_91_to_120: '91–120 days late',
  late_121_and_more: '121 days late or more',
  latest: 'Latest list',
  line: 'Line',
  lines_net: 'Net of the lines',
  found_in: 'Found in',
  missing_report: 'Report to get',
  net: 'Net',
  number_of_installments: 'Number of instalments',
  notes: 'Notes',
  open_net: 'Open',
  open: 'Open',
  path: 'File',
  past_due: 'Past due',
  past_due_net: 'Past due',
  payer: 'Payer account',
  raw_text: 'Text of the line',
  refund: 'Refunds',
  repaired: 'Repaired cells',
  seller_rev: 'Seller revenue',
  seller_rev_credit: 'Seller revenue credit',
  seller_rev_refund: 'Seller revenue refund',
  seller_of_record: 'Seller of record in the file',
  seller_of_record_name: 'AWS seller of record',
  settlement_lines: 'Lines in settlement',
  settlement_net: 'Net in settlement',
  sha256: 'SHA-256 of the file',
  silent_internal_report_transaction: 'Internal report transaction',
  uncollected_net: 'Uncollected net',
  why_not_counted: 'Why it does not count',
}

/** Words that are not written in small letters. */
const words: Readonly<Record<string, string>> = {
  ar: 'AR',
  aws: 'AWS',
  cas: 'CAS',
  cppo: 'CPPO',
  gb: 'GB',
  id: 'ID',
  isv: 'ISV',
  url: 'URL',
  us: 'US',
  usd: 'USD',
  zip: 'ZIP',
}

/** What a column holds, where the title alone leaves a doubt. */
const help: Readonly<Record<string, string>> = {
  transaction_reference:
    'The key that AWS creates at billing and repeats in every report. One key may have several lines.',
  state: 'How the billed and the disbursed side of the key compare up to the as-of date.',
  reason: 'Why the key has its state.',
  billed_net: 'Net of all billed lines of the key that count, up to the as-of date.',
  disbursed_net: 'Net of all disbursed lines of the key that count, up to the as-of date.',
  difference: 'The two compared amounts subtracted. A difference within the tolerance is accepted as rounding.',
  open_net: 'Billed net less disbursed net.',
  settlement_net: 'Net of the lines of the key in the chosen settlement.',
  settlement: 'Identifies one deposit.',
  ar_period: 'Year and month of the transaction. 2022-07 stands in the billed revenue report delivered on 2022-08-15.',
  due_date: 'The due date that any source ever showed for the key.',
  days_late: 'For an open key the days past the due date, for a paid key the deposit date less the due date.',
  ageing_bucket: 'Days past the due date on the as-of date.',
  counted: 'Of the lines of one key and side only those of one source count; the others are kept and compared.',
  why_not_counted: 'The line stands in the sums already, from a better source or an earlier file.',
  currency_assumed: 'The file has no currency column and the reference was billed nowhere: taken as USD.',
  source: 'The report from which the line or the figure comes; of what was synced, the S3 source.',
  reaches_to: 'The last day of which the files that came from there speak.',
  fetched_bytes: 'What came in from the bucket at the last sync.',
  fetched_objects: 'How many objects came in from the bucket at the last sync.',
  failed_objects: 'Objects that could not be fetched at the last sync. The next one tries again.',
  deleted_objects: 'Objects that are in the book and no longer in the bucket.',
  missing_report: 'The file to download next.',
  found_in: 'The delivery in which the billed lines stand.',
  repaired: 'Cells that were put right while reading, such as account numbers that had lost their zeros.',
  extra: 'Columns that no layout of this report names, kept as they are.',
  line: 'Line in the file as a text editor counts it; in a workbook the row of the sheet.',
  past_due: 'The due date is before the date of the list, or the as-of date.',
  lines_net: 'Sum of the disbursed lines of the settlement.',
  withheld_tax:
    'Tax that AWS keeps back from the payout and remits: income tax in Brazil, withholding and TCS in India. It is a part of the net.',
  wholesale_cost: 'What a channel partner pays to the manufacturer.',
  cogs: 'What the seller owes to the maker of what it sells again. Mostly on a line of its own, for the purchase has its own invoice.',
  disbursement_flag:
    'Whether anything of the invoice was paid out: one paid line makes every line of it paid, as in AWS’s report.',
  scheduled_invoice_date: 'The day on which the instalment is planned to be invoiced.',
}

/** Title of a column for people: from the table, else its words, the first with a capital. */
export function columnTitle(name: string): string {
  const known = titles[name]
  if (known) return known
  const parts = name.split('_').filter(Boolean)
  return parts.map((word, index) => words[word] ?? (index === 0 ? capitalised(word) : word)).join(' ')
}

/** A sentence on what a column holds; undefined where the title says it all. */
export function columnHelp(name: string): string | undefined {
  return help[name]
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
