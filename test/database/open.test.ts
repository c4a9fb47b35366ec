import { execFileSync, spawn } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeLeftovers } from '../../main/database/leftovers.ts'
import { openBook } from '../../main/database/open.ts'
import { newFolder } from '../import/books.ts'

test('a new book has its tables and its tolerance, and opens again', async () => {
  const path = join(newFolder(), 'new', 'book.tieout')
  await (await openBook(path)).close()
  const book = await openBook(path, { create: false })
  const connection = await book.connect()
  expect(await connection.value('select tolerance from book')).toBe('0.010000')
  expect(
    await connection.value(
      `select count(*)::integer from duckdb_tables() where table_name in ('dis1', 'usage', 'files')`,
    ),
  ).toBe(3)
  await book.close()
  expect(existsSync(`${path}.tieout-tmp`)).toBe(false)
})

test('a book that must exist and does not is refused, and not made', async () => {
  const path = join(newFolder(), 'absent.tieout')
  await expect(openBook(path, { create: false })).rejects.toMatchObject({ code: 'not-found' })
  expect(existsSync(path)).toBe(false)
})

test('a book is open once: in this process and in any other', async () => {
  const path = join(newFolder(), 'once.tieout')
  const book = await openBook(path)
  await expect(openBook(path)).rejects.toMatchObject({ code: 'book-locked' })
  await book.close()

  const module = new URL('../../main/database/open.ts', import.meta.url).href
  const loader = new URL('../../main/shells/typescript.mjs', import.meta.url).href
  const script = `const { openBook } = await import(${JSON.stringify(module)}); await openBook(${JSON.stringify(path)}); console.log('open'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script])
  try {
    await new Promise((resolve, reject) => {
      other.stdout.once('data', resolve)
      other.once('exit', () => reject(new Error('The other process ended')))
    })
    await expect(openBook(path)).rejects.toMatchObject({ code: 'book-locked' })
  } finally {
    other.kill('SIGKILL')
  }
})

test('a book is open once in this process, by whatever name, and the refusal leaves its lock alone', async () => {
  const folder = newFolder()
  const path = join(folder, 'once.tieout')
  await (await openBook(path)).close()
  const [hard, soft] = [join(folder, 'hard.tieout'), join(folder, 'soft.tieout')]
  linkSync(path, hard)
  symlinkSync(path, soft)
  const book = await openBook(path)
  for (const name of [hard, soft]) await expect(openBook(name)).rejects.toMatchObject({ code: 'book-locked' })
  const module = new URL('../../main/database/open.ts', import.meta.url).href
  const loader = new URL('../../main/shells/typescript.mjs', import.meta.url).href
  const script = `const { openBook } = await import(${JSON.stringify(module)}); await openBook(${JSON.stringify(path)}).then(() => process.exit(7), (error) => process.exit(error.code === 'book-locked' ? 3 : 8))`
  const other = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script])
  expect(await new Promise((resolve) => other.on('exit', resolve))).toBe(3)
  await book.write((connection) => connection.run('create table t as select 7 as a'))
  await book.close()
  const again = await openBook(hard)
  expect(await again.read((connection) => connection.value('select a from t'))).toBe(7)
  await again.close()
})

test('of two that make one book at once, one gets it', async () => {
  const path = join(newFolder(), 'new.tieout')
  const both = await Promise.allSettled([openBook(path), openBook(path)])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  for (const one of both) if (one.status === 'fulfilled') await one.value.close()
  await (await openBook(path)).close()
})

test('an opening that fails behind the database leaves the book free', async () => {
  const path = join(newFolder(), 'older.tieout')
  const book = await openBook(path)
  await book.write(async (connection) => {
    await connection.run('alter table book drop column as_of')
    for (const column of ['feed_month', 'replaced_by', 'replaces', 'chosen', 'remembered'])
      await connection.run(`alter table files drop column ${column}`)
    for (const table of ['synced_objects', 'syncs', 'choices']) await connection.run(`drop table ${table}`)
    await connection.run('update book set schema_version = 1')
  })
  await book.close()
  const bytes = readFileSync(path)
  const beforeMigration = async (_: string, copyTo: (target: string) => Promise<void>): Promise<void> => {
    await copyTo(`${path}.copy`)
    throw new Error('The disk is full')
  }
  await expect(openBook(path, { beforeMigration })).rejects.toThrow('The disk is full')
  expect(readFileSync(path).equals(bytes)).toBe(true)
  await (await openBook(path)).close()
})

test('what cannot be tidied away is told, and stops nothing', async () => {
  const path = join(newFolder(), 'tidy.tieout')
  const events: string[] = []
  const book = await openBook(path, { onProblem: (event) => events.push(event) })
  mkdirSync(`${path}.tieout-tmp`)
  await book.close()
  expect(existsSync(`${path}.tieout-tmp`)).toBe(false)
  removeLeftovers(join(path, 'x\0'), (event) => events.push(event))
  expect(events).toEqual(['leftovers'])
})

test('what is no book is refused with a sentence and left alone', async () => {
  const path = join(newFolder(), 'letter.tieout')
  writeFileSync(path, 'Dear reader, this is no database.')
  await expect(openBook(path)).rejects.toMatchObject({ code: 'book-damaged' })
  const folder = join(newFolder(), 'folder.tieout')
  mkdirSync(folder)
  await expect(openBook(folder)).rejects.toThrow(`${folder} is a folder, not a Tieout book.`)
  const other = join(newFolder(), 'other.tieout')
  const book = await openBook(other)
  await book.write((connection) => connection.run('update book set schema_version = 99'))
  await book.close()
  await expect(openBook(other)).rejects.toThrow('newer Tieout')
})

test.skipIf(process.platform === 'win32')('nobody waits for a pipe that is called like a book', async () => {
  const pipe = join(newFolder(), 'pipe.tieout')
  execFileSync('mkfifo', [pipe])
  await expect(openBook(pipe)).rejects.toThrow(`${pipe} is not a Tieout book.`)
})

test('writes come one after another, and one that fails leaves nothing', async () => {
  const book = await openBook(join(newFolder(), 'queue.tieout'))
  await book.write((connection) => connection.run('create table t (a integer)'))
  const writes = await Promise.allSettled([
    book.write((connection) => connection.run('insert into t values (1)')),
    book.write(async (connection) => {
      await connection.run('insert into t values (2)')
      throw new Error('no')
    }),
    book.write((connection) => connection.run('insert into t select max(a) + 10 from t')),
  ])
  expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  const connection = await book.connect()
  expect(await connection.rows('select a from t order by a')).toEqual([{ a: 1 }, { a: 11 }])
  await book.close()
})

test('a statement that is interrupted says so, and the connection goes on', async () => {
  const book = await openBook(':memory:')
  const connection = await book.connect()
  const cancel = new AbortController()
  const stop = connection.interruptOn(cancel.signal)
  setTimeout(() => cancel.abort(), 50)
  await expect(connection.rows('select count(*) from range(1000000000000) t(i) where i % 3 = 1')).rejects.toMatchObject(
    {
      code: 'cancelled',
    },
  )
  stop()
  expect(await connection.value('select 1')).toBe(1)
  await book.close()
})

test('decimals and large numbers leave the database as strings', async () => {
  const book = await openBook(':memory:')
  const connection = await book.connect()
  expect(
    await connection.rows(`select 123456789012.123456::decimal(18, 6) as money, 9007199254740993 as big, sum(a)::varchar as sum
      from (values (0.1::decimal(18, 6)), (0.2), (-0.3)) t(a)`),
  ).toEqual([{ money: '123456789012.123456', big: '9007199254740993', sum: '0.000000' }])
  await book.close()
})
