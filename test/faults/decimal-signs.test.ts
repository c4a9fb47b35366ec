import ExcelJS from 'exceljs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

const header =
  'Customer Billed Amount;AWS Listing Fee;Partner Revenue Amount;Currency;Transaction Reference ID;Product Title;Product Code'
const file = (cells: string[]): string =>
  [header, ...cells.map((cell, index) => `${cell};0;${cell};EUR;K${index};A;p`)].join('\n')
const doubt =
  'is in doubt: the file has figures with a decimal point and figures with a decimal comma. Write all of them one way.'

async function nets(book: Awaited<ReturnType<typeof newBook>>, name: string): Promise<unknown[]> {
  const rows = await book.rows(
    `select transaction_reference_id as key, partner_revenue_amount as net from br1 join files using (file_id) where name = '${name}' order by line`,
  )
  return rows.map(({ key, net }) => [key, net])
}

test('a file that contradicts itself is read where a cell has one reading only', async () => {
  const book = await newBook()
  const { files } = await book.import(
    ['mixed_2022-08-15', 'german2_2022-10-15', 'float_2022-11-15'].map((name) => `test/faults/02/${name}.csv`),
  )
  expect(files.map(unaccounted)).toEqual([0, 0, 0])
  expect(await nets(book, 'mixed_2022-08-15.csv')).toEqual([['M1', '10.500000']])
  expect(files[0]?.refusals.map(({ line, reason }) => [line, reason.replace(/^.*" /s, '')])).toEqual([
    [3, doubt],
    [4, doubt],
    [5, doubt],
    [6, expect.stringContaining('may be two numbers in one cell')],
    [7, 'is not a number.'],
    [10, 'is not a number.'],
    [11, 'names another currency than its row.'],
    [12, doubt],
  ])
  expect(await nets(book, 'german2_2022-10-15.csv')).toEqual([['C2', '0.500000']])
  expect(files[2]?.refusals.map(({ line }) => line)).toEqual([5, 9, 13])
})

test('a group of three after a point is a fraction, and the file says so where nothing else proves it', async () => {
  const book = await newBook()
  const note =
    'Figures like 1.234 are read with a decimal point, as AWS writes them; nothing else in the file proves it. If they are thousands, undo the import and take the original file.'
  const plain = write(newFolder(), 'plain.csv', file(['1.234', '12.500', '1.5']))
  const { files } = await book.import([
    'test/faults/02/german_2022-09-15.csv',
    plain,
    write(newFolder(), 'signs.csv', file(['€1.234', '7'])),
  ])
  expect(await nets(book, 'german_2022-09-15.csv')).toEqual([
    ['G1', '1.234000'],
    ['G2', '12.500000'],
    ['G3', '999.000000'],
  ])
  expect(files.map(({ warnings }) => warnings.includes(note))).toEqual([true, false, true])
})

test('what one section of a file proves holds for the others', async () => {
  const book = await newBook()
  const second = 'Product;SellerRev;AWSRefFee;Net Amount;Transaction Reference ID'
  const both = (first: string, other: string): string => `${file([first])}\n\n${second}\nP;${other};0;${other};D1\n`
  const { files } = await book.import([
    write(newFolder(), 'comma.csv', both('1.450,50', '1.234')),
    write(newFolder(), 'point.csv', both('1,450.50', '1,234')),
    write(newFolder(), 'contradictory.csv', both('1.450,50', '10.50')),
    write(newFolder(), 'open.csv', both('1,450', '1,234')),
  ])
  expect(
    await book.rows('select name, net_amount::varchar as net from dis1 join files using (file_id) order by file_id'),
  ).toEqual([
    { name: 'comma.csv', net: '1234.000000' },
    { name: 'point.csv', net: '1234.000000' },
    { name: 'contradictory.csv', net: '10.500000' },
  ])
  expect(files.map(({ rows_kept, refused_rows }) => [rows_kept, refused_rows])).toEqual([
    [2, 0],
    [2, 0],
    [1, 1],
    [0, 2],
  ])
})

test('a nought before a comma is never thousands', async () => {
  const book = await newBook()
  const { files } = await book.import([
    write(newFolder(), 'fractions.csv', file(['0,123', '000,123', '0,500', '1,234', '012,345', ',5', '7'])),
    write(newFolder(), 'proved.csv', file(['0,123', '1,234.50', '012,345'])),
  ])
  expect(await nets(book, 'fractions.csv')).toEqual(
    ['0.123000', '0.123000', '0.500000', '1.234000', '12.345000', '0.500000', '7.000000'].map((net, index) => [
      `K${index}`,
      net,
    ]),
  )
  expect(await nets(book, 'proved.csv')).toEqual([['K1', '1234.500000']])
  expect(files[1]?.refusals.map(({ reason }) => reason)).toEqual([
    `Customer Billed Amount: "0,123" ${doubt}`,
    `Customer Billed Amount: "012,345" ${doubt}`,
  ])
})

test('powers, other bases and more decimals than are kept are no amounts', async () => {
  const book = await newBook()
  const powers = ['5e-324', '1.5E+3', '1e5', '1,5e3']
  const others = ['0x1F', '0b11', '0o17', '1_000', 'Infinity', '1/3', '١٢']
  const { files } = await book.import([
    write(newFolder(), 'odd.csv', file([...powers, ...others, '1.1234567', '0.1234560000'])),
  ])
  expect(await nets(book, 'odd.csv')).toEqual([['K12', '0.123456']])
  expect(files[0]?.refusals.map(({ reason }) => reason.replace(/^.*" /, ''))).toEqual([
    ...powers.map(() => 'is in scientific notation, which loses digits: take the original file.'),
    ...others.map(() => 'is not a number.'),
    'has more decimals than can be kept exactly.',
  ])
})

test('a number of a workbook is never thousands because a text beside it has a decimal comma', async () => {
  const book = await newBook()
  const path = join(newFolder(), 'mixed.xlsx')
  const workbook = new ExcelJS.Workbook()
  workbook
    .addWorksheet('Sheet1')
    .addRows([
      header.split(';'),
      ...['1.450,50', '1.234.567', 7, 1.234].map((net, index) => [net, 0, net, 'EUR', `K${index}`, 'A', 'p']),
    ])
  await workbook.xlsx.writeFile(path)
  const { files } = await book.import([path])
  expect(await nets(book, 'mixed.xlsx')).toEqual([
    ['K0', '1450.500000'],
    ['K1', '1234567.000000'],
    ['K2', '7.000000'],
  ])
  expect(files[0]?.refusals.map(({ reason }) => reason)).toEqual([`Customer Billed Amount: "1.234" ${doubt}`])
})
