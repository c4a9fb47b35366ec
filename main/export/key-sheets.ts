import { exceptionState } from '../../shared/words/states.ts'
import { subjectText } from '../../shared/words/codes.ts'
import {
  bridgeLine,
  count,
  currency,
  day,
  id,
  minus,
  money,
  sentence,
  stateWord,
  text,
  transactionReference,
  word,
  words,
  wrapped,
} from './columns.ts'
import type { Sheet } from './relation-table.ts'
import { stateText } from './words.ts'

// What matters first stands first: the columns that do not fit beside it are printed on pages of their own.

const state = stateWord('state')
const reason = word('reason')
const customer = text('payer_name', 'Customer', 26)
const payer = id('payer')
const product = text('product', 'Product', 26)
const terms = text('payment_terms')
const dueDate = day('due_date')
const daysLate = count('days_late')
const arPeriod = text('ar_period')
const billed = money('billed_net')
const collected = money('collected_net')
const disbursed = money('disbursed_net')
const onBridge = bridgeLine('bridge_line')
const billedLines = count('billed_lines')
const disbursedLines = count('disbursed_lines')
/** Wide, because high rows make many pages. */
const explanation = sentence('explanation', 'Explanation', 90)
const notes = words('notes')

/** What was paid, against what was billed: the query `cash_application`, of one settlement or of all. */
export function cashApplicationSheet(settlement: string | null): Sheet {
  return {
    sheet: 'Cash application',
    about: settlement
      ? `One row is one transaction reference with counted lines in settlement ${settlement}.`
      : 'One row is one transaction reference and currency with disbursed lines.',
    empty: 'No loaded file has a disbursed line up to this date.',
    columns: [
      currency,
      transactionReference,
      customer,
      state,
      ...(settlement ? [money('settlement_net', 'Net in the settlement')] : []),
      billed,
      collected,
      disbursed,
      money('difference', 'Difference', minus('billed_net', 'disbursed_net')),
      onBridge,
      reason,
      explanation,
      day('disbursement_date', 'Disbursed on'),
      day('billing_date', 'Billed on'),
      dueDate,
      daysLate,
      terms,
      payer,
      product,
      { ...text('seller_of_record_name', 'AWS seller of record', 24), narrowest: 15 },
      wrapped('settlement', 'Settlement', 22),
      wrapped('bank_trace_id', 'Bank trace ID', 22),
      wrapped('disbursement_reference_number', 'Disbursement reference number', 22),
      text('paid_currency'),
      money('paid_net', 'Paid'),
      billedLines,
      disbursedLines,
      notes,
    ],
  }
}

/** Of a key that is open its difference, else nothing. */
const openNet = money('open_net', 'Open net', {
  ...minus('billed_net', 'disbursed_net'),
  when: { column: 'bridge_line', beginsWith: 'open-' },
})

/** Everything that is open, beside AWS's own list of what is open: the query `uncollected_funds`. */
export const uncollectedSheet: Sheet = {
  sheet: 'Uncollected funds',
  about:
    "One row is one transaction reference and currency that is open or unpaid, or stands in AWS's latest list of uncollected funds.",
  empty: 'Nothing is known to be open at this date.',
  columns: [
    currency,
    transactionReference,
    customer,
    dueDate,
    daysLate,
    stateWord('ageing_bucket'),
    billed,
    disbursed,
    openNet,
    money('uncollected_net', 'Listed by AWS'),
    money('open_on_list_date'),
    money('difference', 'Listed less open', minus('uncollected_net', 'open_on_list_date')),
    money('since_list'),
    bridgeLine('list_line', 'How the list differs'),
    explanation,
    state,
    reason,
    onBridge,
    word('on_list'),
    stateWord('status', 'Billed lines of the list'),
    collected,
    payer,
    product,
    arPeriod,
    terms,
    billedLines,
    disbursedLines,
  ],
}

/** All that a person must look at: the query `exceptions`. */
export const exceptionsSheet: Sheet = {
  sheet: 'Exceptions',
  about: 'One row is one thing that a person must look at.',
  empty: 'Nothing needs a look.',
  columns: [
    currency,
    transactionReference,
    {
      ...text('exception', 'Exception'),
      narrowest: 20,
      words: (exception, row) => stateText(exceptionState(exception, row['reason'])),
      wordsBeside: 'reason',
    },
    money('amount'),
    explanation,
    reason,
    { ...wrapped('subject', 'Subject', 44), words: subjectText },
    wrapped('file', 'File', 40),
    count('line'),
  ],
}
