import { type Deal, type Invoice, type Payout, nowhere } from './deals.ts'
import type { Cents } from './money.ts'

/** What a story says about one reference, beyond its customer. */
export interface Story {
  readonly story: string
  readonly customer: number
  /** Invoice date. */
  readonly date: string
  readonly gross: Cents
  readonly terms?: number | null
  readonly kind?: Invoice['kind']
  readonly written?: Invoice['written']
  /** Days on which AWS collected something. */
  readonly paid?: readonly PaidPart[]
  readonly credits?: readonly { readonly date: string; readonly gross: Cents; readonly taken?: string }[]
  readonly uncollected?: Deal['uncollected']
  readonly monthlySkew?: Cents
  readonly undisbursedSkew?: Cents
}

export interface PaidPart {
  readonly collected: string
  /** Deposit date; the next 10th when absent. */
  readonly date?: string
  /** Share of the invoice in percent; 100 when absent. */
  readonly percent?: number
  /** Cents more than that share. */
  readonly extra?: Cents
  readonly status?: Payout['status']
  readonly currency?: Payout['currency']
  readonly back?: boolean
  readonly feeSkew?: Cents
}

const legacyOnly = { exports: false, monthly: true, compensation: true } as const

/** Every state, reason and fault of the product page that usual business does not show, each with its story. */
export const stories: readonly Story[] = [
  // Open and late, one for each ageing bucket; the clamp in deals.ts keeps all usual payers out of them.
  { story: 'past due 14 days', customer: 2, date: '2026-06-30', gross: 184_250n },
  { story: 'past due 14 days, contract', customer: 23, date: '2026-06-30', gross: 960_000n, kind: 'contract' },
  { story: 'past due 44 days', customer: 5, date: '2026-05-31', gross: 73_599n },
  { story: 'past due 75 days', customer: 9, date: '2026-04-30', gross: 221_017n },
  { story: 'past due 105 days', customer: 11, date: '2026-03-31', gross: 48_120n },
  { story: 'past due 136 days', customer: 13, date: '2026-02-28', gross: 309_975n },
  { story: 'no due date anywhere', customer: 14, date: '2026-06-30', gross: 55_000n, terms: null, written: legacyOnly },

  {
    story: 'paid one cent short',
    customer: 7,
    date: '2026-06-30',
    gross: 127_333n,
    paid: [{ collected: '2026-08-04', extra: -1n }],
  },
  {
    story: 'paid one cent over',
    customer: 8,
    date: '2026-06-30',
    gross: 90_107n,
    paid: [{ collected: '2026-08-05', extra: 1n }],
  },
  {
    story: 'first instalment of an invoice paid',
    customer: 26,
    date: '2026-05-25',
    gross: 1_250_000n,
    kind: 'contract',
    paid: [{ collected: '2026-07-02', percent: 60, status: 'Partially disbursed' }],
  },
  {
    story: 'disbursed net leaves out the sales tax',
    customer: 6,
    date: '2026-05-18',
    gross: 96_000n,
    paid: [{ collected: '2026-06-04' }],
  },
  {
    story: 'half of the invoice paid twice',
    customer: 15,
    date: '2026-05-15',
    gross: 64_200n,
    paid: [{ collected: '2026-06-05' }, { collected: '2026-07-03', percent: 50 }],
  },
  {
    story: 'credited in full before payment',
    customer: 16,
    date: '2026-06-15',
    gross: 41_900n,
    credits: [{ date: '2026-06-25', gross: 41_900n }],
  },
  {
    story: 'billed in the same month on the legacy reports only',
    customer: 17,
    date: '2026-06-30',
    gross: 38_755n,
    written: legacyOnly,
    paid: [{ collected: '2026-08-06' }],
  },
  {
    story: 'billed on the sales compensation report only',
    customer: 18,
    date: '2026-06-17',
    gross: 27_480n,
    written: { ...nowhere, compensation: true },
    paid: [{ collected: '2026-07-06' }],
  },
  {
    story: 'monthly report says 10.00 more than the export',
    customer: 20,
    date: '2026-06-30',
    gross: 149_900n,
    monthlySkew: 1_000n,
    paid: [{ collected: '2026-08-03' }],
  },
  {
    story: 'net of a disbursed line is not its parts',
    customer: 3,
    date: '2026-06-30',
    gross: 82_640n,
    paid: [{ collected: '2026-08-05', feeSkew: 400n }],
  },

  // What AWS's statement of uncollected funds and the billed side do not both know.
  {
    story: 'pilot invoice billed before the first report, paid at last',
    customer: 1,
    date: '2025-05-31',
    gross: 18_000n,
    written: nowhere,
    paid: [{ collected: '2026-07-01' }],
  },
  {
    story: 'pilot invoice billed before the first report, still open',
    customer: 21,
    date: '2025-05-31',
    gross: 240_000n,
    kind: 'contract',
    written: nowhere,
  },
  {
    story: 'disbursed, and in no billed revenue although its report is there',
    customer: 10,
    date: '2026-06-30',
    gross: 21_400n,
    written: nowhere,
    paid: [{ collected: '2026-08-04' }],
  },
  {
    story: 'uncollected, and in no billed revenue although its report is there',
    customer: 27,
    date: '2026-06-30',
    gross: 118_000n,
    kind: 'contract',
    written: nowhere,
  },
  {
    story: 'paid, and still on the uncollected statement',
    customer: 2,
    date: '2026-05-31',
    gross: 33_660n,
    uncollected: 'always',
    paid: [{ collected: '2026-07-03' }],
  },
  {
    story: 'open, and never on the uncollected statement',
    customer: 29,
    date: '2026-05-20',
    gross: 430_000n,
    kind: 'contract',
    uncollected: 'never',
  },

  // Business of AWS Europe, which only the dashboards show.
  {
    story: 'one trace id of a test payout',
    customer: 32,
    date: '2026-04-30',
    gross: 61_250n,
    paid: [{ collected: '2026-06-02' }],
  },
  {
    story: 'half paid in EUR',
    customer: 34,
    date: '2026-05-20',
    gross: 880_000n,
    kind: 'contract',
    paid: [{ collected: '2026-07-03', percent: 50, status: 'Partially disbursed' }],
  },
  {
    story: 'payout failed',
    customer: 37,
    date: '2026-05-31',
    gross: 154_300n,
    paid: [{ collected: '2026-07-01' }, { collected: '2026-07-01', date: '2026-07-14', back: true, status: 'Failed' }],
  },
  {
    story: 'credit paid out instead of taken',
    customer: 31,
    date: '2026-05-28',
    gross: 0n,
    credits: [{ date: '2026-05-28', gross: 7_500n }],
    paid: [{ collected: '2026-07-02', extra: 7_275n }],
  },
  {
    story: 'billed in EUR, disbursed in GBP',
    customer: 33,
    date: '2026-05-31',
    gross: 92_000n,
    paid: [{ collected: '2026-07-02', extra: -12_400n, currency: 'GBP' }],
  },
  {
    story: 'disbursed and undisbursed are not the net',
    customer: 38,
    date: '2026-06-30',
    gross: 57_770n,
    undisbursedSkew: 1_000n,
    paid: [{ collected: '2026-07-04' }],
  },

  // Refunds after payment, taken back from the next deposit.
  {
    story: 'refunded after payment, autumn',
    customer: 5,
    date: '2025-08-31',
    gross: 145_000n,
    paid: [{ collected: '2025-09-05' }],
    credits: [{ date: '2025-09-20', gross: 40_000n, taken: '2025-10-05' }],
  },
  {
    story: 'refunded after payment, spring',
    customer: 13,
    date: '2026-02-28',
    gross: 203_410n,
    paid: [{ collected: '2026-04-02' }],
    credits: [{ date: '2026-04-18', gross: 50_000n, taken: '2026-05-04' }],
  },
  {
    story: 'refunded after payment, summer',
    customer: 25,
    date: '2026-05-20',
    gross: 700_000n,
    kind: 'contract',
    paid: [{ collected: '2026-06-05' }],
    credits: [{ date: '2026-06-18', gross: 175_000n, taken: '2026-07-02' }],
  },
]
