import { cpSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { keptFolder } from '../../main/import/kept/keep.ts'
import { openRawTexts } from '../../main/import/kept/kept-text.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

const header = 'Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID'
const report = (key: string, more = ''): string => `${header}\nP,c,100,-3,97,${key}\n${more}`

test('gzip files as they were met: their rows, the month of the folder, and the text of a line', async () => {
  const folder = newFolder()
  const cases = join(import.meta.dirname, '12-formats')
  cpSync(join(cases, 'data.csv.gz'), join(folder, 'billingeventfeed_v1/year=2026/month=05/data.csv.gz'), {
    recursive: true,
  })
  cpSync(join(cases, 'export.csv.gz.csv'), join(folder, 'export.csv.gz.csv'))
  const book = await newBook()
  const { files } = await book.import([folder])
  expect(
    files.map(({ path, status, lines_read, rows_kept }) => [basename(path), status, lines_read, rows_kept]),
  ).toEqual([
    ['data.csv.gz', 'imported', 2, 1],
    ['export.csv.gz.csv', 'imported', 3, 2],
  ])
  expect(await book.rows(`select name, feed_month from files order by file_id`)).toEqual([
    { name: 'data.csv', feed_month: '2026-05-01' },
    { name: 'export.csv.gz.csv', feed_month: null },
  ])
  expect(await book.rows(`select sum(seller_net_revenue)::decimal(18, 2) as net from billed_revenue`)).toEqual([
    { net: '291.00' },
  ])
  const connection = await book.book.connect()
  const texts = openRawTexts(connection, String(keptFolder(book.book.path)), join(newFolder(), 'texts'))
  const place = { sha256: String(files[0]?.sha256), sheet: null, line: 2 }
  expect((await texts.at([place]))[0]).toMatch(/^g1,acctbuyer01,.*,100\.00,USD,/)
  await texts.close()
  connection.close()
})

test('what is packed is what it holds: name date, side file, workbook, members, the bytes of a plain copy', async () => {
  const folder = newFolder()
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('Disbursements')
  sheet.addRow(header.split(','))
  sheet.addRow(['P', 'c', 100, -3, 97, 'X1'])
  const [first = '', ...rest] = report('M1', 'P,c,100,-3,97,M2\n').split(/(?<=\n)/)
  const pack: Record<string, string | Buffer> = {
    'a_report_2022-08-15.csv.gz': gzipSync(report('A1', 'P,c,100,-3,abc,A2\n')),
    'b.csv': gzipSync(gzipSync(report('B1'))),
    'c.csv.GZ': gzipSync(report('C1')),
    'c.meta.json': JSON.stringify({ dataSetRequestParameters: { dataSetPublicationDate: '2022-09-15T00:00:00Z' } }),
    'd.xlsx.gz': gzipSync(Buffer.from(await workbook.xlsx.writeBuffer())),
    'e.gz': Buffer.concat([...[first, ...rest].map((line) => gzipSync(line)), Buffer.alloc(20)]),
    'f.csv': report('C1'),
  }
  for (const [name, content] of Object.entries(pack)) write(folder, name, content)
  const book = await newBook()
  const { files } = await book.import([folder])
  expect(
    files.map(({ path, status, rows_kept, delivery_date }) => [basename(path), status, rows_kept, delivery_date]),
  ).toEqual([
    ['a_report_2022-08-15.csv.gz', 'imported', 1, '2022-08-15'],
    ['b.csv', 'imported', 1, null],
    ['c.csv.GZ', 'imported', 1, '2022-09-15'],
    ['d.xlsx.gz', 'imported', 1, null],
    ['e.gz', 'imported', 2, null],
    ['f.csv', 'already-imported', 1, '2022-09-15'],
  ])
  expect(files.map(unaccounted)).toEqual(Array(6).fill(0))
  expect(await book.rows('select line, raw_text from refused_rows')).toEqual([
    { line: '3', raw_text: 'P,c,100,-3,abc,A2' },
  ])
})

test('a month that comes packed after it came plain is the same file, and a longer one takes its place', async () => {
  const book = await newBook()
  const place = (name: string): string => feedPath('billing_event_feed', '2026-05').replace('data.csv', name)
  const one = feedCsv('billing_event_feed', [event()])
  const two = feedCsv('billing_event_feed', [event(), event({ billing_event_id: 'event-2', amount: '5.00' })])
  await book.import([write(newFolder(), place('data.csv'), one)])
  const again = await book.import([write(newFolder(), place('data.csv.gz'), gzipSync(one))])
  expect(again.files[0]?.status).toBe('already-imported')
  const longer = await book.import([write(newFolder(), place('data.csv.gz'), gzipSync(two))])
  expect(longer.files[0]).toMatchObject({ status: 'imported', rows_kept: 2 })
  expect(longer.files[0]?.replaces).toContain('data.csv')
  expect(await book.rows(`select count(*)::integer as rows from billing_event_feed`)).toEqual([{ rows: 2 }])
})

test('a gzip file that is cut, damaged, or followed by something else is one line with a sentence', async () => {
  const folder = newFolder()
  const whole = gzipSync(report('T1', 'P,c,100,-3,97,T2\n'.repeat(5000)))
  const damaged = Buffer.from(whole)
  damaged.fill(0x55, 30, 60)
  const pack: Record<string, Buffer> = {
    '1.gz': whole.subarray(0, whole.length - 5),
    '2.gz': whole.subarray(0, 40),
    '3.gz': whole.subarray(0, 4),
    '4.gz': Buffer.concat([whole, gzipSync('x').subarray(0, 9)]),
    '5.gz': damaged,
    '6.gz': Buffer.concat([whole, Buffer.from('not gzip')]),
    '7.gz': Buffer.concat([whole.subarray(0, whole.length - 8), Buffer.alloc(4, 1), whole.subarray(whole.length - 4)]),
    '8.csv.gz': gzipSync(''),
  }
  for (const [name, content] of Object.entries(pack)) write(folder, name, content)
  const { files } = await (await newBook()).import([folder])
  const cut = 'The gzip file is cut off: its end is missing. Get it again from where it came.'
  const bad = 'The gzip file is damaged: what it holds cannot be unpacked. Get it again from where it came.'
  expect(files.map(({ reason }) => reason)).toEqual([
    cut,
    cut,
    cut,
    cut,
    bad,
    bad,
    bad,
    expect.stringMatching(/^It is empty/),
  ])
})
