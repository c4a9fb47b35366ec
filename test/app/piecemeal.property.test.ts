import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blankBook } from '../../main/app/blank-book.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { importPaths } from '../../main/import/import.ts'
import { undoImport } from '../../main/import/kept/undo.ts'
import { queryTexts } from '../../main/queries/query.ts'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { newFolder, write } from '../import/books.ts'
import { derivedRows } from '../reconcile/derived.ts'

const assets = join(import.meta.dirname, '../../assets')
const reports = readdirSync(join(assets, 'sample'))
  .filter((name) => !name.endsWith('.meta.json'))
  .map((name) => join(assets, 'sample', name))
const feeds = join(assets, 'sample-feeds')
const parties = readdirSync(feeds)
  .filter((name) => name !== 'billingeventfeed_v1')
  .map((name) => join(feeds, name))
const months = readdirSync(join(feeds, 'billingeventfeed_v1/year=2026'))

/** What a person does to a book; numbers choose among what there is. */
type Action =
  | { readonly does: 'import'; readonly of: 'reports' | 'parties'; readonly chosen: readonly number[] }
  | { readonly does: 'month'; readonly month: number; readonly part: number }
  | { readonly does: 'undo'; readonly chosen: number }
  | { readonly does: 'reconcile'; readonly asOf: string }
  | { readonly does: 'tolerance'; readonly tolerance: string }
  | { readonly does: 'report' }

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    does: fc.constant('import' as const),
    of: fc.constantFrom('reports' as const, 'parties' as const),
    chosen: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  }),
  fc.record({ does: fc.constant('month' as const), month: fc.nat(30), part: fc.constantFrom(0.4, 0.7, 1) }),
  fc.record({ does: fc.constant('undo' as const), chosen: fc.nat(30) }),
  fc.record({
    does: fc.constant('reconcile' as const),
    asOf: fc.constantFrom('2026-06-15', '2026-07-31', '2026-08-13'),
  }),
  fc.record({ does: fc.constant('tolerance' as const), tolerance: fc.constantFrom('0.01', '5') }),
  fc.record({ does: fc.constant('report' as const) }),
)

const report = queryTexts(['feed_billed_revenue', 'feed_collections_and_disbursements'])

async function act(book: Book, folder: string, action: Action): Promise<void> {
  const options = { workFolder: join(folder, 'work'), keepFiles: true }
  switch (action.does) {
    case 'import': {
      const paths = action.of === 'reports' ? reports : parties
      await importPaths(book, [...new Set(action.chosen.map((one) => String(paths[one % paths.length])))], options)
      return
    }
    case 'month': {
      // A month that grows: the same file with more of its lines.
      const month = String(months[action.month % months.length])
      const path = join('billingeventfeed_v1/year=2026', month, 'data.csv')
      const lines = readFileSync(join(feeds, path), 'utf8').split('\n').filter(Boolean)
      const text = lines.slice(0, Math.max(2, Math.ceil(lines.length * action.part))).join('\n')
      await importPaths(book, [write(join(folder, String(action.part)), path, `${text}\n`)], options)
      return
    }
    case 'undo': {
      const imports = await book.read((connection) => connection.rows('select import_id from imports order by 1'))
      const chosen = imports[action.chosen % Math.max(1, imports.length)]
      if (chosen) await undoImport(book, Number(chosen['import_id']))
      return
    }
    case 'tolerance':
      await book.write((connection) =>
        connection.run('update book set tolerance = $tolerance', { tolerance: action.tolerance }),
      )
      return
    default:
      await book.write((connection) =>
        reconcile(connection, action.does === 'report' ? { reads: report } : { asOf: action.asOf }),
      )
  }
}

test('what was made anew piece by piece is what is made when everything is made anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 4, maxLength: 9 }), async (sequence) => {
      const folder = newFolder()
      const book = await openBook(join(folder, 'book.tieout'), { blank: await blankBook(), isPassing: true })
      try {
        for (const action of sequence) await act(book, folder, action)
        const last = { asOf: '2026-08-13', reads: report }
        await book.write((connection) => reconcile(connection, last))
        const found = await book.read(derivedRows)
        await book.write((connection) => reconcile(connection, { ...last, whole: true }))
        expect(found).toEqual(await book.read(derivedRows))
      } finally {
        await book.close()
      }
    }),
    { numRuns: Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 3) },
  )
})
