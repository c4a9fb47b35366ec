import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../main/app.ts'
import { openSampleBook } from './sample-book.ts'

let app: App
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await openSampleBook())
}, 120_000)

afterAll(() => close())

test.each([
  ['77720260610', 'USD'],
  ['0022026071048', 'EUR'],
])(
  'the lines without a reference of settlement %s have its own exceptions and no others',
  async (settlement, currency) => {
    const details = await app.keyDetails({ transaction_reference: null, currency, settlement })
    expect(details.reconciliation).toMatchObject({ settlement, currency, reason: 'no-reference' })
    expect(details.disbursed.length).toBeGreaterThan(0)
    expect(details.exceptions.map(({ subject, reason }) => [subject, reason])).toEqual([[settlement, 'no-reference']])
  },
)

test('without a settlement they are those of all lines of the currency that have no reference', async () => {
  const { rows } = await app.grids.page({ name: 'exceptions', offset: 0, limit: 1000 })
  for (const currency of ['USD', 'EUR']) {
    const own = rows.filter((row) => row['reason'] === 'no-reference' && row['currency'] === currency)
    const details = await app.keyDetails({ transaction_reference: null, currency })
    expect(own.length).toBeGreaterThan(0)
    expect(details.exceptions).toEqual(own)
  }
  expect(rows.some((row) => row['exception'] === 'control-failed' && row['currency'] === 'USD')).toBe(true)
})
