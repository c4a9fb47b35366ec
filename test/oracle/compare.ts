import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { type App, openApp, type Row } from '../../main/app.ts'
import type { QueryColumn } from '../../main/queries/columns.ts'
import { copyReadyBook } from '../packaging/programs.ts'

/** Which report is compared with which file of AWS's answers, and how. */
export interface Comparison {
  /** The named query that gives the report. */
  readonly query: string
  /** The CSV of what AWS's query gives, below `test/oracle`. */
  readonly expected: string
  /** The column that tells the lines of the report apart for a reader; rows that agree in it are shown side by side. */
  readonly line: string
  /** Columns of AWS that are left out of the comparison. */
  readonly without?: readonly string[]
  /** Our column of a heading whose letters alone do not lead to it. */
  readonly headings?: Readonly<Record<string, string>>
}

/** One cell in which a row of AWS and ours differ, or a whole row that only one of both has (`column` is `row`). */
export interface Difference {
  readonly line: string
  readonly column: string
  readonly aws: string
  readonly ours: string
}

/** A book with the feeds of one set, reconciled, in a folder that `close` removes. */
export async function bookOf(
  set: 'seed-101' | 'seed-102' | 'edges',
): Promise<{ readonly app: App; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-oracle-'))
  const book = join(folder, 'book.tieout')
  await copyReadyBook(set, book)
  const app = await openApp({ book, create: false })
  return {
    app,
    close: async () => {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Compares a report with AWS's, as multisets of rows: numbers by value, times in UTC, everything else letter by letter.
 * Returns the differences by line and column; none means equal. Rows that are left over on both sides are paired
 * within their line, the likeliest first. Throws when a heading has no column of ours.
 */
export async function compare(app: App, comparison: Comparison): Promise<Difference[]> {
  const { columns, stream } = await app.query(comparison.query, {})
  const rows: Row[] = []
  for await (const chunk of stream) rows.push(...chunk)
  const { headings, records } = readCsv(join(import.meta.dirname, comparison.expected))
  const compared = headings.flatMap((heading, place) => {
    const name = comparison.headings?.[heading] ?? heading.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
    if (comparison.without?.includes(name)) return []
    const column = columns.find((one) => one.name === name)
    if (!column) throw new Error(`${comparison.query} has no column ${name} for AWS's ${heading}`)
    return [{ column, place }]
  })
  const names = compared.map(({ column }) => column.name)
  const aws = records.map((record) => compared.map(({ column, place }) => canonical(column, record[place] ?? '')))
  const ours = rows.map((row) => compared.map(({ column }) => canonical(column, String(row[column.name] ?? ''))))
  const differences = paired(leftOver(aws, ours), [aws, ours], names, names.indexOf(comparison.line))
  return differences.toSorted((a, b) =>
    `${a.line} ${a.column} ${a.aws}`.localeCompare(`${b.line} ${b.column} ${b.aws}`, 'en'),
  )
}

function readCsv(path: string): { headings: string[]; records: string[][] } {
  const { data } = Papa.parse<string[]>(readFileSync(path, 'utf8').trim(), { delimiter: ',' })
  const [headings = [], ...records] = data
  return { headings, records }
}

/** 100.0 and 100.00 are one number, and `2025-03-02 12:00:00+00` and `2025-03-02T12:00:00Z` one time. */
function canonical({ type }: QueryColumn, cell: string): string {
  if (type === 'datetime' || type === 'date')
    return cell
      .replace('T', ' ')
      .replace(/Z$|[+]00(:00)?$| UTC$/, '')
      .replace(/[.]0+$/, '')
      .replace(/ 00:00:00$/, '')
  if (type === 'text' || !/^-?\d+([.]\d+)?$/.test(cell)) return cell
  const [, sign = '', whole = '', decimals = ''] = /^(-?)0*(\d+?)(?:[.](\d*?)0*)?$/.exec(cell) ?? []
  const digits = decimals === '' ? whole : `${whole}.${decimals}`
  return digits === '0' ? '0' : `${sign}${digits}`
}

type Cells = readonly string[]

/** The rows that only one side has, each as often as it has them more. */
function leftOver(first: readonly Cells[], second: readonly Cells[]): [Cells[], Cells[]] {
  const counts = new Map<string, number>()
  for (const row of second) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1)
  const onlyFirst = first.filter((row) => {
    const count = counts.get(JSON.stringify(row)) ?? 0
    counts.set(JSON.stringify(row), count - 1)
    return count <= 0
  })
  const onlySecond = second.filter((row) => {
    const count = counts.get(JSON.stringify(row)) ?? 0
    counts.set(JSON.stringify(row), count - 1)
    return count > 0
  })
  return [onlyFirst, onlySecond]
}

/** What is left over on one side: its line, and where it differs from the likeliest row of the other side. */
function paired(
  [onlyAws, onlyOurs]: readonly [readonly Cells[], readonly Cells[]],
  [aws, ours]: readonly [readonly Cells[], readonly Cells[]],
  names: readonly string[],
  line: number,
): Difference[] {
  const lineOf = (row: Cells): string => row[line] ?? ''
  const apart = (one: Cells, other: Cells): string[] => names.filter((_, at) => one[at] !== other[at])
  const candidates = onlyAws
    .flatMap((one) =>
      onlyOurs
        .filter((other) => lineOf(one) === lineOf(other))
        .map((other) => ({ one, other, columns: apart(one, other) })),
    )
    .toSorted((a, b) => a.columns.length - b.columns.length || String(a.one).localeCompare(String(b.one), 'en'))
  const taken = new Set<Cells>()
  const differences: Difference[] = []
  for (const { one, other, columns } of candidates) {
    if (taken.has(one) || taken.has(other)) continue
    taken.add(one).add(other)
    for (const column of columns) {
      const at = names.indexOf(column)
      differences.push({ line: lineOf(one), column, aws: one[at] ?? '', ours: other[at] ?? '' })
    }
  }
  const described = (row: Cells, others: readonly Cells[]): string => {
    const [nearest] = others
      .filter((other) => lineOf(other) === lineOf(row))
      .toSorted((a, b) => apart(row, a).length - apart(row, b).length)
    const columns = nearest ? apart(row, nearest) : names
    return ['a row', ...columns.map((column) => `${column}: ${row[names.indexOf(column)]}`)].join('; ')
  }
  for (const row of onlyAws.filter((one) => !taken.has(one)))
    differences.push({ line: lineOf(row), column: 'row', aws: described(row, ours), ours: '' })
  for (const row of onlyOurs.filter((one) => !taken.has(one)))
    differences.push({ line: lineOf(row), column: 'row', aws: '', ours: described(row, aws) })
  return differences
}
