import { expect, test } from 'vitest'
import { limitsTimes } from '../../main/import/limits.ts'
import { importText, newBook, newFolder, unaccounted, write } from '../import/books.ts'
import { packedZip, partsOf, relation, workbook } from '../import/workbooks.ts'

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`
const header = ['Product', 'Product Code', 'SellerRev', 'AWSRefFee', 'Net Amount', 'Transaction Reference ID']
const headerRow = `<row>${header.map(text).join('')}</row>`
const line = (key: string, more = ''): string =>
  `<row>${text('Anchor')}${text('p1')}<c><v>97</v></c><c><v>0</v></c><c><v>97</v></c>${text(key)}${more}</row>`
const good = headerRow + line('T1')

test('rows with an empty cell in the last column a sheet can have cost nothing', async () => {
  const begun = performance.now()
  const book = await newBook()
  const folder = newFolder()
  const rows = Array.from({ length: 5000 }, (_, index) => line(`T${index}`, `<c r="XFD${index + 2}" s="1"/>`))
  const sibling = write(folder, 'filled.xlsx', workbook({ sheets: { S: headerRow + rows.join('') } }))
  const { files } = await book.import(['test/faults/05/wide5k.xlsx', sibling])
  expect(files.map(({ status, rows_kept }) => [status, rows_kept])).toEqual([
    ['imported', 0],
    ['imported', 5000],
  ])
  expect(files.map(unaccounted)).toEqual([0, 0])
  expect(performance.now() - begun).toBeLessThan(20_000)
})

test('a text that stands in thousands of cells fails its own file, in a sentence, and no other', async () => {
  const book = await newBook()
  const other = write(newFolder(), 'good.xlsx', workbook({ sheets: { S: good } }))
  const { files } = await book.import(['test/faults/07/ssamp.xlsx', other])
  expect(files.map(({ status }) => status)).toEqual(['failed', 'imported'])
  expect(files[0]?.reason).toContain('The row 2 of the sheet "S0" has more than 16,777,216 characters')
  expect(files[0]?.reason).toContain('--limits-times')
})

test('numbers are those of the file', async () => {
  const book = await newBook()
  const { files } = await book.import(['test/faults/08/nums_2022-08-15.xlsx'])
  expect(files.map(unaccounted)).toEqual([0])
  const kept = await book.rows(
    `select transaction_reference_id as key, customer_billed_amount::varchar as amount from br1 order by line`,
  )
  expect(Object.fromEntries(kept.map(({ key, amount }) => [key, amount]))).toEqual({
    V02: '1234567890.123456',
    V03: '123456789012.345678',
    V04: '999999999999.123400',
    V05: '100000000000.005000',
    V06: '0.100000',
    V07: '0.300000',
    V08: '18.999999',
    V09: '1000.000000',
    V10: '0.001000',
    V14: '12.000000',
    V15: '1.000000',
    V19: '0.000000',
    V21: '5.000000',
    V24: '123.000000',
    V25: '0.500000',
    V26: '5.000000',
  })
  expect((await book.rows('select value from refused_rows order by line')).map(({ value }) => value)).toEqual([
    '0x1F',
    '0b11',
    '0o17',
    '12345678.9876543',
    '0.0000001',
    '5e-324',
    '1.2345678',
    '1_000',
    '9007199254740993',
    '1234.5678905',
  ])
})

const parts = partsOf({ sheets: { S: good }, texts: '<si><t>x</t></si>' })
const withPart = (path: string, content: string): Buffer => packedZip(new Map([...parts, [path, Buffer.from(content)]]))
const sheetOf = (rows: string): Buffer => withPart('xl/worksheets/sheet0.xml', `<worksheet><sheetData>${rows}`)
const many = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join('')

test.each<[string, Buffer, string]>([
  [
    'texts',
    withPart('xl/sharedStrings.xml', `<sst>${'<si><t>abcdefgh</t></si>'.repeat(90_000)}`),
    'The texts of the workbook need more than 1 MB',
  ],
  [
    'empty texts',
    withPart('xl/sharedStrings.xml', `<sst>${'<si/>'.repeat(90_000)}`),
    'The texts of the workbook need more than 1 MB',
  ],
  [
    'one text',
    withPart('xl/sharedStrings.xml', `<sst><si><t>${'a'.repeat(700_000)}`),
    'has more than 100,000 characters',
  ],
  ['one cell', sheetOf(`<row><c t="inlineStr"><is><t>${'a'.repeat(700_000)}`), 'has more than 100,000 characters'],
  [
    'one cell in pieces',
    sheetOf(`<row><c t="str"><v>${`${'a'.repeat(999)}<!-- -->`.repeat(200)}`),
    'A cell of the sheet "S" has more',
  ],
  ['a comment', sheetOf(`<!-- ${'a'.repeat(700_000)}`), 'has more than 100,000 characters'],
  [
    'one row',
    sheetOf(`<row>${many(4, () => text('a'.repeat(90_000)))}</row>`),
    'The row 1 of the sheet "S" has more than 300,000',
  ],
  ['elements in elements', sheetOf('<row>'.concat('<x>'.repeat(300))), 'The sheet "S" is damaged'],
  ['rows', sheetOf('<row r="60000"/>'), 'Its sheets have more than 50,000 rows'],
  [
    'wide rows',
    sheetOf(many(12, (row) => `<row><c r="XFD${row + 1}"><v>1</v></c></row>`)),
    'More than 10 of its rows reach beyond column 1,024',
  ],
  [
    'bytes',
    sheetOf(`<row/>${' \n'.repeat(2_000_000)}`.replaceAll(' \n'.repeat(20_000), `${' \n'.repeat(20_000)}<row/>`)),
    'It unpacks to more than',
  ],
  [
    'styles',
    withPart(
      'xl/styles.xml',
      `<styleSheet><cellXfs>${many(100_000, () => '<xf numFmtId="14"/>')}</cellXfs></styleSheet>`,
    ),
    'The list of its styles has more than 1 MB',
  ],
  [
    'parts that belong to it',
    withPart(
      'xl/_rels/workbook.xml.rels',
      `<Relationships>${many(20_000, (at) => relation(`q${at}`, 'theme', `t${at}.xml`))}</Relationships>`,
    ),
    'The list of what belongs to the workbook has more than 1 MB',
  ],
  [
    'names',
    withPart(
      'xl/workbook.xml',
      `<workbook><definedNames>${many(50_000, (at) => `<definedName name="n${at}">1</definedName>`)}</definedNames></workbook>`,
    ),
    'The list of its sheets has more than 1 MB',
  ],
  [
    'entities',
    withPart(
      'xl/sharedStrings.xml',
      '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;">]><sst><si><t>&c;</t></si></sst>',
    ),
    'The list of its texts is damaged',
  ],
])('a workbook of too much: %s', async (_, bytes, sentence) => {
  const limits = {
    sharedTexts: 2 ** 20,
    cellText: 100_000,
    rowText: 300_000,
    rows: 50_000,
    wideRows: 10,
    workbookBytes: 3 * 2 ** 20,
    listBytes: 2 ** 20,
  }
  const { file } = await importText(bytes, 'bomb.xlsx', { limits })
  expect(file.status).toBe('failed')
  expect(file.reason).toContain(sentence)
})

test('a workbook of too many sheets, of one sheet many times, and of two sheets with one name', async () => {
  const listed = (count: number, target: (index: number) => number): Buffer =>
    workbook({
      sheets: { S: good },
      others: {
        'xl/workbook.xml': `<workbook xmlns:r="x"><sheets>${many(count, (at) => `<sheet name="N${at}" r:id="r${at}"/>`)}</sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': `<Relationships>${many(count, (at) => relation(`r${at}`, 'worksheet', `worksheets/sheet${target(at)}.xml`))}</Relationships>`,
      },
    })
  const same = await importText(
    listed(300, () => 0),
    'same.xlsx',
  )
  expect(same.file.reason).toContain('The sheets "N0" and "N1" are one and the same part')
  const count = await importText(
    listed(501, (at) => at),
    'many.xlsx',
  )
  expect(count.file.reason).toContain('The workbook has more than 500 sheets')
  const raised = await importText(
    listed(501, (at) => at),
    'many.xlsx',
    { limits: limitsTimes(2) },
  )
  expect(raised.file.reason).toContain('its cells are missing')
  const twins = await importText(workbook({ sheets: { Aug: good, aug: good } }), 'twins.xlsx')
  expect(twins.file.reason).toContain('Two sheets of the workbook are called "aug"')
})
