import { addDays, addMonths, asOf, depositFor, lastDay } from './calendar.ts'
import type { Currency, Customer } from './customers.ts'
import { type Cents, type Parts, negated, net, nothing, plus, portion, sale, share } from './money.ts'
import type { Random } from './random.ts'

/** One invoice or credit memo; two lines where licences are shared by two end users. */
export interface Invoice {
  readonly id: string
  readonly date: string
  readonly due: string | null
  readonly kind: 'usage' | 'contract' | 'credit'
  readonly lines: readonly Parts[]
  /** The sources in which it stands. AWS drops some from the dashboards, and legacy files hold AWS Inc. in USD only. */
  readonly written: { readonly exports: boolean; readonly monthly: boolean; readonly compensation: boolean }
  /** Added to the net of the monthly report, for a seeded difference between sources. */
  readonly monthlySkew?: Cents
  /** Added to the undisbursed net of the export, for a seeded failing identity. */
  readonly undisbursedSkew?: Cents
  readonly opportunity?: readonly [name: string, description: string]
}

/** What one disbursement paid of one invoice, or took back. */
export interface Payout {
  readonly invoice: number
  readonly collected: string
  readonly date: string
  readonly lines: readonly Parts[]
  readonly status: 'Disbursed' | 'Partially disbursed' | 'Failed'
  readonly currency: Currency
  /** Taken from the written fee, not from the net, for a seeded net that is not the sum of its parts. */
  readonly feeSkew?: Cents
}

/** One transaction reference: its invoices and what was paid of them. */
export interface Deal {
  readonly story: string | null
  readonly reference: string
  readonly customer: Customer
  readonly currency: Currency
  readonly invoices: readonly Invoice[]
  readonly payouts: readonly Payout[]
  /** `as open`: in section 7 while something is open; the others are seeded faults of AWS's statement. */
  readonly uncollected: 'as open' | 'never' | 'always'
}

export const everywhere = { exports: true, monthly: true, compensation: true } as const
export const nowhere = { exports: false, monthly: false, compensation: false } as const

/** A number as AWS Inc. or AWS Europe prints it on invoices. */
export function invoiceNumber(customer: Customer, date: string, random: Random): string {
  const digits = random.code(10, '123456789')
  return customer.broker === 'AWS_INC' ? digits : `EUINMP${date.slice(2, 4)}-${digits.slice(0, 5)}`
}

/** The usual business of all customers from June 2025 to July 2026: usage month by month, contracts by their schedule. */
export function regularDeals(customers: readonly Customer[], random: Random): Deal[] {
  const months = Array.from({ length: 14 }, (_, index) => addMonths('2025-06', index))
  return months.flatMap((month) =>
    customers.flatMap((customer) => {
      const gross = amountOf(customer, month, random)
      if (gross === 0n) return []
      // Contracts are invoiced in the second half of a month, usage is dated the last day of its month.
      const date = customer.plan === 'metered' ? lastDay(month) : `${month}-${15 + (customer.number % 12)}`
      return [regularDeal(customer, date, gross, random)]
    }),
  )
}

function amountOf(customer: Customer, month: string, random: Random): Cents {
  const age = monthsBetween(customer.since, month)
  if (age < 0) return 0n
  if (customer.plan === 'metered')
    return share(customer.value, random.int(80, 125) + age * 2, 100) + BigInt(random.int(0, 99))
  const everyMonths = { annual: 12, 'half-yearly': 6, quarterly: 3 }[customer.plan]
  if (age % everyMonths !== 0) return 0n
  // A renewal costs 4 % more.
  return share(customer.value, everyMonths * (age >= 12 ? 104 : 100), 1200)
}

function monthsBetween(from: string, to: string): number {
  const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5))
  return count(to) - count(from)
}

function regularDeal(customer: Customer, date: string, gross: Cents, random: Random): Deal {
  const due = addDays(date, customer.terms)
  const collected = collectionDay(customer, date, due, random)
  const deposit = depositFor(collected)
  const lines = linesOf(customer, sale(gross, customer.taxRate))
  const contract = customer.plan !== 'metered'
  return {
    story: null,
    reference: random.code(24),
    customer,
    currency: customer.currency,
    invoices: [
      {
        id: invoiceNumber(customer, date, random),
        date,
        due,
        kind: contract ? 'contract' : 'usage',
        lines,
        written: customer.broker === 'AWS_INC' ? everywhere : { ...nowhere, exports: true },
        ...(contract ? { opportunity: opportunityOf(customer) } : {}),
      },
    ],
    payouts:
      deposit <= asOf
        ? [{ invoice: 0, collected, date: deposit, lines, status: 'Disbursed', currency: customer.currency }]
        : [],
    uncollected: 'as open',
  }
}

/** Payers keep near their habit, and whatever is due has been paid: who is late is seeded, not left to chance. */
function collectionDay(customer: Customer, invoiced: string, due: string, random: Random): string {
  const usual = addDays(due, customer.habit + random.int(-6, 6))
  let day = usual < addDays(invoiced, 3) ? addDays(invoiced, 3) : usual
  if (due <= asOf && depositFor(day) > asOf) day = '2026-08-07'
  // The report of June 2026 leaves tax out of its net; only the seeded line may show that.
  if (customer.taxRate > 0 && depositFor(day) === '2026-06-10') day = '2026-06-12'
  return day
}

/** One customer shares its licences between two end users, so each reference of it has two lines. */
export function linesOf(customer: Customer, parts: Parts): readonly Parts[] {
  if (customer.number !== 24) return [parts]
  const first = portion(parts, 2, 5)
  return [first, plus(parts, negated(first))]
}

/** Name and text of the opportunity behind a contract; one text has line breaks and quotes, as people write them. */
export function opportunityOf(customer: Customer): readonly [string, string] {
  const name = `${customer.company} platform roll-out`
  if (customer.number === 22) return [name, 'Phase 1: pilot in one plant\nPhase 2: "all hands", other plants']
  if (customer.number === 25) return [name, 'Renewal; price agreed by phone, see offer letter']
  return [name, `${customer.plan} payments`]
}

/** What is open of a deal at the end of a day, part by part, over all lines. */
export function openParts(deal: Deal, day: string): Parts {
  const billed = deal.invoices.filter(({ date }) => date <= day).flatMap(({ lines }) => lines)
  const paid = deal.payouts
    .filter((payout) => payout.date <= day && payout.currency === deal.currency)
    .flatMap(({ lines }) => lines)
  return [...billed, ...paid.map(negated)].reduce(plus, nothing)
}

/** Net over the lines of an invoice or a payout. */
export function netOf(lines: readonly Parts[]): Cents {
  return lines.reduce((sum, parts) => sum + net(parts), 0n)
}
