import { lastDay } from './calendar.ts'
import type { Deal, Invoice, Payout } from './deals.ts'
import type { Row } from './document.ts'
import {
  type FeedRow,
  accountOf,
  brokerAccount,
  catalog,
  code,
  feedRow,
  key,
  productOf,
  sellerAccount,
  time,
} from './feed-rows.ts'
import { type Cents, type Parts, plain, share } from './money.ts'

/** AWS books each part of an invoice line as an event of its own. */
const types = {
  gross: 'SELLER_REV_SHARE',
  fee: 'AWS_REV_SHARE',
  refund: 'SELLER_REV_SHARE_REFUND',
  feeRefund: 'AWS_REV_SHARE_REFUND',
  tax: 'SELLER_TAX_SHARE',
  taxRefund: 'SELLER_TAX_SHARE_REFUND',
} as const satisfies Record<keyof Parts, string>

type Part = keyof Parts
const partNames = Object.keys(types) as Part[]

/** Where in a deal an event belongs. */
export interface Place {
  readonly deal: Deal
  readonly invoice: Invoice
  readonly line: number
}

/** What happened to the line, beyond what it is about. */
interface Happening {
  readonly action: 'INVOICED' | 'COLLECTED' | 'DISBURSED'
  readonly day: string
  /** What tells two happenings of one kind apart. */
  readonly count: number
  readonly cells: (part: Part) => Row
}

/** The lines of a deal's invoices, in order. */
export function placesOf(deal: Deal): Place[] {
  return deal.invoices.flatMap((invoice) => invoice.lines.map((_, line) => ({ deal, invoice, line })))
}

/** What was invoiced: one event for each part of each line, signed from the seller's side. */
export function invoicedEvents(deal: Deal): FeedRow[] {
  return placesOf(deal).flatMap((place) => {
    const { date } = place.invoice
    const cells = (): Row => ({ balance_impacting: '1' })
    return [
      ...partEvents(place, linesOf(place), { action: 'INVOICED', day: date, count: 0, cells }),
      ...informedTax(place),
    ]
  })
}

// AWS announced the action in January 2026; what it collected before then it never tells.
const firstCollection = '2026-01-01'

/** What AWS collected. A payout that fails later takes nothing back from the buyer. */
export function collectedEvents(deal: Deal): FeedRow[] {
  return deal.payouts.flatMap((payout, count) =>
    payout.status === 'Failed' || payout.collected < firstCollection
      ? []
      : placesPaid(deal, payout).flatMap((place) =>
          partEvents(place, pricedLine(place, payout), {
            action: 'COLLECTED',
            day: payout.collected,
            count,
            cells: () => ({ balance_impacting: '0' }),
          }),
        ),
  )
}

/** The lines that a payout settles, with the opposite sign and tied to its row. */
export function disbursedEvents(deal: Deal, payout: Payout, payoutId: string): FeedRow[] {
  const foreign = payout.currency !== deal.currency
  return placesPaid(deal, payout).flatMap((place) =>
    partEvents(place, pricedLine(place, payout), {
      action: 'DISBURSED',
      day: payout.date,
      count: deal.payouts.indexOf(payout),
      cells: (part) => ({
        balance_impacting: '0',
        disbursement_billing_event_id: payoutId,
        parent_billing_event_id: linesOf(place)[part] === 0n ? '' : eventId(place, part, 'INVOICED', 0),
        ...(foreign
          ? {
              disbursement_amount: plain(-(payout.lines[place.line] as Parts)[part]),
              disbursement_currency: payout.currency,
            }
          : {}),
      }),
    }),
  )
}

/** The goods and services tax that AWS collects in Australia and hands to the state: the seller only reads of it. */
export function informedTaxOf({ deal, line, invoice }: Place): Cents {
  return deal.customer.country === 'AU' ? share((invoice.lines[line] as Parts).gross, 10, 100) : 0n
}

/** The invoice of the fee: AWS Europe issues one of its own, AWS Inc. shows the fee on the buyer's. */
export function feeInvoiceOf({ customer }: Deal, invoice: Invoice): string {
  return customer.broker === 'AWS_EUROPE' ? `EULF-${invoice.id.slice(-8)}` : invoice.id
}

function placesPaid(deal: Deal, payout: Payout): Place[] {
  return placesOf(deal).filter(({ invoice }) => deal.invoices[payout.invoice] === invoice)
}

function linesOf({ invoice, line }: Place): Parts {
  return invoice.lines[line] as Parts
}

/** What was paid of a line, in the currency in which it was billed. */
function pricedLine(place: Place, payout: Payout): Parts {
  return payout.currency === place.deal.currency ? (payout.lines[place.line] as Parts) : linesOf(place)
}

function partEvents(place: Place, parts: Parts, happening: Happening): FeedRow[] {
  const { action, day, count, cells } = happening
  const sign = action === 'DISBURSED' ? -1n : 1n
  return partNames
    .filter((part) => parts[part] !== 0n)
    .map((part) =>
      feedRow('billing_event_feed', day, {
        ...eventCells(place, part === 'fee' || part === 'feeRefund'),
        billing_event_id: eventId(place, part, action, count),
        action,
        transaction_type: types[part],
        amount: plain(sign * parts[part]),
        action_date: time(day),
        ...cells(part),
      }),
    )
}

function informedTax(place: Place): FeedRow[] {
  const { deal, invoice, line } = place
  const tax = informedTaxOf(place)
  if (tax === 0n) return []
  return [
    feedRow('billing_event_feed', invoice.date, {
      ...eventCells(place, false),
      billing_event_id: key('AWS_TAX_SHARE', deal.reference, invoice.id, line),
      to_account_id: brokerAccount(deal.customer.broker),
      action: 'INVOICED',
      transaction_type: 'AWS_TAX_SHARE',
      amount: plain(tax),
      action_date: time(invoice.date),
      balance_impacting: '0',
    }),
  ]
}

function eventId({ deal, invoice, line }: Place, part: Part, action: string, count: number): string {
  return key(action, deal.reference, invoice.id, line, part, count)
}

/** What all events of a line share; those of the fee go from the seller to AWS, the others from buyer to seller. */
function eventCells({ deal, invoice, line }: Place, fee: boolean): Row {
  const { customer } = deal
  const own = fee && customer.broker === 'AWS_EUROPE'
  const invoiceId = fee ? feeInvoiceOf(deal, invoice) : invoice.id
  const month = invoice.date.slice(0, 7)
  return {
    from_account_id: fee ? sellerAccount : accountOf(customer),
    to_account_id: fee ? brokerAccount(customer.broker) : sellerAccount,
    end_user_account_id: accountOf(customer),
    product_id: productOf(customer.product),
    currency: deal.currency,
    invoice_date: time(invoice.date),
    // AWS's page knows the due date of what was invoiced only; its query reads it from what was disbursed too.
    payment_due_date: invoice.due === null ? '' : time(invoice.due),
    ...(invoice.kind === 'contract'
      ? {}
      : {
          usage_period_start_date: time(`${month}-01`),
          usage_period_end_date: time(lastDay(month), '23:59:59'),
        }),
    invoice_id: invoiceId,
    billing_address_id: customer.address,
    transaction_reference_id: own ? code(24, 'fee', deal.reference, invoice.id) : deal.reference,
    broker_id: customer.broker,
    buyer_transaction_reference_id: deal.reference,
    recipient_account_id: sellerAccount,
    offer_id: customer.offer,
    buyer_invoice_date: time(invoice.date),
    line_item_id: `${invoiceId}-${line + 1}`,
    buyer_line_item_id: `${invoice.id}-${line + 1}`,
    charge_variant: fee ? 'LISTING_FEE' : 'PURCHASE',
    charge_side: fee ? 'BUYING' : 'SELLING',
    agreement_id: customer.agreement,
    catalog,
    buyer_invoice_id: invoice.id,
    invoice_variant: own ? 'LISTING_FEE' : 'PURCHASE',
  }
}
