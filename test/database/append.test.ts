import { afterEach, expect, test } from 'vitest'
import { type Book, openBook } from '../../main/database/open.ts'

const books: Book[] = []
afterEach(async () => {
  for (const book of books.splice(0)) await book.close()
})

test('rows are added by the names of their columns, whatever order the table has them in', async () => {
  const book = await openBook(':memory:')
  books.push(book)
  const connection = await book.connect()
  await connection.run('create table notes (line integer, text varchar)')
  await connection.run('alter table notes add column author varchar')
  await connection.append('notes', ['text', 'line'], [['first', 1]])
  await connection.append('notes', ['author', 'line', 'text'], [['Ada', 2, null]])
  expect(await connection.rows('select * from notes order by line')).toEqual([
    { line: 1, text: 'first', author: null },
    { line: 2, text: null, author: 'Ada' },
  ])
  await expect(connection.append('notes', ['line', 'words'], [[3, 'x']])).rejects.toThrow('words')
})
