import { addDays, depositFor } from './calendar.ts'
import type { Customer } from './customers.ts'
import {
  type Deal,
  type Invoice,
  type Payout,
  everywhere,
  invoiceNumber,
  linesOf,
  nowhere,
  opportunityOf,
} from './deals.ts'
import { type Parts, credit, negated, nothing, plus, portion, sale } from './money.ts'
import type { Random } from './random.ts'
import { type PaidPart, type Story, stories } from './stories.ts'

/** The seeded deals, in the order of the list above. */
export function seededDeals(customers: readonly Customer[], random: Random): Deal[] {
  return stories.map((story) => seededDeal(story, customers[story.customer - 1] as Customer, random))
}

function seededDeal(story: Story, customer: Customer, random: Random): Deal {
  const kind = story.kind ?? 'usage'
  const written = story.written ?? (customer.broker === 'AWS_INC' ? everywhere : { ...nowhere, exports: true })
  const due = story.terms === null ? null : addDays(story.date, story.terms ?? 30)
  const parts = sale(story.gross, customer.taxRate)
  const common = { due, written, ...(kind === 'contract' ? { opportunity: opportunityOf(customer) } : {}) }
  const first: Invoice = {
    ...common,
    id: invoiceNumber(customer, story.date, random),
    date: story.date,
    kind,
    lines: linesOf(customer, parts),
    ...(story.monthlySkew === undefined ? {} : { monthlySkew: story.monthlySkew }),
    ...(story.undisbursedSkew === undefined ? {} : { undisbursedSkew: story.undisbursedSkew }),
  }
  const memoOf = (memo: { readonly date: string; readonly gross: bigint }): Invoice => ({
    ...common,
    id: invoiceNumber(customer, memo.date, random),
    date: memo.date,
    kind: 'credit',
    lines: [credit(memo.gross)],
  })
  const memos = (story.credits ?? []).map((memo) => memoOf(memo))
  const invoices = story.gross === 0n ? memos : [first, ...memos]
  const payouts = (story.paid ?? []).map((part) => payoutOf(part, parts, customer))
  const taken = (story.credits ?? []).flatMap((memo, index): Payout[] =>
    memo.taken === undefined
      ? []
      : [
          {
            invoice: index + 1,
            collected: memo.taken,
            date: depositFor(memo.taken),
            lines: [credit(memo.gross)],
            status: 'Disbursed',
            currency: customer.currency,
          },
        ],
  )
  return {
    story: story.story,
    reference: random.code(24),
    customer,
    currency: customer.currency,
    invoices,
    payouts: [...payouts, ...taken],
    uncollected: story.uncollected ?? 'as open',
  }
}

function payoutOf(part: PaidPart, whole: Parts, customer: Customer): Payout {
  const paid = plus(portion(whole, part.percent ?? 100, 100), { ...nothing, gross: part.extra ?? 0n })
  return {
    invoice: 0,
    collected: part.collected,
    date: part.date ?? depositFor(part.collected),
    lines: linesOf(customer, part.back ? negated(paid) : paid),
    status: part.status ?? 'Disbursed',
    currency: part.currency ?? customer.currency,
    ...(part.feeSkew === undefined ? {} : { feeSkew: part.feeSkew }),
  }
}
