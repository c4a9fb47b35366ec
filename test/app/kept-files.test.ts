import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp, readKeptIndex } from '../../main/app.ts'
import { openBook } from '../../main/database/open.ts'
import { keepIndexedForBackup } from '../../main/import/kept/keep.ts'
import { newFolder, write } from '../import/books.ts'

const report = (key: string): string =>
  `Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID\nAnchor,p1,100.00,-3.00,97.00,${key}\n`

/** A closed book of two files, of which the second is known to the index only, as after the loss of a state. */
async function bookWithLoss(): Promise<{ path: string; folder: string; copies: () => string[] }> {
  const path = join(newFolder(), 'a.tieout')
  const folder = `${path}.files`
  const sources = newFolder()
  const app = await openApp({ book: path })
  await app.import([write(sources, 'one.csv', report('T1'))])
  await app.import([write(sources, 'two.csv', report('T2'))])
  const index = readFileSync(join(folder, 'index.json'))
  await app.undo(2, { redoable: true })
  writeFileSync(join(folder, 'index.json'), index)
  await app.close()
  const copies = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.gz'))
  expect(copies()).toHaveLength(2)
  return { path, folder, copies }
}

test.each([
  ['cannot be read', (index: string) => mkdirSync(index)],
  ['is cut off', (index: string) => writeFileSync(index, '{"version":1,"files":[{"sha')],
  ['is empty', (index: string) => writeFileSync(index, '')],
  ['is of a later form', (index: string) => writeFileSync(index, '{"version":2,"files":{}}')],
])('an index that %s is none without files: nothing is removed, nothing written, and it is told', async (_, spoil) => {
  const { path, folder, copies } = await bookWithLoss()
  const index = join(folder, 'index.json')
  const whole = `${index}.whole`
  renameSync(index, whole)
  spoil(index)
  const before = copies()
  const problems: string[] = []
  const app = await openApp({ book: path, onProblem: (event) => problems.push(event) })
  expect(problems).toEqual(['kept'])
  expect(await app.loss()).toContain('cannot be read')
  await app.configure({ tolerance: '0.05' })
  await app.import([write(newFolder(), 'three.csv', report('T3'))])
  await app.undo(1)
  await app.undo(2)
  await app.close()
  expect(copies()).toEqual(expect.arrayContaining(before))
  expect(() => readKeptIndex(folder)).toThrow('cannot be read')
  keepIndexedForBackup(folder, 'b.tieout')
  expect(
    readFileSync(join(folder, 'backups', 'b.tieout.txt'), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(copies().length)
  rmSync(join(folder, 'backups'), { recursive: true })

  if (spoil.toString().includes('mkdirSync')) rmdirSync(index)
  renameSync(whole, index)
  const again = await openApp({ book: path })
  expect(await again.loss()).toContain('two.csv')
  await again.close()
})

test('without an index there is none, and it is written anew', async () => {
  const { path, folder } = await bookWithLoss()
  rmSync(join(folder, 'index.json'))
  const app = await openApp({ book: path })
  expect(await app.loss()).toBeNull()
  await app.close()
  expect(readKeptIndex(folder)).toHaveLength(1)
})

test('a folder of kept files that cannot be gone through keeps no book from opening', async () => {
  const { path, folder, copies } = await bookWithLoss()
  mkdirSync(join(folder, 'backups', 'no list.txt'), { recursive: true })
  const problems: string[] = []
  const app = await openApp({ book: path, onProblem: (event) => problems.push(event) })
  expect(problems).toEqual(['kept'])
  await app.close()
  expect(copies()).toHaveLength(2)
})

test('an opening that fails behind the book closes it', async () => {
  const { path, copies } = await bookWithLoss()
  const book = await openBook(path)
  await book.write((connection) => connection.run('alter table files rename to files_away'))
  await book.close()
  await expect(openApp({ book: path })).rejects.toThrow('files')
  const again = await openBook(path)
  await again.write((connection) => connection.run('alter table files_away rename to files'))
  await again.close()
  await (await openApp({ book: path })).close()
  expect(copies()).toHaveLength(2)
})
