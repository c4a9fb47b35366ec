import { type Step, where, withEvents } from '../../step.ts'
import reportEvents from './010-report-events.sql?raw'
import lineItems from './020-line-items.sql?raw'
import lineLists from './030-line-lists.sql?raw'
import lineDetails from './040-line-details.sql?raw'
import reportWords from './050-report-words.sql?raw'
import billedRevenue from './060-billed-revenue.sql?raw'
import collections from './070-collections-and-disbursements.sql?raw'
import taxation from './080-taxation.sql?raw'
import agreements from './090-agreements.sql?raw'
import usage from './100-usage.sql?raw'
import versions from './110-versions.sql?raw'
import archivedEvents from './120-archived-events.sql?raw'
import salesCompensation from './130-sales-compensation.sql?raw'
import disbursements from './140-disbursements.sql?raw'
import revenueAtInvoice from './150-revenue-at-invoice.sql?raw'
import revenueAtSubscription from './160-revenue-at-subscription.sql?raw'
import noArchivedReports from './170-no-archived-reports.sql?raw'

/** A step of the archived reports, which tell of billing events and of planned charges. */
const withArchived = (sql: string, without = ''): ((loaded: ReadonlySet<string>) => string) =>
  where(['billing_event_feed', 'agreement_charge_feed'], sql, without)

/** AWS's own reports, computed from the feeds as AWS computes them. No figure of the reconciliation depends on them. */
export const reportSteps: readonly Step[] = [
  { name: 'events of the reports', onDemand: true, sql: withEvents(reportEvents) },
  { name: 'lines of invoices', onDemand: true, sql: withEvents(lineItems) },
  { name: 'invoices and payouts of lines', onDemand: true, sql: withEvents(lineLists) },
  { name: 'details of lines', sql: lineDetails },
  { name: 'words of the reports', sql: reportWords },
  { name: 'billed revenue', sql: billedRevenue },
  { name: 'collections and disbursements', sql: collections },
  { name: 'taxation', sql: taxation },
  { name: 'agreement report', sql: agreements },
  { name: 'usage', sql: usage },
  { name: 'versions in time', sql: withArchived(versions) },
  { name: 'events of the archived reports', sql: withArchived(archivedEvents) },
  { name: 'sales compensation', sql: withArchived(salesCompensation) },
  { name: 'disbursements', sql: withArchived(disbursements) },
  { name: 'revenue at invoice', sql: withArchived(revenueAtInvoice) },
  { name: 'revenue at subscription', sql: withArchived(revenueAtSubscription) },
  { name: 'no archived reports', sql: withArchived('', noArchivedReports) },
]
