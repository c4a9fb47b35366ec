import { expect, test } from 'vitest'
import { newBook } from '../import/books.ts'

test('a text cell of a workbook that names no text is empty', async () => {
  const book = await newBook()
  const { files } = await book.import(['test/field/04-blank-shared-string/export.xlsx'])
  expect(files[0]).toMatchObject({ status: 'imported', rows_kept: 2, refused_rows: 0 })
  expect(
    await book.rows(
      `select seller_net_revenue::varchar as net, transaction_reference_id as key,
         subscriber_company_name as company, agreement_id as agreement
       from billed_revenue order by line`,
    ),
  ).toEqual([
    { net: '97.000000', key: 'refXa', company: null, agreement: null },
    { net: '194.000000', key: null, company: 'Quartz Heron Example Ltd', agreement: 'agmt-7h2k9' },
  ])
})
