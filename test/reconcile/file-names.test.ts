import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importPaths } from '../../main/import/import.ts'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { newBook, newFolder, write } from '../import/books.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { storedZip } from '../sample/archive.ts'
import { billedReport } from '../service/services.ts'

/** The names of the files in the book by path, in the order in which they came. */
async function namesOf(sources: readonly { path: string; text: string | Buffer }[]): Promise<string[]> {
  const { book, rows } = await newBook()
  for (const [index, { path, text }] of sources.entries()) {
    const disk = write(newFolder(), 'file', text)
    const name = path.split(/[\\/]/).at(-1) ?? ''
    const source = { path, name, disk, meta: null }
    await importPaths(book, [source], { workFolder: join(newFolder(), `work-${index}`), keepFiles: false })
  }
  await book.write((connection) => reconcile(connection))
  const found = await rows(`select file from files left join file_names using (file_id) order by file_id`)
  return found.map(({ file }) => String(file))
}

let count = 0
/** A report with other bytes than every other. */
const report = (path: string) => ({ path, text: billedReport([[`T${++count}`, '1.00']]) })
const feed = (path: string) => ({
  path,
  text: feedCsv('billing_event_feed', [event({ billing_event_id: `event-${++count}` })]),
})
const may = feedPath('billing_event_feed', '2026-05')
const june = feedPath('billing_event_feed', '2026-06')

test('a file is called by its name, without the folders of any system', async () => {
  expect(
    await namesOf([
      report('C:\\Users\\Jane Doe\\Downloads\\a_2022-08-15.csv'),
      report('/home/jane/reports/b_2022-08-15.csv'),
      report('c_2022-08-15.csv'),
      report('s3://acme/cas/monthly_billed_revenue_report_2022-09-15.csv'),
      feed(`https://store.example/acme/feeds/${may}`),
    ]),
  ).toEqual([
    'a_2022-08-15.csv',
    'b_2022-08-15.csv',
    'c_2022-08-15.csv',
    'monthly_billed_revenue_report_2022-09-15.csv',
    'data.csv',
  ])
})

test('the months of a feed are told apart by month, the feeds of a month by feed', async () => {
  expect(await namesOf([feed(`s3://acme/feeds/${may}`), feed(`s3://acme/feeds/${june}`)])).toEqual([
    '2026-05/data.csv',
    '2026-06/data.csv',
  ])
  expect(
    await namesOf([
      feed('/home/jane/BillingEventFeed_V1/year=2026/month=5/data.csv'),
      feed('/home/jane/TaxItemFeed_V1/year=2026/month=05/data.csv'),
      feed('D:\\feeds\\year=2025\\month=05\\data.csv'),
    ]),
  ).toEqual(['BillingEventFeed_V1/2026-05/data.csv', 'TaxItemFeed_V1/2026-05/data.csv', '2025-05/data.csv'])
})

test('files of one name in several folders get as many folders as it takes', async () => {
  expect(
    await namesOf([
      report('/home/jane/2026/05/billed.csv'),
      report('/home/jane/2025/05/billed.csv'),
      report('C:\\reports\\06\\billed.csv'),
      report('billed.csv'),
      report('other.csv'),
    ]),
  ).toEqual(['2026/05/billed.csv', '2025/05/billed.csv', '06/billed.csv', 'billed.csv', 'other.csv'])
})

test('a file in an archive is called by the archive and the way to it', async () => {
  expect(
    await namesOf([
      report('/home/jane/May.zip/2026/billed.csv'),
      report('C:\\Users\\jane\\June.ZIP/billed.csv'),
      report('/home/jane/old/June.ZIP/billed.csv'),
      report('/home/jane/outer.zip/inner.zip/a.csv'),
    ]),
  ).toEqual([
    'May.zip/2026/billed.csv',
    'jane/June.ZIP/billed.csv',
    'old/June.ZIP/billed.csv',
    'outer.zip/inner.zip/a.csv',
  ])
  const { book, rows, import: take } = await newBook()
  const { text } = report('a.csv')
  await take([write(newFolder(), 'all.zip', storedZip([{ path: 'x/a_2022-08-15.csv', bytes: Buffer.from(text) }]))])
  await book.write((connection) => reconcile(connection))
  expect(await rows('select file from file_names')).toEqual([{ file: 'all.zip/x/a_2022-08-15.csv' }])
})

test('files of one path with other bytes are told by the beginning of their hash', async () => {
  const names = await namesOf([report('/a/billed.csv'), report('/a/billed.csv'), report('/b/billed.csv')])
  expect(names).toEqual([
    expect.stringMatching(/^a\/billed\.csv \([0-9a-f]{8}\)$/),
    expect.stringMatching(/^a\/billed\.csv \([0-9a-f]{8}\)$/),
    'b/billed.csv',
  ])
  expect(names[0]).not.toBe(names[1])
})

test('a month that grew keeps its name; its former version is told by its hash', async () => {
  const rows = [event(), event({ billing_event_id: 'event-2' })]
  const path = `/home/jane/${may}`
  const names = await namesOf([
    { path, text: feedCsv('billing_event_feed', rows.slice(0, 1)) },
    { path, text: feedCsv('billing_event_feed', rows) },
  ])
  expect(names).toEqual([expect.stringMatching(/^data\.csv \([0-9a-f]{8}\)$/), 'data.csv'])
})
