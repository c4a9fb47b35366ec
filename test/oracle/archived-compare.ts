import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import type { Connection, Row } from '../../main/database/connection.ts'
import { openBook } from '../../main/database/open.ts'
import { type QueryColumn, query } from '../../main/queries/query.ts'
import { copyReadyBook } from '../packaging/programs.ts'

export type Seed = 'seed-101' | 'seed-102'

/** A reconciled book of the feeds of one seed, to be closed by who asked for it. */
export interface SeedBook {
  readonly seed: Seed
  readonly connection: Connection
  /** Whether the import keeps 9999-01-01, by which AWS says that there is no end; a book may hold it as empty. */
  readonly keepsNoEnd: boolean
  close(): Promise<void>
}

/** Cells of one row by column in the one form in which they can be compared; empty is ''. */
export type Cells = Readonly<Record<string, string>>

/** The rows of a report with its columns in their order. */
export interface Report {
  readonly columns: readonly string[]
  readonly rows: readonly Cells[]
}

const folder = import.meta.dirname

/** A book with the feeds of a seed, reconciled. */
export async function bookOfSeed(seed: Seed): Promise<SeedBook> {
  const own = mkdtempSync(join(tmpdir(), 'tieout-oracle-'))
  await copyReadyBook(seed, join(own, 'book.tieout'))
  const book = await openBook(join(own, 'book.tieout'), { create: false })
  const connection = await book.connect()
  const endless = await connection.value(`select count(*) from agreement_feed where end_time >= timestamp '9999-01-01'`)
  return {
    seed,
    connection,
    keepsNoEnd: Number(endless) > 0,
    async close() {
      connection.close()
      await book.close()
      rmSync(own, { recursive: true, force: true })
    },
  }
}

/** The rows of a named query. */
export async function answerOf({ connection }: SeedBook, name: string): Promise<Report> {
  const { sql, parameters, columns } = await query(connection, name)
  const rows = await connection.rows(sql, parameters)
  return { columns: columns.map(({ name: column }) => column), rows: rows.map((row) => cellsOf(row, columns)) }
}

/** The rows that AWS's query gives for the seed, its headings in snake case; the query of ours says what a column holds. */
export async function expectedOf(book: SeedBook, file: string, name: string): Promise<Report> {
  const { columns } = await query(book.connection, name)
  const written = readFileSync(join(folder, book.seed, file), 'utf8')
  const text = book.keepsNoEnd ? written : written.replaceAll(/9999-01-01[T ]00:00:00(Z|\+00)/g, '')
  const { data, meta } = Papa.parse<Row>(text, {
    header: true,
    skipEmptyLines: true,
    transformHeader: (heading) => heading.toLowerCase().replaceAll(' ', '_'),
  })
  return { columns: meta.fields ?? [], rows: data.map((row) => cellsOf(row, columns)) }
}

/** Each row as one line of text, sorted: two lists are equal where the rows are, however often each stands there. */
export function sortedLines(rows: readonly Cells[], columns: readonly string[]): string[] {
  return rows.map((row) => columns.map((column) => `${column}: ${row[column] ?? ''}`).join('\n')).toSorted()
}

/** The sums of some columns over these rows, as texts with two decimals or more. */
export function sumsOf(rows: readonly Cells[], columns: readonly string[]): string[] {
  return columns.map((column) => {
    const total = rows.reduce((sum, row) => sum + millionths(row[column] ?? ''), 0n)
    return amount(decimalText(total))
  })
}

/**
 * AWS's report adds amounts of all currencies (D4); ours has a row for each. Our rows that stand among the expected ones
 * stay; of the others those that agree in everything but currency and the `split` amounts, in several currencies, become
 * the one row that AWS's report has for them.
 */
export function asOneOfAllCurrencies(rows: readonly Cells[], expected: Report, split: readonly string[]): Cells[] {
  const left = new Map<string, number>()
  for (const line of sortedLines(expected.rows, expected.columns)) left.set(line, (left.get(line) ?? 0) + 1)
  const [known, apart]: [Cells[], Map<string, Cells[]>] = [[], new Map()]
  const names = expected.columns.filter((column) => !split.includes(column))
  for (const row of rows) {
    const [line = ''] = sortedLines([row], expected.columns)
    const times = left.get(line) ?? 0
    left.set(line, times - 1)
    if (times > 0) known.push(row)
    else {
      const [key = ''] = sortedLines([row], names)
      apart.set(key, [...(apart.get(key) ?? []), row])
    }
  }
  const added = [...apart.values()].flatMap((some) => {
    const currencies = new Set(some.map((row) => row['currency']))
    if (currencies.size < some.length || some.length < 2) return some
    const sums = sumsOf(some, split)
    return [{ ...some[0], ...Object.fromEntries(split.map((column, index) => [column, sums[index] ?? ''])) }]
  })
  return [...known, ...added]
}

/**
 * AWS's report of planned instalments puts the value of an agreement on its earliest one, whatever the currencies (D4);
 * ours has it on the earliest of each currency. Where an agreement has several, their sum goes to the earliest of all.
 */
export function withOneValueEach(rows: readonly Cells[]): Cells[] {
  const agreements = new Map<string, Cells[]>()
  for (const row of rows) {
    const id = row['agreement_id'] ?? ''
    agreements.set(id, [...(agreements.get(id) ?? []), row])
  }
  return [...agreements.values()].flatMap((instalments) => {
    if (new Set(instalments.map((row) => row['currency'])).size === 1) return instalments
    const [value = ''] = sumsOf(instalments, ['total_contract_value'])
    return instalments
      .toSorted((a, b) => (a['scheduled_invoice_date'] ?? '').localeCompare(b['scheduled_invoice_date'] ?? ''))
      .map((row, index) => ({ ...row, total_contract_value: index === 0 ? value : '' }))
  })
}

function cellsOf(row: Row, columns: readonly QueryColumn[]): Cells {
  return Object.fromEntries(
    columns.filter(({ name }) => name in row).map(({ name, type }) => [name, comparable(row[name], type)]),
  )
}

function comparable(value: Row[string] | undefined, type: QueryColumn['type']): string {
  const text = String(value ?? '')
  if (text === '') return ''
  if (type === 'money') return amount(text)
  // `2025-09-18 21:33:22+00` and `2025-09-18T21:33:22Z` are the same moment.
  if (type === 'datetime') return new Date(text.replace(/\+00$/, 'Z')).toISOString()
  return text
}

function amount(text: string): string {
  const [whole = '', cents = ''] = text.split('.')
  return `${whole}.${cents.replace(/0+$/, '').padEnd(2, '0')}`
}

function millionths(text: string): bigint {
  if (text === '') return 0n
  const [whole = '', cents = ''] = text.replace('-', '').split('.')
  const digits = BigInt(whole + cents.slice(0, 6).padEnd(6, '0'))
  return text.startsWith('-') ? -digits : digits
}

function decimalText(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(7, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
}
