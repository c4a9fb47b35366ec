import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Cells,
  type Report,
  type Seed,
  type SeedBook,
  answerOf,
  asOneOfAllCurrencies,
  bookOfSeed,
  expectedOf,
  sortedLines,
  sumsOf,
  withOneValueEach,
} from './archived-compare.ts'

/** The amounts that AWS's disbursement report adds up whatever their currency. */
const paidAmounts = [
  'seller_rev',
  'aws_ref_fee',
  'seller_rev_refund',
  'aws_ref_fee_refund',
  'seller_rev_credit',
  'aws_ref_fee_credit',
  'net_amount',
  'seller_sales_tax',
  'seller_sales_tax_refund',
]

/** The reports without a column of the currency have one more of ours, and may have more rows. */
const reports: readonly {
  readonly file: string
  readonly name: string
  readonly withoutCurrency?: (rows: readonly Cells[], expected: Report) => Cells[]
}[] = [
  { file: 'sales_compensation.csv', name: 'feed_sales_compensation' },
  {
    file: 'disbursements.csv',
    name: 'feed_disbursements',
    withoutCurrency: (rows, expected) => asOneOfAllCurrencies(rows, expected, paidAmounts),
  },
  { file: 'revenue_at_subscription.csv', name: 'feed_revenue_at_subscription', withoutCurrency: withOneValueEach },
  { file: 'revenue_at_invoice.csv', name: 'feed_revenue_at_invoice' },
  { file: 'revenue_at_disbursement.csv', name: 'feed_revenue_at_disbursement' },
]

const books = new Map<string, SeedBook>()
const seeds: readonly Seed[] = ['seed-101', 'seed-102']
const bookOf = (seed: string): SeedBook => {
  const book = books.get(seed)
  if (!book) throw new Error(`There is no book of ${seed}`)
  return book
}

beforeAll(async () => {
  for (const seed of seeds) books.set(seed, await bookOfSeed(seed))
})
afterAll(async () => {
  for (const book of books.values()) await book.close()
})

const inCurrency = (rows: readonly Cells[], currency: string): Cells[] =>
  rows.filter((row) => row['currency'] === currency)
const counted = (rows: readonly Cells[]): Cells[] => rows.filter((row) => row['counted'] === 'true')

describe.each(seeds)("AWS's archived reports of %s", (seed) => {
  test.each(reports)('$name equals $file in every cell', async ({ file, name, withoutCurrency }) => {
    const expected = await expectedOf(bookOf(seed), file, name)
    const answer = await answerOf(bookOf(seed), name)
    expect(answer.columns).toEqual([...expected.columns, ...(withoutCurrency ? ['currency'] : [])])
    const rows = withoutCurrency?.(answer.rows, expected) ?? answer.rows
    expect(sortedLines(rows, expected.columns)).toEqual(sortedLines(expected.rows, expected.columns))
  })

  test('sales compensation and revenue at invoice come to the same in every currency', async () => {
    const [compensation, revenue] = [
      await answerOf(bookOf(seed), 'feed_sales_compensation'),
      await answerOf(bookOf(seed), 'feed_revenue_at_invoice'),
    ]
    for (const currency of ['EUR', 'GBP', 'USD']) {
      const [net] = sumsOf(inCurrency(compensation.rows, currency), ['net_revenue'])
      expect({ currency, net: sumsOf(inCurrency(revenue.rows, currency), ['seller_net_revenue'])[0] }).toEqual({
        currency,
        net,
      })
    }
  })
})

describe('the archived reports of seed 101 and the reconciliation', () => {
  const book = (): SeedBook => bookOf('seed-101')

  /** Net of the counted billed lines, of what they hold beyond the archived net, and of the archived report. */
  test.each([
    { currency: 'EUR', archived: '11722056.02', beyond: { AWS_TAX_SHARE: '-45210.82' }, billed: '11676845.20' },
    { currency: 'GBP', archived: '30.00', beyond: {}, billed: '30.00' },
    {
      currency: 'USD',
      archived: '22230117.96',
      beyond: { AWS_TAX_SHARE: '-199.01', BALANCE_ADJUSTMENT: '9.68', OTHER_SELLER_TAX_SHARE: '-648.01' },
      billed: '22229280.62',
    },
  ])('differ in $currency by what stands in no column of AWS', async ({ currency, archived, beyond, billed }) => {
    const compensation = await answerOf(book(), 'feed_sales_compensation')
    expect(sumsOf(inCurrency(compensation.rows, currency), ['net_revenue'])).toEqual([archived])
    const lines = counted((await answerOf(book(), 'billed_lines')).rows)
    expect(sumsOf(inCurrency(lines, currency), ['net'])).toEqual([billed])
    const rest = await book().connection.rows(
      `select regexp_replace(transaction_type, '_REFUND$', '') as type, sum(net)::decimal(18, 2)::varchar as net
       from billed_lines
       where counted and currency = $currency and not is_net_type(transaction_type)
       group by type
       having sum(net) <> 0
       order by type`,
      { currency },
    )
    expect(Object.fromEntries(rest.map(({ type, net }) => [type, net]))).toEqual(beyond)
  })

  test('take a purchase from the maker off in sales compensation, and show it apart at the invoice', async () => {
    const [compensation, revenue, lines] = [
      await answerOf(book(), 'feed_sales_compensation'),
      await answerOf(book(), 'feed_revenue_at_invoice'),
      await answerOf(book(), 'billed_lines'),
    ]
    const parts = ['gross_revenue', 'listing_fee', 'gross_refund', 'listing_fee_refund']
    for (const currency of ['EUR', 'GBP', 'USD'])
      expect(sumsOf(inCurrency(revenue.rows, currency), parts)).toEqual(
        sumsOf(inCurrency(counted(lines.rows), currency), ['gross', 'fee', 'refund', 'fee_refund']),
      )
    const dollars = inCurrency(revenue.rows, 'USD')
    expect(sumsOf(dollars, ['gross_revenue', 'cogs', 'gross_refund', 'cogs_refund'])).toEqual([
      '30489028.57',
      '-8091346.15',
      '-22262.24',
      '6506.64',
    ])
    expect(sumsOf(inCurrency(compensation.rows, 'USD'), ['gross_revenue', 'gross_refunds'])).toEqual([
      '22397682.42',
      '-15755.60',
    ])
  })

  test('call invoices paid of which one line is paid', async () => {
    const revenue = await answerOf(book(), 'feed_revenue_at_disbursement')
    expect(sumsOf(inCurrency(revenue.rows, 'USD'), ['seller_net_revenue'])).toEqual(['30165112.19'])
  })

  test('pay out what the lines do, the failed payouts too', async () => {
    const disbursements = await answerOf(book(), 'feed_disbursements')
    // Over all currencies, as AWS's report has it.
    expect(sumsOf(disbursements.rows, ['net_amount'])).toEqual(['22281116.07'])
    const lines = counted((await answerOf(book(), 'disbursed_lines')).rows)
    expect(['EUR', 'GBP', 'USD'].map((currency) => sumsOf(inCurrency(lines, currency), ['net'])[0])).toEqual([
      '11668685.70',
      '15.00',
      '10545078.66',
    ])
    // 22,281,116.07 - 45,462.06 + 82.09 (tax on the fee) - 365.02 (other tax) + 24.68 (adjustments) - 21,616.40 (failed).
    expect(sumsOf(lines, ['net'])).toEqual(['22213779.36'])
  })

  test('plan the instalments of 34 of 49 agreements', async () => {
    const { rows } = await answerOf(book(), 'feed_revenue_at_subscription')
    expect(sumsOf(rows, ['installment_amount', 'total_contract_value'])).toEqual(['4244792.00', '4244792.00'])
    expect(new Set(rows.map((row) => row['agreement_id'])).size).toBe(34)
    const all = await book().connection.rows(
      `select count(distinct agreement_id)::integer as agreements, sum(amount)::decimal(18, 2)::varchar as amount
       from latest_agreement_charge_feed
       where delete_date is null`,
    )
    expect(all).toMatchObject([{ agreements: 49 }])
  })
})

describe('what our rows of several currencies are in the reports that have none', () => {
  test('one row with the sums, where there is no such row', () => {
    const columns = ['bank_trace_id', 'net_amount']
    const ours = [
      { bank_trace_id: 'T1', net_amount: '100.00', currency: 'EUR' },
      { bank_trace_id: 'T1', net_amount: '50.00', currency: 'USD' },
      { bank_trace_id: 'T2', net_amount: '7.00', currency: 'USD' },
      { bank_trace_id: 'T2', net_amount: '8.00', currency: 'USD' },
    ]
    const rows = [
      { bank_trace_id: 'T1', net_amount: '150.00' },
      { bank_trace_id: 'T2', net_amount: '7.00' },
      { bank_trace_id: 'T2', net_amount: '8.00' },
    ]
    expect(sortedLines(asOneOfAllCurrencies(ours, { columns, rows }, ['net_amount']), columns)).toEqual(
      sortedLines(rows, columns),
    )
  })

  test('the value of an agreement on its earliest instalment', () => {
    const instalment = (day: string, currency: string, value: string): Cells => ({
      agreement_id: 'A1',
      scheduled_invoice_date: day,
      total_contract_value: value,
      currency,
    })
    const ours = [instalment('2', 'EUR', '30.00'), instalment('1', 'USD', '200.00'), instalment('3', 'USD', '')]
    expect(withOneValueEach(ours).map((row) => row['total_contract_value'])).toEqual(['230.00', '', ''])
  })
})
