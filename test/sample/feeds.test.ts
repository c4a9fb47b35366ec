import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { makeFeeds } from './feeds.ts'
import { groupBy } from './grouping.ts'
import { type Cents, total } from './money.ts'
import { fewestMonths } from './sample.ts'

type Cells = Readonly<{ [column: string]: string }>

const folder = fileURLToPath(new URL('../../assets/sample-feeds', import.meta.url))
const exportFolder = fileURLToPath(new URL('../../assets/sample', import.meta.url))
const written = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))

describe('the committed feeds', () => {
  it('are what the generator writes, byte for byte', () => {
    const made = makeFeeds(fewestMonths)
    expect(made.map(({ path }) => path).toSorted()).toEqual(written.toSorted())
    for (const { path, bytes } of made)
      expect({ path, same: bytes.equals(readFileSync(join(folder, path))) }).toEqual({ path, same: true })
  })

  it('stay small', () => {
    const bytes = written.reduce((sum, path) => sum + readFileSync(join(folder, path)).length, 0)
    expect(bytes).toBeLessThan(600_000)
  })

  it('hold a month with a header only and every kind of action', () => {
    expect(written.some((path) => readRecords(join(folder, path)).length === 0)).toBe(true)
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['INVOICED', 'COLLECTED', 'DISBURSED']))
  })

  it('clear every payout with its lines', () => {
    const lines = groupBy(events, (event) => event['disbursement_billing_event_id'] as string)
    const payouts = events.filter((event) => event['transaction_type']?.startsWith('DISBURSEMENT'))
    expect(payouts.length).toBeGreaterThan(9)
    for (const payout of payouts) {
      const tied = lines.get(payout['billing_event_id'] as string) ?? []
      const sum = total(tied.map((line) => cents(line['disbursement_amount'] || line['amount'])))
      expect({ payout, left: sum + cents(payout['amount']) }).toEqual({ payout, left: 0n })
    }
  })

  it('bill what the latest exports say', () => {
    const invoiced = events.filter(
      (event) =>
        event['action'] === 'INVOICED' && event['balance_impacting'] === '1' && event['buyer_transaction_reference_id'],
    )
    const billed = sums(invoiced, 'buyer_transaction_reference_id', 'currency', 'amount')
    const rows = readdirSync(exportFolder)
      .filter((name) => name.startsWith('Billed_revenue_'))
      .flatMap((name) => readRecords(join(exportFolder, name)))
    const exported = sums(rows, 'Transaction reference ID', 'Currency', 'Seller net revenue')
    expect(billed.size).toBeGreaterThan(100)
    for (const [key, net] of billed) expect({ key, net }).toEqual({ key, net: exported.get(key) })
  })
})

const events = currentRecords()

/** Billing events as they stand after later deliveries and deletions. */
function currentRecords(): Cells[] {
  const rows = written
    .filter((path) => path.startsWith('billingeventfeed_v1/'))
    .flatMap((path) => readRecords(join(folder, path)))
  return [...groupBy(rows, (row) => row['billing_event_id'] as string)].flatMap(([, versions]) => {
    const latest = versions.toSorted((left, right) => (updated(left) < updated(right) ? 1 : -1)).slice(0, 1)
    return latest.filter((row) => row['delete_date'] === '')
  })
}

function updated(row: Cells): string {
  return row['update_date'] as string
}

function readRecords(path: string): Cells[] {
  return Papa.parse<Cells>(readFileSync(path, 'utf8').replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true })
    .data
}

function sums(rows: readonly Cells[], reference: string, currency: string, amount: string): Map<string, Cents> {
  const groups = groupBy(rows, (row) => `${row[reference] as string} ${row[currency] as string}`)
  return new Map([...groups].map(([key, group]) => [key, total(group.map((row) => cents(row[amount])))]))
}

function cents(text: string | undefined): Cents {
  return BigInt((text as string).replaceAll(/[.,]/g, ''))
}
