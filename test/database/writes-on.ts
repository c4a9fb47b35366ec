import { openBook } from '../../main/database/open.ts'

// A program that writes into a book and puts it in order, over and over, until it is killed.

const book = await openBook(process.argv[2] ?? '')
await book.write((connection) => connection.run('create table if not exists counted as select 0 as number'))
for (let number = 1; ; number++) {
  await book.write((connection) => connection.run('insert into counted values ($number)', { number }))
  process.stdout.write(`${number}\n`)
  if (process.argv[3] === 'once') await new Promise(() => setInterval(() => undefined, 60_000))
  await book.settle()
}
