import { expect, test } from 'vitest'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'

const folder = 'test/field/05-months-two-digits'
const header =
  'Gross Revenue,Net Revenue,Currency,AR Period,Transaction Reference ID,Product Title,Country,Payment Due date'

/** Sales compensation with these AR periods: each period with what it was read as, or the reason why its row is refused. */
async function months(...columns: string[][]): Promise<Record<string, unknown>[]> {
  const book = await newBook()
  const paths = columns.map((cells, number) => {
    const lines = cells.map(
      (cell, index) => `1,1,USD,"${cell.replaceAll('"', '""')}",K${index},P,DE,2022-0${number + 1}-15`,
    )
    return write(newFolder(), `compensation-${number}.csv`, [header, ...lines].join('\n'))
  })
  const { files } = await book.import(paths)
  expect(files.map(unaccounted)).toEqual(columns.map(() => 0))
  return Promise.all(
    columns.map(async (cells, number) => {
      const kept = await book.rows(
        `select line, ar_period from sc1 join files using (file_id) where path like '%compensation-${number}.csv'
         union all select line, ar_period from dis7 join files using (file_id) where path like '%compensation-${number}.csv'`,
      )
      return Object.fromEntries(
        cells.map((cell, index) => {
          const row = kept.find(({ line }) => line === index + 2)
          const refusal = files[number]?.refusals.find(({ line }) => line === index + 2)
          return [cell, row ? row['ar_period'] : refusal?.reason.replace(/^.*" /, '')]
        }),
      )
    }),
  )
}

const open = 'may be a month of some year or a day of some month: write it as YYYY-MM.'
const none = 'is not a month (YYYY-MM).'

test('AR periods that a spreadsheet wrote are months of this century or refused', async () => {
  const book = await newBook()
  const { files } = await book.import([`${folder}/sales_compensation_billed_revenue_2022-08-15.csv`])
  expect(await book.rows('select transaction_reference_id as key, ar_period as month from sc1 order by line')).toEqual([
    { key: 'refX1', month: '2022-07' },
    { key: 'refX2', month: '2022-07' },
    { key: 'refX4', month: '2022-07' },
    { key: 'refX5', month: '2022-03' },
    { key: 'refX6', month: '2022-07' },
    { key: 'refX7', month: '2022-07' },
    { key: 'refX9', month: '2022-07' },
  ])
  expect(files[0]?.refusals.map(({ reason }) => reason)).toEqual([
    `AR Period: "07/22" ${open}`,
    `AR Period: "01.07.2022" ${none}`,
    `AR Period: "7/1/2022" ${none}`,
  ])
  expect(files[0]?.warnings.join(' ')).toContain('AR Period has years of two digits')
})

test('a month with a point that may have lost a nought is refused', async () => {
  const [read] = await months(['2026.1', '2026.2', '2026.01', '2026.10'])
  expect(read).toEqual({
    '2026.1': 'may be January or, as a number that lost its nought, October: write it as YYYY-MM.',
    '2026.2': '2026-02',
    '2026.01': '2026-01',
    '2026.10': '2026-10',
  })
})

test('months by name in the languages of spreadsheets; days and other centuries are none', async () => {
  const [read, doubted] = (await months(
    [
      'Jul-22',
      "Jul'22",
      'july 2022',
      'JUL/22',
      'Sept. 2022',
      'Okt-22',
      'déc. 2022',
      'julio de 2022',
      'août 2022',
      '2022-Aug',
      '7/2022',
      '07-2022',
      '2022.7',
      '2022-07-01T00:00:00Z',
      '22-Jul',
      '22 Jul',
      '22/07',
      '07.22',
      '07-22',
      '0022-07',
      '2022-13',
      '13/2022',
      '2022-07-15',
      '1022-07',
      'Foo 2022',
      'Foo-22',
      'Jul 2',
      'Q3 2022',
      '="2022-07"',
      'nan',
      '#VALUE!',
    ],
    // A column that has a 5th of July has a 22nd too.
    ['Jul 22', 'Jul 05', 'Jul 2022'],
  )) as [Record<string, unknown>, Record<string, unknown>]
  expect(read).toEqual({
    'Jul-22': '2022-07',
    "Jul'22": '2022-07',
    'july 2022': '2022-07',
    'JUL/22': '2022-07',
    'Sept. 2022': '2022-09',
    'Okt-22': '2022-10',
    'déc. 2022': '2022-12',
    'julio de 2022': '2022-07',
    'août 2022': '2022-08',
    '2022-Aug': '2022-08',
    '7/2022': '2022-07',
    '07-2022': '2022-07',
    '2022.7': '2022-07',
    '2022-07-01T00:00:00Z': '2022-07',
    '22-Jul': open,
    '22 Jul': open,
    '22/07': open,
    '07.22': open,
    '07-22': open,
    '0022-07': none,
    '2022-13': none,
    '13/2022': none,
    '2022-07-15': none,
    '1022-07': none,
    'Foo 2022': none,
    'Foo-22': none,
    'Jul 2': none,
    'Q3 2022': none,
    '="2022-07"': '2022-07',
    nan: null,
    '#VALUE!': null,
  })
  expect(doubted).toEqual({ 'Jul 22': open, 'Jul 05': open, 'Jul 2022': '2022-07' })
})

test('no date has a year of two digits, in whatever form', async () => {
  const dates = [
    '22-07-15',
    '15/07/22',
    '7/15/22',
    '15.07.22',
    '15-Jul-22',
    '15 Jul 22 10:00',
    'Jul 15, 22',
    '22-07-15T00:00:00Z',
    '220715',
    '0022-07-15',
    '15.07.0022',
    '15. Juli 22',
    '07/15/22 0:00',
    '15 juil. 22',
  ]
  const book = await newBook()
  const heads = 'Transaction Reference ID,Seller Net Revenue,Currency,AWS tax share,Gross Revenue'
  const lines = (cells: string[]): string[] => cells.map((cell, index) => `K${index},1,USD,0,1,"${cell}"`)
  const { files } = await book.import([
    write(newFolder(), 'datetimes.csv', [`${heads},Payment due date`, ...lines(dates)].join('\n')),
    write(newFolder(), 'dates.csv', [`${heads},Distribution invoice date`, ...lines(dates)].join('\n')),
    write(newFolder(), 'plain.csv', [`${heads},Payment due date`, ...lines(['0022-07-15'])].join('\n')),
    write(
      newFolder(),
      'good.csv',
      [
        `${heads},Payment due date`,
        ...lines(['15. Juli 2022', '15 juil. 2022', 'Jul 15th, 2022', '2022-7-15', '15-Jul-2022 10:11 PM']),
      ].join('\n'),
    ),
  ])
  expect(files.map(({ rows_kept }) => rows_kept)).toEqual([0, 0, 0, 5])
  expect(
    files[0]?.refusals.filter(({ reason }) => reason.includes('has a year of two digits, which may be of any century')),
  ).toHaveLength(11)
  expect(await book.rows(`select distinct payment_due_date::date::varchar as due from billed_revenue`)).toEqual([
    { due: '2022-07-15' },
  ])
})
