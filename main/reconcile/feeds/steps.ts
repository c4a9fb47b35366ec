import { type Section, sections } from '../../../shared/reports/catalogue.ts'
import type { Step } from '../steps.ts'
import names from './005-names.sql?raw'
import latest from './010-latest-rows.sql?raw'
import noRows from './015-no-rows.sql?raw'
import accounts from './020-accounts.sql?raw'
import agreements from './030-agreements.sql?raw'
import offers from './040-offers.sql?raw'
import products from './050-products.sql?raw'
import payoutEvents from './060-payouts.sql?raw'
import events from './070-events.sql?raw'
import reportEvents from './075-report-events.sql?raw'
import lineItems from './080-line-items.sql?raw'
import lineLists from './090-line-lists.sql?raw'
import lineDetails from './100-line-details.sql?raw'
import reportWords from './105-report-words.sql?raw'
import billedRevenue from './110-billed-revenue.sql?raw'
import collections from './120-collections-and-disbursements.sql?raw'
import taxation from './130-taxation.sql?raw'
import agreementReport from './140-agreements.sql?raw'
import usage from './150-usage.sql?raw'
import payouts from './160-payouts.sql?raw'
import movements from './170-movements.sql?raw'
import dataFeeds from './180-data-feeds.sql?raw'
import noEvents from './190-no-events.sql?raw'
import versions from './200-versions.sql?raw'
import archivedEvents from './210-archived-events.sql?raw'
import salesCompensation from './220-sales-compensation.sql?raw'
import disbursements from './230-disbursements.sql?raw'
import revenueAtInvoice from './240-revenue-at-invoice.sql?raw'
import revenueAtSubscription from './250-revenue-at-subscription.sql?raw'
import noArchivedReports from './260-no-archived-reports.sql?raw'

const feeds: readonly Section[] = sections.filter(({ feed }) => feed !== undefined)

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** The statements that are the same for every feed, with the names of one put in. */
function latestRowsOf(section: Section, isLoaded: boolean): string {
  const key = section.feed?.key ?? []
  // An event never changes; everything else has revisions, told apart by the date from which they hold.
  const parts = section.id === 'billing_event_feed' ? key : [...key, 'valid_from']
  const columns = (list: readonly string[]): string => list.map((name) => `"${name}"`).join(', ')
  return (isLoaded ? latest : noRows)
    .replaceAll('{feed}', section.id)
    .replaceAll('{not_content}', parts.includes('valid_from') ? '' : ', valid_from')
    .replaceAll('{key_text}', columns(key))
    .replaceAll('{key}', columns(parts))
}

const namesText = feeds
  .map(({ id, title, feed }, order) => `(${text(id)}, ${order}, ${text(title)}, ${text(feed?.without ?? '')})`)
  .join(', ')

/** A step that looks at events, and what is done in its place for a book that has none. */
export function withEvents(sql: string, without = ''): (loaded: ReadonlySet<string>) => string {
  return (loaded) => (loaded.has('billing_event_feed') ? sql : without)
}

/** A step of the archived reports, which tell of billing events and of planned charges. */
function withArchived(sql: string, without = ''): (loaded: ReadonlySet<string>) => string {
  return (loaded) => (loaded.has('billing_event_feed') || loaded.has('agreement_charge_feed') ? sql : without)
}

/** What is derived from the data feeds alone; it depends on no as-of date. */
export const feedSteps: readonly Step[] = [
  {
    name: 'latest rows of the feeds',
    sql: (loaded) =>
      [names.replace('{names}', namesText), ...feeds.map((feed) => latestRowsOf(feed, loaded.has(feed.id)))].join('\n'),
  },
  { name: 'accounts', sql: accounts },
  { name: 'agreements', sql: agreements },
  { name: 'offers', sql: offers },
  { name: 'products', sql: products },
  { name: 'payouts to the bank', sql: payoutEvents },
  { name: 'events', sql: withEvents(events) },
  { name: 'no events', sql: withEvents('', noEvents) },
  { name: 'events of the reports', sql: withEvents(reportEvents) },
  { name: 'lines of invoices', sql: withEvents(lineItems) },
  { name: 'invoices and payouts of lines', sql: withEvents(lineLists) },
  { name: 'details of lines', sql: lineDetails },
  { name: 'words of the reports', sql: reportWords },
  { name: 'billed revenue', sql: billedRevenue },
  { name: 'collections and disbursements', sql: collections },
  { name: 'taxation', sql: taxation },
  { name: 'agreement report', sql: agreementReport },
  { name: 'usage', sql: usage },
  { name: 'lines of payouts', sql: withEvents(payouts) },
  { name: 'movements', sql: withEvents(movements) },
  { name: 'list of feeds', sql: dataFeeds },
  { name: 'versions in time', sql: withArchived(versions) },
  { name: 'events of the archived reports', sql: withArchived(archivedEvents) },
  { name: 'sales compensation', sql: withArchived(salesCompensation) },
  { name: 'disbursements', sql: withArchived(disbursements) },
  { name: 'revenue at invoice', sql: withArchived(revenueAtInvoice) },
  { name: 'revenue at subscription', sql: withArchived(revenueAtSubscription) },
  { name: 'no archived reports', sql: withArchived('', noArchivedReports) },
]
