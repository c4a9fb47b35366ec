import type { Overview } from '../../shared/contract/books.ts'
import type { Connection, Row } from '../database/connection.ts'
import type { Grids } from './grids.ts'
import { queryRows } from './query.ts'

/** The Overview of an open book, read once for each state of its parts. */
export function createOverview(grids: Grids, state: () => string): (signal?: AbortSignal) => Promise<Overview> {
  let known: { readonly state: string; readonly overview: Overview } | null = null
  return async (signal) => {
    const current = state()
    if (known?.state !== current) known = { state: current, overview: await readOverview(grids, signal) }
    return known.overview
  }
}

/** Everything the Overview shows, from one state of the book; amounts are decimal strings. */
async function readOverview(grids: Grids, signal?: AbortSignal): Promise<Overview> {
  return grids.rows(
    { name: 'controls' },
    async (connection, { revision }) => {
      const coverage = await queryRows(connection, 'coverage')
      const months = await queryRows(connection, 'cash_by_month', {
        filters: [{ operator: 'not-blank', column: 'month' }],
      })
      return {
        asOf: text(await connection.value('select as_of from run')),
        bridge: await queryRows(connection, 'bridge'),
        tells: await sidesTold(connection),
        nextFile: nextFile(coverage),
        coverage,
        feeds: await queryRows(connection, 'data_feeds'),
        sources: await queryRows(connection, 'synced_sources'),
        controls: await queryRows(connection, 'controls'),
        ageing: await queryRows(connection, 'ageing'),
        months: months.map((row) => ({
          month: String(row['month']),
          currency: String(row['currency']),
          billed: text(row['billed']),
          disbursed: text(row['disbursed']),
        })),
        states: await queryRows(connection, 'summary_states'),
        exceptions: await count(connection, 'exceptions'),
        refusedRows: await count(connection, 'refused_rows'),
        revision,
      }
    },
    signal,
  )
}

/** Which sides of the reconciliation any loaded file tells of. */
async function sidesTold(connection: Connection): Promise<Overview['tells']> {
  const [row = {}] = await connection.rows('select tells_billed, tells_disbursed from known_sources')
  return { billed: row['tells_billed'] === true, disbursed: row['tells_disbursed'] === true }
}

/** What a reconciliation cannot do without comes first; other reports in the order in which they are listed. */
const reportsByWeight = [
  'billing_event_feed',
  'disbursement',
  'monthly_billed_revenue',
  'billed_revenue',
  'collections_and_disbursements',
  'sales_compensation',
]

/**
 * The file to get next: the first one without which a side is not known; else, of the weightiest report that is missing,
 * the one of the latest month.
 */
function nextFile(coverage: readonly Row[]): string | null {
  const weight = (row: Row): number => {
    const place = reportsByWeight.indexOf(String(row['report']))
    return place < 0 ? reportsByWeight.length : place
  }
  const month = (row: Row): string => String(row['month'])
  const [needed] = coverage
    .filter((row) => row['is_needed'] === true)
    .toSorted((a, b) => month(a).localeCompare(month(b)))
  if (needed) return text(needed['next_step'])
  const missing = coverage.filter((row) => row['status'] === 'missing')
  const [first] = missing.toSorted((a, b) => weight(a) - weight(b) || month(b).localeCompare(month(a)))
  return text(first?.['next_step'])
}

async function count(connection: Connection, table: 'exceptions' | 'refused_rows'): Promise<number> {
  return Number(await connection.value(`select count(*) from ${table}`))
}

function text(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
