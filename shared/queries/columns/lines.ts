import type { ColumnCard } from '../card.ts'
import { sectionName } from '../../words/codes.ts'
import { notCountedReasons, plainWord } from '../../words/states.ts'

/** Said of the cost wherever it stands, in a report of AWS too. */
export const wholesaleHelp = 'What a channel partner pays to the manufacturer.'

/** Columns of lines and of the records of files. */
export const lineColumns = {
  source: {
    help: 'The report from which the line or the figure comes; of what was synced, the S3 source.',
    look: 'code',
    plain: true,
    choices: 'listed',
    words: plainWord,
  },
  counted: {
    title: 'Counts',
    help: 'Of the lines of one key and side only those of one source count; the others are kept and compared.',
    look: 'yes-no',
  },
  why_not_counted: {
    title: 'Why it does not count',
    help: 'The line stands in the sums already, from a better source or an earlier file.',
    look: 'code',
    plain: true,
    choices: notCountedReasons,
    words: plainWord,
  },
  net: { title: 'Net', look: 'money', adds: true },
  gross: { title: 'Gross', look: 'money', adds: true },
  fee: { title: 'Listing fee', look: 'money', adds: true },
  refund: { title: 'Refunds', look: 'money', adds: true },
  fee_refund: { title: 'Fee refunds', look: 'money', adds: true },
  tax: { look: 'money', adds: true },
  tax_refund: { look: 'money', adds: true, seldom: true },
  wholesale_cost: { help: wholesaleHelp, look: 'money', adds: true },
  withheld_tax: {
    help: 'Tax that AWS keeps back from the payout and remits: income tax in Brazil, withholding and TCS in India. It is a part of the net.',
    look: 'money',
    adds: true,
  },
  invoice_id: { look: 'id', plain: true },
  invoice_date: { look: 'date' },
  delivery_id: { title: 'Delivery number', look: 'ordinal', seldom: true },
  delivery_date: { look: 'date', choices: 'listed' },
  path: { title: 'File', look: 'file', plain: true, choices: 'listed' },
  sha256: { title: 'SHA-256 of the file', look: 'id', plain: true, seldom: true },
  section: { look: 'code', plain: true, choices: 'listed', words: sectionName },
  sheet: { look: 'text', plain: true },
  line: {
    title: 'Line',
    help: 'Line in the file as a text editor counts it; in a workbook the row of the sheet.',
    look: 'ordinal',
  },
  is_converted: { title: 'Paid in another currency', look: 'yes-no' },
  disbursement_status: { look: 'text', plain: true, choices: 'listed' },
  latest: { title: 'Latest list', look: 'yes-no' },
  payer_reference: { look: 'id' },
  column_name: { look: 'text' },
  value: { look: 'text' },
  raw_text: { title: 'Text of the line', look: 'raw' },
  repaired: {
    title: 'Repaired cells',
    help: 'Cells that were put right while reading, such as account numbers that had lost their zeros.',
    look: 'raw',
    plain: true,
  },
  extra: {
    title: 'Other columns of the file',
    help: 'Columns that no layout of this report names, kept as they are.',
    look: 'raw',
  },
} satisfies Readonly<Record<string, ColumnCard>>
