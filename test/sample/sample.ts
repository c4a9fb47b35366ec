import { billedReport } from './billed.ts'
import { addMonths, billedDelivery, asOf, deliveryMonths } from './calendar.ts'
import { compensationReport, taxReport } from './compensation.ts'
import { makeCustomers } from './customers.ts'
import { dailyReport, subscriberReport } from './daily.ts'
import { type Download, billedExport, collectionsExport } from './dashboards.ts'
import { dataExports } from './data-exports.ts'
import { regularDeals } from './deals.ts'
import { disbursementReport } from './disbursement.ts'
import type { SampleFile } from './document.ts'
import { type Written, gather } from './facts.ts'
import { type Manifest, manifestOf } from './manifest.ts'
import { randomFrom } from './random.ts'
import { seededDeals } from './seeds.ts'

export interface Sample {
  readonly files: readonly SampleFile[]
  readonly manifest: Manifest
}

/** Fewer months would not hold every state: two deliveries must follow one another, and a third be the latest. */
export const fewestMonths = 3

/**
 * The report files of the last `months` of fourteen, and what Tieout must find in them. The business behind them is
 * always the same; only the files that are kept differ.
 */
export async function makeSample(months: number): Promise<Sample> {
  const random = randomFrom(20_250_713)
  const customers = makeCustomers(random)
  const deals = [...regularDeals(customers, random), ...seededDeals(customers, random)]
  const kept = deliveryMonths.slice(-months)
  const monthly = kept.filter((month) => billedDelivery(month) <= asOf)
  // One day's snapshot is enough for the last months; the full run has one of each month.
  const days = months > 6 ? kept : kept.slice(-1)
  const said = gather([
    ...kept.map((month) => disbursementReport(deals, month)),
    ...monthly.flatMap((month) => [billedReport(deals, customers, month), compensationReport(deals, month)]),
    ...(months > 6 ? monthly : monthly.slice(-1)).map((month) => taxReport(deals, month)),
    ...days.flatMap((month) => [dailyReport(customers, month), subscriberReport(customers, month)]),
    ...(await dashboards(deals, months)),
    dataExports(customers, deals),
  ])
  return { files: said.files, manifest: manifestOf(said, deals) }
}

/**
 * Exports were taken three times: before the layout changed in June 2026, after, and in the full run once in 2025 for
 * AWS Europe. Their windows are those of the invoice date, so that what they disbursed they also billed.
 */
async function dashboards(deals: Parameters<typeof billedExport>[0], months: number): Promise<Written[]> {
  const long = months > 6
  const first: Omit<Download, 'path'> = {
    style: '2024',
    from: '2025-05-13',
    day: '2025-11-13',
    edition: 0,
    only: 'AWS_EUROPE',
  }
  const second: Omit<Download, 'path'> = {
    style: '2024',
    from: long ? '2025-11-13' : '2026-01-01',
    day: '2026-05-13',
    edition: 1,
  }
  const third: Omit<Download, 'path'> = { style: '2026', from: '2026-02-13', day: asOf, edition: 2 }
  const of = (name: string, { day }: { day: string }): string => `${name}_report_${day}.csv`
  return [
    ...(long
      ? [
          billedExport(deals, { ...first, path: of('billed_revenue', first) }),
          await collectionsExport(deals, { ...first, path: of('collections_and_disbursements', first) }),
        ]
      : []),
    billedExport(deals, { ...second, path: of('billed_revenue', second) }),
    await collectionsExport(deals, {
      ...second,
      from: long ? addMonths(second.from.slice(0, 7), -6) : second.from,
      path: of('collections_and_disbursements', second),
    }),
    billedExport(deals, { ...third, only: 'AWS_INC', path: 'Billed_revenue_1786611600000.csv' }),
    billedExport(deals, { ...third, only: 'AWS_EUROPE', path: 'Billed_revenue_1786611660000.csv' }),
    // Taken before the deposits of August were shown: those are known from the billed side alone.
    await collectionsExport(deals, {
      ...third,
      day: '2026-08-09',
      only: 'AWS_EUROPE',
      path: 'Collections_and_disbursements_1786273200000.xlsx',
    }),
  ]
}
