import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { copyFileSync, createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Section, sections } from '../../shared/reports/catalogue.ts'
import sales from './feeds/010-sales.sql?raw'
import events from './feeds/020-events.sql?raw'
import parties from './feeds/030-parties.sql?raw'
import goods from './feeds/040-goods.sql?raw'

const months = 24
/** Days on which something is delivered; the last of them is left to the grown version of the last month's file. */
const days = 729
const firstDay = Date.UTC(2024, 5, 1)
/** Billing events that become of one line of an invoice, on average. */
const eventsOfSale = 5.818

const partition = (month: number): string => {
  const [year, number] = new Date(Date.UTC(2024, 5 + month, 1)).toISOString().split('-')
  return join(`year=${year}`, `month=${number}`, 'data.csv')
}
const billing = 'billingeventfeed_v1'

/** Where the feeds of `generateFeeds` have the billing events of their last month. */
export const lastMonth = join(billing, partition(months - 1))

/**
 * Writes the data feeds of a big seller over 24 months below `folder`, unless they are there: about `count` billing
 * events, and parties, agreements, taxes and usage in proportion; the retired PII feed is left out. Every payout is
 * minus the sum of its lines, and the bytes are the same in every run.
 */
export async function generateFeeds(folder: string, count: number): Promise<void> {
  if (existsSync(folder)) return
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  await withEvents(unfinished, count, async (connection) => {
    for (const section of sections.filter(({ feed, id }) => feed && id !== 'pii_feed'))
      for (let month = 0; month < months; month++) {
        const path = join(unfinished, section.feed?.table ?? '', partition(month))
        mkdirSync(dirname(path), { recursive: true })
        // Events of a day are delivered on the morning after.
        const [first, next] = [dayOf(month) - 1, dayOf(month + 1) - 1]
        await writeRows(connection, section, path, first, Math.min(next - 1, days - 2))
      }
  })
  renameSync(unfinished, folder)
}

/**
 * Writes the last month's billing events of `generateFeeds(folder, count)` as they are one day later to `path`, unless
 * they are there: the same bytes, then about three percent more rows.
 */
export async function growLastMonth(folder: string, count: number, path: string): Promise<void> {
  if (existsSync(path)) return
  const rest = `${path}.rest`
  mkdirSync(dirname(path), { recursive: true })
  const section = sections.find(({ feed }) => feed?.table === billing)
  if (!section) throw new Error('The catalogue has no billing events')
  await withEvents(dirname(path), count, (connection) =>
    writeRows(connection, section, rest, days - 1, days - 1, 'header false'),
  )
  const unfinished = `${path}.unfinished`
  copyFileSync(join(folder, lastMonth), unfinished)
  await pipeline(createReadStream(rest), createWriteStream(unfinished, { flags: 'a' }))
  rmSync(rest)
  renameSync(unfinished, path)
}

/** The day on which a month begins, counted from the first month. */
function dayOf(month: number): number {
  return (Date.UTC(2024, 5 + month, 1) - firstDay) / 86_400_000
}

async function withEvents(
  folder: string,
  count: number,
  work: (connection: DuckDBConnection) => Promise<void>,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const temporary = join(folder, 'events')
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '3GB', temp_directory: temporary })
  const connection = await instance.connect()
  try {
    const lines = Math.round(count / eventsOfSale)
    const size = { days, sales: lines, invoices: Math.ceil(lines / 2), agreements: Math.ceil(count / 100) }
    for (const [name, value] of Object.entries(size)) await connection.run(`set variable ${name} = ${value}::bigint`)
    for (const sql of [sales, events, parties, goods]) await connection.run(sql)
    await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** The rows of a feed from the first to the last day; a month without rows has a file with a header only. */
async function writeRows(
  connection: DuckDBConnection,
  { id, feed, layouts: [columns = []] }: Section,
  path: string,
  first: number,
  last: number,
  header = 'header',
): Promise<void> {
  await connection.run(`set variable first_day = ${first}`)
  await connection.run(`set variable last_day = ${last}`)
  // Billing events are cut out by their view.
  const where = feed?.table === billing ? '' : `where day between ${first} and ${last}`
  await connection.run(`copy (select ${columns.join(', ')} from ${id}_rows ${where}) to '${path}' (${header})`)
}
