import ageing from './ageing.sql?raw'
import ageingSchedule from './ageing-schedule.sql?raw'
import bridge from './bridge.sql?raw'
import cashApplication from './cash-application.sql?raw'
import cashByMonth from './cash-by-month.sql?raw'
import controlLines from './control-lines.sql?raw'
import controls from './controls.sql?raw'
import exceptions from './exceptions.sql?raw'
import figures from './figures.sql?raw'
import openItems from './open-items.sql?raw'
import payers from './payers.sql?raw'
import reconciliation from './reconciliation.sql?raw'
import rollForward from './roll-forward.sql?raw'
import settlements from './settlements.sql?raw'
import summaryStates from './summary-states.sql?raw'
import uncollectedFunds from './uncollected-funds.sql?raw'
import type { NamedQuery } from './named-query.ts'

const sides = ['billed_net', 'collected_net', 'disbursed_net', 'difference', 'open_net']

function partsOf(side: 'billed' | 'disbursed'): string[] {
  return ['gross', 'fee', 'refund', 'fee_refund', 'tax', 'wholesale_cost'].map((part) => `${side}_${part}`)
}

/** Keys, figures and controls: what the reconciliation finds. */
export const reconciliationQueries: readonly NamedQuery[] = [
  {
    name: 'reconciliation',
    title: 'Reconciliation',
    category: 'Reconciliation',
    description: 'One row per key (transaction reference and currency) with both sides, state, reason and a sentence.',
    sql: reconciliation,
    added: [...sides, ...partsOf('billed'), ...partsOf('disbursed')],
    order: ['currency', 'transaction_reference', 'settlement', 'billed_source', 'disbursed_source'],
  },
  {
    name: 'bridge',
    title: 'Bridge',
    category: 'Reconciliation',
    description:
      "One row per currency and line of the statement from billed to disbursed to open, to AWS's list and to the bank.",
    sql: bridge,
    added: [],
    order: ['currency', 'line_order'],
  },
  {
    name: 'summary_states',
    title: 'States',
    category: 'Reconciliation',
    description: 'One row per currency and state with the number of keys and their sums.',
    sql: summaryStates,
    added: ['billed_net', 'disbursed_net', 'difference', 'open_net'],
    order: ['currency', 'state'],
  },
  {
    name: 'cash_application',
    title: 'Cash application',
    category: 'Reconciliation',
    description: 'One row per key with disbursed lines in the chosen settlement, or in any.',
    sql: cashApplication,
    added: ['settlement_net', ...sides, ...partsOf('billed'), ...partsOf('disbursed')],
    order: ['disbursement_date', 'settlement', 'currency', 'transaction_reference', 'disbursed_source'],
  },
  {
    name: 'open_items',
    title: 'Open items',
    category: 'Reconciliation',
    description: 'One row per key whose billed net is not fully disbursed.',
    sql: openItems,
    added: ['billed_net', 'disbursed_net', 'open_net', 'collected_net'],
    order: ['due_date', 'currency', 'transaction_reference'],
  },
  {
    name: 'uncollected_funds',
    title: 'Uncollected funds',
    category: 'Reconciliation',
    description: "One row per key that is open, unpaid or on AWS's latest list, with what the list says beside it.",
    sql: uncollectedFunds,
    added: [
      'billed_net',
      'collected_net',
      'disbursed_net',
      'open_net',
      'uncollected_net',
      'open_on_list_date',
      'difference',
      'since_list',
    ],
    order: ['due_date', 'currency', 'transaction_reference', 'settlement', 'billed_source'],
  },
  {
    name: 'exceptions',
    title: 'Exceptions',
    category: 'Reconciliation',
    description: 'One row per thing that a person must look at, with the reason.',
    sql: exceptions,
    added: [],
    order: ['exception', 'reason', 'currency', 'subject', 'file', 'line', 'explanation', 'amount', 'sheet', 'sha256'],
  },
  {
    name: 'controls',
    title: 'Controls',
    category: 'Reconciliation',
    description: 'One row per claim that two totals agree, with both totals and the outcome.',
    sql: controls,
    added: [],
    order: ['control_order', 'subject', 'currency'],
  },
  {
    name: 'control_lines',
    title: 'Lines behind failed controls',
    category: 'Reconciliation',
    description:
      'One row per line or key behind a failed control: the cause, a part of the difference, or a line of the total.',
    sql: controlLines,
    added: [],
    order: [
      'id',
      'subject',
      'currency',
      'role_order',
      'transaction_reference',
      'path',
      'sheet',
      'line',
      'line_amount',
      'explanation',
    ],
  },
  {
    name: 'ageing',
    title: 'Ageing',
    category: 'Reconciliation',
    description: 'One row per currency and age of what is open, and of what was paid.',
    sql: ageing,
    added: [],
    order: ['basis', 'currency', 'bucket_order'],
  },
  {
    name: 'ageing_schedule',
    title: 'Ageing schedule',
    category: 'Reconciliation',
    description: 'One row per currency and way of ageing, with a column for each age.',
    sql: ageingSchedule,
    // One amount stands in several rows, aged in several ways.
    added: [],
    order: ['currency', 'basis_order', 'is_reported'],
  },
  {
    name: 'figures',
    title: 'Figures',
    category: 'Reconciliation',
    description: 'One row per currency with the figures of the bridge beside each other.',
    sql: figures,
    added: [],
    order: ['currency'],
  },
  {
    name: 'cash_by_month',
    title: 'Cash by month',
    category: 'Reconciliation',
    description: 'One row per month and currency: what was billed and what was disbursed.',
    sql: cashByMonth,
    added: ['billed', 'disbursed'],
    order: ['month', 'currency'],
  },
  {
    name: 'payers',
    title: 'Payers',
    category: 'Reconciliation',
    description: 'One row per customer and currency: what is open, by age, and what AWS lists.',
    sql: payers,
    added: [
      'open_net',
      'uncollected_net',
      'past_due_net',
      'not_due',
      'late_1_to_30',
      'late_31_to_60',
      'late_61_to_90',
      'late_91_to_120',
      'late_121_and_more',
      'due_date_unknown',
    ],
    order: ['oldest_due_date', 'currency', 'payer'],
  },
  {
    name: 'roll_forward',
    title: 'Roll-forward',
    category: 'Reconciliation',
    description: 'One row per currency between two consecutive lists of uncollected funds.',
    sql: rollForward,
    added: ['billed', 'disbursed'],
    order: ['from_date', 'to_date', 'currency'],
  },
  {
    name: 'settlements',
    title: 'Settlements',
    category: 'Reconciliation',
    description: 'One row per deposit with its lines.',
    sql: settlements,
    added: ['lines_net', 'banked_net', 'in_transit_net', 'bank_difference'],
    order: ['deposit_date', 'settlement', 'currency', 'source', 'delivery_id'],
  },
]
