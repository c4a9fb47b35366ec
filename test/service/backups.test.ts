import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Started, billedReport, finished, manyLines, start } from './services.ts'

/** A book of one import, which is open. */
async function oneImport({ client, file, at }: Started): Promise<string> {
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  return path
}

function folderOf(dataFolder: string): string {
  const [folder = ''] = readdirSync(join(dataFolder, 'backups'))
  return join(dataFolder, 'backups', folder)
}

test('an import that brings nothing leaves no backup, and pushes none out', async () => {
  const started = await start()
  const { client, service, file, at } = started
  const path = await oneImport(started)
  for (let number = 0; number < 20; number++) await client.books.backUp()
  const before = await client.books.backups({ path })
  expect(before).toHaveLength(20)

  await finished(client.imports.run({ paths: [at('one.csv'), file('no.txt', 'Dear reader')] }))
  expect(await client.books.backups({ path })).toEqual(before)

  const cancelled = await client.imports.run({ paths: [file('many.csv', manyLines('M', 100_000))] })
  await cancelled.next()
  await cancelled.next()
  await cancelled.return?.()
  expect(await client.books.backups({ path })).toEqual(before)
  expect(readdirSync(join(`${path}.files`, 'backups'))).toHaveLength(20)

  const app = service.app()
  const failing = service.app().import
  Object.assign(app, { import: () => Promise.reject(new Error('The disk is full')) })
  await expect(finished(client.imports.run({ paths: [file('x.csv', manyLines('X', 3))] }))).rejects.toBeInstanceOf(
    Error,
  )
  Object.assign(app, { import: failing })
  expect(await client.books.backups({ path })).toEqual(before)

  // A date that is given to files which are there is a change.
  await finished(client.imports.run({ paths: [at('one.csv')], delivered: '2022-08-15' }))
  const after = await client.books.backups({ path })
  expect(after.map(({ reason }) => reason)).toEqual(['before import 2', ...Array(19).fill('by hand')])
})

test('what is committed is no failure because tidying fails', async () => {
  const started = await start()
  const { client, service, file } = started
  await oneImport(started)
  const app = service.app()
  Object.assign(app, { settle: () => Promise.reject(new Error('The disk is full')) })
  const { result } = await finished(client.imports.run({ paths: [file('two.csv', manyLines('B', 3))] }))
  expect(result.importId).toBe(2)
  expect(service.log.tail(20).join('\n')).toContain('import.settle')
})

test('a list of kept files stays for as long as its own backup, whoever prunes', async () => {
  const started = await start()
  const { client, dataFolder } = started
  const path = await oneImport(started)
  await client.books.backUp()
  const lists = join(`${path}.files`, 'backups')
  const [mine = ''] = readdirSync(lists)
  // As another data folder has made it, or this one while the book lay elsewhere.
  copyFileSync(join(lists, mine), join(lists, '2022-01-01T00-00-00-000Z by hand.tieout.txt'))
  const folder = folderOf(dataFolder)
  const [old, young] = [join(folder, 'old.tieout.part'), join(folder, 'young.tieout.part')]
  for (const part of [old, young]) writeFileSync(part, '')
  utimesSync(old, new Date(0), new Date(0))
  for (let number = 0; number < 20; number++) await client.books.backUp()
  expect(existsSync(join(lists, mine))).toBe(false)
  expect(readdirSync(lists)).toHaveLength(21)
  expect(readdirSync(lists)).toContain('2022-01-01T00-00-00-000Z by hand.tieout.txt')
  expect([existsSync(old), existsSync(young)]).toEqual([false, true])
})

test('a backup of a damaged book comes back with the changes that stand in its log only', async () => {
  const started = await start()
  const { client, service, file } = started
  const path = await oneImport(started)
  const { id } = await client.books.backUp()
  const app = service.app()
  await app.settle()
  const settled = readFileSync(path)
  await app.import([file('two.csv', manyLines('B', 20))], { reconcile: true })
  const log = readFileSync(`${path}.wal`)
  expect(log.length).toBeGreaterThan(100)
  await client.books.close()
  // As a crash leaves it: the last import stands in the log, of which the backup has a copy.
  const backup = join(folderOf(started.dataFolder), id)
  writeFileSync(backup, settled)
  writeFileSync(`${backup}.wal`, log)
  await finished(client.books.restore({ path, backup: id }))
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(21)
  expect(readdirSync(join(path, '..')).filter((name) => name.includes('restoring'))).toEqual([])
})

test('a backup that cannot take the place of the book leaves that one open', async () => {
  const started = await start()
  const { client, service } = started
  const path = await oneImport(started)
  const { id } = await client.books.backUp()
  const { desk } = service
  const close = desk.close
  // What stands in the way: a folder where the log of the book is put meanwhile cannot be replaced by a file.
  Object.assign(desk, {
    close: async () => {
      await close()
      writeFileSync(`${path}.wal`, '')
      mkdirSync(`${path}.restoring-former.wal`)
    },
  })
  await expect(finished(client.books.restore({ path, backup: id }))).rejects.toBeInstanceOf(Error)
  Object.assign(desk, { close })
  expect((await client.app.state()).book?.path).toBe(path)
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(1)
})
