import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { App } from '../../main/app.ts'
import { brokenGrains } from '../reconcile/grain.ts'
import { bookOf, compare, type Difference } from './compare.ts'

/** Which column tells the lines of each report apart for a reader. */
const lines = {
  billed_revenue: 'silent_internal_report_transaction',
  collections_and_disbursements: 'transaction_reference_id',
  taxation: 'transaction_reference_id',
  usage: 'internal_usage_line_item_id',
  agreements: 'agreement_id',
} as const

/** Where Tieout gives another answer on purpose, and why (R21 to R23 of `feed-reports.md`). */
interface Exception extends Difference {
  readonly rule: string
}

const withoutRule = (exceptions: readonly Exception[]): Difference[] =>
  exceptions.map(({ line, column, aws, ours }) => ({ line, column, aws, ours }))

describe.each(['seed-101', 'seed-102'] as const)('the feed reports of %s equal those of AWS', (set) => {
  let app: App
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ app, close } = await bookOf(set))
  })
  afterAll(() => close())
  const differences = (report: keyof typeof lines, without: readonly string[] = []): Promise<Difference[]> =>
    compare(app, { query: `feed_${report}`, expected: `${set}/${report}.csv`, line: lines[report], without })

  test.each(['billed_revenue', 'collections_and_disbursements', 'taxation'] as const)(
    '%s in every cell',
    async (report) => {
      expect(await differences(report)).toEqual([])
    },
  )

  test('and what identifies a row of each derived table does so', async () => {
    const reports = { billed: { name: 'feed_billed_revenue' }, paid: { name: 'feed_collections_and_disbursements' } }
    expect(await app.grids.together(reports, (connection) => brokenGrains(connection))).toEqual([])
  })

  test('usage in every cell but those of usage without any offer, which AWS leaves empty', async () => {
    const found = await differences('usage')
    const lines = [...new Set(found.map(({ line }) => line))]
    expect(lines).toEqual({ 'seed-101': offerless101, 'seed-102': offerless102 }[set])
    expect(found).toEqual(
      lines.flatMap((line) =>
        ['offer_id', 'offer_name', 'offer_visibility'].map((column) => ({
          line,
          column,
          aws: '',
          ours: 'Not available',
        })),
      ),
    )
  })

  test("agreements in every cell but the subscriber's address, which AWS hides where there is no tax address", async () => {
    const address = ['email_domain', 'city', 'state_or_region', 'country', 'postal_code']
    expect(
      await differences(
        'agreements',
        address.map((name) => `subscriber_${name}`),
      ),
    ).toEqual([])
  })
})

const offerless101 = ['n3t7b72eob4c97a4k8k3r6es04pqbxt1asprka8o', 'v9nsfv1ub9ywckyeq42fjsmhebqnrt2vfid14n6u']
const offerless102 = ['4r63963k92tzic8we03yv8rlcz9ba7vu930v369y', 'rtncriexq5bovw3dakd4x2zlm8dzsmim8lguzwey']

describe('the rare forms of the feeds give what AWS gives, but for', () => {
  let app: App
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ app, close } = await bookOf('edges'))
  })
  afterAll(() => close())

  test('billed revenue: lists, grain and lines without a payout currency', async () => {
    const found = await compare(app, {
      query: 'feed_billed_revenue',
      expected: 'edges/billed_revenue.csv',
      line: 'transaction_reference_id',
    })
    expect(found).toEqual(withoutRule(billedRevenueExceptions))
  })

  test('collections and disbursements: lines without a payout currency', async () => {
    const found = await compare(app, {
      query: 'feed_collections_and_disbursements',
      expected: 'edges/collections_and_disbursements.csv',
      line: 'transaction_reference_id',
    })
    expect(found).toEqual(withoutRule(collectionsExceptions))
  })
})

/** The first `count` invoices of listing fees on this line. */
const fees = (line: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `F-${line}-0${index + 1}`).join(',')

const lists = 'R22: a list ends in one ellipsis where something is left out, and names an invoice once'
const grain = 'R23: a line is one row, so that its amounts are not doubled'
const payoutCurrency = 'R21: without any payout currency, the price stands in for the payout'

const billedRevenueExceptions: readonly Exception[] = [
  {
    line: 'FEES09',
    column: 'listing_fee_invoice_id',
    aws: `${fees('FEES09', 9)},...`,
    ours: fees('FEES09', 9),
    rule: lists,
  },
  {
    line: 'FEES12',
    column: 'listing_fee_invoice_id',
    aws: `${fees('FEES12', 9)},...,...,...,...`,
    ours: `${fees('FEES12', 9)},...`,
    rule: lists,
  },
  { line: 'FEETWODATES', column: 'listing_fee_invoice_id', aws: 'F-SAME,F-SAME', ours: 'F-SAME', rule: lists },
  {
    line: 'NODISBCURRENCY',
    column: 'silent_internal_report_transaction',
    aws: 'INV-NODISBCURRENCY:li-NODISBCURRENCY:acc-seller_PricingCurrency:USD_DisbursementCurrency:',
    ours: 'INV-NODISBCURRENCY:li-NODISBCURRENCY:acc-seller_PricingCurrency:USD_DisbursementCurrency:USD',
    rule: payoutCurrency,
  },
  // Its second event has no due date, and follows another offer.
  { line: 'OFFERCHANGED', column: 'payment_due_date', aws: '', ours: '2025-04-01', rule: grain },
  { line: 'OFFERCHANGED', column: 'payment_term', aws: '', ours: 'Net 7 days', rule: grain },
  {
    line: 'OFFERCHANGED',
    column: 'row',
    aws: 'a row; offer_name: Name offer-a; offer_id: offer-a',
    ours: '',
    rule: grain,
  },
  { line: 'OTHERBROKER', column: 'row', aws: 'a row; aws_seller_of_record: ', ours: '', rule: grain },
  // The end user is in no column of the report.
  { line: 'OTHERENDUSER', column: 'row', aws: 'a row', ours: '', rule: grain },
  {
    line: 'OTHERPERIOD',
    column: 'row',
    aws: 'a row; payment_due_date: ; payment_term: ; usage_period_start_date: ; usage_period_end_date: ',
    ours: '',
    rule: grain,
  },
  { line: 'TWOLEGACY', column: 'row', aws: 'a row; product_id: 2222-old', ours: '', rule: grain },
]

const collectionsExceptions: readonly Exception[] = [
  { line: 'NODISBCURRENCY', column: 'currency', aws: '', ours: 'USD', rule: payoutCurrency },
  { line: 'NODISBCURRENCY', column: 'disbursed_net_revenue', aws: '', ours: '100', rule: payoutCurrency },
  { line: 'NODISBCURRENCY', column: 'gross_revenue', aws: '', ours: '100', rule: payoutCurrency },
  { line: 'NODISBCURRENCY', column: 'seller_net_revenue', aws: '', ours: '100', rule: payoutCurrency },
]
