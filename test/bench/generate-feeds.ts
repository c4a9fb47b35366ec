import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { copyFileSync, createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Section, sections } from '../../shared/reports/catalogue.ts'
import sales from './feeds/010-sales.sql?raw'
import events from './feeds/020-events.sql?raw'
import parties from './feeds/030-parties.sql?raw'
import goods from './feeds/040-goods.sql?raw'

/** How many months the feeds tell of. */
export const months = 24
/** Days on which something is delivered; the last of them is left to the grown version of the last month's file. */
const days = 729
const firstDay = Date.UTC(2024, 5, 1)
/** Billing events that become of one line of an invoice, on average. */
const eventsOfSale = 5.818
/** Days; no event of a sale comes later than so many after it. */
const longestWait = 70

const partition = (month: number): string => {
  const [year, number] = new Date(Date.UTC(2024, 5 + month, 1)).toISOString().split('-')
  return join(`year=${year}`, `month=${number}`, 'data.csv')
}
const billing = 'billingeventfeed_v1'

/** Where the feeds of `generateFeeds` have the billing events of their last month. */
export const lastMonth = join(billing, partition(months - 1))

type Days = readonly [first: number, last: number]

/**
 * Writes the data feeds of a big seller over 24 months below `folder`, unless they are there: about `count` billing
 * events, and parties, agreements, taxes and usage in proportion; the retired PII feed is left out. Every payout is
 * minus the sum of its lines, and the bytes are the same in every run.
 */
export async function generateFeeds(folder: string, count: number): Promise<void> {
  if (existsSync(folder)) return
  await withEvents(folder, count, [-1, days - 1], async (connection, unfinished) => {
    for (let month = 0; month < months; month++) await writeMonth(connection, unfinished, month)
  })
}

/** Writes one month of what `generateFeeds` writes, without looking at sales that have no event in it. */
export async function generateMonth(folder: string, count: number, month: number): Promise<void> {
  await withEvents(folder, count, daysOf(month), (connection, unfinished) => writeMonth(connection, unfinished, month))
}

/**
 * Writes the last month's billing events of `generateFeeds(folder, count)` as they are one day later to `path`, unless
 * they are there: the same bytes, then about three percent more rows.
 */
export async function growLastMonth(folder: string, count: number, path: string): Promise<void> {
  if (existsSync(path)) return
  const section = sections.find(({ feed }) => feed?.table === billing)
  if (!section) throw new Error('The catalogue has no billing events')
  const [rest, added] = [`${path}.rest`, [days - 1, days - 1] as const]
  mkdirSync(dirname(path), { recursive: true })
  await withEvents(rest, count, added, (connection, unfinished) =>
    writeRows(connection, section, join(unfinished, 'data.csv'), added, 'header false'),
  )
  const unfinished = `${path}.unfinished`
  copyFileSync(join(folder, lastMonth), unfinished)
  await pipeline(createReadStream(join(rest, 'data.csv')), createWriteStream(unfinished, { flags: 'a' }))
  rmSync(rest, { recursive: true })
  renameSync(unfinished, path)
}

/** The days of which the files of a month tell: events of a day are delivered on the morning after. */
function daysOf(month: number): Days {
  return [dayOf(month) - 1, Math.min(dayOf(month + 1) - 2, days - 2)]
}

/** The day on which a month begins, counted from the first month. */
function dayOf(month: number): number {
  return (Date.UTC(2024, 5 + month, 1) - firstDay) / 86_400_000
}

/** Makes the folder, with the events of these days at hand: under another name, so that it is there whole or not at all. */
async function withEvents(
  folder: string,
  count: number,
  [first, last]: Days,
  work: (connection: DuckDBConnection, unfinished: string) => Promise<void>,
): Promise<void> {
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const temporary = `${folder}.temporary`
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '3GB', temp_directory: temporary })
  const connection = await instance.connect()
  try {
    const lines = Math.round(count / eventsOfSale)
    // Two lines stand on an invoice, and invoices are spread evenly over the days.
    const invoices = Math.ceil(lines / 2)
    const firstSale = 2 * Math.floor((Math.max(0, first - longestWait) * invoices) / days) - 2
    const endSale = 2 * Math.ceil(((last + 1) * invoices) / days) + 2
    const size = { days, sales: lines, invoices, agreements: Math.ceil(count / 100) }
    const part = {
      first_sale: Math.max(0, firstSale),
      end_sale: Math.min(lines, endSale),
      begin_day: first,
      end_day: last,
    }
    for (const [name, value] of Object.entries({ ...size, ...part }))
      await connection.run(`set variable ${name} = ${value}::bigint`)
    for (const sql of [sales, events, parties, goods]) await connection.run(sql)
    await work(connection, unfinished)
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(temporary, { recursive: true, force: true })
  }
  renameSync(unfinished, folder)
}

/** A month of every feed; one without rows has a file with a header only. */
async function writeMonth(connection: DuckDBConnection, folder: string, month: number): Promise<void> {
  for (const section of sections.filter(({ feed, id }) => feed && id !== 'pii_feed')) {
    const path = join(folder, section.feed?.table ?? '', partition(month))
    mkdirSync(dirname(path), { recursive: true })
    await writeRows(connection, section, path, daysOf(month))
  }
}

/** Writes the rows of a feed of these days. */
async function writeRows(
  connection: DuckDBConnection,
  { id, feed, layouts: [columns = []] }: Section,
  path: string,
  [first, last]: Days,
  header = 'header',
): Promise<void> {
  await connection.run(`set variable first_day = ${first}`)
  await connection.run(`set variable last_day = ${last}`)
  // Billing events are cut out by their view.
  const where = feed?.table === billing ? '' : `where day between ${first} and ${last}`
  await connection.run(`copy (select ${columns.join(', ')} from ${id}_rows ${where}) to '${path}' (${header})`)
}
