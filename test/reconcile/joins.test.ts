import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection, Parameters } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { importPaths } from '../../main/import/import.ts'
import { queries } from '../../main/queries/catalogue.ts'
import { type Statement, statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { sections } from '../../shared/reports/catalogue.ts'

/** What stays small whatever a seller sells: the deliveries, files and months of a book. */
const few = new Set(
  `run reach book files blocks file_names built known_sources stated_dates tied_dates deposit_dates
    delivered_blocks counted_blocks deliveries block_deliveries export_files overlapping_files shared_columns
    net_variants plain_fits export_formulas statements billed_months coverage list_currencies
    legacy_settlements settlements failures checked_controls feed_names feed_files feed_sellers
    offer_target_words data_feeds bridge roll_forward ageing`.split(/\s+/),
)

interface Node {
  readonly name: string
  readonly extra_info?: { readonly Table?: string; readonly Groups?: string | readonly string[] }
  readonly children?: readonly Node[]
}

let book: Book
let statements: readonly Statement[]

beforeAll(async () => {
  book = await openBook(':memory:')
  const assets = join(import.meta.dirname, '../../assets')
  const samples = ['sample', 'sample-feeds'].map((name) => join(assets, name))
  await importPaths(book, samples, { workFolder: join(assets, '../out/joins-work'), keepFiles: false })
  statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
})

afterAll(() => book.close())

/** The tables that grow with the lines of a book and from which more than one row comes out of this part of a plan. */
function growing(node: Node): string[] {
  const groups = node.extra_info?.Groups
  const isOneRow =
    /^(UNGROUPED_AGGREGATE|LIMIT)/.test(node.name) || (node.name === 'HASH_GROUP_BY' && (groups ?? '').length === 0)
  if (isOneRow) return []
  const table = node.extra_info?.Table?.split('.').at(-1)
  const own = table !== undefined && !few.has(table) ? [table] : []
  return [...own, ...(node.children ?? []).flatMap(growing)]
}

/** Joins that compare each row of one growing table with each row of another. */
function comparingAll(node: Node): string[] {
  const found = (node.children ?? []).flatMap(comparingAll)
  if (!/NL_JOIN|NESTED_LOOP|CROSS_PRODUCT/.test(node.name)) return found
  const sides = (node.children ?? []).map(growing)
  return sides.length === 2 && sides.every((tables) => tables.length > 0)
    ? [...found, `${node.name}: ${sides.map((tables) => tables.join(', ')).join(' with ')}`]
    : found
}

async function slowJoins(connection: Connection, sql: string, parameters?: Parameters): Promise<string[]> {
  const [row] = await connection.rows(`explain (format json) ${sql}`, parameters)
  return (JSON.parse(String(row?.['explain_value'])) as Node[]).flatMap(comparingAll)
}

/** DuckDB plans a left join on more than equal columns as a loop over both sides, which grows with the square of a book. */
test('no step, view or query compares every row of a large table with every row of another', async () => {
  const found: Record<string, string[]> = {}
  const look = async (connection: Connection, name: string, sql: string, parameters?: Parameters): Promise<void> => {
    const joins = await slowJoins(connection, sql, parameters)
    if (joins.length > 0) found[name] = joins
  }
  await book.write(async (connection) => {
    await connection.script(`
      create or replace table run as select date '2026-08-13' as as_of, 0.01::decimal(18, 6) as tolerance, date '2026-08-13' as data_reaches_to;
      set variable as_of = date '2026-08-13';
      set variable tolerance = 0.01::decimal(18, 6)`)
    for (const { text, kind, name } of statements) {
      const select =
        /^(?:create or replace (?:temp )?table \w+|insert into \w+(?: by name)?)\s+(?:as\s+)?((?:with|select|from)\b[\s\S]*)/m.exec(
          text,
        )?.[1]
      if (kind !== 'variable' && select !== undefined && kind !== 'view' && kind !== 'macro' && kind !== 'temp view')
        await look(connection, name, select)
      await connection.script(text)
    }
    for (const { kind, name } of statements)
      if (kind === 'view') await look(connection, name, `select * from "${name}"`)
    for (const { name, sql } of queries)
      await look(connection, `query ${name}`, sql, sql.includes('$settlement') ? { settlement: null } : undefined)
  })
  expect(found).toEqual({})
})

test('such a join is seen', async () => {
  await book.write(async (connection) => {
    const slow = `select * from billing_event_feed as e
      left join address_feed as a on a.address_id = e.billing_address_id and e.from_account_id is not null`
    expect(await slowJoins(connection, slow)).toHaveLength(1)
    expect(await slowJoins(connection, slow.replace(' and e.from_account_id is not null', ''))).toEqual([])
  })
})
