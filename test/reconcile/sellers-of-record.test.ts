import { expect, test } from 'vitest'
import { newBook } from './books.ts'

const spellings = [
  [null, null, true, true],
  ['', 'AWS Inc.', true, true],
  ['AWS_INC', 'AWS Inc.', true, true],
  ['Amazon Web Services, Inc.', 'AWS Inc.', true, true],
  ['AWS_EUROPE', 'AWS Europe', false, true],
  ['AWS EMEA SARL', 'AWS Europe', false, true],
  ['AWS_AUSTRALIA', 'AWS Australia', false, true],
  ['AWS Australia Pty Ltd (AWS Australia)', 'AWS Australia', false, true],
  ['AWS Japan G.K.', 'AWS Japan', false, true],
  ['AWS_KOREA', 'AWS Korea', false, true],
  ['AWS_SBL', 'AWS Brazil', false, false],
  ['aws_sbl ', 'AWS Brazil', false, false],
  ['Amazon AWS Serviços Brasil Ltda.', 'AWS Brazil', false, false],
  ['Amazon AWS Servicos Brasil Ltda.', 'AWS Brazil', false, false],
  // Not known, and no AWS Inc. although the letters are in it.
  ['AWS_MOON', 'AWS_MOON', false, true],
  ['Amazon Web Services Canada, Inc.', 'Amazon Web Services Canada, Inc.', false, true],
] as const

test.each(spellings)('%s is %s', async (spelling, name, isInc, impliesCollection) => {
  const { connection, reconcile } = await newBook()
  await reconcile()
  const [row] = await connection.rows(
    `select seller_of_record_name($it) as name, is_aws_inc($it) as is_inc, implies_collection($it) as implies`,
    { it: spelling },
  )
  expect(row).toEqual({ name, is_inc: isInc, implies: impliesCollection })
})

test('a withheld tax has the sign opposite to its sale, however the file prints it', async () => {
  const { connection, reconcile } = await newBook()
  await reconcile()
  const of = (gross: string | null, tax: string | null, refund: string | null, back: string | null) =>
    connection.value(
      `select withheld_by_brazil(true, $gross::decimal(18, 6), $tax::decimal(18, 6), $refund::decimal(18, 6), $back::decimal(18, 6))`,
      { gross, tax, refund, back },
    )
  expect(await of('1000', '-150', null, null)).toBe('-150.000000')
  expect(await of('1000', '150', null, null)).toBe('-150.000000')
  // A payout that failed is repeated with the opposite sign.
  expect(await of('-1000', '-150', '0', '0')).toBe('150.000000')
  expect(await of('1000', '150', '-100', '15')).toBe('-135.000000')
  // Without an amount of the sale nothing says which sign it should have.
  expect(await of('0', '7', null, null)).toBe('7.000000')
  expect(await of('1000', null, null, null)).toBeNull()
})

test('a month that is none is no month, and throws nothing', async () => {
  const book = await newBook()
  await book.add({
    name: 'uncollected',
    delivered: '2022-09-12',
    sections: {
      dis7: [
        { transaction_reference_id: 'T1', net_revenue: '97.00', currency: 'USD', ar_period: '2022-13' },
        { transaction_reference_id: 'T2', net_revenue: '97.00', currency: 'USD', ar_period: '2022-07' },
      ],
    },
  })
  await book.add({
    name: 'disbursement',
    delivered: '2022-09-12',
    sections: { dis1: [{ transaction_reference_id: 'T1', seller_rev: '97.00', net_amount: '97.00' }] },
  })
  await book.reconcile()
  expect((await book.rows('uncollected_funds')).map((row) => row['status'])).toEqual([
    'report-not-loaded',
    'report-not-loaded',
  ])
  const months = await book.connection.rows(
    `select ar_month('2022-07')::varchar as month, ar_month('2022-13') as none, ar_month('July') as word`,
  )
  expect(months).toEqual([{ month: '2022-07-01', none: null, word: null }])
})
