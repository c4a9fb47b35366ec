import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { storedZip } from '../sample/archive.ts'
import { importText, newBook, newFolder, unaccounted, write } from './books.ts'

const export2026 = 'Transaction Reference ID,Seller Net Revenue,Currency,AWS tax share,Gross Revenue'
const disbursed = 'Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID'

describe('figures', () => {
  test('a column that looks plain follows the decimal comma that another column proves', async () => {
    const { rows } = await importText(
      `${export2026.replaceAll(',', ';')}\nT1;1.234;EUR;0;1.450,50\nT2;2.500;EUR;0;3.000,75\n`,
    )
    expect(
      await rows('select seller_net_revenue as net, gross_revenue as gross from billed_revenue order by line'),
    ).toEqual([
      { net: '1234.000000', gross: '1450.500000' },
      { net: '2500.000000', gross: '3000.750000' },
    ])
  })

  test('an amount that names another currency than its row is refused', async () => {
    const { file } = await importText(
      `${export2026}\nT1,€5.00,USD,0,5\nT2,5.00 EUR,USD,0,5\nT3,$7.00,JPY,0,7\nT4,$7.00,USD,0,7\nT5,EUR 7.00,EUR,0,7\n`,
    )
    expect(file.rows_kept).toBe(2)
    expect(file.refusals.map(({ line, reason }) => [line, reason.includes('another currency')])).toEqual([
      [2, true],
      [3, true],
      [4, true],
    ])
  })

  test('no value where there must be one is refused, however it is written', async () => {
    const cells = ['#N/A', 'N/A', 'none', '', '-', 'Not available']
    const { file } = await importText(
      `${export2026}\n${cells.map((cell, index) => `T${index},${cell},USD,0,1`).join('\n')}\nK,1.00,N/A,0,1\n`,
    )
    expect(file).toMatchObject({ rows_kept: 0, refused_rows: 7 })
  })

  test('a year of two digits is no date', async () => {
    const { file } = await importText(
      `${export2026},Payment due date\nT1,1,USD,0,1,15-Aug-24\nT2,1,USD,0,1,"Aug 15, 24"\nT3,1,USD,0,1,15-Aug-2024\nT4,1,USD,0,1,1/2/24\n`,
    )
    expect(file.refusals.map(({ line }) => line)).toEqual([2, 3, 5])
  })
})

describe('what stands where', () => {
  test('a header in another column order is a header wherever its known names stand', async () => {
    const { file, rows } = await importText(
      `Row,${export2026}\n1,T1,90.00,USD,0,100.00\nRow,Transaction Reference ID,Gross Revenue,Currency,AWS tax share,Seller Net Revenue\n1,T2,200.00,USD,0,180.00\n`,
    )
    expect(file.header_lines).toBe(2)
    expect(await rows('select seller_net_revenue as net from billed_revenue order by line')).toEqual([
      { net: '90.000000' },
      { net: '180.000000' },
    ])
  })

  test('a file put behind another keeps its header, byte order mark and all', async () => {
    const { file } = await importText(`${disbursed}\nP,c,100,-3,97,T1\n\uFEFF${disbursed}\nP,c,100,-3,97,T2\n`)
    expect(file).toMatchObject({ header_lines: 2, rows_kept: 2, refused_rows: 0 })
  })

  test('ageing sections with a label column are told apart back to back', async () => {
    const ages = (word: string, unit: string): string =>
      ['< 31', '31-60', '61-90', '91-120', '> 120']
        .map((days) => `${word} (${days} days${unit})`)
        .concat(`${word} (overall)`)
        .join(',')
    const { file } = await importText(
      `Age,${ages('Uncollected', ' pending')}\nAll,1,2,3,4,5,15\nAge,${ages('Collected', ' pending')}\nAll,10,20,30,40,50,150\nAge,${ages('Past Due', '')}\nAll,5,5,5,5,15,35\n`,
    )
    expect(file.sections.map(({ section, rows }) => [section, rows])).toEqual([
      ['dis4', 1],
      ['dis5', 1],
      ['dis6', 1],
    ])
  })

  test('rows of an unknown section are refused, also when they are narrow', async () => {
    const { file } = await importText(
      `${export2026}\nT1,1,USD,0,1\n\nSection 9: Adjustments\nAdjustment ID,Amount\nA1,500.00\nA2,700.00\n`,
    )
    expect(file).toMatchObject({ rows_kept: 1, title_lines: 1, refused_rows: 3 })
    expect(unaccounted(file)).toBe(0)
  })

  test.each([
    'Total disbursed',
    'Total for USD',
    'Grand  Total',
    'Total (1 row)',
    'Totals 2026-08',
    'Total - all products',
    'Sum of above',
    'Subtotal',
  ])('the row "%s" is a total, not a line', async (label) => {
    const { file } = await importText(`${disbursed}\nP,c,100,-10,90,T1\n${label},,100,-10,90,\n`)
    expect(file).toMatchObject({ rows_kept: 1, title_lines: 1, refused_rows: 0 })
  })

  test('a product called Total is a product, and a row of nothing but amounts is refused', async () => {
    const { file, rows } = await importText(`${disbursed}\nTotal Protection,c,100,-10,90,T1\n,,100,-10,90,\n`)
    expect(await rows('select product from dis1')).toEqual([{ product: 'Total Protection' }])
    expect(file.refusals[0]?.reason).toContain('it may be a total')
  })

  test('a trailer of several cells is a trailer', async () => {
    const header =
      'Customer AWS Account Number,Product Title,Product Id,Product Code,Subscription Start Date,Offer ID,Offer Visibility'
    const { file } = await importText(
      `${header}\n123456789012,Anchor,p-1,c1,2022-08-15,o-1,Public\n"TOTAL RECORDS","1","",,,,\n"End of report","1",,,,,\n`,
    )
    expect(file).toMatchObject({ rows_kept: 1, title_lines: 2 })
  })

  test('sales compensation without its geography is not taken for uncollected funds', async () => {
    const { file } = await importText(
      'Customer AWS Account Number,Product Code,Product Title,Gross Revenue,AWS Revenue Share,Gross Refunds,AWS Refunds Share,Net Revenue,Currency,AR Period,Transaction Reference ID\n123456789012,c,P,1,0,0,0,1,USD,2022-07,T1\n',
    )
    expect(file.sections.map(({ section }) => section)).toEqual(['sc1'])
  })

  test('carriage returns alone end lines, also behind quotes', async () => {
    const text = [disbursed, 'P,c,100,-10,90,T1', 'Q,c,100,-10,90,T2']
    const { file } = await importText(
      text
        .map((line) =>
          line
            .split(',')
            .map((cell) => `"${cell}"`)
            .join(','),
        )
        .join('\r'),
    )
    expect(file).toMatchObject({ lines_read: 3, rows_kept: 2 })
  })

  test('keys lose what nobody can see', async () => {
    const { rows } = await importText(`${disbursed}\nP,c,1,0,1,T1\u200B\nP,c,1,0,1,\u2060T2\nP,c,1,0,1,'T3\n`)
    expect(
      (await rows('select transaction_reference_id as key from dis1 order by line')).map(({ key }) => key),
    ).toEqual(['T1', 'T2', 'T3'])
  })
})

describe('places', () => {
  const report = `${disbursed}\nP,c,100,-10,90,T1\n`

  test('nothing of the person is removed beside a book, and its own files are not imported', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'b.tieout.files', 'sub'), { recursive: true })
    const own = write(folder, 'b.tieout.files/notes.txt', 'mine')
    write(folder, 'report.csv', report)
    const book = await newBook(join(folder, 'b.tieout'))
    const { files } = await book.import([folder])
    expect(files.map(({ status }) => status)).toEqual(['imported'])
    expect(execFileSync('cat', [own]).toString()).toBe('mine')
  })

  test('a report is no book', async () => {
    const path = write(newFolder(), 'old.csv', report)
    await expect(openBook(path)).rejects.toMatchObject({ code: 'book-damaged' })
  })

  test('links in circles, pipes and side files named by hand keep nothing out', async () => {
    const folder = newFolder()
    write(folder, 'a.csv', report)
    const side = write(folder, 'a.meta.json', '{ broken')
    symlinkSync(folder, join(folder, 'again'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const { files } = await (await newBook()).import([folder, side])
    expect(files.map(({ status, reason }) => [status, reason])).toEqual([
      ['imported', null],
      ['failed', 'It is not a file but a pipe or a device: save what it gives in a file, and import that.'],
    ])
    expect(files[0]?.warnings).toContain('Its side file (.meta.json) could not be read.')
  })

  test('a better name that comes later gives the date, whichever copy came first', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'a copy.csv'), report)
    writeFileSync(join(folder, 'disbursed_amount_by_product_2022-08-15.csv'), report)
    const { files } = await (await newBook()).import([folder])
    expect(files[1]).toMatchObject({
      status: 'already-imported',
      delivery_date: '2022-08-15',
      date_source: 'file name',
    })
    expect(files[1]?.warnings.join()).not.toContain('--delivered')
  })

  test('a workbook with a missing part is refused whole', async () => {
    const part = (path: string, text: string): { path: string; bytes: Buffer } => ({ path, bytes: Buffer.from(text) })
    const relation = (id: number): string =>
      `<Relationship Id="r${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${id}.xml"/>`
    const parts = (sheet: string): Buffer =>
      storedZip([
        part('xl/worksheets/sheet1.xml', `<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
        part('xl/_rels/workbook.xml.rels', `<Relationships>${relation(1)}${relation(2)}</Relationships>`),
        part(
          'xl/workbook.xml',
          '<workbook xmlns:r="x"><sheets><sheet name="A" r:id="r1"/><sheet name="B" r:id="r2"/></sheets></workbook>',
        ),
      ])
    for (const [sheet, reason] of [
      [
        '',
        'The sheet "B" is listed in the workbook, but its cells are missing. Get it again from where it came, or open it in Excel and save it as .xlsx.',
      ],
      [
        '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>',
        'The sheet "A" has a cell ZZZZZZ1, which no sheet can have there: open it in Excel and save it again.',
      ],
      [
        '<row r="9999999"><c><v>1</v></c></row>',
        'The sheet "A" has a row 9999999, which no sheet can have there: open it in Excel and save it again.',
      ],
      [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        'The cell A1 of the sheet "A" refers to a shared text (7) that the workbook does not have: open it in Excel and save it again.',
      ],
    ] as const) {
      const { file } = await importText(parts(sheet), 'book.xlsx')
      expect([file.status, file.reason]).toEqual(['failed', reason])
    }
  })
})
