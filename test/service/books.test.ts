import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { billedReport, finished, manyLines, newFolder, start } from './services.ts'

const all = { offset: 0, limit: 100 }

test('one book is open at a time, and the last one is there again at the next start', async () => {
  const first = await start()
  expect(await first.client.app.state()).toMatchObject({ book: null, recent: [], version: '1.2.3', shell: 'web' })
  await expect(first.client.queries.page({ name: 'controls', ...all })).rejects.toMatchObject({ code: 'no-book' })
  await first.client.books.open({ path: first.at('a.tieout'), create: true })
  const b = await first.client.books.open({ path: first.at('b.tieout'), create: true })
  expect(b).toMatchObject({ name: 'b', tolerance: '0.01', asOf: null, empty: true, warning: null })
  expect((await first.client.app.state()).recent.map(({ name, exists }) => [name, exists])).toEqual([
    ['b', true],
    ['a', true],
  ])
  await expect(first.client.books.open({ path: first.at('c.tieout') })).rejects.toMatchObject({ code: 'not-found' })
  expect((await first.client.app.state()).book?.name).toBe('b')
  await first.client.books.forget({ path: first.at('a.tieout') })
  await first.service.close()
  const second = await start({ dataFolder: first.dataFolder })
  expect(await second.client.app.state()).toMatchObject({ book: { name: 'b' }, recent: [{ name: 'b' }] })
})

test('a new book is not made where one is: the one that is there is neither opened nor changed', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  await client.books.open({ path: at('b.tieout'), create: true })
  const bytes = readFileSync(path)
  await expect(client.books.open({ path, create: true })).rejects.toMatchObject({
    code: 'wrong-usage',
    message: `There is a book at ${path}: open it, or choose another name.`,
  })
  expect((await client.app.state()).book?.name).toBe('b')
  expect(readFileSync(path).equals(bytes)).toBe(true)
  // The command line says --book for both.
  const command = await start({ shell: 'command-line' })
  expect(await command.client.books.open({ path, create: true })).toMatchObject({ empty: false })
})

test('the open book is the open book by another name too', async () => {
  const { client, service, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  linkSync(path, at('same.tieout'))
  const app = service.app()
  expect(await client.books.open({ path: at('same.tieout') })).toMatchObject({ path })
  expect(service.app()).toBe(app)
})

test('a temporary book leaves nothing behind and is not remembered', async () => {
  const { client } = await start()
  const { path } = await client.books.open({ path: null })
  expect(existsSync(path)).toBe(true)
  await expect(client.books.backUp()).rejects.toMatchObject({ code: 'wrong-usage' })
  await client.books.close()
  expect(existsSync(path)).toBe(false)
  expect((await client.app.state()).recent).toEqual([])
})

test('tolerance and as-of date are kept in the book, and everything follows them', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const reports = [
    file('billed_report_2022-08-15.csv', billedReport([['T1', '97.00']])),
    file(
      'disbursed_amount_by_product_2022-09-12.csv',
      'Product,Product Code,Seller Rev,AWS Ref Fee,Net Amount,Transaction Reference ID\nAnchor,p1,96.95,0.00,96.95,T1\n',
    ),
  ]
  await finished(client.imports.run({ paths: reports }))
  const state = async (): Promise<unknown> =>
    (await client.queries.page({ name: 'reconciliation', ...all })).rows.map((row) => [row['state'], row['reason']])
  expect(await state()).toEqual([['partially-disbursed', 'partial']])
  expect(await client.books.configure({ tolerance: '0.05' })).toMatchObject({ tolerance: '0.05' })
  expect(await state()).toEqual([['disbursed', 'rounding']])
  expect(await client.books.configure({ asOf: '2022-08-20' })).toMatchObject({ asOf: '2022-08-20', tolerance: '0.05' })
  expect(await state()).toEqual([['not-disbursed', 'due-date-unknown']])
  expect((await client.queries.overview()).asOf).toBe('2022-08-20')
  await client.books.close()
  expect(await client.books.open({ path: at('a.tieout') })).toMatchObject({ tolerance: '0.05', asOf: '2022-08-20' })
  expect(await state()).toEqual([['not-disbursed', 'due-date-unknown']])
  await client.books.configure({ asOf: null })
  expect(await state()).toEqual([['disbursed', 'rounding']])
  await expect(client.books.configure({ tolerance: '-1' })).rejects.toMatchObject({ code: 'wrong-usage' })
  await expect(client.books.configure({ asOf: '2022-02-30' })).rejects.toMatchObject({ code: 'wrong-usage' })
})

test('the book is backed up before each import but the first, twenty times at most, and by hand', async () => {
  const { client, file, at, dataFolder } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const backups = (): Promise<{ reason: string; bytes: number; at: string; id: string }[]> =>
    client.books.backups({ path: at('a.tieout') })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  expect(await backups()).toEqual([])
  await finished(client.imports.run({ paths: [file('two.csv', billedReport([['T2', '1.00']]))] }))
  const [made] = await backups()
  expect(made).toMatchObject({ reason: 'before import 2' })
  expect(Math.abs(Date.parse(made?.at ?? '') - Date.now())).toBeLessThan(60_000)
  for (let number = 0; number < 21; number++) expect(await client.books.backUp()).toMatchObject({ reason: 'by hand' })
  const list = await backups()
  expect(list).toHaveLength(20)
  expect(list.every(({ reason }) => reason === 'by hand')).toBe(true)
  expect(list.map((one) => one.at)).toEqual(
    list
      .map((one) => one.at)
      .toSorted()
      .toReversed(),
  )
  const [folder = ''] = readdirSync(join(dataFolder, 'backups'))
  expect(readdirSync(join(dataFolder, 'backups', folder))).toHaveLength(20)
})

test('a backup brings back the book of that time with the raw text of its lines', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  const { id } = await client.books.backUp()
  await client.imports.undo({ importId: 1 })
  await finished(client.imports.run({ paths: [file('two.csv', billedReport([['T2', '2.00']]))] }))
  await client.books.close()
  await client.books.open({ path })
  const { result } = await finished(client.books.restore({ path, backup: id }))
  expect(result).toMatchObject({ path, empty: false })
  const details = await client.queries.keyDetails({ transaction_reference: 'T1', currency: 'USD' })
  expect(details.billed).toMatchObject([{ raw_text: '1.00,0.00,1.00,USD,T1,Anchor,p1' }])
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(1)
  const [before] = await client.books.backups({ path })
  expect(before?.reason).toBe('before restore')
  await finished(client.books.restore({ path, backup: before?.id ?? '' }))
  const rows = (await client.queries.page({ name: 'reconciliation', ...all })).rows
  expect(rows.map((row) => row['transaction_reference'])).toEqual(['T2'])
  await expect(finished(client.books.restore({ path, backup: '../../settings.json' }))).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('the lock of an open book holds while and after it is backed up', async () => {
  const { client, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await client.books.backUp()
  const module = new URL('../../main/database/open.ts', import.meta.url).href
  const loader = new URL('../../main/shells/typescript.mjs', import.meta.url).href
  const script = `const { openBook } = await import(${JSON.stringify(module)}); await openBook(${JSON.stringify(at('a.tieout'))}).then(() => process.exit(7), (error) => process.exit(error.code === 'book-locked' ? 3 : 8))`
  const other = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script])
  expect(await new Promise((resolve) => other.on('exit', resolve))).toBe(3)
})

const spoilings: readonly (readonly [string, (path: string) => void, string])[] = [
  ['empty', (path: string) => writeFileSync(path, ''), 'empty'],
  ['cut off', (path: string) => truncateSync(path, statSync(path).size - 300_000), 'cut-off'],
  ['cut off in its header', (path: string) => truncateSync(path, 5000), 'cut-off'],
  ['text', (path: string) => writeFileSync(path, 'Dear reader'), 'foreign'],
  ['overwritten in its header', (path: string) => overwrite(path, 4096, 8192), 'unreadable'],
]

test('a book that is damaged, in whichever way, never opens as an empty one, and names its last backup', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', manyLines('T', 3000))] }))
  const backup = await client.books.backUp()
  for (const [how, spoil, problem] of spoilings) {
    await client.books.close()
    spoil(path)
    const spoilt = readFileSync(path)
    await expect(client.books.open({ path, create: true }), how).rejects.toMatchObject({ code: 'wrong-usage' })
    await expect(client.books.open({ path }), how).rejects.toMatchObject({
      code: 'book-damaged',
      data: { book: path, problem, lastBackup: backup.id, lastBackupAt: backup.at },
    })
    expect(readFileSync(path).equals(spoilt), how).toBe(true)
    // The next one finds it whole.
    await finished(client.books.restore({ path, backup: backup.id }))
    expect((await client.queries.totals({ name: 'reconciliation' })).rows, how).toBe(3000)
  }
})

test('a damaged write-ahead log is put aside, and the book says what to import again', async () => {
  const { client, file, at, service } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  // As a process leaves it that is killed after a commit: the last import stands in the log only.
  const app = service.app()
  const copy = join(newFolder(), 'b.tieout')
  await app.settle()
  copyFileSync(path, copy)
  await app.import([file('two.csv', manyLines('B', 20_000))], { reconcile: true })
  const log = readFileSync(`${path}.wal`)
  expect(log.length).toBeGreaterThan(100)
  log.fill(0xff, 40, Math.floor(log.length / 2))
  writeFileSync(`${copy}.wal`, log)
  mkdirSync(`${copy}.files`)
  for (const name of readdirSync(`${path}.files`, { withFileTypes: true }))
    if (name.isFile()) copyFileSync(join(`${path}.files`, name.name), join(`${copy}.files`, name.name))
  await client.books.close()

  const info = await client.books.open({ path: copy })
  expect(info.warning).toContain('Import again: two.csv.')
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(1)
  expect(readdirSync(join(copy, '..')).some((name) => name.startsWith('b.tieout.wal.bad-'))).toBe(true)
  const kept = (): number => readdirSync(`${copy}.files`).filter((name) => name.endsWith('.gz')).length
  await client.imports.undo({ importId: 1 })
  await finished(client.imports.redo())
  expect(kept()).toBe(2)
  await client.books.close()
  expect((await client.books.open({ path: copy })).warning).toContain('Import again: two.csv.')
  expect(kept()).toBe(2)
})

test('a book is made anew from its kept files, with their names and delivery dates', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('billed_report_2022-08-15.csv', billedReport([['T1', '1.00']]))] }))
  await finished(
    client.imports.run({ paths: [file('two.csv', billedReport([['T2', '2.00']]))], delivered: '2022-09-15' }),
  )
  const everything = async (): Promise<unknown> => ({
    rows: (await client.queries.page({ name: 'reconciliation', ...all })).rows,
    deliveries: (await client.queries.page({ name: 'deliveries', ...all })).rows,
    history: (await client.imports.history()).map(({ files }) => files),
  })
  const before = await everything()
  await client.books.close()
  writeFileSync(path, 'spoilt')
  await expect(client.books.open({ path })).rejects.toMatchObject({ code: 'book-damaged' })
  await finished(client.books.rebuild({ path }))
  expect(await everything()).toEqual(before)
  expect(readdirSync(join(path, '..')).some((name) => name.startsWith('a.tieout.damaged-'))).toBe(true)
})

test('a book that is made anew says which file it had no copy of, until that is imported again', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  const files = ['one.csv', 'two.csv'].map((name) => file(name, billedReport([[name, '1.00']])))
  for (const one of files) await finished(client.imports.run({ paths: [one] }))
  await client.books.close()
  const bytes = readFileSync(files[1] ?? '')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  rmSync(join(`${path}.files`, `${sha256}.gz`))
  writeFileSync(path, 'spoilt')
  await finished(client.books.rebuild({ path }))
  expect((await client.books.open({ path })).warning).toContain('Import again: two.csv.')
  await finished(client.imports.run({ paths: [files[1] ?? ''] }))
  await client.books.close()
  expect((await client.books.open({ path })).warning).toBeNull()
})

test('a book without kept files is not made anew, and stays as it is', async () => {
  const { client, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await client.books.close()
  const bytes = readFileSync(at('a.tieout'))
  await expect(finished(client.books.rebuild({ path: at('a.tieout') }))).rejects.toMatchObject({ code: 'not-found' })
  expect(readFileSync(at('a.tieout')).equals(bytes)).toBe(true)
})

test('an older book is backed up, then brought up to date', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  await client.books.close()
  const book = await openBook(path)
  await book.write(async (connection) => {
    await connection.run('alter table book drop column as_of')
    for (const column of ['feed_month', 'replaced_by', 'replaces', 'chosen', 'remembered'])
      await connection.run(`alter table files drop column ${column}`)
    for (const table of ['synced_objects', 'syncs', 'choices']) await connection.run(`drop table ${table}`)
    await connection.run('update book set schema_version = 1')
  })
  await book.close()
  expect(await client.books.open({ path })).toMatchObject({ asOf: null, empty: false })
  expect(await client.books.backups({ path })).toMatchObject([{ reason: 'before migration 2' }])
})

test('cancelling the sample book leaves the open book open, and nothing of the sample', async () => {
  const { client, dataFolder, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  const opening = await client.books.openSample()
  expect((await opening.next()).done).toBe(false)
  await opening.return?.()
  expect((await client.app.state()).book?.path).toBe(path)
  expect(readdirSync(join(dataFolder, 'books')).filter((name) => name.startsWith('Sample'))).toEqual([])
  expect((await client.app.state()).recent.map(({ name }) => name)).toEqual(['a'])
})

test('the sample book is made once, opens at once the next time, and has an overview', async () => {
  const { client } = await start()
  const { progress } = await finished(client.books.openSample())
  expect(progress.length).toBeGreaterThan(10)
  await client.books.close()
  const again = await finished(client.books.openSample())
  expect(again.result).toMatchObject({ name: 'Sample', empty: false })
  expect(again.progress).toEqual([])
  const overview = await client.queries.overview()
  expect([...new Set(overview.bridge.map((row) => row['currency']))]).toEqual(['EUR', 'GBP', 'USD'])
  expect(overview.nextFile).toMatch(/^Get the /)
  expect(overview.exceptions).toBe((await client.queries.totals({ name: 'exceptions' })).rows)
  expect(overview.refusedRows).toBe(3)
  const states = overview.states.filter((row) => row['currency'] === 'USD')
  const cents = (text: unknown): bigint => BigInt(String(text).replace('.', ''))
  const usd = (line: string): unknown =>
    overview.bridge.find((row) => row['currency'] === 'USD' && row['line'] === line)?.['amount']
  expect(states.reduce((sum, row) => sum + cents(row['billed_net']), 0n)).toBe(cents(usd('billed')))
  expect(states.reduce((sum, row) => sum + cents(row['disbursed_net']), 0n)).toBe(cents(usd('disbursed')))
  expect(states.reduce((sum, row) => sum + cents(row['open_net']), 0n)).toBe(cents(usd('open')))
})

function overwrite(path: string, from: number, to: number): void {
  const bytes = readFileSync(path)
  bytes.fill(0x5a, from, to + 4096)
  writeFileSync(path, bytes)
}
