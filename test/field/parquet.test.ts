import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Connection } from '../../main/database/connection.ts'
import { openBook } from '../../main/database/open.ts'
import { keptFolder } from '../../main/import/kept/keep.ts'
import { openRawTexts } from '../../main/import/kept/kept-text.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

/** Writes what the queries select as Parquet files below a folder, by their names. */
async function parquetFiles(queries: Readonly<Record<string, string>>): Promise<string> {
  const folder = newFolder()
  const book = await openBook(':memory:')
  const connection: Connection = await book.connect()
  try {
    for (const [name, query] of Object.entries(queries)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      const [sql, codec = 'snappy'] = query.split(' -- ')
      await connection.run(`copy (${sql}) to '${join(folder, name)}' (format parquet, codec ${codec})`)
    }
  } finally {
    connection.close()
    await book.close()
  }
  return folder
}

/** Selects these cells of a billed revenue export, with the types that the expressions have. */
function billed(cells: { key: string; net: string; account?: string; due?: string; more?: string }): string {
  return `select 'T'::varchar || ${cells.key} as transaction_reference_id, ${cells.net} as seller_net_revenue, 'USD' as currency,
    0::decimal(5, 2) as aws_tax_share, 100::integer as gross_revenue, ${cells.account ?? 'null'} as payer_aws_account_id,
    ${cells.due ?? 'null::date'} as payment_due_date, 'Net 30 days' as payment_terms ${cells.more ?? ''}`
}

test('a feed that was converted to Parquet is the feed: month of the folder, exact cells, text of a line', async () => {
  const csv = feedCsv('billing_event_feed', [
    event({ amount: '1234567.123456', invoice_id: '00017', bank_trace_id: 'a, b' }),
    event({ billing_event_id: 'event-2', amount: '-0.1', invoice_date: '' }),
  ])
  const source = write(newFolder(), 'data.csv', csv)
  const read = `read_csv('${source}', types = {'amount': 'decimal(38, 18)', 'invoice_id': 'varchar', 'invoice_date': 'timestamp',
    'balance_impacting': 'integer', 'update_date': 'timestamptz'}, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', strict_mode = true)`
  const name = (file: string): string => feedPath('billing_event_feed', '2026-05').replace('data.csv', file)
  const folder = await parquetFiles({ [name('part-0.snappy.parquet')]: `select * from ${read}` })
  const book = await newBook()
  const { files } = await book.import([folder])
  expect(files).toMatchObject([
    { status: 'imported', lines_read: 3, rows_kept: 2, header_lines: 1, refused_rows: 0, warnings: [] },
  ])
  expect(await book.rows(`select format, encoding, delimiter, feed_month from files`)).toEqual([
    { format: 'parquet', encoding: null, delimiter: null, feed_month: '2026-05-01' },
  ])
  const select = `select line, billing_event_id, amount, invoice_id, bank_trace_id, invoice_date, update_date, extra from billing_event_feed order by line`
  const plain = await newBook()
  await plain.import([write(newFolder(), name('data.csv'), csv)])
  const rows = await book.rows(select)
  expect(rows.map(({ amount }) => amount)).toEqual(['1234567.123456', '-0.100000'])
  expect(rows).toEqual((await plain.rows(select)).map((row, index) => ({ ...row, line: index + 2 })))

  const connection = await book.book.connect()
  const texts = openRawTexts(connection, String(keptFolder(book.book.path)), join(newFolder(), 'texts'))
  const at = (line: number): { sha256: string; sheet: null; line: number } => ({
    sha256: String(files[0]?.sha256),
    sheet: null,
    line,
  })
  const [first, second] = await texts.at([at(2), at(3)])
  expect(first).toContain('1234567.123456')
  expect(first).toContain('"a, b"')
  expect(second).toMatch(/event-2.*-0\.1,USD/)
  await texts.close()
  connection.close()
  expect(
    (await book.import([write(newFolder(), 'copy.parquet', readFileSync(join(folder, name('part-0.snappy.parquet'))))]))
      .files[0]?.status,
  ).toBe('already-imported')
})

test('cells of every type are read exactly, or refused', async () => {
  const folder = await parquetFiles({
    'decimals.parquet': `${billed({ key: "'1'", net: '97.10::decimal(38, 18)', account: "'012345678901'", due: "date '2026-06-30'" })} -- gzip`,
    'doubles.parquet': `${billed({ key: "'2'", net: '(0.1)::double', account: '12345678901::double', due: "timestamp '2026-06-30 00:00:00'" })} -- zstd`,
    'floats.parquet': billed({
      key: "'3'",
      net: '12.35::float',
      account: '12345678901::bigint',
      due: "timestamptz '2026-06-30 02:00:00+02'",
    }),
    'lost.parquet': `${billed({ key: "'4'", net: '1234567.89::float' })} union all ${billed({ key: "'5'", net: "'nan'::float" })} union all ${billed({ key: "'6'", net: '5::float' })}`,
    'small.parquet': `${billed({ key: "'7'", net: '0.00005::double' })} -- uncompressed`,
    'sums.parquet': billed({ key: "'8'", net: '0.1::double + 0.2::double' }),
    'bytes.parquet': billed({
      key: "'9'",
      net: "encode('12.50')",
      more: ", 'caf\\xC3\\xA9'::blob as product_title, '\\xFF\\x00'::blob as seal",
    }),
    'nested.parquet': billed({
      key: "'10'",
      net: "'7.00'",
      more: ", [1, 2] as list, {'a': true} as record, true as flag, time '01:02:03' as at",
    }),
  })
  const book = await newBook()
  const { files } = await book.import([folder])
  expect(
    files.map(({ path, rows_kept, refused_rows }) => [path.slice(folder.length + 1), rows_kept, refused_rows]),
  ).toEqual([
    ['bytes.parquet', 1, 0],
    ['decimals.parquet', 1, 0],
    ['doubles.parquet', 1, 0],
    ['floats.parquet', 1, 0],
    ['lost.parquet', 1, 2],
    ['nested.parquet', 1, 0],
    ['small.parquet', 1, 0],
    ['sums.parquet', 0, 1],
  ])
  expect(files.map(unaccounted)).toEqual(Array(8).fill(0))
  expect(
    await book.rows(
      `select transaction_reference_id as key, seller_net_revenue as net, payer_aws_account_id as account, payment_due_date::date::varchar as due
       from billed_revenue order by key[2:]::integer`,
    ),
  ).toMatchObject([
    { key: 'T1', net: '97.100000', account: '012345678901', due: '2026-06-30' },
    { key: 'T2', net: '0.100000', account: '012345678901', due: '2026-06-30' },
    { key: 'T3', net: '12.350000', account: '012345678901', due: '2026-06-30' },
    { key: 'T6', net: '5.000000', due: null },
    { key: 'T7', net: '0.000050' },
    { key: 'T9', net: '12.500000' },
    { key: 'T10', net: '7.000000' },
  ])
  expect(
    await book.rows(
      `select product_title, extra from billed_revenue where transaction_reference_id in ('T9', 'T10') order by line, extra`,
    ),
  ).toEqual([
    { product_title: null, extra: '{"list":"[1,2]","record":"{\\"a\\":true}","flag":"true","at":"01:02:03"}' },
    { product_title: 'café', extra: '{"seal":"\\\\xFF\\\\x00"}' },
  ])
  expect(await book.rows(`select line::integer as line, value from refused_rows order by line, value`)).toEqual([
    { line: 2, value: '0.30000000000000004' },
    { line: 2, value: '1.234568e+06' },
    { line: 3, value: 'nan' },
  ])
})

test('many rows keep their order, whatever the name and the folder are called', async () => {
  const name = 'year=2026/currency=EUR/a [1]*{x}.parquet'
  const folder = await parquetFiles({
    [name]: `${billed({ key: 'range::varchar', net: '(range / 100)::decimal(18, 2)' })} from range(300000)`,
  })
  const book = await newBook()
  const { files } = await book.import([join(folder, name)])
  expect(files).toMatchObject([{ rows_kept: 300_000, lines_read: 300_001, warnings: [] }])
  expect(
    await book.rows(
      `select count(*) filter (line - 2 <> transaction_reference_id[2:]::integer)::integer as moved, any_value(currency) as currency from billed_revenue`,
    ),
  ).toEqual([{ moved: 0, currency: 'USD' }])
})

test('Parquet that cannot be read is one line with a sentence, and other tables say which report is nearest', async () => {
  const folder = await parquetFiles({
    'a.parquet': `${billed({ key: 'range::varchar', net: '1::decimal(5, 2)' })} from range(5000)`,
    'other.parquet': `select 1 as colour, 'x' as size`,
    'empty.parquet': `${billed({ key: "'1'", net: '1::decimal(5, 2)' })} limit 0`,
  })
  const whole = readFileSync(join(folder, 'a.parquet'))
  const damaged = Buffer.from(whole)
  damaged.fill(0xa5, 100, 300)
  write(folder, 'b cut.parquet', whole.subarray(0, whole.length - 50))
  write(folder, 'c damaged.parquet', damaged)
  write(folder, 'd whole.bin.gz', gzipSync(whole))
  write(folder, '_SUCCESS', '')
  const { files } = await (await newBook()).import([folder])
  const bad = 'The Parquet file is damaged or cut off. Get it again from where it came.'
  expect(files.map(({ path, status, reason }) => [path.slice(folder.length + 1), reason ?? status])).toEqual([
    ['a.parquet', 'imported'],
    ['b cut.parquet', bad],
    ['c damaged.parquet', bad],
    ['d whole.bin.gz', 'already-imported'].map((text, index) =>
      index === 1 ? expect.stringContaining('The same bytes') : text,
    ),
    ['empty.parquet', 'imported'],
    ['other.parquet', expect.stringMatching(/header of a report|Nearest/)],
  ])
  const again = await (await newBook()).import([join(folder, 'a.parquet')], { limits: { parquetCells: 10_000 } })
  expect(again.files[0]?.reason).toMatch(/more cells than any report/)
})
