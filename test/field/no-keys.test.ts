import { expect, test } from 'vitest'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

const folder = 'test/field/06-no-keys'
const header =
  'Transaction Reference ID,Seller Net Revenue,Currency,AWS tax share,Gross Revenue,Invoice ID,Payer AWS account ID,Payment due date,Product title,Subscriber country'

const errors = [
  '#REF!',
  '#NAME?',
  '#VALUE!',
  '#DIV/0!',
  '#NUM!',
  '#NULL!',
  '#N/A',
  '#SPILL!',
  '#CALC!',
  '#GETTING_DATA',
  '#ERROR!',
  '#BLOCKED!',
  '#FIELD!',
  '#BEZUG!',
  '#WERT!',
  '#NV',
  '#ZAHL!',
  '#ÜBERLAUF!',
  '#NOM?',
  '#VALEUR!',
  '#NOMBRE!',
  '#PROPAGATION!',
  '#¡REF!',
  '#¿NOMBRE?',
  '#¡VALOR!',
  '#RIF!',
  '#NOME?',
  '#N/D',
  '#WAARDE!',
  '#ARG!',
  '#ССЫЛКА!',
  '#Н/Д',
  'Err:502',
  '########',
  '#REF',
  '#DIV/0',
  '#NOM ?',
]
/** What people and programs put where a reference should be. */
const noReferences = [
  'TBD',
  'unknown',
  '--',
  '—',
  '.',
  '0',
  '?',
  '#Error',
  '<unset>',
  '{null}',
  '(boş)',
  '(空白)',
  '无',
  '해당 없음',
  'нет',
  'غير متوفر',
  'none found',
  'keine Angabe',
  'n/a*',
  'N/A (see note)',
  '#N/A Requesting Data...',
  'TRUE',
  'no',
  'ditto',
  'cancelled',
  'xxx',
]
const nothing = [
  'nan',
  'NaN',
  'NaT',
  '<NA>',
  'None',
  '(blank)',
  '(null)',
  'NULL',
  '\\N',
  'undefined',
  '#N/A N/A',
  'N/A',
  'n/a',
  'nil',
  '(Leer)',
  '[NULL]',
]

test('the rows of the cases keep their money and have no reference but the true one', async () => {
  const book = await newBook()
  const { files } = await book.import([`${folder}/errors.csv`, `${folder}/pandas.csv`])
  expect(files.map(({ rows_kept, refused_rows }) => [rows_kept, refused_rows])).toEqual([
    [6, 0],
    [19, 0],
  ])
  await book.book.write((connection) => reconcile(connection))
  expect(
    await book.rows(
      'select transaction_reference as key, billed_net::decimal(18, 2)::varchar as billed from reconciled_keys where transaction_reference is not null',
    ),
  ).toEqual([{ key: 'refOK', billed: '58.20' }])
  expect(files.map(({ warnings }) => warnings.join(' '))).toEqual([
    expect.stringContaining(
      '5 rows have the mark of a formula that failed (such as #REF!) in Transaction reference ID; it is read as empty.',
    ),
    expect.stringContaining(
      '18 rows have a word or mark in place of an id in Transaction reference ID; such rows count without a reference.',
    ),
  ])
})

test('what stands for nothing is nothing in every column, and never an amount', async () => {
  const book = await newBook()
  const words = [...errors, ...nothing]
  const columns = words.map((word, index) => `K${index},1.00,USD,0,2.00,${word},${word},${word},"${word}",${word}`)
  const references = [...words, ...noReferences].map(
    (word) => `${word},1.00,USD,0,2.00,I1,123456789012,2026-06-30,P,DE`,
  )
  const amounts = words.map((word, index) => `A${index},1.00,USD,0,${word},I1,123456789012,2026-06-30,P,DE`)
  const currencies = words.map((word, index) => `C${index},1.00,${word},0,2.00,I1,123456789012,2026-06-30,P,DE`)
  const nets = words.map((word, index) => `N${index},${word},USD,0,2.00,I1,123456789012,2026-06-30,P,DE`)
  const { files } = await book.import(
    Object.entries({ columns, references, amounts, currencies, nets }).map(([name, lines]) =>
      write(newFolder(), `${name}.csv`, [header, ...lines].join('\n')),
    ),
  )
  expect(files.map(unaccounted)).toEqual([0, 0, 0, 0, 0])
  const of = (name: string): string => `from billed_revenue join files using (file_id) where name = '${name}.csv'`
  expect(
    await book.rows(
      `select count(*)::integer as rows, count(invoice_id)::integer as invoices, count(payer_aws_account_id)::integer as payers,
         count(payment_due_date)::integer as due, count(product_title)::integer as products, count(subscriber_country)::integer as countries ${of('columns')}`,
    ),
    // AWS writes None where a tax has no type: in texts it is a word.
  ).toEqual([{ rows: words.length, invoices: 0, payers: 0, due: 0, products: 1, countries: 1 }])
  expect(
    await book.rows(
      `select count(*)::integer as rows, count(transaction_reference_id)::integer as keys ${of('references')}`,
    ),
  ).toEqual([{ rows: references.length, keys: 0 }])
  // Where a formula failed an amount is not known; "nothing" is none.
  expect(
    await book.rows(`select count(*)::integer as rows, count(gross_revenue)::integer as amounts ${of('amounts')}`),
  ).toEqual([{ rows: nothing.length - 1, amounts: 0 }])
  expect(files[2]?.refusals).toHaveLength(errors.length + 1)
  expect(new Set(files[2]?.refusals.map(({ reason }) => reason.replace(/^.*" /, '')))).toEqual(
    new Set(['is the mark of a formula that failed, not an amount: take the file from before it was calculated.']),
  )
  expect(files.slice(3).map(({ rows_kept }) => rows_kept)).toEqual([0, 0])
})

test('three letters are a currency when they are the code of one', async () => {
  const book = await newBook()
  const words = ['USD', 'eur', 'ZWL', 'Yes', 'INF', 'SUM', 'USS', 'N/A', '#N/A', '***']
  const lines = words.map((word, index) => `K${index},1.00,${word},0,2.00,I1,123456789012,2026-06-30,P,DE`)
  const { files } = await book.import([write(newFolder(), 'currencies.csv', [header, ...lines].join('\n'))])
  expect(await book.rows('select currency from billed_revenue order by line')).toEqual([
    { currency: 'USD' },
    { currency: 'EUR' },
    { currency: 'ZWL' },
  ])
  expect(files[0]?.refusals[0]?.reason).toBe('Currency: "Yes" is not a currency code.')
})

test('Namibia, a town and what only looks like a word for nothing stay', async () => {
  const book = await newBook()
  await book.import([
    write(
      newFolder(),
      'texts.csv',
      `${header}\nK1,1.00,NAD,0,2.00,I1,123456789012,2026-06-30,#1 Backup,NA\nK2,1.00,USD,0,2.00,I1,123456789012,2026-06-30,Nan,DE\nK3,1.00,USD,0,2.00,I1,123456789012,2026-06-30,Unknown,DE\nnanx1,1.00,USD,0,2.00,I1,123456789012,2026-06-30,#hash,DE\n`,
    ),
  ])
  expect(
    await book.rows(
      'select transaction_reference_id as key, product_title as product, subscriber_country as country, currency from billed_revenue order by line',
    ),
  ).toEqual([
    { key: 'K1', product: '#1 Backup', country: 'NA', currency: 'NAD' },
    { key: 'K2', product: 'Nan', country: 'DE', currency: 'USD' },
    { key: 'K3', product: 'Unknown', country: 'DE', currency: 'USD' },
    { key: 'nanx1', product: '#hash', country: 'DE', currency: 'USD' },
  ])
})
