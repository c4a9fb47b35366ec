import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import ExcelJS from 'exceljs'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importText, newBook, newFolder, unaccounted, write } from './books.ts'
import { storedZip } from '../sample/archive.ts'

const section1 =
  'Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,Net Amount,Transaction Reference ID'
const section2 =
  'Settlement ID,Settlement Period Start Date,Settlement Period End Date,Deposit Date,Disbursed Amount,Country Code,State or Region,City,Postal Code,Net Amount by Tax Location,Gross Amount by Tax Location,Seller U.S. Sales Tax,Seller U.S. Sales Tax Refund'
const line1 = (key: string, product = 'Anchor'): string => `${product},p1,100.00,-3.00,0.00,0.00,97.00,${key}`
const line2 = 'S1,2022-07-10,2022-08-09,2022-08-10,194.00,US,WA,Seattle,01234,194.00,200.00,0,0'

const zip = (files: Record<string, string | Buffer>): Buffer =>
  storedZip(Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content as string) })))

describe('several sections in one file', () => {
  const separators = {
    'title lines': ['Section 1: Disbursed amount by product', 'Section 2: Disbursed amount by customer geography'],
    'blank lines': ['', ''],
    'bare headers': [null, null],
  }
  for (const [name, [first, second]] of Object.entries(separators))
    test(`separated by ${name}`, async () => {
      const lines = [first, section1, line1('T1'), line1('T2'), second, section2, line2].filter((line) => line !== null)
      const { file, rows } = await importText(lines.join('\r\n'))
      expect(file.sections.map(({ section, rows: count }) => [section, count])).toEqual([
        ['dis1', 2],
        ['dis2', 1],
      ])
      expect(unaccounted(file)).toBe(0)
      const header = name === 'bare headers' ? 1 : 2
      expect(await rows('select line, transaction_reference_id as key from dis1 order by line')).toEqual([
        { line: header + 1, key: 'T1' },
        { line: header + 2, key: 'T2' },
      ])
    })

  test('titles, totals, notes and trailers are shown, and neither taken for data nor dropped', async () => {
    const padded = (text: string): string => `${text}${','.repeat(12)}`
    const text = [
      padded('Disbursement report'),
      'Report date,2022-08-15',
      padded(''),
      padded('Section 1: Disbursed amount by product'),
      `${section1},,,,,`,
      `${line1('T1')},,,,,`,
      `${line1('T2', 'Total Protection')},,,,,`,
      'Total,,200.00,-6.00,,,194.00,,,,,,',
      padded(''),
      section2,
      line2,
      padded('End of report'),
    ].join('\n')
    const { file, rows } = await importText(text)
    expect(file).toMatchObject({
      lines_read: 12,
      rows_kept: 3,
      header_lines: 2,
      title_lines: 5,
      blank_lines: 2,
      refused_rows: 0,
    })
    expect(file.other_lines.map(({ line, kind }) => [line, kind])).toEqual([
      [1, 'title'],
      [2, 'title'],
      [4, 'title'],
      [8, 'total'],
      [12, 'trailer'],
    ])
    expect(await rows('select product from dis1 order by line')).toEqual([
      { product: 'Anchor' },
      { product: 'Total Protection' },
    ])
  })

  test('rows under a header that no report has are refused, not taken for the section above', async () => {
    const text = [
      section1,
      line1('T1'),
      '',
      'Colour,Size,Weight,Height,Depth,Mood,Taste,Smell',
      'red,1,2,3,4,5,6,7',
      '',
      section2,
      line2,
    ]
    const { file } = await importText(text.join('\n'))
    expect(file.sections.map(({ rows }) => rows)).toEqual([1, 1])
    expect(file.refusals.map(({ line }) => line)).toEqual([4, 5])
    expect(file.refusals[0]?.reason).toContain('under no header of a known report')
    expect(unaccounted(file)).toBe(0)
  })

  test('ageing sections of one width are told apart', async () => {
    const ages = (word: string, unit: string): string =>
      ['< 31', '31–60', '61–90', '91–120', '> 120']
        .map((days) => `${word} (${days} days${unit})`)
        .concat(`${word} (overall)`)
        .join(',')
    const text = [
      ages('Uncollected', ' pending'),
      '1,2,3,4,5,15',
      ages('Collected', ' pending'),
      '2,2,2,2,2,10',
      ages('Past Due', ''),
      '1,1,1,1,1,5',
    ]
    const { file, rows } = await importText(text.join('\n'))
    expect(file.sections.map(({ section }) => section)).toEqual(['dis4', 'dis5', 'dis6'])
    expect(await rows('select uncollected_31_60_days as a, uncollected_overall as b from dis4')).toEqual([
      { a: '2.000000', b: '15.000000' },
    ])
  })
})

test('an ageing row may have a label in front, even the word total, and empty cells', async () => {
  const header = '< 31 31-60 61-90 91-120 > 120'
    .replace('< 31', '<31')
    .replace('> 120', '>120')
    .split(' ')
    .map((days) => `Uncollected (${days.replace(/([<>])/, '$1 ')} days pending)`)
  const text = `,${header.join(',')},Uncollected (overall)\nTotal,1,2,3,4,5,15\n,,,,,,15\n`
  const { file, rows } = await importText(text)
  expect(file).toMatchObject({ rows_kept: 2, title_lines: 0, refused_rows: 0 })
  expect(await rows('select uncollected_overall as overall, extra from dis4 order by line')).toEqual([
    { overall: '15.000000', extra: '{"(column 1)":"Total"}' },
    { overall: '15.000000', extra: '{"(column 1)":null}' },
  ])
})

test('a header repeated on each page begins no new data, and a trailing separator is no cell', async () => {
  const text = `sep=,\n${section1}\n${line1('T1')},\n${section1}\n${line1('T2')}\n`
  const { file } = await importText(text)
  expect(file).toMatchObject({ lines_read: 5, rows_kept: 2, header_lines: 2, title_lines: 1, refused_rows: 0 })
})

describe('encodings and separators', () => {
  const text = [section1, line1('T1', 'Café Ñandú'), line1('T2')].join('\r\n')
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le')
  const encoded: Record<string, Buffer> = {
    'utf-8': Buffer.from(text),
    'utf-8 with a byte order mark': Buffer.from(`\uFEFF${text}`),
    'utf-16le': utf16,
    'utf-16be': Buffer.from(utf16).swap16(),
    'utf-16le without a mark': Buffer.from(text, 'utf16le'),
    'windows-1252': Buffer.from(text, 'latin1'),
    tabs: Buffer.from(text.replaceAll(',', '\t')),
    semicolons: Buffer.from(text.replaceAll(',', ';')),
    'line feeds': Buffer.from(text.replaceAll('\r', '')),
    'carriage returns': Buffer.from(text.replaceAll('\n', '')),
  }
  for (const [name, bytes] of Object.entries(encoded))
    test(name, async () => {
      const { file, rows } = await importText(bytes)
      expect(unaccounted(file)).toBe(0)
      expect(file.lines_read).toBe(3)
      expect(
        await rows('select line, product, net_amount as net, transaction_reference_id as key from dis1 order by line'),
      ).toEqual([
        { line: 2, product: 'Café Ñandú', net: '97.000000', key: 'T1' },
        { line: 3, product: 'Anchor', net: '97.000000', key: 'T2' },
      ])
    })
})

test('a record with line breaks inside is one line read, on the line where it begins', async () => {
  const { file, rows } = await importText(
    [section1, line1('T1', '"two\nlines"'), line1('T2'), 'x,p,1,0,0,0,bad,T3'].join('\n'),
  )
  expect(file).toMatchObject({ lines_read: 4, rows_kept: 2, refused_rows: 1 })
  expect(await rows('select line from dis1 order by line')).toEqual([{ line: 2 }, { line: 4 }])
  expect(file.refusals[0]?.line).toBe(5)
})

test('refused rows keep line, column, value, reason and their text', async () => {
  const bad = '"a ""quoted"" name",p1,100.00,-3.00,0.00,0.00,abc,T2'
  const { rows } = await importText([section1, line1('T1'), bad, line1('T3'), 'short,row'].join('\r\n'))
  expect(
    await rows('select section, line, column_name, value, reason, raw_text from refused_rows order by line'),
  ).toEqual([
    {
      section: 'dis1',
      line: '3',
      column_name: 'Net Amount',
      value: 'abc',
      reason: 'Net Amount: "abc" is not a number.',
      raw_text: bad,
    },
    {
      section: 'dis1',
      line: '5',
      column_name: null,
      value: null,
      reason: 'It has 2 cells; the header on line 1 has 8.',
      raw_text: 'short,row',
    },
  ])
})

test('unknown columns are kept with the row', async () => {
  const { file, rows } = await importText(`${section1},Colour,Colour\n${line1('T1')},red,blue\n`)
  expect(file.warnings).toContain('Columns that are unknown or repeat a heading, kept as they are: Colour, Colour.')
  expect(JSON.parse(String((await rows('select extra from dis1'))[0]?.['extra']))).toEqual({
    Colour: 'red',
    'Colour (2)': 'blue',
  })
})

describe('files that are no report', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'It is empty: there is nothing in it. Get it again from where it came.'],
    [
      'a binary file',
      Buffer.from([0x89, 1, 0x4e, 0x47, 0, 1, 2, 3]),
      'It is neither text nor a workbook: reports are CSV files, workbooks (.xlsx) or Parquet files, also packed as ZIP or gzip.',
    ],
    [
      'a letter',
      Buffer.from('Dear reader,\nall is well.\n'),
      expect.stringContaining(
        'No line of it is the header of a report that Tieout knows. It reads the reports of AWS',
      ) as string,
    ],
  ])('%s', async (_name, bytes, reason) => {
    const { file } = await importText(bytes)
    expect(file).toMatchObject({ status: 'unrecognised', reason, rows_kept: 0 })
  })

  test('a thin export names what it lacks', async () => {
    const { file } = await importText(
      'invoice_id,subscriber_aws_account_id,payer_aws_account_id,gross_revenue,gross_refund,last_collection_date\n1,2,3,4,5,\n',
    )
    expect(file.status).toBe('unrecognised')
    expect(file.reason).toContain('Nearest is the Billed revenue export')
    expect(file.reason).toContain('Transaction reference ID')
  })

  test('a header with no rows is recognised, and said to be empty', async () => {
    const { file } = await importText(`${section1}\n`)
    expect(file).toMatchObject({ status: 'imported', lines_read: 1, header_lines: 1, rows_kept: 0 })
    expect(file.warnings.join(' ')).toContain('has no rows below it')
    const refused = await importText(`${section1}\nT1,too short\n`)
    expect(refused.file).toMatchObject({ refused_rows: 1 })
    expect(refused.file.warnings.join(' ')).not.toContain('has no rows')
  })

  test('a line of ten million characters is refused, whole, and nothing else', async () => {
    const { file, rows } = await importText([section1, line1('T1'), 'x'.repeat(10_000_000), line1('T2')].join('\n'))
    expect(file).toMatchObject({ lines_read: 4, rows_kept: 2, refused_rows: 1 })
    expect(await rows('select length(raw_text) as length from refused_rows')).toEqual([{ length: '10000000' }])
  })

  test('a path at which there is nothing does not keep the others out', async () => {
    const book = await newBook()
    const { files } = await book.import([
      join(newFolder(), 'absent.csv'),
      write(newFolder(), 'a.csv', `${section1}\n${line1('T1')}\n`),
    ])
    expect(files.map(({ status }) => status)).toEqual(['failed', 'imported'])
    expect(files[0]?.reason).toContain('There is no file or folder at')
  })
})

describe('workbooks and archives', () => {
  async function workbook(): Promise<Buffer> {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('Disbursements')
    sheet.addRow(['Disbursement report'])
    sheet.addRow([])
    sheet.addRow([...section1.split(','), 'Customer AWS Account Number'])
    sheet.addRow(['Anchor', 'p1', 100, -3, 0, 0, 0.1 + 0.2, 'T1', 12345678901])
    sheet.addRow(['two\nlines', 'p1', 100, -3, 0, 0, 97, 'T2'])
    const second = book.addWorksheet('Open')
    second.addRow([
      'Net Revenue',
      'Currency',
      'AR Period',
      'Transaction Reference ID',
      'Payment Due date',
      'Gross Revenue',
    ])
    second.addRow([97, 'USD', new Date(Date.UTC(2022, 6, 1)), 'T9', new Date(Date.UTC(2022, 7, 15)), 100])
    return Buffer.from(await book.xlsx.writeBuffer())
  }

  test('the sheets of a workbook: numbers exact, dates dates, row numbers lines', async () => {
    const { file, rows } = await importText(await workbook(), 'any name.bin')
    expect(file.sections.map(({ section }) => section)).toEqual(['dis1', 'dis7'])
    expect(unaccounted(file)).toBe(0)
    expect(file.blank_lines).toBe(1)
    expect(
      await rows(
        'select line, product, net_amount as net, customer_aws_account_number as account from dis1 order by line',
      ),
    ).toEqual([
      { line: 4, product: 'Anchor', net: '0.300000', account: '012345678901' },
      { line: 5, product: 'two\nlines', net: '97.000000', account: null },
    ])
    expect(await rows('select ar_period, payment_due_date as due from dis7')).toEqual([
      { ar_period: '2022-07', due: '2022-08-15' },
    ])
  })

  test('a folder with an archive in it: every file found, hidden ones left, duplicates known', async () => {
    const folder = newFolder()
    const csv = `${section1}\n${line1('T1')}\n`
    write(
      folder,
      'deep/inside/report.zip',
      zip({ 'a/one.csv': csv, 'a/same.csv': csv, '.hidden.csv': csv, 'book.xlsx': await workbook() }),
    )
    write(folder, '.DS_Store', 'x')
    write(folder, 'letter.txt', 'Dear reader')
    const book = await newBook()
    const { files } = await book.import([folder])
    expect(files.map(({ path, status }) => [path.slice(folder.length + 1), status])).toEqual([
      ['deep/inside/report.zip/a/one.csv', 'imported'],
      ['deep/inside/report.zip/a/same.csv', 'already-imported'],
      ['deep/inside/report.zip/book.xlsx', 'imported'],
      ['letter.txt', 'unrecognised'],
    ])
  })

  test('a broken archive says so and does not keep the others out', async () => {
    const folder = newFolder()
    write(folder, 'broken.zip', zip({ 'a.csv': section1 }).subarray(0, 40))
    write(folder, 'good.csv', `${section1}\n${line1('T1')}\n`)
    const { files } = await (await newBook()).import([folder])
    expect(files.map(({ status }) => status)).toEqual(['failed', 'imported'])
  })
})

test('the same bytes under two names are copied once at a time, although they are no report', async () => {
  const book = await newBook()
  const folder = newFolder()
  // Compressing it takes longer than seeing that it is no workbook.
  const archive = storedZip([
    { path: 'xl/workbook.xml', bytes: Buffer.from('<workbook/>') },
    { path: 'xl/media/image.png', bytes: randomBytes(16 << 20) },
  ])
  const paths = ['a', 'b', 'c'].map((name) => write(folder, `${name}.xlsx`, archive))
  const { files } = await book.import(paths)
  expect(files.map(({ status }) => status === 'imported')).toEqual([false, false, false])
  expect(readdirSync(`${book.book.path}.files`).filter((name) => name !== 'index.json')).toEqual([])
})

test('a date that is given for files which the book has already is told with the one before', async () => {
  const book = await newBook()
  const path = write(newFolder(), 'report.csv', [section1, line1('T1'), ''].join('\n'))
  await book.import([path], { delivered: '2022-07-15' })
  const same = await book.import([path], { delivered: '2022-07-15' })
  expect(same.files[0]?.reason).not.toContain('delivery date')
  const anew = await book.import([path], { delivered: '2022-08-15' })
  expect(anew.files[0]?.reason).toContain('Its delivery date was given as 2022-07-15, and is 2022-08-15 now.')
})
