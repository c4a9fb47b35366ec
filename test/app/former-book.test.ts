import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Row, openApp } from '../../main/app.ts'

/**
 * A book that the version before the bridge made and reconciled, from the reports of the scenario exports-only: it has no
 * difference of the key that is not billed, and derived tables of other columns.
 */
const former = join(import.meta.dirname, '../fixtures/book-of-0.1.0-before-the-bridge.tieout.gz')

test('a book of the former version opens, is reconciled anew and shows the new figures', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-former-'))
  const path = join(folder, 'former.tieout')
  writeFileSync(path, gunzipSync(readFileSync(former)))
  const app = await openApp({ book: path, create: false })
  try {
    const rows = async (name: string, where: Record<string, string>[] = []): Promise<Row[]> => {
      const { stream } = await app.query(name, { where })
      const found: Row[] = []
      for await (const chunk of stream) found.push(...chunk)
      return found
    }
    expect(await rows('reconciliation', [{ transaction_reference: 'T6' }])).toMatchObject([
      { state: 'not-billed', difference: '-10.00', open_net: '0.00', bridge_line: 'not-billed' },
    ])
    expect(await rows('bridge', [{ currency: 'USD', line: 'banked' }])).toMatchObject([{ amount: '147.00' }])
    expect(await rows('settlements', [{ settlement: 'DRN-2' }])).toMatchObject([{ lines: 1, in_transit_net: '19.40' }])
    // It takes files as before.
    const report = join(folder, 'monthly_revenue_billing_and_revenue_data_2026-02-15.csv')
    writeFileSync(
      report,
      'Customer Billed Amount,AWS Listing Fee,Partner Revenue Amount,Currency,Transaction Reference ID,Product Code,Refunds Amount,AWS Fee Refund,Cost\n10.31,-0.31,10.00,USD,T6,p,0,0,0\n',
    )
    const { files } = await app.import([report], { reconcile: true })
    expect(files).toMatchObject([{ status: 'imported', rows_kept: 1 }])
    expect(await rows('reconciliation', [{ transaction_reference: 'T6' }])).toMatchObject([
      { state: 'disbursed', difference: '0.00' },
    ])
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
