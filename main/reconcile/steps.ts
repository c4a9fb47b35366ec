import { feedSteps, withEvents } from './feeds/steps.ts'
import { customerNames } from './customer-names.ts'
import wording from './010-wording.sql?raw'
import sellersOfRecord from './012-sellers-of-record.sql?raw'
import fileNames from './015-file-names.sql?raw'
import deliveries from './020-deliveries.sql?raw'
import duplicates from './030-duplicates.sql?raw'
import exportDuplicates from './040-export-duplicates.sql?raw'
import deliveryFacts from './050-delivery-facts.sql?raw'
import netVariants from './060-net-variants.sql?raw'
import exportFormulas from './070-export-formulas.sql?raw'
import lines from './080-lines.sql?raw'
import feedLines from './085-feed-lines.sql?raw'
import noFeedLines from './087-no-feed-lines.sql?raw'
import corrections from './088-corrections.sql?raw'
import statements from './090-statements.sql?raw'
import keys from './100-keys.sql?raw'
import notBilled from './110-not-billed.sql?raw'
import differences from './120-differences.sql?raw'
import countedLines from './130-lines-counted.sql?raw'
import customers from './089-customers.sql?raw'
import reconciliation from './140-reconciliation.sql?raw'
import parts from './150-parts.sql?raw'
import uncollected from './160-uncollected.sql?raw'
import rollForward from './170-roll-forward.sql?raw'
import ageing from './180-ageing.sql?raw'
import settlements from './190-settlements.sql?raw'
import bridge from './198-bridge.sql?raw'
import billingAdjustments from './195-billing-adjustments.sql?raw'
import noBillingAdjustments from './197-no-billing-adjustments.sql?raw'
import controls from './200-controls.sql?raw'
import controlLines from './205-control-lines.sql?raw'
import payoutLines from './206-payout-lines.sql?raw'
import controlCauses from './207-control-causes.sql?raw'
import coverage from './210-coverage.sql?raw'
import exceptions from './220-exceptions.sql?raw'

/** One SQL step of the reconciliation: what it does, in the words of a progress line, and its statements. */
export interface Step {
  readonly name: string
  /** May depend on which sections (ids) the book holds. */
  readonly sql: string | ((loaded: ReadonlySet<string>) => string)
}

/** The statements of a step for a book that holds these sections. */
export function textOf({ sql }: Step, loaded: ReadonlySet<string>): string {
  return typeof sql === 'string' ? sql : sql(loaded)
}

/** The steps that do not depend on the as-of date; they end in the table `reach`. */
export const deliverySteps: readonly Step[] = [
  { name: 'wording', sql: wording },
  { name: 'sellers of record', sql: sellersOfRecord },
  { name: 'names of files', sql: fileNames },
  ...feedSteps,
  { name: 'deliveries', sql: deliveries },
  { name: 'duplicates', sql: duplicates },
  { name: 'overlapping exports', sql: exportDuplicates },
  { name: 'delivery dates and settlements', sql: deliveryFacts },
  { name: 'net formulas', sql: netVariants },
  { name: 'net formulas of exports', sql: exportFormulas },
  { name: 'lines', sql: lines },
  { name: 'lines of the feeds', sql: withEvents(feedLines, noFeedLines) },
  { name: 'corrections', sql: withEvents(corrections) },
  { name: 'customers', sql: (loaded) => customers.replace('{names}', customerNames(loaded)) },
]

/** The steps that look at the book from the as-of date; they read the table `run`. */
export const datedSteps: readonly Step[] = [
  { name: 'lists of uncollected funds', sql: statements },
  { name: 'sums and states per key', sql: keys },
  { name: 'keys that are not billed', sql: notBilled },
  { name: 'differences', sql: differences },
  { name: 'counted lines', sql: countedLines },
  { name: 'explanations', sql: reconciliation },
  { name: 'parts', sql: parts },
  { name: 'uncollected funds', sql: uncollected },
  { name: 'roll-forward', sql: rollForward },
  { name: 'ageing', sql: ageing },
  { name: 'settlements', sql: settlements },
  { name: 'bridge', sql: bridge },
  {
    name: 'billing adjustments',
    sql: (loaded) => (loaded.has('billing_adjustments') ? billingAdjustments : noBillingAdjustments),
  },
  { name: 'controls', sql: controls },
  { name: 'lines behind failed controls', sql: controlLines },
  { name: 'lines of payouts that do not agree', sql: withEvents(payoutLines) },
  { name: 'causes of differences', sql: controlCauses },
  { name: 'coverage', sql: coverage },
  { name: 'exceptions', sql: exceptions },
]
