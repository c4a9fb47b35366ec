import { contentOf } from './plan.ts'
import { textOf } from './step.ts'
import { datedSteps, undatedSteps } from './steps.ts'

/**
 * The select behind each view that the reconciliation makes, by name, as it is written. (The database can print a view
 * too, but turns a cross join into a comma, which binds less tightly than the joins behind it.)
 */
const texts: ReadonlyMap<string, string> = new Map(
  [...undatedSteps, ...datedSteps].flatMap((step) =>
    Array.from(
      textOf(step, new Set()).matchAll(/^create or replace view (\w+) as\n([\s\S]*?);[ \t]*$/gm),
      ([, name = '', text = '']) => [name, text],
    ),
  ),
)

/** The views of a reconciled book, and what tells whether that which a query reads through them has changed. */
export const derivedViews = { texts, contentOf }
