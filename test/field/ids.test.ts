import { expect, test } from 'vitest'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

const folder = 'test/field/07-ids'
const header =
  'Transaction Reference ID,Seller Net Revenue,Currency,AWS tax share,Gross Revenue,Payer AWS account ID,Seller issued invoice ID,Product title'

/** What references, accounts or texts with these cells become; a refused one is its reason. `cells` are as they stand in the file. */
async function read(
  column: 'transaction_reference_id' | 'payer_aws_account_id' | 'product_title' | 'seller_issued_invoice_id',
  cells: string[],
): Promise<Record<string, unknown>> {
  const book = await newBook()
  const place = { transaction_reference_id: 0, payer_aws_account_id: 5, seller_issued_invoice_id: 6, product_title: 7 }[
    column
  ]
  const lines = cells.map((cell, index) =>
    [`K${index}`, '1.00', 'USD', '0', '1.00', '123456789012', '', 'P'].with(place, cell).join(','),
  )
  const { files } = await book.import([write(newFolder(), 'ids.csv', [header, ...lines].join('\n'))])
  expect(files.map(unaccounted)).toEqual([0])
  const kept = await book.rows(`select line, ${column} as value from billed_revenue`)
  return Object.fromEntries(
    cells.map((cell, index) => {
      const row = kept.find(({ line }) => line === index + 2)
      return [
        cell,
        row ? row['value'] : files[0]?.refusals.find(({ line }) => line === index + 2)?.reason.replace(/^.*" /s, ''),
      ]
    }),
  )
}

const lost = 'is in scientific notation, which loses digits: take the original file.'
const number = 'was turned into a number, which may have lost digits: take the original file.'
const date = 'was turned into a date: take the original file.'
const foreign =
  'has a character that no id of AWS has, and that may not be seen (a line end, a blank without width, a letter of another script): mend it in the file, or take the original file.'
const formula = 'is a formula and not what it gives: take a file with its values.'

test('references, invoices and accounts of the cases are what they were', async () => {
  const book = await newBook()
  const names = [
    'raw-equals',
    'quoted-equals',
    'key-only',
    'float',
    'grouped',
    'disbursed_amount_by_product_2026-06-27',
  ]
  const { files } = await book.import(names.map((name) => `${folder}/${name}.csv`))
  expect(files.map(({ rows_kept, refused_rows }) => [rows_kept, refused_rows])).toEqual([
    [2, 0],
    [2, 0],
    [1, 0],
    [2, 0],
    [1, 0],
    [2, 0],
  ])
  expect(
    await book.rows(
      `select name, transaction_reference_id as key, invoice_id as invoice, payer_aws_account_id as payer
       from billed_revenue join files using (file_id) order by file_id, line`,
    ),
  ).toEqual([
    { name: 'raw-equals.csv', key: '004471120', invoice: '2290017741', payer: '004410772233' },
    { name: 'raw-equals.csv', key: '004471121', invoice: '2290017741', payer: '004410772233' },
    { name: 'quoted-equals.csv', key: '004471122', invoice: '2290017741', payer: '004410772233' },
    { name: 'quoted-equals.csv', key: '004471123', invoice: '2290017741', payer: '004410772233' },
    { name: 'key-only.csv', key: '004471120', invoice: '2290017741', payer: null },
    { name: 'float.csv', key: '781216640', invoice: '2290017741', payer: '410077223344' },
    { name: 'float.csv', key: '781216641', invoice: '2290017742', payer: '410077223344' },
    { name: 'grouped.csv', key: '781216640', invoice: '2290017741', payer: '410077223344' },
  ])
  const made =
    'an id that a spreadsheet made a number of, in Invoice ID, Subscriber AWS account ID, Transaction reference ID, Payer AWS account ID; its digits are read.'
  expect(files.map(({ warnings }) => warnings.some((warning) => warning.includes(made)))).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ])
  await book.book.write((connection) => reconcile(connection))
  expect(
    await book.rows(
      `select transaction_reference as key, state from reconciled_keys where transaction_reference = '781216641'`,
    ),
  ).toEqual([{ key: '781216641', state: 'disbursed' }])
})

test('a reference is what was protected, the digits of a number, or refused', async () => {
  expect(
    await read('transaction_reference_id', [
      '="0044711a"',
      '"=""0044711b"""',
      '=T("0044711c")',
      '"=T(""0044711d"")"',
      '=004471121',
      "'004471122",
      '"\'004471123\'"',
      '"""004471124"""',
      '= "004471125"',
      '"=""781,216,641"""',
      '781216642.0',
      '781216643.00',
      '"781216644,0"',
      '781216645.',
      '"781,216,646"',
      '781.216.647',
      '781 216 648',
      "781'216'649",
      '781\u00a0216\u00a0650',
      '"781,216,651.00"',
      '"781.216.652,0"',
      '="#REF!"',
      '=""',
      '7.81E+08',
      '"7,81E+08"',
      '7.81e8',
      '7.81E08',
      '7.81 E+08',
      '781E+6',
      '7.8121664×10^8',
      '8E+12',
      '8e12',
      '12e45',
      '1e5a9c3f',
      '0x1F',
      '3.7.2',
      'r.1',
      'T-1',
      'a b',
      '"1,234"',
      '1.234',
      '781 216',
      '781.000',
      '1234567890123456.0',
      '"1,234,567,890,123,456"',
      '=A1&"x"',
      '=TEXT(4471;"000000000")',
      '00"44',
      '"00""45"',
      '="00""',
    ]),
  ).toEqual({
    '="0044711a"': '0044711a',
    '"=""0044711b"""': '0044711b',
    '=T("0044711c")': '0044711c',
    '"=T(""0044711d"")"': '0044711d',
    '=004471121': '004471121',
    "'004471122": '004471122',
    '"\'004471123\'"': '004471123',
    '"""004471124"""': '004471124',
    '= "004471125"': '004471125',
    '"=""781,216,641"""': '781216641',
    '781216642.0': '781216642',
    '781216643.00': '781216643',
    '"781216644,0"': '781216644',
    '781216645.': '781216645',
    '"781,216,646"': '781216646',
    '781.216.647': '781216647',
    '781 216 648': '781216648',
    "781'216'649": '781216649',
    '781\u00a0216\u00a0650': '781216650',
    '"781,216,651.00"': '781216651',
    '"781.216.652,0"': '781216652',
    '="#REF!"': null,
    '=""': null,
    '7.81E+08': lost,
    '"7,81E+08"': lost,
    '7.81e8': lost,
    '7.81E08': lost,
    '7.81 E+08': lost,
    '781E+6': lost,
    '7.8121664×10^8': lost,
    '8E+12': lost,
    // Ids of letters and digits look so too.
    '8e12': '8e12',
    '12e45': '12e45',
    '1e5a9c3f': '1e5a9c3f',
    '0x1F': '0x1F',
    '3.7.2': '3.7.2',
    'r.1': 'r.1',
    'T-1': 'T-1',
    'a b': 'a b',
    '"1,234"': number,
    '1.234': number,
    '781 216': number,
    '781.000': number,
    '1234567890123456.0': number,
    '"1,234,567,890,123,456"': number,
    '=A1&"x"': formula,
    '=TEXT(4471;"000000000")': formula,
    '00"44': '00"44',
    '"00""45"': '00"45',
    '="00""': formula,
  })
})

test('an id that was an amount, a date, or has what nobody sees, is refused; in its groups of two it is its digits', async () => {
  const cells: Record<string, string | null> = {
    '"78,12,16,640"': '781216640',
    '"1,23,45,67,890.00"': '1234567890',
    $781216640: number,
    '"$781,216,640.00"': number,
    '"781.216.640,00 €"': number,
    '12345678901234500000': number,
    '12345678901234567890': '12345678901234567890',
    '2023-03-15': date,
    '2026-05-31 00:00:00': date,
    '5/31/2026': date,
    '1-Mar': date,
    'Mar-45': date,
    '12:30:00': date,
    '2026-05': '2026-05',
    'Ref-12': 'Ref-12',
    TRUE: null,
    False: null,
    'ref\u200bA': foreign,
    'ref\u00adA1bc11d4f5a6b7c': foreign,
    'refA1bc11d4f5a6b7c\u00a0x': foreign,
    'agmt\u20137h2k9': foreign,
    'ref\u0410': foreign,
    '７８１２１６６４０': foreign,
    '\u200e781216650\ufeff': '781216650',
    '"ref\nA"': foreign,
  }
  expect(await read('transaction_reference_id', Object.keys(cells))).toEqual(cells)
  expect(await read('seller_issued_invoice_id', ['５/2026', '1-Mar'])).toEqual({
    '５/2026': '５/2026',
    '1-Mar': '1-Mar',
  })
})

test('an account is its twelve digits or refused', async () => {
  const none = 'is not an account number of twelve digits.'
  expect(
    await read('payer_aws_account_id', [
      '="004410772233"',
      "'004410772233",
      '4410772233',
      '4410772233.0',
      '"4,410,772,233"',
      '4.410.772.233',
      '4 410 772 233',
      '4410-7722-3344',
      '0',
      '0.0',
      '1.23457E+11',
      '"1,23457E+11"',
      '1.23457e11',
      '4410772233.5',
      '"4,410"',
      '4.410',
      '41-77',
      '-410077223344',
      '4100772233445',
      '=A1',
    ]),
  ).toEqual({
    '="004410772233"': '004410772233',
    "'004410772233": '004410772233',
    '4410772233': '004410772233',
    '4410772233.0': '004410772233',
    '"4,410,772,233"': '004410772233',
    '4.410.772.233': '004410772233',
    '4 410 772 233': '004410772233',
    '4410-7722-3344': '441077223344',
    '0': null,
    '0.0': null,
    '1.23457E+11': lost,
    '"1,23457E+11"': lost,
    '1.23457e11': lost,
    '4410772233.5': none,
    '"4,410"': number,
    '4.410': number,
    '41-77': none,
    '-410077223344': none,
    '4100772233445': none,
    '=A1': formula,
  })
})

test('texts lose their protection and nothing else; the numbers of others are their own', async () => {
  expect(
    await read('product_title', [
      '="Sandpiper Ledger"',
      '=T("0815")',
      "'0815",
      "'=1+1",
      "'s-Hertogenbosch",
      "'t Veld",
      '=1+1',
      '781216640.0',
      '"7,81E+08"',
    ]),
  ).toEqual({
    '="Sandpiper Ledger"': 'Sandpiper Ledger',
    '=T("0815")': '0815',
    "'0815": '0815',
    "'=1+1": '=1+1',
    "'s-Hertogenbosch": "'s-Hertogenbosch",
    "'t Veld": "'t Veld",
    '=1+1': '=1+1',
    '781216640.0': '781216640.0',
    '"7,81E+08"': '7,81E+08',
  })
  expect(await read('seller_issued_invoice_id', ['2024.001', '"101,102,103"', '2024.0', '="0007"'])).toEqual({
    '2024.001': '2024.001',
    '"101,102,103"': '101,102,103',
    '2024.0': '2024.0',
    '="0007"': '0007',
  })
})
