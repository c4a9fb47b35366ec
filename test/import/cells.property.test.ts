import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isReasonOfCell } from '../../main/import/cells/reasons.ts'
import { type Column, type Section, sectionById } from '../../shared/reports/catalogue.ts'
import { type TestBook, newBook, newFolder, unaccounted, write } from './books.ts'
import {
  accountReadings,
  dayReadings,
  figureReadings,
  idReadings,
  monthReadings,
  saysNothing,
  textReadings,
} from './cell-readings.ts'

/** How many lists of cells are tried, each in files of all sections; the marathon raises it. */
const runs = Math.ceil(Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 20) / 10)

/** Columns of every type. */
const sections: Record<string, string[]> = {
  billed_revenue: [
    'gross_revenue',
    'listing_fee_percentage',
    'transaction_reference_id',
    'payer_aws_account_id',
    'payment_due_date',
    'agreement_start_date',
    'product_title',
  ],
  sc1: ['ar_period', 'transaction_reference_id'],
  br2: ['subscription_quantity', 'subscription_start_date', 'customer_billed_amount'],
  br3: ['usage_units'],
  dis3: ['rate', 'user_count'],
}

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${least},${most}}$`))
const grouped = fc
  .record({
    first: fc.stringMatching(/^[0-9]{1,3}$/),
    groups: fc.array(digits(3, 3), { maxLength: 3 }),
    sign: fc.constantFrom(',', '.', ' ', "'", '\u00a0', '’'),
  })
  .map(({ first, groups, sign }) => [first, ...groups].join(sign))
const number = fc
  .record({
    whole: fc.oneof(digits(1, 9), grouped),
    sign: fc.constantFrom('.', ','),
    fraction: fc.oneof(fc.constantFrom('', '5', '50', '00', '0'), digits(1, 12)),
  })
  .map(({ whole, sign, fraction }) => (fraction === '' ? whole : `${whole}${sign}${fraction}`))
const money = fc
  .tuple(
    fc.constantFrom('', '-', '(', '$', '-$', '$-', '($', '$ (', 'USD ', '+', '−', 'EUR ', '--', '￥', 'kr '),
    number,
    fc.constantFrom('', '', '', ')', '-', ' USD', ' €', '%', ' %', ' CR'),
  )
  .map((parts) => parts.join(''))
/** The same with one decimal sign throughout, as a program writes a file: of such figures most are kept. */
const moneyWith = (sign: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', '-', '(', '$', '-$', 'USD '),
      digits(1, 6),
      digits(1, 9),
      fc.constantFrom('', '', ')', '-', ' USD', '%'),
    )
    .map(([before, whole, fraction, after]) => `${before}${whole}${sign}${fraction}${after}`)
const two = (most: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: most }).chain((value) => fc.constantFrom(String(value), String(value).padStart(2, '0')))
const year = fc.constantFrom('2022', '2026', '22', '1999', '0022', '9999')
const name = fc.constantFrom('Jul', 'July', 'Juli', 'MAR', 'Mrz', 'août', 'Sept.', 'Dez', 'Foo')
const date = fc
  .tuple(
    fc.oneof(
      fc.tuple(two(31), two(13), year, fc.constantFrom('/', '-', '.')).map(([a, b, c, sign]) => [a, b, c].join(sign)),
      fc
        .tuple(year, two(13), two(31), fc.constantFrom('-', '/', '.', ''))
        .map(([a, b, c, sign]) => [a, b, c].join(sign)),
      fc.tuple(two(31), name, year, fc.constantFrom('-', ' ')).map(([a, b, c, sign]) => [a, b, c].join(sign)),
      fc.tuple(name, two(31), year).map(([a, b, c]) => `${a} ${b}, ${c}`),
    ),
    fc.constantFrom('', '', '', ' 10:11', 'T00:00:00Z', ' 12:30:00', ' 1:05 PM', ' 24:00'),
  )
  .map((parts) => parts.join(''))
const month = fc.oneof(
  fc.tuple(year, two(13), fc.constantFrom('-', '/', '')).map(([a, b, sign]) => `${a}${sign}${b}`),
  fc.tuple(two(13), year, fc.constantFrom('/', '-', '.')).map(([a, b, sign]) => `${a}${sign}${b}`),
  fc
    .tuple(name, fc.oneof(year, digits(2, 2)), fc.constantFrom('-', ' ', " '", ''))
    .map(([a, b, sign]) => `${a}${sign}${b}`),
)
const id = fc.oneof(
  digits(1, 16),
  fc.stringMatching(/^[a-z0-9]{3,14}$/),
  fc.stringMatching(/^[0-9]{1,3}[eE][0-9]{1,2}$/),
  fc.tuple(digits(1, 3), digits(1, 3), digits(1, 2)).map(([a, b, c]) => `${a}.${b}E+${c}`),
)
const guards: ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => `="${text}"`,
  (text) => `'${text}`,
  (text) => `=T("${text}")`,
  (text) => `=${text}`,
  (text) => ` ${text}\u00a0`,
]
const word = fc.constantFrom(
  'nan',
  'NaN',
  '<NA>',
  'None',
  '(blank)',
  '\\N',
  '#REF!',
  '#N/A',
  '#BEZUG!',
  'TBD',
  '0',
  '--',
  '.',
  '-',
  ' $ -   ',
  'N/A',
  'Infinity',
  '5e-324',
  '0x1F',
)
const soup = fc.string({
  unit: fc.constantFrom(
    '0',
    '1',
    '2',
    '9',
    '.',
    ',',
    ' ',
    '-',
    '(',
    ')',
    '$',
    '€',
    'E',
    'e',
    '+',
    '%',
    "'",
    '/',
    ':',
    'Jul',
    '20',
    '22',
    'USD',
  ),
  minLength: 1,
  maxLength: 9,
})
const cell = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: money },
      { weight: 3, arbitrary: date },
      { weight: 2, arbitrary: month },
      { weight: 2, arbitrary: id },
      word,
      soup,
      number,
    ),
    fc.constantFrom(...guards),
  )
  .map(([text, guard]) => guard(text))
  .filter((text) => text.trim() !== '')

/** Cells of one file with one decimal sign. */
const styled = fc.constantFrom('.', ',').chain((sign) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: moneyWith(sign) },
      { weight: 1, arbitrary: digits(1, 4).map((whole) => `${whole}%`) },
      { weight: 2, arbitrary: date },
      month,
      digits(5, 12).map((id) => `${id}${sign}0`),
    ),
    { minLength: 100, maxLength: 200 },
  ),
)
const styledSections = ['billed_revenue', 'dis3']

let made = 0

const filler = (column: Column, line: number): string => {
  if (column.role === 'transaction_reference') return `reference-${line}`
  // No two files are the same.
  if (column.name.startsWith('product')) return `product-${made++}`
  if (column.role === 'currency') return 'USD'
  if (column.type === 'money') return '1'
  if (column.role === 'due_date' || column.role === 'ar_period') return ''
  return column.type === 'text' || column.type === 'id' ? `word-${made++}` : ''
}

/** The values that the cell has in some notation, for a column of this type. */
function readings(column: Column, text: string): Set<string> {
  if (column.type === 'account') return accountReadings(text)
  if (column.type === 'id') return idReadings(text)
  if (column.type === 'month') return monthReadings(text)
  if (column.type === 'date' || column.type === 'datetime') return dayReadings(text)
  return column.type === 'text' ? textReadings(text) : figureReadings(text)
}

/** Words stand in place of a reference, and a reference has a digit. */
const mayBeNoReference = ({ role }: Column, text: string): boolean =>
  role === 'transaction_reference' && (!/[1-9]/.test(text) || text.includes('-1'))

/** A kept value as the readings print it. */
function printed(column: Column, value: string): string {
  if (column.type === 'date' || column.type === 'datetime') return value.slice(0, 10)
  if (column.type === 'text' || column.type === 'id' || column.type === 'account' || column.type === 'month')
    return value
  return value
    .replace(/^(-?\d+\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace(/^-0$/, '0')
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A file of these lines, as CSV or as the only sheet of a workbook. */
async function fileOf(lines: string[][], asWorkbook: boolean): Promise<string> {
  const folder = newFolder()
  if (!asWorkbook) return write(folder, 'cells.csv', lines.map((line) => line.map(quote).join(',')).join('\n'))
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet('Sheet1').addRows(lines)
  await workbook.xlsx.writeFile(join(folder, 'cells.xlsx'))
  return join(folder, 'cells.xlsx')
}

/** Imports a cell a row; answers with every row that was kept with what its cell does not say, or refused for no known reason. */
async function wrong(book: TestBook, section: Section, cells: string[], asWorkbook: boolean): Promise<unknown[]> {
  const tried = section.columns.filter(({ name }) => sections[section.id]?.includes(name))
  const header = section.columns.map(({ label }) => label)
  const columnOf = (index: number): Column => tried[index % tried.length] as Column
  const lines = cells.map((text, index) =>
    section.columns.map((column) => (column === columnOf(index) ? text : filler(column, index))),
  )
  const path = await fileOf([header, ...lines], asWorkbook)
  const { files, importId } = await book.import([path], { delivered: '2026-01-01' })
  const [file] = files
  if (!file || file.status !== 'imported') throw new Error(`Nothing was read: ${file?.reason}`)
  expect(unaccounted(file)).toBe(0)
  const of = `join files using (file_id) where import_id = ${importId}`
  const values = tried.map(({ name }) => `"${name}"::varchar as "${name}"`).join(', ')
  const kept = await book.rows(`select line, ${values} from "${section.id}" ${of}`)
  const refused = await book.rows(`select line, column_name, refused_rows.reason from refused_rows ${of}`)
  expect(kept.length + refused.length).toBe(cells.length)
  return [
    ...kept.flatMap((row) => {
      const index = Number(row['line']) - 2
      const column = columnOf(index)
      const text = cells[index] ?? ''
      const value = row[column.name] ?? null
      const isRight =
        value === null
          ? saysNothing(text) || text.includes('9999') || mayBeNoReference(column, text)
          : readings(column, text).has(printed(column, String(value)))
      return isRight ? [] : [[column.name, text, value]]
    }),
    ...refused.flatMap(({ line, column_name, reason }) =>
      isReasonOfCell(String(reason), String(column_name)) ? [] : [[cells[Number(line) - 2], reason]],
    ),
  ]
}

test('what is kept of a cell is what it says, in every column, or its row is refused for a known reason', async () => {
  const book = await newBook()
  let turn = 0
  await fc.assert(
    // A short list leaves more open than a long one, in which some cell proves nearly everything.
    fc.asyncProperty(
      fc.oneof(fc.array(cell, { minLength: 200, maxLength: 400 }), fc.array(cell, { minLength: 1, maxLength: 12 })),
      styled,
      async (cells, others) => {
        for (const id of styledSections) expect(await wrong(book, sectionById(id), others, false)).toEqual([])
        for (const id of Object.keys(sections))
          expect(await wrong(book, sectionById(id), cells, turn++ % 4 === 3)).toEqual([])
      },
    ),
    // What is wrong names its cell already; to make the list shorter would import files for many minutes.
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)
