import { expect, test } from 'vitest'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

const folder = 'test/field/09-money'
const header = 'Transaction Reference ID;Seller Net Revenue;Currency;AWS tax share;Gross Revenue'

/** Amounts in one file, each with its currency: what each became, or why its row is refused. */
async function amounts(cells: [cell: string, currency: string][]): Promise<Record<string, unknown>> {
  const book = await newBook()
  const lines = cells.map(([cell, currency], index) => `K${index};1;${currency};0;"${cell}"`)
  const { files } = await book.import([write(newFolder(), 'amounts.csv', [header, ...lines].join('\n'))])
  expect(files.map(unaccounted)).toEqual([0])
  const kept = await book.rows('select line, gross_revenue as value from billed_revenue')
  return Object.fromEntries(
    cells.map(([cell], index) => {
      const row = kept.find(({ line }) => line === index + 2)
      const refusal = files[0]?.refusals.find(({ line }) => line === index + 2)
      return [cell, row ? row['value'] : refusal?.reason.replace(/^.*" /s, '')]
    }),
  )
}
const every = (cells: string[], value: unknown): Record<string, unknown> =>
  Object.fromEntries(cells.map((cell) => [cell, value]))

test('whole files in the formats of spreadsheets are read to the cent', async () => {
  const book = await newBook()
  const names = [
    'accounting-tight',
    'accounting-spaced',
    'comma-style',
    'konto-eur',
    'india',
    'japan',
    'japan-sign',
    'japan-fullwidth',
  ]
  const { files } = await book.import(names.map((name) => `${folder}/${name}.csv`))
  expect(files.map(({ rows_kept, refused_rows }) => [rows_kept, refused_rows])).toEqual([
    [2, 0],
    [2, 0],
    [2, 0],
    [1, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
  ])
  const net = await book.rows(
    'select name, currency, seller_net_revenue::decimal(18, 2)::varchar as net from billed_revenue join files using (file_id) order by file_id, line',
  )
  const us = (name: string): unknown[] =>
    ['1197.52', '145500.00'].map((amount) => ({ name: `${name}.csv`, currency: 'USD', net: amount }))
  const yen = (name: string, first: string): unknown[] =>
    [first, '95060.00'].map((amount) => ({ name: `${name}.csv`, currency: 'JPY', net: amount }))
  expect(net).toEqual([
    ...us('accounting-tight'),
    ...us('accounting-spaced'),
    ...us('comma-style'),
    { name: 'konto-eur.csv', currency: 'EUR', net: '1197.52' },
    { name: 'india.csv', currency: 'INR', net: '119753.08' },
    { name: 'india.csv', currency: 'INR', net: '9700000.00' },
    ...yen('japan', '145500.00'),
    ...yen('japan-sign', '145500.00'),
    ...yen('japan-fullwidth', '1455000.00'),
  ])
  expect(
    await book.rows(
      'select count(gross_refund)::integer as refunds from billed_revenue join files using (file_id) where name like $$accounting%$$',
    ),
  ).toEqual([{ refunds: 0 }])
})

test('a negative amount in any form but credit and debit, which do not say which is negative', async () => {
  const book = await newBook()
  const { files } = await book.import([`${folder}/odd.csv`])
  expect(
    await book.rows(
      'select distinct listing_fee::varchar as fee, count(*)::integer as rows from billed_revenue group by all',
    ),
  ).toEqual([{ fee: '-37.040000', rows: 16 }])
  expect(files[0]?.refusals.map(({ reason }) => reason)).toEqual([
    'Listing fee: "37.04 CR" is not a number.',
    'Listing fee: "37.04 DR" is not a number.',
  ])
})

test('signs, brackets and currencies in every place', async () => {
  const minus = [
    'USD(37.04)',
    '(USD 37.04)',
    '(37.04) USD',
    '($37.04)',
    '$(37.04)',
    '( $ 37.04 )',
    '$   (37.04)',
    '(37.04)$',
    '-US$37.04',
    'US$-37.04',
    '-37.04$',
    '37.04-',
    '37.04-$',
    '37.04 $-',
    '−$37.04',
    '－３７．０４',
    '＄（３７．０４）',
    '‑37.04',
    '- $37.04',
    'usd -37.04',
    '$-37.04 USD',
    '\u200e-37.04\u200f',
  ]
  const refused = [
    '--37.04',
    '+-37.04',
    '-37.04-',
    '(-37.04)',
    '-(37.04)',
    '(37.04',
    '37.04)',
    '(37.04)-',
    '37-04',
    '37.0.4',
    '.',
    '$',
    '()',
    '37.04 -5',
    'USD 37.04 5',
    '37.04CR',
    '37.04%',
    'X.50',
    'USD.50',
  ]
  const other = [
    '€37.04',
    'USD 37.04 EUR',
    'A$37.04',
    '£ (37.04)',
    'kr 37.04',
    'EUR(37.04)',
    '37.04 zł',
    '￥37.04',
    'R$37.04',
    '37,04 Mio',
  ]
  const nothing = ['-', '--', '—', ' $-   ', ' $ -   ', ' - $ ', '$—', 'USD -', '- USD', '-   ', '＄－']
  expect(
    await amounts([...minus, ...refused, ...other.slice(0, -1), ...nothing, '1,234.56'].map((cell) => [cell, 'USD'])),
  ).toEqual({
    ...every(minus, '-37.040000'),
    ...every(refused, 'is not a number.'),
    ...every(other.slice(0, -1), 'names another currency than its row.'),
    ...every(nothing, null),
    '1,234.56': '1234.560000',
  })
})

test('a currency is that of its row, whatever its sign', async () => {
  const cells: [string, string][] = [
    ['R$ 1.50', 'BRL'],
    ['A$1.50', 'AUD'],
    ['AU$ 1.50', 'AUD'],
    ['C$1.50', 'CAD'],
    ['$1.50', 'CAD'],
    ['1.50 kr', 'SEK'],
    ['kr. 1.50', 'DKK'],
    ['CHF 1.50', 'CHF'],
    ['Fr. 1.50', 'CHF'],
    ['1.50 zł', 'PLN'],
    ['1.50 Kč', 'CZK'],
    ['Rs. 1.50', 'INR'],
    ['₹1.50', 'INR'],
    ['£1.50', 'GBP'],
    ['1.50 €', 'EUR'],
    ['￡1.50', 'GBP'],
    ['₪1.50', 'ILS'],
    ['S$1.50', 'SGD'],
  ]
  expect(await amounts(cells)).toEqual(
    every(
      cells.map(([cell]) => cell),
      '1.500000',
    ),
  )
})

test('thousands in threes, in lakhs, by apostrophe; a blank needs a proof in its column', async () => {
  expect(
    await amounts([
      ["1'234.50", 'CHF'],
      ['12’345', 'CHF'],
      ["1'234'567", 'CHF'],
      ['₹12,34,567', 'INR'],
      ['1,00,00,000.00', 'INR'],
      ['1,234,567', 'USD'],
      ['1 234 567', 'USD'],
      ['100 200', 'USD'],
      ['1,23', 'USD'],
      ['12,34,56', 'INR'],
      ['0,123', 'USD'],
      ["0'123", 'USD'],
      ['1,2345', 'USD'],
      ['1234,567', 'USD'],
      ['1,234.5,6', 'USD'],
      ['12\n345', 'USD'],
    ]),
  ).toMatchObject({
    "1'234.50": '1234.500000',
    '12’345': '12345.000000',
    "1'234'567": '1234567.000000',
    '₹12,34,567': '1234567.000000',
    '1,00,00,000.00': '10000000.000000',
    '1,234,567': '1234567.000000',
    '1 234 567': expect.stringContaining('may be two numbers'),
    '100 200': expect.stringContaining('may be two numbers'),
    '12\n345': 'is not a number.',
    '1,23': expect.stringContaining('is in doubt'),
    '12,34,56': 'is not a number.',
    '0,123': expect.stringContaining('is in doubt'),
    "0'123": 'is not a number.',
    '1,2345': expect.stringContaining('is in doubt'),
    '1234,567': expect.stringContaining('is in doubt'),
    '1,234.5,6': 'is not a number.',
  })
  const proved: [string, string][] = [
    ['1 234,50', 'EUR'],
    ['1 234 567', 'EUR'],
    ['100\u00a0200', 'EUR'],
    ['12\u202f345,5', 'EUR'],
    ['12\u2009345', 'EUR'],
  ]
  expect(
    await amounts([
      ...proved,
      ['12  345', 'EUR'],
      ['1 23', 'EUR'],
      ['0 123', 'EUR'],
      ['12\t345', 'EUR'],
      ['1234 567', 'EUR'],
    ]),
  ).toMatchObject({
    '1 234,50': '1234.500000',
    '1 234 567': '1234567.000000',
    '100\u00a0200': '100200.000000',
    '12\u202f345,5': '12345.500000',
    '12\u2009345': '12345.000000',
    '12  345': expect.stringContaining('may be two numbers'),
    '1 23': expect.stringContaining('may be two numbers'),
    '0 123': expect.stringContaining('may be two numbers'),
    '12\t345': 'is not a number.',
    '1234 567': expect.stringContaining('may be two numbers'),
  })
})

test('what has no smaller unit is thousands, unless the file writes decimals with that sign', async () => {
  const open = 'may be thousands or decimals, and nothing in the file decides.'
  expect(
    await amounts([
      ['150,000', 'JPY'],
      ['₩1,000', 'KRW'],
      ['1,500', 'USD'],
      ['1.500', 'JPY'],
    ]),
  ).toEqual({
    '150,000': '150000.000000',
    '₩1,000': '1000.000000',
    '1,500': open,
    '1.500': open,
  })
  expect(
    await amounts([
      ['150,000', 'JPY'],
      ['12,5', 'EUR'],
      ['150.000', 'JPY'],
      ['1,500', 'EUR'],
    ]),
  ).toEqual({
    '150,000': open,
    '12,5': '12.500000',
    '150.000': '150000.000000',
    '1,500': '1.500000',
  })
})
