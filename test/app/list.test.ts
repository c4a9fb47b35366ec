import ExcelJS from 'exceljs'
import { appendFileSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type App, type FileList, type FileResult, type Progress, createFileList, openApp } from '../../main/app.ts'
import { openBook } from '../../main/database/open.ts'
import type { ListNews } from '../../shared/contract/imports.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { newFolder, write } from '../import/books.ts'
import { storedZip } from '../sample/archive.ts'
import { billedReport, manyLines } from '../service/services.ts'

// The list of files before an import, and what an import takes over from it.

const samples = ['sample', 'sample-feeds'].map((name) => join(import.meta.dirname, '../../assets', name))

/** Every row of every table that holds something of a file. */
async function contents(path: string): Promise<Record<string, string[]>> {
  const book = await openBook(path)
  try {
    const tables = [...sections.map(({ id }) => id), 'files', 'blocks', 'other_lines', 'refused_rows']
    const all: Record<string, string[]> = {}
    const connection = await book.connect()
    for (const table of tables) {
      const rows = await connection.rows(`select * from "${table}"`)
      all[table] = rows.map((row) => JSON.stringify(row)).toSorted()
    }
    connection.close()
    return all
  } finally {
    await book.close()
  }
}

async function withApp<Result>(path: string, work: (app: App) => Promise<Result>): Promise<Result> {
  const app = await openApp({ book: path })
  try {
    return await work(app)
  } finally {
    await app.close()
  }
}

/** Lists the files, and gives what was told on the way. */
async function listOf(
  list: FileList,
  paths: string[],
  options: Parameters<FileList['recognise']>[1] = {},
): Promise<{ files: readonly FileResult[]; news: ListNews[]; read: string[] }> {
  const news: ListNews[] = []
  const read = new Set<string>()
  const onProgress = ({ step, file }: Progress): void => void (step === 'Typing' && read.add(file ?? ''))
  const { files } = await list.recognise(paths, { ...options, onProgress, onNews: (one) => news.push(one) })
  return { files, news, read: [...read] }
}

/** Long enough for the times of a file to tell it from a later change. */
const settle = (): Promise<void> => setTimeout(80)

test('what is taken over from a list is the same as what is read, to the last cell', async () => {
  const folder = newFolder()
  const mine = join(folder, 'files')
  for (const sample of samples) cpSync(sample, join(mine, sample.slice(-12)), { recursive: true })
  write(mine, 'refused_2022-08-15.csv', `${billedReport([['T1', '1.00']])}x,y,z,USD,T2,Anchor,p1\nTotal,,,,,,\n`)
  write(mine, 'same.csv', billedReport([['S1', '1.00']]))
  write(mine, 'twin.csv', billedReport([['S1', '1.00']]))
  write(mine, 'letter.csv', 'Dear customer,thank you\n')
  write(mine, 'page.csv', '<!DOCTYPE html>\n<html><body>Sign in</body></html>\n')
  write(mine, 'fine.csv', billedReport([['F1', '0.1234567891']]))
  const grown = 'feeds/taxitemfeed_v1/year=2030/month=01'
  const feed = 'tax_item_id,valid_from,insert_date,update_date,delete_date,tax_jurisdiction\n'
  write(mine, `${grown}/a.csv`, `${feed}t1,2030-01-01,2030-01-01,2030-01-01,,US\n`)
  write(
    mine,
    `${grown}/b.csv`,
    `${feed}t1,2030-01-01,2030-01-01,2030-01-01,,US\nt2,2030-01-02,2030-01-02,2030-01-02,,US\n`,
  )
  await settle()

  const read = join(folder, 'read.tieout')
  const plain = await withApp(read, (app) => app.import([mine], { delivered: '2022-08-15' }))
  const taken = join(folder, 'taken.tieout')
  const list = createFileList()
  const steps = new Set<string>()
  const after = await withApp(taken, async (app) => {
    await listOf(list, [mine], { open: app.beforeImport })
    return app.import([mine], {
      delivered: '2022-08-15',
      listed: list.listed ?? undefined,
      onProgress: ({ step, file }) => steps.add(`${step} ${file}`),
    })
  })
  list.forget()
  expect(after.files).toEqual(plain.files)
  expect([...steps].filter((step) => step.startsWith('Typing'))).toEqual([])
  expect(await contents(taken)).toEqual(await contents(read))
})

test('every file is told of by name, then by its head, then as it was read', async () => {
  const folder = newFolder()
  const path = write(folder, 'monthly_revenue_billing_and_revenue_data_2022-08-15.csv', manyLines('A', 20_000))
  const letter = write(folder, 'letter.txt', 'Dear customer,thank you\n')
  const list = createFileList()
  const { news, files } = await listOf(list, [path, letter])
  list.forget()
  const lines = news.flatMap(({ listed }) => listed.filter((file) => file.path === path))
  expect(lines).toMatchObject([
    { status: 'reading', sections: [], delivery_date: '2022-08-15', date_source: 'file name' },
    { status: 'reading', sections: [{ section: 'br1', header_line: 1 }] },
    { status: 'imported', rows_kept: 20_000 },
  ])
  expect(lines[0]?.bytes).toBe(files[0]?.bytes)
  expect(news[0]?.listed).toHaveLength(2)
  expect(files.map(({ status }) => status)).toEqual(['imported', 'unrecognised'])
})

test('the heads of a workbook, of a packed file and of what lies in an archive show what they are', async () => {
  const folder = newFolder()
  const report = manyLines('A', 5_000)
  const workbook = join(folder, 'book.xlsx')
  const book = new ExcelJS.Workbook()
  const [notes, sheet] = ['Notes', 'Billed'].map((name) => book.addWorksheet(name))
  for (let index = 0; index < 500; index++) notes?.addRow([`Note ${index}`])
  for (const line of billedReport([['W1', '1.00']])
    .trim()
    .split('\n'))
    sheet?.addRow(line.split(','))
  await book.xlsx.writeFile(workbook)
  const packed = write(folder, 'monthly.csv.gz', gzipSync(report))
  const inner = storedZip([{ path: 'deep.csv', bytes: Buffer.from(report) }])
  const archive = write(
    folder,
    'month.zip',
    storedZip([
      { path: 'a/one.csv', bytes: Buffer.from(report) },
      { path: '__MACOSX/a/._one.csv', bytes: Buffer.from('x') },
      { path: 'inner.zip', bytes: inner },
    ]),
  )
  const utf16 = write(folder, 'wide.csv', Buffer.from(`\uFEFF${report}`, 'utf16le'))
  const list = createFileList()
  const { news, files } = await listOf(list, [workbook, packed, archive, utf16])
  list.forget()
  const heads = new Map(
    news
      .flatMap(({ listed }) => listed)
      .filter(({ status }) => status === 'reading')
      .map(({ path, sections }) => [path, sections.map(({ section }) => section)]),
  )
  expect(heads.get(packed)).toEqual(['br1'])
  expect(heads.get(utf16)).toEqual(['br1'])
  expect(heads.get(workbook)).toEqual(['br1'])
  expect(heads.get(`${archive}/a/one.csv`)).toEqual(['br1'])
  expect([...heads.keys()].some((path) => path.includes('MACOSX'))).toBe(false)
  expect(news.flatMap(({ gone }) => gone)).toEqual(expect.arrayContaining([archive]))
  expect(files.map(({ path, status }) => [path, status])).toEqual([
    [workbook, 'imported'],
    [packed, 'imported'],
    [`${archive}/a/one.csv`, 'listed-twice'],
    [`${archive}/inner.zip/deep.csv`, 'listed-twice'],
    [utf16, 'imported'],
  ])
})

test('another file, one less or another date read no file again; a changed file is read anew', async () => {
  const folder = newFolder()
  const one = write(folder, 'one.csv', billedReport([['A', '1.00']]))
  const two = write(folder, 'two.csv', billedReport([['B', '2.00']]))
  await settle()
  const list = createFileList()
  expect((await listOf(list, [one])).read).toEqual([one])
  const more = await listOf(list, [one, two])
  expect(more.read).toEqual([two])
  // What is known stands in the first news, whole.
  const told = more.news.flatMap(({ listed }) => listed).filter(({ path }) => path === one)
  expect(told).toMatchObject([{ status: 'imported', rows_kept: 1 }])
  expect((await listOf(list, [two], { delivered: '2022-08-15' })).read).toEqual([])
  expect((await listOf(list, [two, one], { delivered: '2022-09-15' })).files).toMatchObject([
    { delivery_date: '2022-09-15', rows_kept: 1 },
    { delivery_date: '2022-09-15', rows_kept: 1 },
  ])
  appendFileSync(two, '3.00,0.00,3.00,USD,C,Anchor,p1\n')
  const { files } = await withApp(join(folder, 'a.tieout'), (app) =>
    app.import([one, two], { listed: list.listed ?? undefined }),
  )
  expect(files.map(({ rows_kept }) => rows_kept)).toEqual([1, 2])
  expect((await listOf(list, [one, two])).read).toEqual([two])
  list.forget()
})

test('a month of a feed without rows is new beside another month with the same bytes', async () => {
  const folder = newFolder()
  const [april, may] = ['2030-04', '2030-05'].map((month) =>
    write(folder, feedPath('tax_item_feed', month), feedCsv('tax_item_feed', [])),
  )
  await settle()
  const list = createFileList()
  await withApp(join(folder, 'a.tieout'), async (app) => {
    await app.import([april ?? ''])
    const { files } = await listOf(list, [april ?? '', may ?? ''], { open: app.beforeImport })
    expect(files.map(({ status }) => status)).toEqual(['already-imported', 'imported'])
    const after = await app.import([april ?? '', may ?? ''], { listed: list.listed ?? undefined })
    expect(after.files.map(({ status }) => status)).toEqual(['already-imported', 'imported'])
  })
  list.forget()
})

test('a file that is no report keeps no total from the next one, and is named in no other’s place', async () => {
  const folder = newFolder()
  const notes = write(folder, 'notes.csv', 'Dear customer,thank you\n')
  const report = write(folder, 'one.csv', billedReport([['A', '97.00']]))
  await settle()
  const list = createFileList()
  await list.recognise([notes])
  expect((await list.recognise([notes, report])).totals).toMatchObject([
    { path: report, currency: 'USD', sum: '97.00' },
  ])
  list.forget()
  const feed = (name: string, ids: string[]): string =>
    write(
      folder,
      name,
      feedCsv(
        'billing_event_feed',
        ids.map((id) => event({ billing_event_id: id })),
      ),
    )
  const [newer, older] = [feed('newer.csv', ['a', 'b', 'c']), feed('older.csv', ['c', 'b'])]
  await settle()
  const { files } = await createFileList().recognise([notes, newer, older])
  expect(files.at(-1)).toMatchObject({
    status: 'listed-twice',
    reason: `Every row of it stands in ${newer} of this list.`,
  })
})

test('a report without a sale is new beside that of another month with the same bytes', async () => {
  const folder = newFolder()
  const [july, august] = ['2022-08-15', '2022-09-15'].map((date) =>
    write(folder, `monthly_revenue_billing_and_revenue_data_${date}.csv`, billedReport([])),
  )
  const paths = [july ?? '', august ?? '']
  await settle()
  const list = createFileList()
  expect((await listOf(list, paths)).files.map(({ status }) => status)).toEqual(['imported', 'imported'])
  await withApp(join(folder, 'a.tieout'), async (app) => {
    await app.import([july ?? ''])
    const { files } = await listOf(list, paths, { open: app.beforeImport })
    expect(files.map(({ status }) => status)).toEqual(['already-imported', 'imported'])
    const after = await app.import(paths, { listed: list.listed ?? undefined })
    expect(after.files.map(({ status }) => status)).toEqual(['already-imported', 'imported'])
    expect(after.files[1]?.delivery_date).toBe('2022-09-15')
  })
  list.forget()
})

test('another choice reads that file alone, and what was chosen is imported', async () => {
  const folder = newFolder()
  const heads = 'Transaction Reference ID,Net Amount,Currency,Owner,Team,Note,Mood'
  const mine = write(folder, 'mine.csv', `${heads}\nM,97.00,USD,Ada,North,,\n`)
  const other = write(folder, 'other.csv', `${heads}\nO,3.00,USD,Ada,North,,\n`)
  const report = write(folder, 'one.csv', billedReport([['A', '1.00']]))
  await settle()
  const list = createFileList()
  const first = await listOf(list, [mine, other, report])
  expect(first.files.map(({ status }) => status)).toEqual(['unrecognised', 'unrecognised', 'imported'])
  const choices = [{ section: 'dis1', path: mine }]
  const second = await listOf(list, [mine, other, report], { choices })
  expect(second.read).toEqual([mine, other])
  // Files with the same headings are what was said of the one.
  expect(second.files).toMatchObject([{ told: 'chosen', rows_kept: 1 }, { told: 'remembered', rows_kept: 1 }, {}])
  const { files } = await withApp(join(folder, 'a.tieout'), (app) =>
    app.import([mine, other, report], { choices, listed: list.listed ?? undefined }),
  )
  expect(files).toEqual(second.files)
  list.forget()
})

test('a cancelled list keeps what it has read, and nothing that it has not', async () => {
  const folder = newFolder()
  const paths = Array.from({ length: 40 }, (_, index) =>
    write(folder, `${String(index).padStart(2, '0')}.csv`, manyLines(`R${index}-`, 200)),
  )
  await settle()
  const list = createFileList()
  const stop = new AbortController()
  const cancelled = list.recognise(paths, {
    signal: stop.signal,
    onNews: ({ listed }) => listed.some(({ status }) => status === 'imported') && stop.abort(),
  })
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
  const { read, files } = await listOf(list, paths)
  expect(read.length).toBeGreaterThan(0)
  expect(read.length).toBeLessThan(40)
  expect(files.reduce((sum, { rows_kept }) => sum + rows_kept, 0)).toBe(8_000)
  const imported = await withApp(join(folder, 'a.tieout'), (app) =>
    app.import(paths, { listed: list.listed ?? undefined }),
  )
  expect(imported.files).toEqual(files)
  list.forget()
})
