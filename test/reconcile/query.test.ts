import { describe, expect, test } from 'vitest'
import { query, queryList } from '../../main/queries/query.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { billed, disbursed, newBook, settlement, type TestBook } from './books.ts'

async function filledBook(): Promise<TestBook> {
  const book = await newBook()
  await book.add({
    name: 'billed',
    delivered: '2022-08-15',
    sections: { br1: [billed('T1', '97.00'), billed('T2', '48.125'), billed(`T'3`, '-5.00', { currency: 'EUR' })] },
  })
  await book.add({
    name: 'disbursed',
    delivered: '2022-09-12',
    sections: { dis1: [disbursed('T1', '97.00')], dis2: [settlement('S1', '2022-09-09', '97.00')] },
  })
  await book.reconcile()
  return book
}

const references = async (book: TestBook, options: Parameters<TestBook['rows']>[1]): Promise<unknown[]> =>
  (await book.rows('reconciliation', options)).map((row) => row['transaction_reference'])

describe('every named query', () => {
  test('answers on an empty book, with a description and unique columns', async () => {
    const empty = await newBook()
    expect(queryList.length).toBeGreaterThan(40)
    await empty.reconcile()
    for (const { name, description } of queryList) {
      const prepared = await query(empty.connection, name)
      const names = prepared.columns.map((column) => column.name)
      expect({ name, unique: new Set(names).size }).toEqual({ name, unique: names.length })
      expect(names.every((column) => /^[a-z][a-z0-9_]*$/.test(column))).toBe(true)
      expect(description).toMatch(/^One row per .*\.$/)
      const rows = await empty.connection.rows(prepared.sql, prepared.parameters)
      if (!['book_facts', 'controls', 'data_feeds'].includes(name)) expect({ name, rows }).toEqual({ name, rows: [] })
    }
  })

  test('of lines shows file, hash, section and line', async () => {
    const book = await filledBook()
    for (const name of [
      'billed_lines',
      'disbursed_lines',
      'uncollected_lines',
      'refused_rows',
      ...sections.map(({ id }) => id),
    ]) {
      const names = (await query(book.connection, name)).columns.map((column) => column.name)
      expect(names).toEqual(expect.arrayContaining(['path', 'sha256', 'section', 'line']))
    }
    expect((await book.rows('br1'))[1]).toMatchObject({
      path: 'billed',
      section: 'br1',
      line: 3,
      partner_revenue_amount: '48.125',
    })
  })
})

test('a data set answers to its CAS name', async () => {
  const book = await filledBook()
  expect(await book.rows('disbursed_amount_by_product')).toEqual(await book.rows('dis1'))
})

test('values have one form: money with two decimals or more, counts as numbers, times in ISO 8601', async () => {
  const book = await filledBook()
  const [first] = await book.rows('reconciliation', { where: [{ transaction_reference: 'T2' }] })
  expect(first).toMatchObject({
    billed_net: '48.125',
    disbursed_net: '0.00',
    billed_lines: 1,
    billing_date: '2022-07-31',
  })
  expect((await book.rows('dis2'))[0]).toMatchObject({
    deposit_date: '2022-09-09T08:00:00Z',
    disbursed_amount: '97.00',
  })
  const { columns } = await query(book.connection, 'dis2')
  expect(
    columns.filter(({ name }) => ['settlement_id', 'deposit_date', 'disbursed_amount', 'line'].includes(name)),
  ).toEqual([
    { name: 'settlement_id', type: 'text' },
    { name: 'deposit_date', type: 'datetime' },
    { name: 'disbursed_amount', type: 'money' },
    { name: 'line', type: 'integer' },
  ])
})

test('conditions must all hold, and take the type of their column', async () => {
  const book = await filledBook()
  expect(await references(book, { where: [{ currency: 'USD' }, { state: 'not-disbursed' }] })).toEqual(['T2'])
  expect(await references(book, { where: [{ currency: 'USD', billed_net: '97' }] })).toEqual(['T1'])
  expect(await references(book, { where: [{ billing_date: '2022-07-31' }, { billed_lines: '1' }] })).toEqual([
    `T'3`,
    'T1',
    'T2',
  ])
  expect(await references(book, { where: [{ currency_assumed: 'true' }] })).toEqual([])
  expect(await references(book, { where: [{ transaction_reference: `T'3` }] })).toEqual([`T'3`])
  expect(await book.rows('dis2', { where: [{ deposit_date: '2022-09-09' }] })).toHaveLength(1)
  expect(await book.rows('dis2', { where: [{ deposit_date: '2022-09-09T09:00:00Z' }] })).toHaveLength(0)
})

test('an empty value asks for rows without one', async () => {
  const book = await filledBook()
  expect(await references(book, { where: [{ disbursed_source: '' }] })).toEqual([`T'3`, 'T2'])
  expect(await references(book, { where: [{ disbursed_source: null }] })).toEqual([`T'3`, 'T2'])
})

test('pages follow the asked order and never overlap', async () => {
  const book = await filledBook()
  const orderBy = [{ column: 'currency', descending: true }]
  expect(await references(book, { orderBy, limit: 2 })).toEqual(['T1', 'T2'])
  expect(await references(book, { orderBy, limit: 2, offset: 2 })).toEqual([`T'3`])
})

test('cash application can be asked for one settlement', async () => {
  const book = await filledBook()
  expect(await book.rows('cash_application', { settlement: 'S1' })).toMatchObject([
    { settlement: 'S1', transaction_reference: 'T1', settlement_net: '97.00', billed_net: '97.00', state: 'disbursed' },
  ])
  expect(await book.rows('cash_application', { settlement: 'S9' })).toEqual([])
  expect(await book.rows('cash_application')).toHaveLength(1)
})

test.each([
  ['an unknown query', 'reconcilation', {}, 'There is no query called reconcilation. Nearest: reconciliation'],
  [
    'an unknown column',
    'controls',
    { where: [{ state: 'fail' }] },
    'The query controls has no column state. Nearest: status',
  ],
  ['an order by an unknown column', 'controls', { orderBy: [{ column: 'id; drop table files' }] }, 'has no column'],
  ['a value of another type', 'reconciliation', { where: [{ billed_net: 'much' }] }, 'much is not an amount'],
  ['a day that does not exist', 'reconciliation', { where: [{ due_date: '2022-02-30' }] }, '2022-02-30 is not a date'],
  ['half a row', 'controls', { limit: 0.5 }, 'not a whole number'],
  ['a settlement where there is none to choose', 'controls', { settlement: 'S1' }, 'no settlement to choose'],
])('%s is wrong usage, with a sentence', async (_what, name, options, sentence) => {
  const book = await newBook()
  await book.reconcile()
  await expect(query(book.connection, name, options)).rejects.toMatchObject({
    code: 'wrong-usage',
    message: expect.stringContaining(sentence) as unknown,
  })
})
