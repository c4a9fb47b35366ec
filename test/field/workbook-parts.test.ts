import { expect, test } from 'vitest'
import { newBook } from '../import/books.ts'

test('a workbook whose main part has another name is read; a binary one says what to do', async () => {
  const book = await newBook()
  const { files } = await book.import(['test/field/12-formats/powerbi.xlsx', 'test/field/12-formats/binary.xlsb'])
  expect(files.map(({ status, rows_kept }) => [status, rows_kept])).toEqual([
    ['imported', 1],
    [expect.not.stringMatching(/^imported/), 0],
  ])
  expect(files[1]?.reason).toMatch(/\.xlsb.*save it as \.xlsx/)
  expect(await book.rows('select seller_net_revenue::varchar as net from billed_revenue')).toEqual([
    { net: '97.000000' },
  ])
})
