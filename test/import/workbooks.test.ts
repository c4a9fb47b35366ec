import { describe, expect, test } from 'vitest'
import { numberText } from '../../main/import/workbook/xlsx-numbers.ts'
import { importText, newBook, newFolder, unaccounted, write } from './books.ts'
import { unknownSentences } from './sentences.ts'
import { packedZip, partsOf, readCells, readSheets, relation, workbook } from './workbooks.ts'

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`
const header = ['Product', 'Product Code', 'SellerRev', 'AWSRefFee', 'Net Amount', 'Transaction Reference ID']
const headerRow = `<row>${header.map(text).join('')}</row>`
const line = (net: string, key: string): string =>
  `<row>${text('Anchor')}${text('p1')}<c><v>${net}</v></c><c><v>0</v></c><c><v>${net}</v></c>${text(key)}</row>`

describe('numbers of a workbook', () => {
  test.each([
    // Written exactly by another program than Excel.
    ['1234567890.123456', '1234567890.123456'],
    ['123456789012.345678', '123456789012.345678'],
    ['-999999999999.1234', '-999999999999.1234'],
    ['999999999999.9999', '999999999999.9999'],
    ['999999999999.0001', '999999999999.0001'],
    ['9999999999.000001', '9999999999.000001'],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567', '12345678901234567'],
    ['123456.1234567891', '123456.1234567891'],
    // What doubles add.
    ['0.30000000000000004', '0.3'],
    ['0.10000000000000001', '0.1'],
    ['1234.5600000000001', '1234.56'],
    ['-1234.5599999999999', '-1234.56'],
    ['434.99999999999994', '435'],
    ['37.039999999999964', '37.04'],
    ['9.949999999999999', '9.95'],
    ['1234567890.1199999', '1234567890.12'],
    ['987654321012.33997', '987654321012.34'],
    ['0.9999999999999999', '1'],
    // Other forms of a number.
    ['1.5E-2', '0.015'],
    ['1E3', '1000'],
    ['4.4107722E+11', '441077220000'],
    ['-1.0e0', '-1'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+5', '5'],
    ['-0', '0'],
    ['0.000', '0'],
    [' 12 ', '12'],
    ['100.00', '100'],
    ['000123', '000123'],
    // Digits that a spreadsheet has lost must show.
    ['1234567890123450', '1.23456789012345E+15'],
    ['1.2345678901234501E+17', '1.2345678901234501E+17'],
    // No numbers, and no zeros.
    ...['0x1F', '0b11', '0o17', 'Infinity', '-Infinity', 'NaN', 'INF', '1_000', '1,5', '1e', 'e5', '.', '5e-324'].map(
      (same) => [same, same] as const,
    ),
  ] as const)('%s is %s', (written, read) => {
    expect(numberText(written)).toBe(read)
  })

  test('every double that stands for an amount comes back as the amount, in 15, 16 or 17 digits', () => {
    let state = 7
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    for (let index = 0; index < 20_000; index++) {
      const cents = Math.floor(random() * 10 ** (1 + Math.floor(random() * 13)))
      const amount = (cents / 100).toFixed(2).replace(/\.?0+$/, '')
      for (const digits of [15, 16, 17]) {
        const written = Number(amount).toPrecision(digits)
        expect([written, numberText(written)]).toEqual([written, amount])
      }
    }
  })

  test('are amounts to the last digit in the book, and what is none is refused with its text', async () => {
    const kept = ['1234567890.123456', '0.30000000000000004', '1.5E-2', '97.00']
    const refused = ['0x1F', '1_000', 'Infinity', '5e-324', '123456789012.3456789']
    const rows = [...kept, ...refused].map((net, index) => line(net, `T${index}`))
    const book = await importText(workbook({ sheets: { S: headerRow + rows.join('') } }), 'book.xlsx')
    expect(await book.rows('select net_amount::varchar as net from dis1 order by line')).toEqual(
      ['1234567890.123456', '0.300000', '0.015000', '97.000000'].map((net) => ({ net })),
    )
    expect(book.file.refused_rows).toBe(refused.length)
    expect(unaccounted(book.file)).toBe(0)
  })
})

describe('cells of a workbook', () => {
  const texts = '<si><t>first</t></si><si/><si><r><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si>'

  test('without a value are empty, whatever their kind', async () => {
    const empty = ['s', 'str', 'inlineStr', 'b', 'd', 'n'].flatMap((type) =>
      ['', '<v/>', '<v></v>', '<v> </v>', '<v><!-- no --></v>'].map((value) => `<c t="${type}">${value}</c>`),
    )
    const cells = await readCells(`${empty.join('')}<c t="inlineStr"><is/></c><c t="s"><v>0</v></c>`, { texts })
    expect(cells.map((cell) => cell.trim())).toEqual([...empty.map(() => ''), '', 'first'])
  })

  test('give their text, true or false, error and date', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    const cells = [
      ['<c t="s"><v> 2 </v></c>', 'rich'],
      ['<c t="s"><v>1</v></c>', ''],
      ['<c t="str"><f>A1</f><v>a_x0041_&amp;</v></c>', 'aA&'],
      ['<c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>', 'a b'],
      ['<c t="inlineStr"><v>late</v></c>', 'late'],
      ['<c><is><t>kindless</t></is></c>', 'kindless'],
      ['<c t="str"><v><![CDATA[1 < 2]]></v></c>', '1 < 2'],
      ['<c><v><![CDATA[5]]></v></c>', '5'],
      ['<c t="b"><v>1</v></c>', 'TRUE'],
      ['<c t="b"><v>false</v></c>', 'FALSE'],
      ['<c t="e"><v>#REF!</v></c>', '#REF!'],
      ['<c t="e"/>', '#VALUE!'],
      ['<c t="d"><v>2026-07-15T00:00:00</v></c>', '2026-07-15'],
      ['<c t="d"><v>2026-07-15T10:30:00</v></c>', '2026-07-15T10:30:00'],
      ['<c s="1"><v>46218</v></c>', '2026-07-15'],
      ['<c s="2"><v>46218.5</v></c>', '2026-07-15 12:00:00'],
      ['<c s="2"><v>0.5</v></c>', '0.5'],
      ['<c s="2"><v>0x1F</v></c>', '0x1F'],
      ['<c s="1"><v>2958466</v></c>', '2958466'],
      ['<c s="0"><v>46218</v></c>', '46218'],
    ] as const
    expect(await readCells(cells.map(([xml]) => xml).join(''), { texts, styles })).toEqual(cells.map(([, is]) => is))
  })

  test.each([
    [
      '<c t="s"><v>1.5</v></c>',
      'The cell A1 of the sheet "S" refers to a shared text (1.5) that the workbook does not',
    ],
    ...['-1', '0x1', 'abc', '1e1', '7', '+1', '0,1', '99999999999'].map(
      (index) => [`<c t="s"><v>${index}</v></c>`, `refers to a shared text (${index})`] as const,
    ),
    ['<c t="b"><v>2</v></c>', 'is written as true or false and holds "2"'],
    ['<c t="x"><v>2</v></c>', 'is of a kind that no workbook has ("x")'],
    ['<c/><c><f>SUM(A1:A2)</f></c>', 'The cell B1 of the sheet "S" is a formula whose result was not saved'],
    ['<c><v>1</v><v>2</v></c>', 'has two values'],
    ['<c r="B1"><v>1</v></c><c r="A1"/><c r="B1"><v>2</v></c>', 'The cell B1 of the sheet "S" stands there twice'],
    ['<c r="B2"><v>1</v></c>', 'has a cell B2, which no sheet can have there'],
    ['<c r="b1"><v>1</v></c>', 'has a cell b1'],
    ['<c r="XFE1"><v>1</v></c>', 'has a cell XFE1'],
    ['</row><c><v>1</v></c><row>', 'has a cell outside of its rows'],
    ['<row/>', 'has a row within a row'],
    ['</row><row r="1.5">', 'has a row 1.5'],
    ['</row><row r="1e1">', 'has a row 1e1'],
    ['</row><row r="1">', 'has a row 1, which'],
    ['</row></sheetData><sheetData><row>', 'has two tables of cells'],
  ] as [string, string][])('%s: the file is refused, and nothing guessed', async (cells, sentence) => {
    await expect(readCells(cells, { texts })).rejects.toThrow(sentence)
  })

  test('of rows without a number say which row it is, and empty ones at the end are left out beyond the widest', async () => {
    const rows = [
      '<row><c r="B3"><v>1</v></c></row>',
      '<row><c r="A5"/><c r="B5"/><c r="ZZ5"/></row>',
      '<row><c r="A6"><v>2</v></c><c r="B6"/><c r="XFD6"/></row>',
      '<row><c><v>3</v></c></row>',
    ]
    const [read] = await readSheets(workbook({ sheets: { S: rows.join('') } }))
    expect(read?.rows).toEqual([[''], [''], ['', '1'], [''], [''], ['2', ''], ['3']])
  })

  test('of a drawing or a control behind the table are none', async () => {
    const sheet =
      '<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData><controls><row>7</row><c><v>9</v></c></controls></worksheet>'
    const [read] = await readSheets(workbook({ sheets: { S: sheet } }))
    expect(read?.rows).toEqual([[''], ['', '1']])
  })

  test('in UTF-16 and in Windows-1252 are read as they are declared', async () => {
    const sheet = `<worksheet><sheetData><row><c t="inlineStr"><is><t>Größe €</t></is></c></row></sheetData></worksheet>`
    const wide = Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${sheet}`, 'utf16le')
    const narrow = Buffer.from(`<?xml version="1.0" encoding="windows-1252"?>${sheet.replace('€', '\u0080')}`, 'latin1')
    for (const bytes of [wide, narrow]) {
      const book = workbook({ sheets: { S: '' }, others: { 'xl/worksheets/sheet0.xml': bytes } })
      expect((await readSheets(book))[0]?.rows).toEqual([['Größe €']])
    }
    const broken = workbook({ sheets: { S: '' }, others: { 'xl/worksheets/sheet0.xml': Buffer.from(sheet, 'latin1') } })
    await expect(readSheets(broken)).rejects.toThrow('The sheet "S" is damaged: it cannot be read.')
  })
})

describe('parts of a workbook', () => {
  const sheet = headerRow + line('97.00', 'T1')
  const one = partsOf({ sheets: { S: sheet } })
  const cells = one.get('xl/worksheets/sheet0.xml') ?? Buffer.alloc(0)
  const list = (target: string): string => `<Relationships>${relation('r0', 'worksheet', target)}</Relationships>`
  const root = (target: string): string => `<Relationships>${relation('m', 'officeDocument', target)}</Relationships>`
  const main = one.get('xl/workbook.xml')?.toString() ?? ''
  const types = (path: string, type: string): string =>
    `<Types><Override PartName="${path}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`

  test.each<[string, Record<string, string>]>([
    [
      'under another name',
      {
        '_rels/.rels': root('xl/workbook2.xml'),
        'xl/workbook2.xml': main,
        'xl/_rels/workbook2.xml.rels': list('a.xml'),
        'xl/a.xml': `${cells}`,
      },
    ],
    [
      'in another folder, from the root',
      {
        '_rels/.rels': root('/office/Book.XML'),
        'office/book.xml': main,
        'office/_rels/book.xml.rels': list('/DATA/s.xml'),
        'Data/S.xml': `${cells}`,
        '[Content_Types].xml': types('/office/book.xml', 'spreadsheetml.sheet'),
      },
    ],
    [
      'in the root, with a way up',
      {
        '_rels/.rels': root('workbook.xml'),
        'workbook.xml': main,
        '_rels/workbook.xml.rels': list('x/../sheets/./my%20sheet.xml'),
        'sheets/my sheet.xml': `${cells}`,
      },
    ],
    [
      'with a way above the root and names with backslashes',
      {
        '_rels/.rels': root('../xl/workbook.xml'),
        'xl/workbook.xml': main,
        'xl/_rels/workbook.xml.rels': list('..\\..\\xl\\s.xml'),
        'xl\\s.xml': `${cells}`,
      },
    ],
  ])('are found where the relations say: %s', async (_, parts) => {
    const bytes = packedZip(new Map(Object.entries(parts).map(([path, content]) => [path, Buffer.from(content)])))
    const { file, rows } = await importText(bytes, 'report.xlsx')
    expect(file).toMatchObject({ status: 'imported', rows_kept: 1 })
    expect(await rows('select net_amount::varchar as net from dis1')).toEqual([{ net: '97.000000' }])
  })

  test('of a document of another program are no workbook', async () => {
    const folder = newFolder()
    const parts = {
      '_rels/.rels': root('word/workbook.xml'),
      'word/workbook.xml': '<document/>',
      '[Content_Types].xml': types('/word/workbook.xml', 'wordprocessingml.document'),
    }
    const bytes = packedZip(new Map(Object.entries(parts).map(([path, content]) => [path, Buffer.from(content)])))
    const { files } = await (await newBook()).import([write(folder, 'letter.docx', bytes)])
    expect(files.every(({ status }) => status !== 'imported')).toBe(true)
    expect(files.map(({ reason }) => reason).join(' ')).not.toContain('sheet')
  })

  test.each<[string, Record<string, string | Buffer | null>, string]>([
    [
      'missing',
      { 'xl/worksheets/sheet0.xml': null },
      'The sheet "S" is listed in the workbook, but its cells are missing.',
    ],
    ['without a relation', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }, 'but its cells are missing'],
    ['cut off', { 'xl/worksheets/sheet0.xml': cells.subarray(0, 200) }, 'The sheet "S" is damaged: it cannot be read.'],
    [
      'with an unknown entity',
      { 'xl/worksheets/sheet0.xml': `${cells}`.replace('Anchor', '&bad;') },
      'The sheet "S" is damaged',
    ],
    [
      'with a tag that is not closed',
      { 'xl/worksheets/sheet0.xml': `${cells}`.replace('</t>', '') },
      'The sheet "S" is damaged',
    ],
    ['empty', { 'xl/worksheets/sheet0.xml': '' }, 'The sheet "S" is damaged'],
    ['a damaged list of sheets', { 'xl/workbook.xml': '<workbook><sheets>' }, 'The list of its sheets is damaged'],
    [
      'damaged relations',
      { 'xl/_rels/workbook.xml.rels': '<Relationships' },
      'The list of what belongs to the workbook is damaged',
    ],
    [
      'twice in the list, in other letters',
      {
        'xl/workbook.xml': main.replace('</sheets>', '<sheet name="S2" r:id="r1"/></sheets>'),
        'xl/_rels/workbook.xml.rels': list('worksheets/sheet0.xml').replace(
          '</',
          `${relation('r1', 'worksheet', '/XL/worksheets/SHEET0.xml')}</`,
        ),
      },
      'The sheets "S" and "S2" are one and the same part',
    ],
    ['damaged texts', { 'xl/sharedStrings.xml': '<sst><si>' }, 'The list of its texts is damaged'],
    ['damaged styles', { 'xl/styles.xml': 'none' }, 'The list of its styles is damaged'],
    [
      'twice in the list',
      { 'xl/workbook.xml': main.replace('</sheets>', '<sheet name="S2" r:id="r0"/></sheets>') },
      'The sheets "S" and "S2" are one and the same part',
    ],
  ])('%s: the file is refused whole, in a sentence', async (_, others, sentence) => {
    const { file } = await importText(workbook({ sheets: { S: sheet }, others }), 'book.xlsx')
    expect(file.status).toBe('failed')
    expect(file.reason).toContain(sentence)
    expect(unknownSentences([file.reason ?? ''])).toEqual([])
  })

  test('with other bytes than were packed are refused, also where they are XML', async () => {
    const stored = workbook({ sheets: { S: sheet } })
    const at = stored.indexOf('97.00')
    stored.write('98', at)
    await expect(readSheets(stored)).rejects.toThrow('The sheet "S" is damaged: it cannot be read.')
    const packed = packedZip(one)
    packed[packed.indexOf('sheet0.xml') + 60] = 0xff
    await expect(readSheets(packed)).rejects.toThrow('The sheet "S" is damaged: it cannot be read.')
  })

  test('that are hidden, and rows that a filter hides, are read and told', async () => {
    const hidden = headerRow + line('1', 'T1').replace('<row>', '<row hidden="1">') + '<row hidden="true"><c/></row>'
    const sheets = await readSheets(
      workbook({
        sheets: { Shown: sheet, Copy: hidden, Deep: '' },
        attributes: { Copy: 'state="hidden"', Deep: 'state="veryHidden"', Shown: 'state="visible"' },
      }),
    )
    expect(
      sheets.map(({ sheet: name, isHidden, hiddenRows, rows }) => [name, isHidden, hiddenRows, rows.length]),
    ).toEqual([
      ['Shown', false, 0, 2],
      ['Copy', true, 1, 3],
      ['Deep', true, 0, 0],
    ])
  })

  test('whose rows a filter hides say so once a sheet', async () => {
    const shown = headerRow + line('1', 'T1') + line('2', 'T2').replace('<row>', '<row hidden="1">')
    const { file } = await importText(workbook({ sheets: { S: shown } }), 'r.xlsx', { delivered: '2022-08-15' })
    expect(file).toMatchObject({ status: 'imported', rows_kept: 2 })
    expect(file.warnings.filter((warning) => warning.includes('hidden'))).toEqual([
      'A row is hidden in the workbook, by a filter or by hand: it is read like the others.',
    ])
  })
})
