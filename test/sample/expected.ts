import { asOf, daysBetween } from './calendar.ts'
import type { Currency } from './customers.ts'
import type { BilledFact, DisbursedFact, Written } from './facts.ts'
import { type Cents, size, total } from './money.ts'

/** What the product page makes of one key; the reference is null for lines without one. */
export interface ExpectedKey {
  readonly reference: string | null
  readonly currency: Currency
  readonly state: string
  readonly reason: string
  readonly billed: Cents
  readonly disbursed: Cents
  readonly bucket: string | null
  /** Sums of each source of a side, where several have the key. */
  readonly billedBySource: ReadonlyMap<string, Cents>
  readonly disbursedBySource: ReadonlyMap<string, Cents>
}

/** The lines that count: the first source that has the key, each line of overlapping exports once. */
export interface CountedLine {
  readonly reference: string | null
  readonly currency: Currency
  readonly net: Cents
  readonly date: string
}

export interface Reconciled {
  readonly keys: readonly ExpectedKey[]
  readonly billed: readonly CountedLine[]
  readonly disbursed: readonly CountedLine[]
}

const tolerance = 1n
const billedRank = ['billed_revenue', 'monthly_billed_revenue', 'sales_compensation'] as const
const disbursedRank = ['collections_and_disbursements', 'disbursement', 'billed_revenue'] as const

/** Reconciles in whole cents what the files say, straight from the product page and without the program's SQL. */
export function reconcile(said: Written): Reconciled {
  const billed = newest(said.billed)
  const disbursed: (CountedLine & { source: string; period: string | null })[] = [
    ...newest(said.disbursed),
    ...billed.flatMap((fact) =>
      fact.disbursed && fact.disbursed.net !== 0n
        ? [
            {
              source: 'billed_revenue',
              reference: fact.reference,
              currency: fact.currency,
              net: fact.disbursed.net,
              date: fact.disbursed.date ?? fact.date,
              period: fact.date.slice(0, 7),
            },
          ]
        : [],
    ),
  ]
  const dues = new Map<string, string>()
  for (const { reference, currency, due } of [...said.uncollected, ...billed])
    if (due) dues.set(`${reference}|${currency}`, due)
  const periods = new Map(said.uncollected.map(({ reference, period }) => [reference, period]))

  const keys = new Set(
    [...billed, ...disbursed].flatMap(({ reference, currency }) =>
      reference === null ? [] : [`${reference}|${currency}`],
    ),
  )
  const countedBilled: CountedLine[] = []
  const countedDisbursed: CountedLine[] = []
  const result = [...keys].toSorted().map((key): ExpectedKey => {
    const [reference, currency] = key.split('|') as [string, Currency]
    const isKey = (fact: { reference: string | null; currency: Currency }): boolean =>
      fact.reference === reference && fact.currency === currency
    const billedLines = billed.filter(isKey)
    const disbursedLines = disbursed.filter(isKey)
    const ours = firstSource(billedLines, billedRank)
    const theirs = firstSource(disbursedLines, disbursedRank)
    countedBilled.push(...ours)
    countedDisbursed.push(...theirs)
    const due = dues.get(key) ?? null
    const period = periods.get(reference) ?? disbursedLines.find((line) => line.period)?.period ?? null
    const sides = {
      billed: total(ours.map(({ net }) => net)),
      disbursed: total(theirs.map(({ net }) => net)),
      isBilled: ours.length > 0,
      isDisbursed: theirs.length > 0,
    }
    const { state, reason } = stateOf(sides, due, period !== null && said.periods.includes(period))
    return {
      reference,
      currency,
      state,
      reason,
      billed: sides.billed,
      disbursed: sides.disbursed,
      bucket: bucketOf(due),
      billedBySource: bySource(billedLines),
      disbursedBySource: bySource(disbursedLines),
    }
  })
  const loose = disbursed.filter(({ reference }) => reference === null)
  countedDisbursed.push(...loose)
  return {
    keys: [
      ...result,
      ...loose.map(({ currency, net }): ExpectedKey => ({
        reference: null,
        currency,
        state: 'not-billed',
        reason: 'no-reference',
        billed: 0n,
        disbursed: net,
        bucket: null,
        billedBySource: new Map(),
        disbursedBySource: new Map(),
      })),
    ],
    billed: countedBilled,
    disbursed: countedDisbursed,
  }
}

interface Sides {
  readonly billed: Cents
  readonly disbursed: Cents
  readonly isBilled: boolean
  readonly isDisbursed: boolean
}

function stateOf(sides: Sides, due: string | null, reportLoaded: boolean): { state: string; reason: string } {
  const { billed, disbursed, isBilled, isDisbursed } = sides
  const open = billed - disbursed
  if (!isBilled) return { state: 'not-billed', reason: reportLoaded ? 'not-in-billed-revenue' : 'report-not-loaded' }
  if (!isDisbursed) {
    if (size(billed) <= tolerance) return { state: 'nothing-due', reason: 'netted' }
    if (due === null) return { state: 'not-disbursed', reason: 'due-date-unknown' }
    return { state: 'not-disbursed', reason: due < asOf ? 'past-due' : 'not-due' }
  }
  if (size(open) <= tolerance) return { state: 'disbursed', reason: open === 0n ? 'exact' : 'rounding' }
  if (disbursed === 0n) return { state: 'reversed', reason: 'failed-disbursement' }
  if (billed < 0n !== disbursed < 0n) return { state: 'sign-mismatch', reason: 'sign' }
  return size(disbursed) < size(billed)
    ? { state: 'partially-disbursed', reason: 'partial' }
    : { state: 'over-disbursed', reason: 'over' }
}

function bucketOf(due: string | null): string {
  if (due === null) return 'unknown'
  const days = daysBetween(due, asOf)
  if (days <= 0) return 'not due'
  const bounds = [30, 60, 90, 120]
  const index = bounds.findIndex((bound) => days <= bound)
  return index < 0 ? '121+' : `${(bounds[index - 1] ?? 0) + 1}-${bounds[index] as number}`
}

/** All rows of an identity come from the newest file that has it. */
function newest<Fact extends BilledFact | DisbursedFact>(facts: readonly Fact[]): Fact[] {
  const latest = new Map<string, number>()
  for (const { identity, edition } of facts)
    if (identity) latest.set(identity, Math.max(latest.get(identity) ?? 0, edition))
  return facts.filter(({ identity, edition }) => !identity || latest.get(identity) === edition)
}

function firstSource<Fact extends { source: string }>(facts: readonly Fact[], ranks: readonly string[]): Fact[] {
  const source = ranks.find((rank) => facts.some((fact) => fact.source === rank))
  return facts.filter((fact) => fact.source === source)
}

function bySource(facts: readonly { source: string; net: Cents }[]): Map<string, Cents> {
  const sums = new Map<string, Cents>()
  for (const { source, net } of facts) sums.set(source, (sums.get(source) ?? 0n) + net)
  return sums
}
