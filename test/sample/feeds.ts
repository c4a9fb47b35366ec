import { addMonths, asOf, deliveryMonths } from './calendar.ts'
import { makeCustomers } from './customers.ts'
import { type Deal, netOf, openParts, regularDeals } from './deals.ts'
import { type Row, type SampleFile, delimitedFile, table } from './document.ts'
import { agreementRows } from './feed-agreements.ts'
import { type FeedName, feeds } from './feed-columns.ts'
import { masterData, retiredAddresses, usageRows } from './feed-dimensions.ts'
import { collectedEvents, invoicedEvents } from './feed-events.ts'
import { payoutEvents } from './feed-payouts.ts'
import { type FeedRow, key, time } from './feed-rows.ts'
import { taxItems } from './feed-taxes.ts'
import { groupBy } from './grouping.ts'
import { size } from './money.ts'
import { randomFrom } from './random.ts'
import { seededDeals } from './seeds.ts'

/**
 * The same seller's data feeds, one file for each feed and month of delivery. They hold the whole life of every deal
 * that the last `months` of exports show and that was not settled before the first of these months, so that neither a
 * reference nor a payout stands in them with a part of its lines.
 */
export function makeFeeds(months: number): SampleFile[] {
  // The same seed and the same draws as in sample.ts: the same deals.
  const random = randomFrom(20_250_713)
  const customers = makeCustomers(random)
  const deals = [...regularDeals(customers, random), ...seededDeals(customers, random)].filter((deal) =>
    isKept(deal, months),
  )
  const events = withHistory([
    ...deals.flatMap((deal) => [...invoicedEvents(deal), ...collectedEvents(deal)]),
    ...payoutEvents(deals),
  ])
  // With the first delivery comes all that was known by then.
  const opening = events
    .map(({ row }) => (row['insert_date'] as string).slice(0, 10))
    .toSorted()
    .at(0) as string
  return filesOf([
    ...masterData(customers, opening),
    ...agreementRows(customers, opening),
    ...events,
    ...taxItems(deals),
    ...usageRows(customers),
    ...retiredAddresses(),
  ])
}

/** Whether a deal stands in the exports of these months (see sample.ts) and was alive in them. */
function isKept(deal: Deal, months: number): boolean {
  const invoiced = deal.invoices.map(({ date }) => date)
  const exported = months <= 6 ? '2026-01-01' : deal.customer.broker === 'AWS_EUROPE' ? '2025-05-13' : '2025-11-13'
  if (deal.invoices.some(({ date, written }) => !written.exports || date < exported)) return false
  const first = `${deliveryMonths.at(-months) as string}-01`
  const last = [...invoiced, ...deal.payouts.map(({ date }) => date)].toSorted().at(-1) as string
  return last >= first || size(netOf([openParts(deal, asOf)])) > 0n
}

/** AWS corrects what it delivered by delivering it again: one event with another amount, one that never was. */
function withHistory(events: readonly FeedRow[]): FeedRow[] {
  const usual = (day: string): FeedRow =>
    events.find(
      ({ row }) =>
        row['action'] === 'INVOICED' &&
        row['transaction_type'] === 'SELLER_REV_SHARE' &&
        row['invoice_date'] === time(day) &&
        row['broker_id'] === 'AWS_INC',
    ) as FeedRow
  const corrected = usual('2026-05-31')
  const twice = usual('2026-06-30')
  const copy = { ...twice.row, billing_event_id: key('raised twice', twice.row['billing_event_id'] as string) }
  return [
    ...events.map((event) => (event === corrected ? delivered(event, event.row, '2026-07-02') : event)),
    { ...corrected, row: { ...corrected.row, amount: `1${corrected.row['amount'] as string}` } },
    { ...twice, row: copy },
    delivered(twice, { ...copy, delete_date: time('2026-07-06') }, '2026-07-06'),
  ]
}

function delivered(event: FeedRow, row: Row, day: string): FeedRow {
  return { ...event, month: day.slice(0, 7), row: { ...row, insert_date: time(day), update_date: time(day) } }
}

/** A file for each month from the first to the last of a feed; a month without rows has a header only. */
function filesOf(rows: readonly FeedRow[]): SampleFile[] {
  return [...groupBy(rows, ({ feed }) => feed)].flatMap(([name, members]) => {
    const { folder, columns } = feeds[name as FeedName]
    const written = members.map(({ month }) => month).toSorted()
    return monthsFrom(written[0] as string, written.at(-1) as string).map((month) => {
      const delivered = members.filter((member) => member.month === month).map(({ row }) => row)
      const path = `${folder}/year=${month.slice(0, 4)}/month=${month.slice(5)}/data.csv`
      return delimitedFile(path, [table(name, columns, byDelivery(delivered))])
    })
  })
}

function monthsFrom(first: string, last: string): string[] {
  return first > last ? [] : [first, ...monthsFrom(addMonths(first, 1), last)]
}

/** Each day's delivery is appended to the file of its month. */
function byDelivery(rows: readonly Row[]): Row[] {
  const days = groupBy(rows, (row) => row['insert_date'] as string)
  return [...days].toSorted(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, group]) => group)
}
