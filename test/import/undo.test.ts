import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { previewUndo, undoImport } from '../../main/import/kept/undo.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { type TestBook, newBook, newFolder, write } from './books.ts'

const report = (key: string): string =>
  `Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID\nAnchor,p1,100.00,-3.00,97.00,${key}\nbad,p1,x,0,0,B${key}\nTotal,,100.00,-3.00,97.00,\n`

/** Everything in the book that an import writes, in a comparable form. */
async function contents(book: TestBook): Promise<string> {
  const tables = [...sections.map(({ id }) => id), 'files', 'blocks', 'other_lines', 'refused_rows', 'imports']
  const all = []
  for (const table of tables) {
    const columns = table === 'imports' ? 'import_id, delivered' : '*'
    all.push(await book.rows(`select ${columns} from "${table}" order by all`))
  }
  return JSON.stringify([all, readdirSync(`${book.book.path}.files`).toSorted()])
}

test('an undo says what would leave, and leaves the book as it was', async () => {
  const book = await newBook()
  const folder = newFolder()
  await book.import([write(folder, 'first.csv', report('T1'))])
  const before = await contents(book)
  const second = await book.import([write(folder, 'second.csv', report('T2')), write(folder, 'no.txt', 'Dear reader')])
  expect(second.importId).toBe(2)
  const connection = await book.book.connect()
  expect(await previewUndo(connection, 2)).toMatchObject({
    rows: 1,
    refused_rows: 1,
    files: [{ rows: 1 }, { rows: 0 }],
  })
  connection.close()
  expect(await contents(book)).not.toBe(before)
  await undoImport(book.book, 2)
  expect(await contents(book)).toBe(before)
  // And it can come in again.
  expect((await book.import([`${folder}/second.csv`])).importId).toBe(2)
})

test('an import that the book does not have cannot be undone', async () => {
  const book = await newBook()
  await expect(undoImport(book.book, 7)).rejects.toThrow('The book has no import 7. It has none.')
})

test('importing twice changes nothing', async () => {
  const book = await newBook()
  const path = write(newFolder(), 'a.csv', report('T1'))
  await book.import([path])
  const before = await contents(book)
  const again = await book.import([path, write(newFolder(), 'renamed.csv', report('T1'))])
  expect(again).toMatchObject({
    importId: null,
    files: [{ status: 'already-imported' }, { status: 'already-imported' }],
  })
  expect(await contents(book)).toBe(before)
})

test('a cancelled import leaves the book as it was', async () => {
  const book = await newBook()
  await book.import([write(newFolder(), 'a.csv', report('T1'))])
  const before = await contents(book)
  const big = Array.from({ length: 200_000 }, (_, index) => `Anchor,p1,100.00,-3.00,97.00,K${index}`).join('\n')
  const cancel = new AbortController()
  const importing = book.import([write(newFolder(), 'big.csv', `${report('T2')}${big}\n`)], {
    signal: cancel.signal,
    onProgress: ({ step }) => step === 'Typing' && cancel.abort(),
  })
  await expect(importing).rejects.toMatchObject({ code: 'cancelled' })
  expect(await contents(book)).toBe(before)
})

test('the files themselves are kept beside the book, by hash', async () => {
  const book = await newBook()
  const { files } = await book.import([write(newFolder(), 'a.csv', report('T1'))])
  expect(existsSync(`${book.book.path}.files/${files[0]?.sha256}.gz`)).toBe(true)
})
