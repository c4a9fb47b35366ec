import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import { queryNames } from '../../main/queries/query.ts'
import { statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { brokenGrains, grains } from './grain.ts'

/** AWS's reports list lines as AWS does, without anything that identifies one; neither do parts that are added up. */
const withoutKey =
  /^(feed_(billed_revenue|collections_and_disbursements|taxation|usage|sales_compensation|disbursements|revenue_at_\w+)|event_rows|written_events|archived_events|events_of_sales|fee_payers|net_parts|control_lines|exceptions|reach|known_sources|current_\w+_feed)$/

test('every derived table and view says what identifies its rows', () => {
  const statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
  const made = statements.flatMap(({ kind, name }) => (kind === 'table' || kind === 'view' ? [name] : []))
  const told = new Set(grains.map(({ name }) => name))
  expect(made.filter((name) => !told.has(name) && !withoutKey.test(name))).toEqual([])
})

test('what identifies a row does so in a book of both samples', async () => {
  const app = await openApp({ book: null })
  try {
    const assets = join(import.meta.dirname, '../../assets')
    await app.import([join(assets, 'sample'), join(assets, 'sample-feeds')])
    const all = Object.fromEntries(queryNames.map((name) => [name, { name }]))
    expect(await app.grids.together(all, brokenGrains)).toEqual([])
  } finally {
    await app.close()
  }
})
