import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blankBook } from '../../main/app/blank-book.ts'
import type { Row } from '../../main/database/connection.ts'
import { openBook } from '../../main/database/open.ts'
import { importPaths } from '../../main/import/import.ts'
import { query, queryTexts } from '../../main/queries/query.ts'
import { reconcile } from '../../main/reconcile/reconcile.ts'

const sample = join(import.meta.dirname, '../../assets/sample-feeds')
const runs = Math.max(1, Math.round(Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 40) / 40))
const reports = [
  'feed_billed_revenue',
  'feed_collections_and_disbursements',
  'feed_taxation',
  'feed_agreements',
  'feed_usage',
  'feed_payouts',
  'feed_sales_compensation',
  'feed_disbursements',
  'feed_revenue_at_subscription',
  'feed_revenue_at_invoice',
  'feed_revenue_at_disbursement',
  'reconciliation',
  'settlements',
  'figures',
  'exceptions',
]
/** Those of them whose amounts no other feed gives. */
const ofAmounts = [
  'feed_billed_revenue',
  'feed_collections_and_disbursements',
  'feed_payouts',
  'reconciliation',
  'settlements',
  'figures',
]
/** Where a row was read is no part of what it says. */
const places = new Set(['path', 'sha256', 'line', 'file'])

interface FeedFile {
  readonly path: string
  readonly text: string
}

const files: readonly FeedFile[] = readdirSync(sample, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted()
  .map((path) => ({ path: path.slice(sample.length + 1), text: readFileSync(path, 'utf8') }))

let folder: string
let whole: Record<string, string[]>
let wholeRows: Record<string, Row[]>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-feeds-'))
  wholeRows = await answers([files])
  whole = comparable(wholeRows)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let books = 0

/** Imports the groups of files one after the other into a new book and asks it these queries, or all. */
async function answers(groups: readonly (readonly FeedFile[])[], asked = reports): Promise<Record<string, Row[]>> {
  const book = await openBook(':memory:', { blank: await blankBook() })
  const own = join(folder, String(++books))
  try {
    for (const [number, group] of groups.entries()) {
      const paths = group.map(({ path, text }) => {
        const target = join(own, String(number), path)
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, text)
        return target
      })
      await importPaths(book, paths, { workFolder: join(own, 'work'), keepFiles: false })
    }
    await book.write((connection) => reconcile(connection, { asOf: '2026-08-13', reads: queryTexts(asked) }))
    const connection = await book.connect()
    const rows: Record<string, Row[]> = {}
    for (const name of asked) {
      const { sql, parameters } = await query(connection, name)
      rows[name] = await connection.rows(sql, parameters)
    }
    connection.close()
    return rows
  } finally {
    await book.close()
    rmSync(own, { recursive: true, force: true })
  }
}

function comparable(rows: Record<string, Row[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, list]) => [
      name,
      list.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !places.has(column)))).toSorted(),
    ]),
  )
}

/** The amounts of the answers and what they belong to, without words that another feed gives. */
function amounts(rows: Record<string, Row[]>): Record<string, string[]> {
  const kept =
    /net|revenue|fee|amount|tax|cost|lines|currency|reference|state$|reason|bank_trace|status|billed|open|past_due|banked|collected|disbursed/
  const worded = /authorization|company|offer|tax_legal|customer|subscriber|payer_|reseller|percentage|explanation/
  return comparable(
    Object.fromEntries(
      ofAmounts.map((name) => [
        name,
        (rows[name] ?? []).map((row) =>
          Object.fromEntries(Object.entries(row).filter(([column]) => kept.test(column) && !worded.test(column))),
        ) as Row[],
      ]),
    ),
  )
}

/** Numbers below `limit` that look like chance and are the same every time. */
function chance(seed: number): (limit: number) => number {
  let state = seed * 2654435761 + 1
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0
    return state % limit
  }
}

function shuffled<Item>(items: readonly Item[], random: (limit: number) => number): Item[] {
  return items
    .map((item) => ({ item, place: random(1 << 30) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

const cents = (value: Row[string] | undefined): number => Math.round(Number(value) * 100)

describe('the feeds', () => {
  test('clear every payout with its lines', () => {
    const payouts = wholeRows['feed_payouts'] ?? []
    expect(payouts.length).toBeGreaterThan(10)
    for (const payout of payouts)
      expect({ ...payout, difference: Number(payout['difference']) }).toMatchObject({ difference: 0 })
    expect(
      payouts.some(({ status }) => status === 'failed') && payouts.some(({ status }) => status === 'failure'),
    ).toBe(true)
  })

  test('give nets that are the sum of what was disbursed and not, and of what was collected and not', () => {
    const lines = wholeRows['feed_billed_revenue'] ?? []
    expect(lines.length).toBeGreaterThan(100)
    for (const line of lines) {
      const net = cents(line['seller_net_revenue'])
      expect(cents(line['disbursed_net_revenue']) + cents(line['undisbursed_net_revenue'])).toBe(net)
      expect(cents(line['collected_net_revenue']) + cents(line['uncollected_net_revenue'])).toBe(net)
    }
  })

  test.each(Array.from({ length: runs }, (_, seed) => seed + 1))(
    'say the same whatever the order and repetition of their files (%i)',
    async (seed) => {
      const random = chance(seed)
      const order = shuffled([...files, ...files.filter(() => random(3) === 0)], random)
      const cut = random(order.length)
      expect(comparable(await answers([order.slice(0, cut), order.slice(cut)]))).toEqual(whole)
    },
  )

  test.each(Array.from({ length: runs }, (_, seed) => seed + 1))(
    'say the same when their files grow day by day (%i)',
    async (seed) => {
      const random = chance(seed + 1000)
      const days = [0, 1].map((day) =>
        files.map(({ path, text }) => {
          const lines = text.split('\n').slice(0, -1)
          const kept = 1 + Math.floor(((lines.length - 1) * (day * 3 + random(3))) / 6)
          return { path, text: `${lines.slice(0, kept).join('\n')}\n` }
        }),
      )
      expect(comparable(await answers(shuffled([...days, files], random)))).toEqual(whole)
    },
  )

  test('keep every amount when a feed beside the billing events is missing', async () => {
    const optional = [...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))].filter(
      (feed) => feed !== 'billingeventfeed_v1',
    )
    expect(optional).toHaveLength(13)
    const expected = amounts(wholeRows)
    // Some at a time, and all of them: each would take as long as everything else here.
    const some = optional.filter((_, index) => index % 2 === 0)
    for (const missing of [some, optional]) {
      const left = files.filter(({ path }) => !missing.includes(path.split('/')[0] ?? ''))
      expect({ missing, amounts: amounts(await answers([left], ofAmounts)) }).toEqual({ missing, amounts: expected })
    }
  })
})
