import { type Step, withEvents, withoutRows } from '../step.ts'
import netVariants from './010-net-variants.sql?raw'
import exportFormulas from './020-export-formulas.sql?raw'
import lines from './030-lines.sql?raw'
import feedLines from './040-feed-lines.sql?raw'
import noFeedLines from './045-no-feed-lines.sql?raw'
import corrections from './050-corrections.sql?raw'
import customers from './060-customers.sql?raw'
import { namesOfReports } from './customer-names.ts'

/** The sections of each source that bills or disburses. */
const sources = [
  ['billing_event_feed'],
  ['billed_revenue'],
  ['br1', 'br2'],
  ['sc1'],
  ['collections_and_disbursements'],
  ['dis1'],
] as const

/** With one source alone nothing can stand in two. */
function correctionsIn(loaded: ReadonlySet<string>): string {
  const held = sources.filter((sections) => sections.some((section) => loaded.has(section)))
  return held.length > 1 ? corrections : withoutRows(corrections)
}

/** The lines of both sides in one form, whichever source they come from, and the one name of each customer. */
export const lineSteps: readonly Step[] = [
  { name: 'net formulas', sql: netVariants },
  { name: 'net formulas of exports', sql: exportFormulas },
  { name: 'lines', sql: lines },
  { name: 'lines of the feeds', sql: withEvents(feedLines, noFeedLines) },
  { name: 'corrections', sql: correctionsIn },
  { name: 'customers', sql: (loaded) => customers.replace('{names of reports}', namesOfReports(loaded)) },
]
