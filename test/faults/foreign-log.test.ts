import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type App, openApp } from '../../main/app.ts'
import { newFolder, write } from '../import/books.ts'
import { manyLines } from '../service/services.ts'

let folder = ''
beforeEach(() => {
  folder = newFolder()
})
const at = (name: string): string => join(folder, name)

const kept = mkdtempSync(join(tmpdir(), 'tieout-logs-'))
afterAll(() => rmSync(kept, { recursive: true, force: true }))

/** Imports a file of three lines, of which it gives the references: `NAME0`, `NAME1`, `NAME2`. */
function importOf(app: App, name: string, lines = 3, from = folder): Promise<unknown> {
  return app.import([write(from, `in/${name}.csv`, manyLines(name, lines))], { delivered: '2022-08-15' })
}

/** What a kill leaves of an open book, under another name. */
function leftOf(app: App, name: string): string {
  return copied(app.book, at(name))
}

/** Copies a book with its log, where it has one, and the files that it keeps. */
function copied(book: string, to: string): string {
  for (const end of ['', '.wal']) if (existsSync(`${book}${end}`)) copyFileSync(`${book}${end}`, `${to}${end}`)
  cpSync(`${book}.files`, `${to}.files`, { recursive: true })
  return to
}

/** A book of two imports, `A1` and `A2`, of which a kill left the second in the log. */
async function killedBook(name: string, lines = 3): Promise<string> {
  const model = join(kept, `${name}-${lines}.tieout`)
  if (!existsSync(model)) {
    const app = await openApp({ book: join(kept, `${name}-${lines}-alive.tieout`) })
    await importOf(app, `${name}1`, 3, kept)
    await app.settle()
    await importOf(app, `${name}2`, lines, kept)
    copied(app.book, model)
    await app.close()
  }
  return copied(model, at(`${name}.tieout`))
}

/** A book at rest of one import, `A1`. */
async function bookAtRest(path: string): Promise<void> {
  const model = join(kept, 'A1.tieout')
  if (!existsSync(model)) {
    const app = await openApp({ book: model })
    await importOf(app, 'A1', 3, kept)
    await app.close()
  }
  copied(model, path)
}

/** What a person finds in the book: the prefixes of its references, and what it says was lost. */
async function found(path: string): Promise<{ prefixes: string[]; loss: string | null }> {
  const app = await openApp({ book: path, create: false })
  try {
    const { stream } = await app.query('billed_lines')
    const references: string[] = []
    for await (const rows of stream) references.push(...rows.map((row) => String(row['transaction_reference'])))
    return { prefixes: [...new Set(references.map((one) => one.slice(0, 2)))].toSorted(), loss: await app.loss() }
  } finally {
    await app.close()
  }
}

function asideOf(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.wal.bad-`))
}

const isOther = /belongs to another book, or to another state of this one/

test('a log that a kill left comes in, however it was left', async () => {
  const path = await killedBook('A')
  expect(await found(path)).toEqual({ prefixes: ['A1', 'A2'], loss: null })
  expect(asideOf(path)).toEqual([])
  // Killed once more while it is open, before and after more was written.
  const again = await killedBook('B')
  const app = await openApp({ book: again })
  const untouched = leftOf(app, 'untouched.tieout')
  await importOf(app, 'B3')
  const touched = leftOf(app, 'touched.tieout')
  await app.close()
  expect(await found(untouched)).toEqual({ prefixes: ['B1', 'B2'], loss: null })
  expect(await found(touched)).toEqual({ prefixes: ['B1', 'B2', 'B3'], loss: null })
})

test('a new book whose first import stands in the log only is whole', async () => {
  const app = await openApp({ book: at('new-alive.tieout') })
  await importOf(app, 'N1')
  const left = leftOf(app, 'new.tieout')
  await app.close()
  expect(await found(left)).toEqual({ prefixes: ['N1'], loss: null })
})

test('the log of another book is put aside, said, and nothing of it comes in, also not later', async () => {
  const [a, b] = [await killedBook('A'), await killedBook('B')]
  const log = readFileSync(`${b}.wal`)
  copyFileSync(`${b}.wal`, `${a}.wal`)
  const first = await found(a)
  expect(first.prefixes).toEqual(['A1'])
  expect(first.loss).toMatch(isOther)
  expect(first.loss).toContain('Import again: A2.csv.')
  const [aside = ''] = asideOf(a)
  expect(first.loss).toContain(aside)
  expect(readFileSync(at(aside)).equals(log)).toBe(true)
  const second = await found(a)
  expect(second.prefixes).toEqual(['A1'])
  expect(second.loss).toContain('Import again: A2.csv.')
  // The other book has lost nothing.
  expect(await found(b)).toEqual({ prefixes: ['B1', 'B2'], loss: null })
})

test('a log with rows that stand in the file of its own book is put aside too', async () => {
  const [a, b] = [await killedBook('A'), await killedBook('B', 130_000)]
  copyFileSync(`${b}.wal`, `${a}.wal`)
  expect((await found(a)).prefixes).toEqual(['A1'])
  copyFileSync(`${b}.wal`, at('fresh.tieout.wal'))
  await (await openApp({ book: at('fresh-alive.tieout') })).close()
  copyFileSync(at('fresh-alive.tieout'), at('fresh.tieout'))
  expect((await found(at('fresh.tieout'))).prefixes).toEqual([])
})

test('an older copy of the file beside the log of the newer one keeps what it has, and says what to import again', async () => {
  await bookAtRest(at('a.tieout'))
  copyFileSync(at('a.tieout'), at('older.tieout'))
  const later = await openApp({ book: at('a.tieout') })
  await importOf(later, 'A2', 130_000)
  const left = leftOf(later, 'left.tieout')
  await later.close()
  copyFileSync(at('older.tieout'), left)
  const { prefixes, loss } = await found(left)
  expect(prefixes).toEqual(['A1'])
  expect(loss).toMatch(isOther)
  expect(loss).toContain('Import again: A2.csv.')
})

test('a backup put by hand over a book whose log lies there keeps what it has', async () => {
  const app = await openApp({ book: at('a.tieout') })
  await importOf(app, 'A1')
  await app.backUp('one', at('backup.tieout'))
  await importOf(app, 'A2', 130_000)
  const left = leftOf(app, 'left.tieout')
  await app.close()
  copyFileSync(at('backup.tieout'), left)
  const { prefixes, loss } = await found(left)
  expect(prefixes).toEqual(['A1'])
  expect(loss).toContain('Import again: A2.csv.')
})

test('copies of one book that went apart do not take in each other’s logs, whichever is the newer', async () => {
  await bookAtRest(at('a.tieout'))
  copyFileSync(at('a.tieout'), at('twin.tieout'))
  const twin = await openApp({ book: at('twin.tieout') })
  await importOf(twin, 'T2')
  const left = leftOf(twin, 'left.tieout')
  await twin.close()
  // Untouched since, then one import further.
  copyFileSync(`${left}.wal`, at('a.tieout.wal'))
  const untouched = await found(at('a.tieout'))
  expect([untouched.prefixes, isOther.test(untouched.loss ?? '')]).toEqual([['A1'], true])
  const further = await openApp({ book: at('a.tieout') })
  await importOf(further, 'A2')
  await further.close()
  copyFileSync(`${left}.wal`, at('a.tieout.wal'))
  const newer = await found(at('a.tieout'))
  expect([newer.prefixes, isOther.test(newer.loss ?? '')]).toEqual([['A1', 'A2'], true])
  expect(newer.loss).toContain('No import was lost.')
})

test('a log that was written into the file already is not taken in twice', async () => {
  const path = await killedBook('A')
  copyFileSync(`${path}.wal`, at('kept.wal'))
  expect((await found(path)).prefixes).toEqual(['A1', 'A2'])
  copyFileSync(at('kept.wal'), `${path}.wal`)
  expect((await found(path)).prefixes).toEqual(['A1', 'A2'])
  const app = await openApp({ book: path })
  expect(await app.history()).toHaveLength(2)
  await app.close()
})

test('a log that is none is put aside, an empty one means nothing', async () => {
  await bookAtRest(at('a.tieout'))
  writeFileSync(at('a.tieout.wal'), '')
  expect(await found(at('a.tieout'))).toEqual({ prefixes: ['A1'], loss: null })
  writeFileSync(at('a.tieout.wal'), 'Dear reader, this is no log at all, but a letter that somebody named like one.')
  const { prefixes, loss } = await found(at('a.tieout'))
  expect(prefixes).toEqual(['A1'])
  expect(loss).toContain('put aside')
  expect(asideOf(at('a.tieout'))).toHaveLength(1)
  mkdirSync(at('a.tieout.wal/in'), { recursive: true })
  expect((await found(at('a.tieout'))).loss).toContain('put aside')
  expect(asideOf(at('a.tieout'))).toHaveLength(2)
})

test('a log beside no book at all is kept, and so is one beside the file that a link leads to', async () => {
  const [a, b] = [await killedBook('A'), await killedBook('B')]
  copyFileSync(`${b}.wal`, at('new.tieout.wal'))
  const app = await openApp({ book: at('new.tieout') })
  expect([await app.history(), await app.loss()]).toEqual([[], expect.stringMatching(isOther)])
  await app.close()
  expect(asideOf(at('new.tieout'))).toHaveLength(1)
  symlinkSync(a, at('link.tieout'))
  expect((await found(at('link.tieout'))).prefixes).toEqual(['A1', 'A2'])
  copyFileSync(`${b}.wal`, `${a}.wal`)
  expect((await found(at('link.tieout'))).prefixes).toEqual(['A1', 'A2'])
  expect(asideOf(a)).toHaveLength(1)
})

test('the log of a book that is open stays where it is, by whatever name it is opened', async () => {
  const app = await openApp({ book: at('a.tieout') })
  await importOf(app, 'A1')
  linkSync(at('a.tieout'), at('other.tieout'))
  copyFileSync(at('a.tieout.wal'), at('other.tieout.wal'))
  for (const name of ['a.tieout', 'other.tieout'])
    await expect(openApp({ book: at(name) })).rejects.toMatchObject({ code: 'book-locked' })
  expect(existsSync(at('a.tieout.wal'))).toBe(true)
  await importOf(app, 'A2')
  await app.close()
  expect((await found(at('a.tieout'))).prefixes).toEqual(['A1', 'A2'])
})
