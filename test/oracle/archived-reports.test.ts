import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SeedBook, answerOf, bookOfSeed, expectedOf, sortedLines } from './archived-compare.ts'

const reports = [
  { file: 'sales_compensation.csv', name: 'feed_sales_compensation', own: [] },
  { file: 'disbursements.csv', name: 'feed_disbursements', own: ['currency'] },
  { file: 'revenue_at_subscription.csv', name: 'feed_revenue_at_subscription', own: ['currency'] },
  { file: 'revenue_at_invoice.csv', name: 'feed_revenue_at_invoice', own: [] },
  { file: 'revenue_at_disbursement.csv', name: 'feed_revenue_at_disbursement', own: [] },
]

describe.each(['seed-101', 'seed-102'])("AWS's archived reports of %s", (seed) => {
  let book: SeedBook
  beforeAll(async () => {
    book = await bookOfSeed(seed)
  })
  afterAll(() => book.close())

  test.each(reports)('$name equals $file in every cell', async ({ file, name, own }) => {
    const expected = await expectedOf(book, file, name)
    const answer = await answerOf(book, name)
    expect(answer.columns).toEqual([...expected.columns, ...own])
    expect(sortedLines(answer.rows, expected.columns)).toEqual(sortedLines(expected.rows, expected.columns))
  })
})
