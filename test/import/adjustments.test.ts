import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { importText, newBook, newFolder, unaccounted, write } from './books.ts'

const list = 'seller_id,aws_account_id,invoice_id,product_code,month_id,refund_amount,agreement_id'

test('a list of refunds is read as it is handed in', async () => {
  const { file, rows } = await importText(
    [
      list,
      '123456789012,13579169436,2500000001,prod-tide,25-Jun,$150.00 ,agmt-one',
      '123456789012,013579169436,EUMPINGB26-12125,prod-tide,Jan 2026,"$1,200.00 ",agmt-two',
    ].join('\n'),
  )
  expect(file.sections.map(({ section }) => section)).toEqual(['billing_adjustments'])
  expect(unaccounted(file)).toBe(0)
  expect(
    await rows('select aws_account_id, invoice_id, refund_amount, agreement_id from billing_adjustments order by line'),
  ).toEqual([
    { aws_account_id: '013579169436', invoice_id: '2500000001', refund_amount: '150.000000', agreement_id: 'agmt-one' },
    {
      aws_account_id: '013579169436',
      invoice_id: 'EUMPINGB26-12125',
      refund_amount: '1200.000000',
      agreement_id: 'agmt-two',
    },
  ])
})

test('an invoice that a spreadsheet rounded, and an amount in another sign than the dollar, are refused', async () => {
  const { file } = await importText(
    [list, ',,2.51992E+09,,,10.00,agmt-one', ',,2500000001,,,€10.00,agmt-one', ',,2500000002,,,10.00,agmt-one'].join(
      '\n',
    ),
  )
  expect(file.refusals.map(({ line, column }) => [line, column])).toEqual([
    [2, 'Invoice ID'],
    [3, 'Refund amount'],
  ])
  expect(file.rows_kept).toBe(1)
})

test("AWS's list of cancellations is a data set of its own, and no adjustment", async () => {
  const { file, rows } = await importText(
    [
      'agreementCancellationRequestId,agreementId,reasonCode,description,status,statusMessage,createdAt,updatedAt',
      'acr-1,agmt-one,INCORRECT_TERMS_ACCEPTED,Wrong term,APPROVED,,2026-06-12 10:15:42+00:00,2026-06-19 10:15:42+00:00',
    ].join('\n'),
  )
  expect(file.sections.map(({ section }) => section)).toEqual(['agreement_cancellations'])
  expect(unaccounted(file)).toBe(0)
  expect(
    await rows(
      'select cancellation_request_id, agreement_id, status, created_at::varchar as day from agreement_cancellations',
    ),
  ).toEqual([
    { cancellation_request_id: 'acr-1', agreement_id: 'agmt-one', status: 'APPROVED', day: '2026-06-12 10:15:42' },
  ])
})

const forms = [
  {
    form: 'the result of a list',
    text: [
      'timestamp,phase,agreement_id,invoice_id,amount,status,billing_adjustment_request_id,message',
      '2026-06-12T10:15:43.101000,1,agmt-one,2500000001,150.00,COMPLETED,ba-1111,',
    ],
    day: 'processed_at',
  },
  {
    form: "AWS's list of requests",
    text: [
      'billingAdjustmentRequestId,agreementId,originalInvoiceId,adjustmentAmount,currencyCode,status,createdAt,updatedAt,agreementType,catalog',
      'ba-1111,agmt-one,2500000001,150.00,USD,COMPLETED,2026-06-12 10:15:42+00:00,2026-06-12 10:16:42+00:00,PurchaseAgreement,AWSMarketplace',
    ],
    day: 'created_at',
  },
  {
    form: 'the list of refunds that were confirmed',
    text: [
      'billingAdjustmentRequestId,agreementId,originalInvoiceId,matchedInvoiceId,adjustmentAmount,currencyCode,status,statusMessage,adjustmentReasonCode,description,createdAt,updatedAt',
      'ba-1111,agmt-one,2500000001,2500000001,150.00,USD,COMPLETED,,OTHER,,2026-06-12 10:15:42 UTC,2026-06-12 10:16:42 UTC',
    ],
    day: 'created_at',
  },
]

test.each(forms)('$form says which request it was, what became of it, and when', async ({ text, day }) => {
  const { file, rows } = await importText(text.join('\n'))
  expect(file.warnings).toEqual([])
  expect(
    await rows(
      `select request_id, agreement_id, invoice_id, refund_amount, status, ${day}::date::varchar as day from billing_adjustments`,
    ),
  ).toEqual([
    {
      request_id: 'ba-1111',
      agreement_id: 'agmt-one',
      invoice_id: '2500000001',
      refund_amount: '150.000000',
      status: 'COMPLETED',
      day: '2026-06-12',
    },
  ])
})

test('a book from before takes them in too', async () => {
  const path = join(newFolder(), 'older.tieout')
  const older = await openBook(path)
  await older.write(async (connection) => {
    await connection.run('drop table billing_adjustments')
  })
  await older.close()
  const book = await newBook(path)
  const { files } = await book.import([write(newFolder(), 'refunds.csv', `${list}\n,,I1,,,10.00,agmt-one\n`)])
  expect(files[0]?.rows_kept).toBe(1)
})
