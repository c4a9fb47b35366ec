import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import { queryNames } from '../../main/queries/query.ts'
import { statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { copyReadyBook } from '../packaging/programs.ts'
import { newBook } from './books.ts'
import { brokenGrains, grains } from './grain.ts'

/** AWS's reports list lines as AWS does, without anything that identifies one; neither do parts that are added up. */
const withoutKey =
  /^(feed_(billed_revenue|collections_and_disbursements|taxation|usage|sales_compensation|disbursements|revenue_at_\w+)|event_rows|written_events|archived_events|events_of_sales|fee_payers|net_parts|control_lines|exceptions|reach|known_sources|keys_basis|current_\w+_feed)$/

test('every derived table and view says what identifies its rows', () => {
  const statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
  const made = statements.flatMap(({ kind, name }) => (kind === 'table' || kind === 'view' ? [name] : []))
  const told = new Set(grains.filter(({ key }) => key.length > 0).map(({ name }) => name))
  expect(made.filter((name) => !told.has(name) && !withoutKey.test(name))).toEqual([])
})

test('a row that repeats, lacks a part of its key or leads nowhere is found', async () => {
  const book = await newBook()
  await book.add({
    name: 'a.csv',
    delivered: '2022-08-15',
    sections: { br1: [{ transaction_reference_id: 'T1', partner_revenue_amount: '10' }] },
  })
  await book.reconcile()
  expect(await brokenGrains(book.connection)).toEqual([])
  await book.connection.script(`
    insert into file_names select * from file_names;
    update billed_months set month = null;
    delete from deliveries`)
  expect(await brokenGrains(book.connection)).toEqual([
    'file_names (file_id): 1 rows too many',
    'block_deliveries (delivery_id) -> deliveries: 1 rows lead nowhere',
    'billed_months (month): 1 rows lack a part',
  ])
})

test('what identifies a row does so in a book of both samples, and what it names is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-grain-'))
  await copyReadyBook('both-samples', join(folder, 'book.tieout'))
  const app = await openApp({ book: join(folder, 'book.tieout'), create: false })
  try {
    const all = Object.fromEntries(queryNames.map((name) => [name, { name }]))
    expect(await app.grids.together(all, (connection) => brokenGrains(connection))).toEqual([])
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
