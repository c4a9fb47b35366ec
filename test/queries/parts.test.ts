import { expect, test } from 'vitest'
import { queries } from '../../main/queries/catalogue.ts'
import { namesIn, statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { partsOf } from '../../shared/queries/queries.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { bookParts } from '../../shared/revisions.ts'

test('a query whose card says that it is undated reads nothing that is of a date, and no other says so', () => {
  const statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
  const told: string[] = []
  const expected: string[] = []
  for (const { name, sql } of queries) {
    const reached = new Set(namesIn(sql))
    for (const statement of statements.toReversed())
      if (reached.has(statement.name)) for (const read of statement.reads) reached.add(read)
    if (partsOf(name).length < bookParts.length) told.push(name)
    if (!reached.has('run') && !reached.has('book')) expected.push(name)
  }
  expect(told).toEqual(expected)
  expect(partsOf('billed_revenue')).toEqual(['facts'])
  expect(partsOf('reconciliation')).toEqual(['facts', 'decisions', 'settings'])
})
