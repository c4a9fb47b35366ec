import { deliverySteps } from './deliveries/steps.ts'
import { reportSteps } from './feeds/reports/steps.ts'
import { feedSteps } from './feeds/steps.ts'
import { keySteps } from './keys/steps.ts'
import { lineSteps } from './lines/steps.ts'
import { proofSteps } from './proofs/steps.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { type Step, textOf } from './step.ts'
import entities from './entities.sql?raw'
import rules from './rules.sql?raw'
import wording from './wording.sql?raw'

/** The steps that do not depend on the as-of date. */
export const undatedSteps: readonly Step[] = [
  { name: 'rules', sql: rules },
  { name: 'entities of AWS', sql: entities },
  { name: 'wording', sql: wording },
  ...feedSteps,
  ...reportSteps,
  ...deliverySteps,
  ...lineSteps,
]

/** The steps that look at the book from the as-of date; they read the table `run`. */
export const datedSteps: readonly Step[] = [...keySteps, ...proofSteps]

const idsOf = (some: typeof sections): ReadonlySet<string> => new Set(some.map(({ id }) => id))

/**
 * Everything that the derived tables follow from, beside the rows of reports: of a book that holds all, of one that holds
 * the feeds, and of one without any.
 */
export const stepsText = [idsOf(sections), idsOf(sections.filter(({ feed }) => feed)), idsOf([])]
  .flatMap((loaded) => [...undatedSteps, ...datedSteps].map((step) => textOf(step, loaded)))
  .join('\n')
