import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { shown } from '../../main/queries/columns.ts'
import { createGrids } from '../../main/queries/grids.ts'
import { createRelations, ordered } from '../../main/queries/relation.ts'
import { derivedViews } from '../../main/reconcile/views.ts'
import type { Row } from '../../shared/contract/rows.ts'
import { sampleBooks } from '../packaging/programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-opening-'))
const books: Record<string, Book> = {}

/** The sample, and what stands in it nowhere: keys without a reference, several payouts, currencies, lists that differ. */
beforeAll(async () => {
  cpSync(join(await sampleBooks(), 'Sample.tieout'), join(folder, 'sample.tieout'))
  const app = await openApp({ book: join(folder, 'odd.tieout') })
  const scenarios = [
    'no-reference',
    'several-payouts',
    'uncollected-difference',
    'currency-difference',
    'feed-currencies',
  ]
  await app.import(
    scenarios.map((name) => join(import.meta.dirname, '../scenarios', name, 'reports')),
    {},
  )
  await app.reconcile()
  await app.close()
  for (const name of ['sample', 'odd']) books[name] = await openBook(join(folder, `${name}.tieout`))
})

afterAll(async () => {
  for (const book of Object.values(books)) await book.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The first rows of a query as they are shown before its table is made. */
async function opened(book: Book, name: string, rows: number): Promise<Row[]> {
  const relations = createRelations(book, derivedViews)
  return book.read(async (connection, state) => {
    const relation = await relations.opening(connection, state, { name }, rows)
    if (!relation) throw new Error(`${name} waits for its table`)
    const select = `select ${relation.columns.map(shown).join(', ')} from ${relation.sql} as q`
    return connection.rows(`${select} order by ${ordered(relation, [])} limit ${rows}`, relation.parameters)
  })
}

const names = [
  'reconciliation',
  'cash_application',
  'open_items',
  'uncollected_funds',
  'billed_lines',
  'disbursed_lines',
]

test.each(['sample', 'odd'])('the first page of %s has the rows of the table before that is made', async (which) => {
  const book = books[which]
  if (!book) throw new Error(which)
  const grids = createGrids(book, derivedViews, async () => undefined)
  for (const name of names)
    for (const limit of [1, 6, 40]) {
      const before = await opened(book, name, limit)
      const { rows } = await grids.page({ name, offset: 0, limit })
      expect([name, before]).toEqual([name, rows])
      expect([name, before.length]).toEqual([name, expect.toSatisfy((length: number) => length > 0)])
    }
})

test('a settlement is refused where there is none to choose, also before the table is made', async () => {
  const book = books['sample']
  if (!book) throw new Error('sample')
  const relations = createRelations(book, derivedViews)
  const chosen = { name: 'billed_lines', settlement: 'S1' }
  const asked = book.read((connection, state) => relations.opening(connection, state, chosen, 10))
  await expect(asked).rejects.toMatchObject({ code: 'wrong-usage', message: expect.stringContaining('billed_lines') })
})
