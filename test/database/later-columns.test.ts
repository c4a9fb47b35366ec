import { expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { billedReport, finished } from '../service/services.ts'
import { sourceAt, startSynced, useBuckets } from '../sync/buckets.ts'

const buckets = useBuckets()

/** Tables that the program fills; what is derived from them it makes itself. */
const filled = ['book', 'imports', 'files', 'blocks', 'other_lines', 'refused_rows', 'synced_objects', 'syncs', 'br1']

test('a book whose tables have got more columns takes imports and syncs, and gives them back', async () => {
  const key = 'cas/monthly_billed_revenue_report_2026-06-15.csv'
  const source = sourceAt(buckets, buckets.create({ [key]: billedReport([['T1', '97.00']]) }))
  const { client, book: path, sync, file, rows } = await startSynced(source)
  await client.books.close()
  const book = await openBook(path)
  await book.write(async (connection) => {
    for (const table of filled) await connection.run(`alter table ${table} add column later varchar default 'kept'`)
  })
  await book.close()
  await client.books.open({ path })

  const report = `Billed for August\n${billedReport([
    ['T2', '1.00'],
    ['T3', 'much'],
  ])}`
  const { result } = await finished(client.imports.run({ paths: [file('one_2026-08-15.csv', report)] }))
  expect(result.files).toMatchObject([{ status: 'imported', rows_kept: 1, refused_rows: 1, title_lines: 1 }])
  const synced = await sync()
  expect(synced.import.importId).toBe(2)
  const references = async (): Promise<unknown[]> =>
    (await rows('br1')).map(({ transaction_reference_id: reference }) => reference)
  expect(await references()).toEqual(['T2', 'T1'])
  await client.imports.undo({ importId: 1 })
  expect(await references()).toEqual(['T1'])
  await finished(client.imports.redo())
  expect(await references()).toEqual(['T2', 'T1'])
  expect(await rows('refused_rows')).toHaveLength(1)
  expect((await rows('synced_sources'))[0]).toMatchObject({ source: 'acme', files: 1 })

  await client.books.close()
  const again = await openBook(path)
  const kept = await again.read(async (connection) => {
    const counts = []
    for (const table of filled)
      counts.push(await connection.value(`select count(*)::integer from ${table} where later is distinct from 'kept'`))
    return counts
  })
  await again.close()
  expect(kept).toEqual(filled.map(() => 0))
})
