import { expect, test } from 'vitest'
import { sectionById } from '../../shared/reports/catalogue.ts'
import { newBook, newFolder, write } from './books.ts'

const section1 =
  'Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,Net Amount,Transaction Reference ID\nAnchor,p1,100.00,-3.00,0.00,0.00,97.00,T1\n'
const section2 =
  'Settlement ID,Settlement Period Start Date,Settlement Period End Date,Deposit Date,Disbursed Amount,Country Code\nS1,2022-07-10,2022-08-09,2022-08-10 07:00:00,97.00,US\n'
const meta = (date: string): string =>
  JSON.stringify({
    dataSetRequestId: 'r-1',
    dataSetCoverageRange: { startDateTime: '2022-07-10T00:00:00.000Z', endDateTime: '2022-08-09T23:59:59.999Z' },
    dataSetRequestParameters: { dataSetType: 'disbursed_amount_by_product', dataSetPublicationDate: date },
  })

async function importNamed(
  files: Record<string, string>,
  delivered?: string,
): Promise<Record<string, [string | null, string]>> {
  const folder = newFolder()
  for (const [name, text] of Object.entries(files)) write(folder, name, text)
  const result = await (await newBook()).import([folder], { delivered })
  return Object.fromEntries(
    result.files.map((file) => [file.path.slice(folder.length + 1), [file.delivery_date, file.date_source]]),
  )
}

test('the side file beside a CAS file says when it was delivered, before its name does', async () => {
  const name = 'disbursed_amount_by_product_2022-08-16'
  expect(await importNamed({ [`${name}.csv`]: section1, [`${name}.meta.json`]: meta('2022-08-15T00:00:00Z') })).toEqual(
    {
      [`${name}.csv`]: ['2022-08-15', 'meta.json'],
    },
  )
})

test('a CAS or portal name carries the date; any other name does not', async () => {
  expect(
    await importNamed({
      'disbursed_amount_by_product_2022-08-15.csv': section1,
      'disbursement_report_2022-09-15 (1).csv': `${section1}x,p,1,0,0,0,1,T2\n`,
      'march 2022-03-15.csv': `${section1}x,p,1,0,0,0,1,T3\n`,
    }),
  ).toEqual({
    'disbursed_amount_by_product_2022-08-15.csv': ['2022-08-15', 'file name'],
    'disbursement_report_2022-09-15 (1).csv': ['2022-09-15', 'file name'],
    'march 2022-03-15.csv': [null, 'unknown'],
  })
})

test('a deposit date stands in, and the given date is used where nothing better is known', async () => {
  expect(await importNamed({ 'a.csv': section1 + section2 })).toEqual({ 'a.csv': ['2022-08-10', 'deposit date'] })
  expect(
    await importNamed(
      { 'a.csv': section1, 'disbursed_amount_by_product_2022-08-15.csv': `${section1}\n` },
      '2022-08-14',
    ),
  ).toEqual({
    'a.csv': ['2022-08-14', 'given'],
    'disbursed_amount_by_product_2022-08-15.csv': ['2022-08-15', 'file name'],
  })
})

test('a broken side file or an impossible date is no evidence', async () => {
  expect(
    await importNamed({
      'x.csv': section1,
      'x.meta.json': '{ not json',
      'disbursed_amount_by_product_2022-02-30.csv': `${section1}\n`,
    }),
  ).toEqual({ 'x.csv': [null, 'unknown'], 'disbursed_amount_by_product_2022-02-30.csv': [null, 'unknown'] })
})

test('an unknown delivery date can be given later, with the same file', async () => {
  const book = await newBook()
  const path = write(newFolder(), 'a.csv', section1)
  expect((await book.import([path])).files[0]?.warnings.join(' ')).toContain('--delivered')
  const again = await book.import([path], { delivered: '2022-08-15' })
  expect(again.importId).toBeNull()
  expect(again.files[0]).toMatchObject({
    status: 'already-imported',
    delivery_date: '2022-08-15',
    date_source: 'given',
  })
  expect(await book.rows('select count(*)::integer as n from dis1')).toEqual([{ n: 1 }])
})

test('reports of two months without a sale are the same bytes and two deliveries', async () => {
  const header = sectionById('br1')
    .columns.map(({ label }) => label)
    .join(',')
  const folder = newFolder()
  const named = (date: string, more = ''): string =>
    write(folder, `monthly_revenue_billing_and_revenue_data_${date}${more}.csv`, `${header}\n`)
  const book = await newBook()
  const statusOf = async (path: string): Promise<unknown> => (await book.import([path])).files[0]?.status
  expect(await statusOf(named('2022-08-15'))).toBe('imported')
  expect(await statusOf(named('2022-09-15'))).toBe('imported')
  expect(await statusOf(named('2022-09-15', ' (1)'))).toBe('already-imported')
  expect(await statusOf(write(folder, 'renamed.csv', `${header}\n`))).toBe('already-imported')
  expect(await book.rows('select name_date::varchar as day from files order by file_id')).toEqual([
    { day: '2022-08-15' },
    { day: '2022-09-15' },
  ])
})
