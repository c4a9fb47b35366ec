import type { Currency, Customer } from './customers.ts'
import { traceOf } from './dashboard-cells.ts'
import { type Deal, type Payout, netOf } from './deals.ts'
import type { Row } from './document.ts'
import { disbursedEvents } from './feed-events.ts'
import { type FeedRow, brokerAccount, catalog, feedRow, key, sellerAccount, time } from './feed-rows.ts'
import { groupBy } from './grouping.ts'
import { type Cents, plain, total } from './money.ts'

type Broker = Customer['broker']

/** A deposit of one AWS entity in one currency, or one that came back. */
interface Deposit {
  readonly id: string
  readonly date: string
  readonly broker: Broker
  readonly currency: Currency
  readonly trace: string
  readonly paid: readonly { readonly deal: Deal; readonly payout: Payout }[]
  /** The deposit that this one takes back. */
  readonly failed: string | null
}

/** A correction by AWS, which has no invoice and is settled with the next deposit. */
interface Adjustment {
  readonly broker: Broker
  readonly currency: Currency
  readonly amount: Cents
  readonly booked: string
  readonly settled: string
}

// Both stand without a reference in other reports too: the first in the disbursement report of June, the second in the
// collections export of August.
const adjustments: readonly Adjustment[] = [
  { broker: 'AWS_INC', currency: 'USD', amount: -2_500n, booked: '2026-06-05', settled: '2026-06-10' },
  { broker: 'AWS_EUROPE', currency: 'EUR', amount: -1_500n, booked: '2026-07-06', settled: '2026-07-10' },
]

/** Every payout row with the lines that are tied to it, and the adjustments that are paid with them. */
export function payoutEvents(deals: readonly Deal[]): FeedRow[] {
  return depositsOf(deals).flatMap((deposit) => {
    const settled = adjustments.filter((one) => isSettledBy(one, deposit))
    const amount = total([
      ...deposit.paid.map(({ payout }) => netOf(payout.lines)),
      ...settled.map((adjustment) => adjustment.amount),
    ])
    return [
      ...settled.flatMap((adjustment) => adjustmentEvents(adjustment, deposit.id)),
      payoutRow(deposit, amount),
      ...deposit.paid.flatMap(({ deal, payout }) => disbursedEvents(deal, payout, deposit.id)),
    ]
  })
}

/** One deposit per day, entity, currency and trace; what fails was a deposit of its own. */
function depositsOf(deals: readonly Deal[]): Deposit[] {
  const paid = deals.flatMap((deal) => deal.payouts.map((payout) => ({ deal, payout })))
  const groups = groupBy(paid, ({ deal, payout }) => depositKey(deal, payout))
  return [...groups].map(([name, members]) => {
    const { deal, payout } = members[0] as (typeof members)[number]
    const original = payout.status === 'Failed' ? deal.payouts.find(({ status }) => status !== 'Failed') : undefined
    return {
      id: key('payout', name),
      date: payout.date,
      broker: deal.customer.broker,
      currency: payout.currency,
      trace: traceOf(deal, payout),
      paid: members,
      failed: original ? key('payout', depositKey(deal, original)) : null,
    }
  })
}

function depositKey(deal: Deal, payout: Payout): string {
  const alone = deal.payouts.some(({ status }) => status === 'Failed') ? deal.reference : ''
  return [payout.date, deal.customer.broker, payout.currency, traceOf(deal, payout), alone].join('|')
}

function isSettledBy({ broker, currency, settled }: Adjustment, deposit: Deposit): boolean {
  return deposit.date === settled && deposit.broker === broker && deposit.currency === currency
}

function payoutRow(deposit: Deposit, amount: Cents): FeedRow {
  return feedRow('billing_event_feed', deposit.date, {
    ...unreferenced(deposit),
    billing_event_id: deposit.id,
    action: 'DISBURSED',
    transaction_type: deposit.failed === null ? 'DISBURSEMENT' : 'DISBURSEMENT_FAILURE',
    parent_billing_event_id: deposit.failed ?? '',
    amount: plain(amount),
    balance_impacting: '0',
    invoice_date: time(deposit.date),
    action_date: time(deposit.date),
    bank_trace_id: deposit.trace,
    disbursement_reference_number: `DRN${deposit.date.replaceAll('-', '')}${deposit.currency}`,
  })
}

function adjustmentEvents(adjustment: Adjustment, depositId: string): FeedRow[] {
  const { broker, currency, amount, booked, settled } = adjustment
  const id = (action: string): string => key(action, 'BALANCE_ADJUSTMENT', broker, currency, booked)
  const cells = {
    ...unreferenced(adjustment),
    transaction_type: 'BALANCE_ADJUSTMENT',
    invoice_date: time(booked),
  }
  return [
    feedRow('billing_event_feed', booked, {
      ...cells,
      billing_event_id: id('INVOICED'),
      action: 'INVOICED',
      amount: plain(amount),
      balance_impacting: '1',
      action_date: time(booked),
    }),
    feedRow('billing_event_feed', settled, {
      ...cells,
      billing_event_id: id('DISBURSED'),
      action: 'DISBURSED',
      parent_billing_event_id: id('INVOICED'),
      disbursement_billing_event_id: depositId,
      amount: plain(-amount),
      balance_impacting: '0',
      action_date: time(settled),
    }),
  ]
}

/** What money between AWS and the seller alone has: no buyer, no invoice, no reference. */
function unreferenced({ broker, currency }: { readonly broker: Broker; readonly currency: Currency }): Row {
  return {
    from_account_id: brokerAccount(broker),
    to_account_id: sellerAccount,
    currency,
    broker_id: broker,
    recipient_account_id: sellerAccount,
    catalog,
  }
}
