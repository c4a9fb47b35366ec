import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { newFolder } from '../import/books.ts'

test('a book is closed under everything that still reads it, and each reader learns of it', async () => {
  for (let round = 0; round < 15; round++) {
    const book = await openBook(join(newFolder(), 'book.tieout'))
    await book.write((connection) => connection.run('create table t as select i from range(300000) r(i)'))
    const loose = await book.connect()
    const stream = (await book.connect()).stream('select i from t')
    await stream.next()
    const reads = [
      ...Array.from({ length: 6 }, () =>
        book.read((connection) => connection.rows('select sum(sqrt(a.i)) from t a, t b')),
      ),
      loose.rows('select count(*) from t a, t b where a.i + b.i = 7'),
      (async () => {
        for (;;) await book.read((connection) => connection.value('select max(i) from t'))
      })(),
      (async () => {
        for (;;) await (await book.connect()).value('select max(i) from t')
      })(),
      book.scratch().then((scratch) => loose.run(`create table ${scratch}.c as select a.i from t a, t b`)),
      stream.next(),
    ]
    const ended = Promise.allSettled(reads)
    await new Promise((resolve) => setTimeout(resolve, round * 3))
    await book.close()
    const outcomes = await ended
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(['cancelled', 'no-book']).toContain(outcome.reason.code)
    const again = await openBook(book.path)
    await again.close()
  }
})
