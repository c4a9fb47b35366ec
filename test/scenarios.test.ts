import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterEach, describe, expect, test } from 'vitest'
import { type App, openApp, type Row } from '../main/app.ts'
import type { Connection } from '../main/database/connection.ts'
import { brokenGrains } from './reconcile/grain.ts'
import { exceptions, isExceptionKind } from '../shared/exceptions.ts'

/** What may stand in `scenario.json`: the as-of date, and the delivery dates of files that do not say theirs. */
interface Scenario {
  readonly asOf?: string
  readonly delivered?: Readonly<Record<string, string>>
}

const root = join(import.meta.dirname, 'scenarios')
const compared = [
  'bridge',
  'control_lines',
  'coverage',
  'reconciliation',
  'exceptions',
  'controls',
  'uncollected_funds',
  'roll_forward',
  'settlements',
  'ageing',
  'feed_billed_revenue',
  'feed_collections_and_disbursements',
  'feed_payouts',
  'feed_taxation',
  'data_feeds',
  'billed_lines',
  'disbursed_lines',
  'cash_application',
]
const apps: App[] = []

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

/** What it is about depends on which file comes first. */
const isOfOrder = (name: string): boolean => /^(delivered|precedence|delivery)/.test(name)

/**
 * One after the other from the last to the first, or all at once: each scenario one way, those that are about the order
 * both. That the order changes nothing is a property of its own (app/order.test.ts, reconcile/feeds.property.test.ts).
 */
const runs = names.flatMap((name, index) => {
  const ways = isOfOrder(name)
    ? (['together', 'backwards'] as const)
    : ([index % 2 === 0 ? 'together' : 'backwards'] as const)
  return ways.map((way) => ({ name, way }))
})

describe.each(runs)('$name, imported $way', ({ name, way }) => {
  const folder = join(root, name)
  const expected = compared.filter((query) => existsSync(expectedFile(folder, query)))

  test('comes to what was worked out by hand', async () => {
    expect(expected).toEqual(expect.arrayContaining(['reconciliation', 'exceptions', 'controls']))
    const app = await importedScenario(folder, (entries) => {
      if (way === 'together') return [entries]
      const files = entries.flatMap((entry) => filesWithin(join(folder, 'reports'), entry))
      return files.toReversed().map((file) => [file])
    })
    for (const query of expected) {
      const rows = await answer(app, query, folder)
      if (query === 'exceptions') expectSubjects(rows)
      const { columns, rows: wanted } = readExpected(folder, query)
      expect({ query, rows: textsOf(rows, columns, folder) }).toEqual({ query, rows: wanted })
    }
    const still = async (): Promise<void> => undefined
    const broken = (connection: Connection): Promise<string[]> =>
      brokenGrains(connection, (view) => expected.includes(view))
    expect(await app.grids.together({ any: { name: 'controls' } }, broken, { ready: still })).toEqual([])
  })
})

/** Every exception is of a kind that is listed, and about something that its kind may be about. */
function expectSubjects(rows: readonly Row[]): void {
  const wrong = rows.filter(({ exception, subject_id: id }) => {
    const kind = String(exception)
    const about = String(id).split(':')[0] ?? ''
    return !isExceptionKind(kind) || !exceptions[kind].about.some((one) => one === about)
  })
  expect(wrong).toEqual([])
}

/** A book of the scenario's reports, files and folders, imported in the given groups and reconciled. */
async function importedScenario(folder: string, group: (entries: string[]) => string[][]): Promise<App> {
  const scenario = readScenario(folder)
  const app = await openApp({ book: null })
  apps.push(app)
  const entries = readdirSync(join(folder, 'reports')).toSorted()
  const given = entries.filter((entry) => scenario.delivered?.[entry])
  const groups = [...group(entries.filter((entry) => !given.includes(entry))), ...given.map((entry) => [entry])]
  for (const one of groups.filter((some) => some.length > 0))
    await app.import(
      one.map((file) => join(folder, 'reports', file)),
      { delivered: scenario.delivered?.[one[0] ?? ''] },
    )
  await app.reconcile({ asOf: scenario.asOf })
  return app
}

/** The file itself, or the files within the folder, by their paths below `reports`. */
function filesWithin(reports: string, entry: string): string[] {
  const path = join(reports, entry)
  if (!statSync(path).isDirectory()) return [entry]
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesWithin(reports, join(entry, name)))
}

function readScenario(folder: string): Scenario {
  const path = join(folder, 'scenario.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Scenario) : {}
}

function expectedFile(folder: string, query: string): string {
  return join(folder, 'expected', `${query.replaceAll('_', '-')}.csv`)
}

/** The expected rows, with the columns that the scenario cares about. */
function readExpected(folder: string, query: string): { columns: string[]; rows: string[] } {
  const text = readFileSync(expectedFile(folder, query), 'utf8')
  const parsed = Papa.parse<string[]>(text.trim(), { delimiter: ',' }).data
  const [columns = [], ...rows] = parsed
  return { columns, rows: rows.map((row) => row.join(' | ')).toSorted() }
}

async function answer(app: App, query: string, folder: string): Promise<Row[]> {
  const { stream } = await app.query(query, { asOf: readScenario(folder).asOf })
  const rows: Row[] = []
  for await (const chunk of stream) rows.push(...chunk)
  return rows
}

/** Rows in the form of the expected file; paths begin at the scenario's reports. */
function textsOf(rows: readonly Row[], columns: readonly string[], folder: string): string[] {
  return rows
    .map((row) =>
      columns
        .map((column) => (column in row ? String(row[column] ?? '') : `no column ${column}`))
        .map((cell) => cell.replaceAll(`${join(folder, 'reports')}/`, ''))
        .join(' | '),
    )
    .toSorted()
}
