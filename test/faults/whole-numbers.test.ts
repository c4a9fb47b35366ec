import { expect, test } from 'vitest'
import { sections } from '../../shared/reports/catalogue.ts'
import { newBook, newFolder, write } from '../import/books.ts'

const reason = 'is not a whole number, as its column has: take the original file.'

test('quantities with decimals are refused, not rounded', async () => {
  const book = await newBook()
  const { files } = await book.import(['test/faults/03/monthly_revenue_annual_subscriptions_2026-07-15.csv'])
  expect(files[0]).toMatchObject({ rows_kept: 0, refused_rows: 7 })
  expect(files[0]?.refusals.map((refusal) => refusal.reason)).toEqual(
    ['2.5', '0.5', '0.4', '1.234', '1,234.56', '-0.5', '99999.999'].map(
      (cell) => `Subscription Quantity: "${cell}" ${reason}`,
    ),
  )
})

/** A cell that the column takes. */
const plain = {
  money: '1.50',
  decimal: '1.50',
  percent: '0.03',
  integer: '1',
  account: '123456789012',
  id: 'id-of-something',
  month: '2022-07',
  date: '2022-07-15',
  datetime: '2022-07-15',
  text: 'word',
} as const

test('so it is in every column of whole numbers', async () => {
  const book = await newBook()
  const columns = sections.flatMap((section) =>
    section.columns.filter(({ type }) => type === 'integer').map((column) => ({ section, column })),
  )
  expect(columns.length).toBeGreaterThanOrEqual(16)
  const cells = ['2.5', '0.5', '-0.4', '99999.999', '1,234.5', '12345678901234567890', '1.00', '"1,234"', '7']
  for (const section of new Set(columns.map((column) => column.section))) {
    const whole = section.columns.filter(({ type }) => type === 'integer')
    const lines = whole.flatMap((column, at) =>
      cells.map((cell, index) =>
        section.columns
          .map(({ name, type, role }, place) =>
            name === column.name
              ? cell.includes(',') && !cell.includes('"')
                ? `"${cell}"`
                : cell
              : role === 'currency'
                ? 'USD'
                : place === 0 && type === 'id'
                  ? `key-${at}-${index}`
                  : plain[type],
          )
          .join(','),
      ),
    )
    const path = write(
      newFolder(),
      `${section.id}.csv`,
      [section.columns.map(({ label }) => `"${label}"`).join(','), ...lines].join('\n'),
    )
    const { files } = await book.import([path])
    expect([section.id, files[0]?.sections.map((found) => found.section), files[0]?.refused_rows]).toEqual([
      section.id,
      [section.id],
      6 * whole.length,
    ])
    const kept = await book.rows(
      `select ${whole.map(({ name }) => `"${name}"::varchar`).join(', ')} from "${section.id}" order by line`,
    )
    expect(kept.map((row, index) => Object.values(row)[Math.floor(index / 3)])).toEqual(
      whole.flatMap(() => ['1', '1234', '7']),
    )
  }
})
