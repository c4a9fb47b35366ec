import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, openApp } from '../../main/app.ts'

const sample = join(import.meta.dirname, '../../assets/sample')
let folder = ''
let app: App

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-key-rows-'))
  app = await openApp({ book: join(folder, 'sample.tieout') })
  await app.import([sample], { reconcile: true })
}, 120_000)

afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

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
