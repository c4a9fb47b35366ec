import cashApplication from './sheets/cash-application.sql?raw'
import exceptions from './sheets/exceptions.sql?raw'
import uncollectedFunds from './sheets/uncollected-funds.sql?raw'
import { currency, minus, money } from './table-columns.ts'
import type { Table, TableColumn } from './table.ts'

const reference: TableColumn = {
  name: 'transaction_reference',
  header: 'Transaction reference',
  kind: 'id',
  widest: 44,
}
const state: TableColumn = { name: 'state', header: 'State', kind: 'text' }
const reason: TableColumn = { name: 'reason', header: 'Reason', kind: 'text' }
const product: TableColumn = { name: 'product', header: 'Product', kind: 'text', widest: 36 }
const payer: TableColumn = { name: 'payer', header: 'Payer account', kind: 'id' }
const terms: TableColumn = { name: 'payment_terms', header: 'Payment terms', kind: 'text' }
const collected: TableColumn = { ...money('collected_net', 'Collected'), total: true }
const explanation: TableColumn = { name: 'explanation', header: 'Explanation', kind: 'sentence', widest: 72 }

/** The key sheet: what was paid, against what was billed. */
export function cashApplicationTable(settlement: string | null): Table {
  return {
    sheet: 'Cash application',
    about: settlement
      ? `One row is one transaction reference with disbursed lines in settlement ${settlement}, or in the report that it shares with others.`
      : 'One row is one transaction reference and currency with disbursed lines.',
    empty: 'Nothing is disbursed up to this date.',
    rows: cashApplication,
    parameters: { settlement },
    orderBy: 'position, explanation',
    slices: true,
    columns: [
      currency,
      reference,
      state,
      reason,
      product,
      payer,
      { name: 'seller_of_record', header: 'AWS seller of record', kind: 'text', narrowest: 15, widest: 24 },
      { name: 'billing_date', header: 'Billed on', kind: 'date' },
      terms,
      { name: 'due_date', header: 'Due date', kind: 'date' },
      { name: 'last_disbursement_date', header: 'Disbursed on', kind: 'date' },
      { name: 'days_late', header: 'Days late', kind: 'integer' },
      { name: 'bank_trace_id', header: 'Bank trace ID', kind: 'id', widest: 34 },
      {
        name: 'disbursement_reference_number',
        header: 'Disbursement reference number',
        kind: 'id',
        widest: 34,
      },
      { name: 'billed_lines', header: 'Billed lines', kind: 'integer', total: true },
      { name: 'disbursed_lines', header: 'Disbursed lines', kind: 'integer', total: true },
      { ...money('billed_net', 'Billed net'), total: true },
      collected,
      { ...money('disbursed_net', 'Disbursed net'), total: true },
      { ...money('open_net', 'Difference', minus('billed_net', 'disbursed_net')), total: true },
      { name: 'notes', header: 'Notes', kind: 'text', widest: 22 },
      explanation,
    ],
  }
}

/** Everything that is open, beside AWS's own list of what is open. */
export const uncollectedTable: Table = {
  sheet: 'Uncollected funds',
  about:
    "One row is one transaction reference and currency that is open or unpaid, or stands in AWS's latest list of uncollected funds.",
  empty: 'Nothing is open at this date.',
  rows: uncollectedFunds,
  orderBy: 'position, explanation',
  slices: true,
  columns: [
    currency,
    reference,
    state,
    reason,
    product,
    payer,
    { name: 'ar_period', header: 'AR period', kind: 'text' },
    terms,
    { name: 'due_date', header: 'Due date', kind: 'date' },
    { name: 'days_late', header: 'Days late', kind: 'integer' },
    { name: 'age', header: 'Age', kind: 'text' },
    { ...money('billed_net', 'Billed net'), total: true },
    collected,
    { ...money('disbursed_net', 'Disbursed net'), total: true },
    { ...money('open_net', 'Open net', minus('billed_net', 'disbursed_net')), total: true },
    { ...money('listed_net', 'Listed by AWS'), total: true },
    { ...money('listed_open_net', 'Open on the day of the list'), total: true },
    { ...money('listed_difference', 'Listed less open', minus('listed_net', 'listed_open_net')), total: true },
    { name: 'followed', header: 'Billed lines', kind: 'text' },
    explanation,
  ],
}

export const exceptionsTable: Table = {
  sheet: 'Exceptions',
  about: 'One row is one thing that a person must look at.',
  empty: 'Nothing needs a look.',
  rows: exceptions,
  orderBy: 'position, file, line, explanation',
  slices: true,
  columns: [
    currency,
    reference,
    { name: 'exception', header: 'Exception', kind: 'text' },
    reason,
    { name: 'subject', header: 'Subject', kind: 'sentence', widest: 44 },
    money('amount', 'Amount'),
    { name: 'file', header: 'File', kind: 'sentence', widest: 44 },
    { name: 'line', header: 'Line', kind: 'integer' },
    { ...explanation, widest: 90 },
  ],
}
