import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importPaths } from '../../main/import/import.ts'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { newBook as newBookOnDisk, newFolder, write } from '../import/books.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { storedZip } from '../sample/archive.ts'
import { billedReport } from '../service/services.ts'
import { billed, newBook } from './books.ts'

/** The names of files that lay at these paths, in the same order. */
async function namesOf(...paths: string[]): Promise<unknown[]> {
  const { connection, add, reconcile: run } = await newBook()
  for (const path of paths) await add({ name: path, sections: { br1: [billed(path, '1.00')] } })
  await run()
  const found = await connection.rows('select file from files left join file_names using (file_id) order by file_id')
  return found.map(({ file }) => file)
}

const may = feedPath('billing_event_feed', '2026-05')
const june = feedPath('billing_event_feed', '2026-06')

test('a file is called by its name, without the folders of any system', async () => {
  expect(
    await namesOf(
      'C:\\Users\\Jane Doe\\Downloads\\a_2022-08-15.csv',
      '/home/jane/reports/b_2022-08-15.csv',
      'c_2022-08-15.csv',
      's3://acme/cas/monthly_billed_revenue_report_2022-09-15.csv',
      `https://store.example/acme/feeds/${may}`,
    ),
  ).toEqual([
    'a_2022-08-15.csv',
    'b_2022-08-15.csv',
    'c_2022-08-15.csv',
    'monthly_billed_revenue_report_2022-09-15.csv',
    'data.csv',
  ])
})

test('the months of a feed are told apart by month, the feeds of a month by feed', async () => {
  expect(await namesOf(`s3://acme/feeds/${may}`, `s3://acme/feeds/${june}`)).toEqual([
    '2026-05/data.csv',
    '2026-06/data.csv',
  ])
  expect(
    await namesOf(
      '/home/jane/BillingEventFeed_V1/year=2026/month=5/data.csv',
      '/home/jane/TaxItemFeed_V1/year=2026/month=05/data.csv',
      'D:\\feeds\\year=2025\\month=05\\data.csv',
    ),
  ).toEqual(['BillingEventFeed_V1/2026-05/data.csv', 'TaxItemFeed_V1/2026-05/data.csv', '2025-05/data.csv'])
})

test('files of one name in several folders get as many folders as it takes', async () => {
  expect(
    await namesOf(
      '/home/jane/2026/05/billed.csv',
      '/home/jane/2025/05/billed.csv',
      'C:\\reports\\06\\billed.csv',
      'billed.csv',
      'other.csv',
    ),
  ).toEqual(['2026/05/billed.csv', '2025/05/billed.csv', '06/billed.csv', 'billed.csv', 'other.csv'])
})

test('a file in an archive is called by the archive and the way to it', async () => {
  expect(
    await namesOf(
      '/home/jane/May.zip/2026/billed.csv',
      'C:\\Users\\jane\\June.ZIP/billed.csv',
      '/home/jane/old/June.ZIP/billed.csv',
      '/home/jane/outer.zip/inner.zip/a.csv',
    ),
  ).toEqual([
    'May.zip/2026/billed.csv',
    'jane/June.ZIP/billed.csv',
    'old/June.ZIP/billed.csv',
    'outer.zip/inner.zip/a.csv',
  ])
})

test('files of one path are told apart by the beginning of their hash; a month that grew keeps its name', async () => {
  const { book, rows } = await newBookOnDisk()
  const take = async (path: string, text: string | Buffer): Promise<void> => {
    const disk = write(newFolder(), 'file', text)
    const source = { path, name: path.replace(/.*\//, ''), disk, meta: null }
    await importPaths(book, [source], { workFolder: join(newFolder(), 'work'), keepFiles: false })
  }
  const events = [event(), event({ billing_event_id: 'event-2' })]
  const report = (reference: string): string => billedReport([[reference, '1.00']])
  await take('/a/billed.csv', report('T1'))
  await take('/a/billed.csv', report('T2'))
  await take('/b/billed.csv', report('T3'))
  await take('/b/all.zip', storedZip([{ path: 'x/billed.csv', bytes: Buffer.from(report('T4')) }]))
  await take(`/home/jane/${may}`, feedCsv('billing_event_feed', events.slice(0, 1)))
  await take(`/home/jane/${may}`, feedCsv('billing_event_feed', events))
  await book.write((connection) => reconcile(connection))
  const names = (await rows('select file from file_names order by file_id')).map(({ file }) => String(file))
  expect(names.map((name) => name.replace(/[0-9a-f]{8}/, 'hash'))).toEqual([
    'a/billed.csv (hash)',
    'a/billed.csv (hash)',
    'b/billed.csv',
    'all.zip/x/billed.csv',
    'data.csv (hash)',
    'data.csv',
  ])
  expect(new Set(names).size).toBe(names.length)
})
