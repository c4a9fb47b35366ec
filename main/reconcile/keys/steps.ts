import { sections } from '../../../shared/reports/catalogue.ts'
import { type Step, withoutRows } from '../step.ts'
import statements from './010-statements.sql?raw'
import exportCurrencies from './015-export-currencies.sql?raw'
import keys from './020-keys.sql?raw'
import notBilled from './030-not-billed.sql?raw'
import differences from './040-differences.sql?raw'
import currencyDifferences from './045-differences-of-currencies.sql?raw'
import countedLines from './050-lines-counted.sql?raw'
import reconciliation from './060-reconciliation.sql?raw'
import parts from './070-parts.sql?raw'
import ageing from './080-ageing.sql?raw'
import settlements from './090-settlements.sql?raw'

function exportCurrenciesIn(loaded: ReadonlySet<string>): string {
  const hasBoth = ['billed_revenue', 'collections_and_disbursements'].every((section) => loaded.has(section))
  return hasBoth ? exportCurrencies : withoutRows(exportCurrencies)
}

function differencesOfCurrenciesIn(loaded: ReadonlySet<string>): string {
  const hasBoth = ['billing_event_feed', 'collections_and_disbursements'].every((section) => loaded.has(section))
  return hasBoth ? currencyDifferences : ''
}

/** Without reports a key follows from its own movements alone. */
const byReference = '-- By transaction_reference of feed_movements, all where keys_basis is another.\n'

function keysIn(loaded: ReadonlySet<string>): string {
  const isOfFeeds = loaded.has('billing_event_feed') && !sections.some(({ id, feed }) => !feed && loaded.has(id))
  return keys.replace('-- {by reference}\n', isOfFeeds ? byReference : '')
}

/** Both sides summed by key at the as-of date, the state of each key, and what follows from it. */
export const keySteps: readonly Step[] = [
  { name: 'lists of uncollected funds', sql: statements },
  { name: 'currencies of exports', sql: exportCurrenciesIn },
  { name: 'sums and states per key', sql: keysIn },
  { name: 'keys that are not billed', sql: notBilled },
  { name: 'differences', sql: differences },
  { name: 'differences of currencies', sql: differencesOfCurrenciesIn },
  { name: 'counted lines', sql: countedLines },
  { name: 'explanations', sql: reconciliation },
  { name: 'parts', sql: parts },
  { name: 'ageing', sql: ageing },
  { name: 'settlements', sql: settlements },
]
