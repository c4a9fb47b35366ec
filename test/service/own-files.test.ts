import { spawn } from 'node:child_process'
import { linkSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { liesIn } from '../../main/service/own-files.ts'
import { billedReport, finished, newFolder, start } from './services.ts'

test('recognising a folder with the open book in it does not let go of its lock', async () => {
  const { client, file, at } = await start()
  file('in/one.csv', billedReport([['T1', '1.00']]))
  const path = at('in/b.tieout')
  await client.books.open({ path, create: true })
  linkSync(path, at('in/same book.tieout'))
  symlinkSync(path, at('in/link.tieout'))
  const { result } = await finished(client.imports.recognise({ paths: [at('in'), at('in/link.tieout'), at('none')] }))
  expect(result.files.map((one) => [one.path, one.status])).toEqual([
    [at('in/one.csv'), 'imported'],
    [at('none'), 'failed'],
  ])
  const module = new URL('../../main/database/open.ts', import.meta.url).href
  const loader = new URL('../../main/shells/typescript.mjs', import.meta.url).href
  const script = `const { openBook } = await import(${JSON.stringify(module)}); await openBook(${JSON.stringify(path)}).then(() => process.exit(7), (error) => process.exit(error.code === 'book-locked' ? 3 : 8))`
  const other = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script])
  expect(await new Promise((resolve) => other.on('exit', resolve))).toBe(3)
})

test('two windows that open two books at once leave one of them open, and the other free', async () => {
  const { client, service, at } = await start()
  const [first, x, y] = [at('first.tieout'), at('x.tieout'), at('y.tieout')]
  for (const path of [x, y, first]) await client.books.open({ path, create: true })
  await Promise.all([client.books.open({ path: x }), client.books.open({ path: y })])
  expect(service.desk.app?.book).toBe(y)
  for (const path of [first, x, y]) expect(await client.books.open({ path })).toMatchObject({ path })
})

test('a job that begins while a book is being opened keeps the book on which it works', async () => {
  const { client, service, file, at } = await start()
  await client.books.open({ path: at('b.tieout'), create: true })
  await client.books.open({ path: at('a.tieout'), create: true })
  const opening = client.books.open({ path: at('b.tieout') })
  const importing = finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  await expect(opening).rejects.toMatchObject({ code: 'wrong-usage', data: { job: 'import' } })
  expect((await importing).result.importId).toBe(1)
  expect(service.desk.app?.book).toBe(at('a.tieout'))
  await client.books.open({ path: at('b.tieout') })
})

test('nothing is written over the book under another name, beside it, or among the backups', async () => {
  const { client, file, at, dataFolder } = await start()
  const path = at('books/a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  await client.books.backUp()
  symlinkSync(at('books'), at('linked'))
  linkSync(path, at('hard.csv'))
  symlinkSync(path, at('soft.csv'))
  const targets = [
    at('linked/a.tieout'),
    at('linked/a.tieout.wal'),
    at('hard.csv'),
    at('soft.csv'),
    `${path}.files/index.json`,
    join(dataFolder, 'backups', 'x.csv'),
    // Another book, which is not open.
    at('books/b.tieout'),
    at('books/b.TIEOUT. '),
    at('books/b.tieout.wal'),
  ]
  for (const target of targets) {
    const refused = { code: 'wrong-usage' }
    const rows = { name: 'controls', format: 'csv' as const, path: target }
    await expect(finished(client.exports.rows(rows))).rejects.toMatchObject(refused)
    await expect(finished(client.exports.workbook({ path: target }))).rejects.toMatchObject(refused)
  }
  await finished(client.exports.rows({ name: 'controls', format: 'csv', path: at('books/a.csv') }))
})

test('what lies in a folder is told by its true place', () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'a'))
  symlinkSync(join(folder, 'a'), join(folder, 'b'))
  expect(liesIn(join(folder, 'b', 'c', 'd.csv'), join(folder, 'a'))).toBe(true)
  expect(liesIn(join(folder, 'a-other', 'd.csv'), join(folder, 'a'))).toBe(false)
})
