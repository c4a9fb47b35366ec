import { cpSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { limits } from '../../main/import/limits.ts'
import { newBook, newFolder, write } from '../import/books.ts'
import { type OddEntry, oddZip } from './odd-zip.ts'

const header = 'Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID'
const report = (key: string): string => `${header}\nP,c,100,-3,97,${key}\n`
const before = { ...limits }
afterEach(() => void Object.assign(limits, before))

/** Imports one archive, and tells what is listed below it: shown name to status or reason. */
async function listed(entries: readonly OddEntry[], count?: number): Promise<[string, string | null][]> {
  const folder = newFolder()
  const path = write(folder, 'a.zip', oddZip(entries, count))
  const { files } = await (await newBook()).import([path])
  expect(readdirSync(folder)).toEqual(['a.zip'])
  return files.map((file) => [file.path.slice(path.length + 1), file.reason ?? file.status])
}

test('archives with an odd name in them, as they were met', async () => {
  const folder = newFolder()
  cpSync(join(import.meta.dirname, '13-zip-names'), folder, { recursive: true })
  const book = await newBook()
  const { files } = await book.import([folder])
  expect(files.map(({ status }) => status)).toEqual(Array(7).fill('imported'))
  expect(
    await book.rows(
      `select path[${folder.length + 2}:] as path, sum(seller_net_revenue)::decimal(18, 2) as net
       from billed_revenue join files using (file_id) group by all order by path`,
    ),
  ).toEqual([
    { path: 'absolute.zip/C/exports/a.csv', net: '19.40' },
    { path: 'backslash.zip/reports/may/a.csv', net: '9.70' },
    { path: 'dotdot.zip/ok.csv', net: '67.90' },
    { path: 'dotdot.zip/up.csv', net: '58.20' },
    { path: 'drive.zip/C/exports/a.csv', net: '38.80' },
    { path: 'rootentry.zip/a.csv', net: '29.10' },
    { path: 'zipofzip.zip/inner.zip/deep.csv', net: '48.50' },
  ])
  expect(existsSync(join(dirname(folder), 'up.csv'))).toBe(false)
})

test('a name of any kind is shown so that it leads nowhere, and each is read', async () => {
  const long = `${'x'.repeat(5000)}.csv`
  const names: readonly [string | Buffer, string][] = [
    ['../../../../tmp/evil.csv', 'tmp/evil.csv'],
    ['..\\..\\evil.csv', 'evil.csv'],
    ['\\\\server\\share\\x.csv', 'server/share/x.csv'],
    ['a/./b//../c.csv', 'a/b/c.csv'],
    ['nul\0byte.csv', 'nul\uFFFDbyte.csv'],
    ['line\nend\u202Evsc.csv', 'line\uFFFDend\uFFFDvsc.csv'],
    ['', 'file 7'],
    ['../..', 'file 8'],
    [long, `${'x'.repeat(90)}…${'x'.repeat(25)}.csv`],
    ['same.csv', 'same.csv'],
    ['same.csv', 'same (2).csv'],
    [Buffer.from([0x81, 0x2e, 0x63, 0x73, 0x76]), 'ü.csv'],
    [Buffer.from('märz.csv'), 'märz.csv'],
  ]
  const entries = names.map(([name], index) => ({ name, content: report(`T${index}`) }))
  expect(await listed(entries)).toEqual(names.map(([, shown]) => [shown, 'imported']))
})

test('an entry that cannot be unpacked costs only itself', async () => {
  const damaged = 'It is damaged in the archive: it cannot be unpacked. Get the archive again from where it came.'
  const good = report('T1')
  expect(
    await listed([
      { name: 'first.csv', content: report('T0') },
      { name: 'folder/', content: '' },
      { name: 'bits.csv', content: good.repeat(50), damage: true },
      { name: 'sum.csv', content: good, crc: 1 },
      { name: 'short.csv', content: good, size: 5 },
      { name: 'far.csv', content: good, size: 5_000 },
      { name: 'locked.csv', content: good, flags: 1 },
      { name: 'deflate64.csv', content: good, method: 9 },
      { name: 'link.csv', content: '/etc/passwd', mode: 0o120777 },
      { name: 'last.csv', content: good, mode: 0o100644 },
    ]),
  ).toEqual([
    ['first.csv', 'imported'],
    ['bits.csv', damaged],
    ['sum.csv', damaged],
    ['short.csv', damaged],
    ['far.csv', damaged],
    ['locked.csv', expect.stringContaining('locked with a password')],
    ['deflate64.csv', expect.stringContaining('method that Tieout does not unpack')],
    ['link.csv', expect.stringContaining('It is a link')],
    ['last.csv', 'imported'],
  ])
})

test('an archive that is locked, or holds nothing, is one line', async () => {
  const locked = ['a.csv', 'b.csv'].map((name) => ({ name, content: report(name), flags: 1 }))
  expect(await listed(locked)).toEqual([['', expect.stringContaining('locked with a password')]])
  expect(await listed([{ name: 'a/' }, { name: '__MACOSX/._a.csv', content: 'x' }])).toEqual([
    ['', 'The archive is empty.'],
  ])
})

test('a list of files that breaks off, or says too few, is told; what it names is read', async () => {
  const entries = ['a.csv', 'b.csv'].map((name) => ({ name, content: report(name) }))
  expect(await listed(entries, 3)).toEqual([
    ['a.csv', 'imported'],
    ['b.csv', 'imported'],
    ['', expect.stringContaining('what it names after these is not read')],
  ])
  expect(await listed(entries, 1)).toEqual([
    ['a.csv', 'imported'],
    ['', expect.stringContaining('holds more files than it says')],
  ])
})

test('a cut or damaged archive is one line, a sentence', async () => {
  const folder = newFolder()
  const whole = oddZip([{ name: 'a.csv', content: report('T1') }])
  write(folder, 'cut.zip', whole.subarray(0, whole.length - 30))
  write(folder, 'tail.zip', Buffer.concat([whole, Buffer.from('<html>')]))
  const list = Buffer.from(whole)
  list.fill(0, whole.indexOf('PK\x01\x02'), whole.indexOf('PK\x01\x02') + 4)
  write(folder, 'list.zip', list)
  const { files } = await (await newBook()).import([folder])
  expect(files).toHaveLength(3)
  for (const { status, reason } of files)
    expect([status, reason]).toEqual([
      'failed',
      'The ZIP archive is damaged or cut off. Get it again from where it came.',
    ])
})

test('what unpacks to too much is refused, in an archive, in an archive of archives and in gzip', async () => {
  Object.assign(limits, { unpackedAnyway: 100_000, unpackedRatio: 2, archiveEntries: 6 })
  const folder = newFolder()
  const bomb = Buffer.alloc(90_000, 'x')
  const tooLarge = expect.stringContaining('unpacks to more than any report holds')
  write(
    folder,
    'a.zip',
    oddZip([
      { name: 'x.csv', content: bomb },
      { name: 'y.csv', content: bomb },
      { name: 'z.csv', content: report('T1') },
    ]),
  )
  const inner = oddZip([{ name: 'x.txt', content: bomb }])
  write(
    folder,
    'b.zip',
    oddZip([
      { name: '1.zip', content: inner },
      { name: '2.zip', content: inner },
    ]),
  )
  write(folder, 'c.gz', gzipSync(gzipSync(Buffer.alloc(200_000, 'x'))))
  write(folder, 'd.zip', oddZip(Array.from({ length: 7 }, (_, index) => ({ name: `${index}.csv`, content: 'x' }))))
  const four = oddZip(Array.from({ length: 4 }, (_, index) => ({ name: `${index}.txt`, content: `${index}` })))
  write(
    folder,
    'e.zip',
    oddZip([
      { name: '1.zip', content: four },
      { name: '2.zip', content: four },
    ]),
  )
  const { files } = await (await newBook()).import([folder])
  const said = files.map(({ path, reason }) => [path.slice(folder.length + 1), reason])
  expect(said.filter(([path]) => !/txt$|x\.csv$|z\.csv$/.test(String(path)))).toEqual([
    ['a.zip/y.csv', tooLarge],
    ['c.gz', tooLarge],
    ['d.zip', expect.stringContaining('more files than Tieout takes at once')],
    ['e.zip/2.zip', expect.stringContaining('more files than Tieout takes at once')],
  ])
  expect(said).toContainEqual(['a.zip/z.csv', null])
  expect(said).toContainEqual(['b.zip/2.zip/x.txt', tooLarge])
})

test('archives in archives are opened to the third level, and below it named', async () => {
  const book = await newBook()
  const deep = (levels: number): Buffer =>
    levels === 0
      ? Buffer.from(report('T1'))
      : oddZip([{ name: levels === 1 ? 'a.csv' : 'a.zip', content: deep(levels - 1) }])
  const folder = newFolder()
  write(folder, '3.zip', deep(3))
  write(folder, '4.zip', deep(4))
  const { files } = await book.import([folder, join(import.meta.dirname, '../faults/07/nest.zip')])
  expect(files[0]).toMatchObject({ path: join(folder, '3.zip/a.zip/a.zip/a.csv'), status: 'imported' })
  expect(files[1]?.path).toBe(join(folder, '4.zip/a.zip/a.zip/a.zip'))
  for (const { reason } of files.slice(1)) expect(reason).toMatch(/^It is an archive in an archive in an archive/)
})

test('side files are found by their reports in an archive, packed or not', async () => {
  const meta = JSON.stringify({ dataSetRequestParameters: { dataSetPublicationDate: '2022-08-15T00:00:00Z' } })
  const path = write(
    newFolder(),
    'a.zip',
    oddZip([
      { name: 'x/one.csv', content: report('T1') },
      { name: 'x/one.meta.json', content: meta },
      { name: 'x/two.csv.gz', content: gzipSync(report('T2')) },
      { name: 'x/two.meta.json.gz', content: gzipSync(meta) },
    ]),
  )
  const { files } = await (await newBook()).import([path])
  expect(files.map(({ status, delivery_date }) => [status, delivery_date])).toEqual([
    ['imported', '2022-08-15'],
    ['imported', '2022-08-15'],
  ])
})
