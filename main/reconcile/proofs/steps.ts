import { type Step, where, withEvents } from '../step.ts'
import earlyLines from './005-early-lines.sql?raw'
import uncollected from './010-uncollected.sql?raw'
import rollForward from './020-roll-forward.sql?raw'
import bridge from './030-bridge.sql?raw'
import billingAdjustments from './040-billing-adjustments.sql?raw'
import noBillingAdjustments from './045-no-billing-adjustments.sql?raw'
import controls from './050-controls.sql?raw'
import controlLines from './060-control-lines.sql?raw'
import payoutLines from './070-payout-lines.sql?raw'
import controlCauses from './080-control-causes.sql?raw'
import coverage from './090-coverage.sql?raw'
import exceptions from './100-exceptions.sql?raw'

/** What the keys are held against: AWS's own lists and totals, the bridge, the controls; and what a person must look at. */
export const proofSteps: readonly Step[] = [
  { name: 'lines before the end of their month', sql: earlyLines },
  { name: 'uncollected funds', sql: uncollected },
  { name: 'roll-forward', sql: rollForward },
  { name: 'bridge', sql: bridge },
  { name: 'billing adjustments', sql: where(['billing_adjustments'], billingAdjustments, noBillingAdjustments) },
  { name: 'controls', sql: controls },
  { name: 'lines behind failed controls', sql: controlLines },
  { name: 'lines of payouts that do not agree', sql: withEvents(payoutLines) },
  { name: 'causes of differences', sql: controlCauses },
  { name: 'coverage', sql: coverage },
  { name: 'exceptions', sql: exceptions },
]
