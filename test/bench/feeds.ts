import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { generateFeeds, growLastMonth, lastMonth } from './generate-feeds.ts'
import { type Measured, growth as growthOf, measure, removeBook, seconds, times, withAim } from './measure.ts'

/** What the parts of the benchmark share: a place for files, the scale of the run, and its table of results. */
export interface Bench {
  at(name: string): string
  rows(count: number): number
  note(what: string, figure: string, against?: string, ratio?: string): void
}

const memoryLimit = '2GB'
const queries = ['feed_billed_revenue', 'feed_collections_and_disbursements'] as const

/** What `importInto` tells. */
export interface Imported {
  readonly files: number
  readonly rows: number
  readonly refused: number
  readonly replaces: readonly string[]
}

/** One seller's feeds through Tieout and through DuckDB alone; the book stays. */
interface Life {
  readonly feeds: string
  readonly book: string
  readonly bareBilling: Measured
  readonly bareAll: Measured
  readonly bareBytes: number
  readonly imported: Measured
  readonly reconciled: Measured
  readonly exported: readonly Measured[]
  /** The same selects by COPY of DuckDB alone. */
  readonly copied: readonly Measured[]
}

/** Data feeds of a big seller: import, derived tables, the two big reports, and a month file that grew. */
export async function benchFeeds(bench: Bench): Promise<void> {
  const { at, rows, note } = bench
  const [fewer, more] = [rows(1_000_000), rows(10_000_000)]
  const books: string[] = []
  try {
    const small = await live(bench, fewer, books)
    const big = await live(bench, more, books)
    noteLife(bench, big)
    const growth = `from ${small.bareBilling.result} to ${big.bareBilling.result} billing events`
    const compare = (what: string, ours: Measured, before: Measured): void =>
      note(`  ${what}, ${growth}`, seconds(ours), seconds(before), times(ours, before))
    compare('growth of the import', big.imported, small.imported)
    compare('growth of the bare read_csv of all feeds', big.bareAll, small.bareAll)
    note(
      `  growth of the reconciliation, ${growth}`,
      seconds(big.reconciled),
      seconds(small.reconciled),
      withAim(growthOf(small.reconciled, big.reconciled, [fewer, more]), 'n^1.05'),
    )
    for (const [index, name] of queries.entries()) {
      const [ours, before] = [big.exported[index], small.exported[index]]
      if (ours && before) compare(`growth of the export of ${name}`, ours, before)
    }
    await noteGrownMonth(bench, big, more, books)
  } finally {
    for (const book of books) removeBook(book)
    rmSync(at('feeds.csv'), { force: true })
  }
}

async function live({ at }: Bench, count: number, books: string[]): Promise<Life> {
  const feeds = at(`feeds-${count}`)
  await generateFeeds(feeds, count)
  const [database, book] = [at(`feeds-${count}.db`), at(`feeds-${count}.tieout`)]
  books.push(database, book)
  // Billing events first: their rows are the result.
  const folders = readdirSync(feeds)
    .toSorted((a, b) => Number(b.startsWith('billing')) - Number(a.startsWith('billing')))
    .map((name) => join(feeds, name))
  const bareBilling = await measure('bareReadFolders', database, memoryLimit, ...folders.slice(0, 1))
  const bareAll = await measure('bareReadFolders', database, memoryLimit, ...folders)
  const bareBytes = statSync(database).size
  removeBook(database)
  removeBook(book)
  const imported = await measure('importInto', book, memoryLimit, feeds)
  const reconciled = await measure('reconcileBook', book, memoryLimit, '2026-05-31')
  const exported: Measured[] = []
  const copied: Measured[] = []
  for (const name of queries) {
    copied.push(await measure('copyQuery', book, memoryLimit, name, at('feeds.csv')))
    exported.push(await measure('exportQuery', book, memoryLimit, name, at('feeds.csv')))
  }
  return { feeds, book, bareBilling, bareAll, bareBytes, imported, reconciled, exported, copied }
}

function noteLife({ note }: Bench, life: Life): void {
  const { bareBilling, bareAll, imported, reconciled } = life
  const { files, rows, refused } = imported.result as Imported
  const memory = (ours: Measured, against = ''): void =>
    note(`  peak memory of the process, DuckDB limited to ${memoryLimit}`, `${ours.peakMegabytes} MB`, against)
  const size = `in ${files} files (${gigabytes(bytesBelow(life.feeds))})`
  note(
    `Import data feeds: ${rows} rows (${refused} refused), ${bareBilling.result} of them billing events, ${size}`,
    seconds(imported),
    `bare read_csv of all feeds ${seconds(bareAll)}`,
    times(imported, bareAll, '1.5x'),
  )
  note(
    '  the same, against the billing events alone',
    seconds(imported),
    `bare read_csv of them ${seconds(bareBilling)}`,
    times(imported, bareBilling),
  )
  memory(imported, `${bareAll.peakMegabytes} MB`)
  note('  the book, without the files that it keeps', gigabytes(statSync(life.book).size), gigabytes(life.bareBytes))
  note(
    `Reconcile that book: ${reconciled.result} keys`,
    seconds(reconciled),
    '',
    'aim of 10 million events: 60 CPU s, 2500 MB',
  )
  memory(reconciled)
  for (const [index, name] of queries.entries()) {
    const [exported, copied] = [life.exported[index], life.copied[index]]
    if (!exported || !copied) continue
    note(
      `Export all ${Number(exported.result)} rows of ${name} as CSV`,
      seconds(exported),
      `COPY of the same select ${seconds(copied)}`,
      times(exported, copied, '1.2x'),
    )
    memory(exported, `${copied.peakMegabytes} MB`)
  }
}

async function noteGrownMonth({ at, note }: Bench, big: Life, count: number, books: string[]): Promise<void> {
  const path = at(join(`feeds-${count}-grown`, lastMonth))
  await growLastMonth(big.feeds, count, path)
  const [alone, database] = [at('month.tieout'), at('month.db')]
  books.push(alone, database)
  removeBook(alone)
  const bare = await measure('bareReadFolders', database, memoryLimit, at(`feeds-${count}-grown`))
  const empty = await measure('importInto', alone, memoryLimit, path)
  const grown = await measure('importInto', big.book, memoryLimit, path)
  const { rows, replaces } = grown.result as Imported
  note(
    `Import the last month's file, ${rows} rows, grown, into the book of ${big.bareBilling.result} billing events`,
    seconds(grown),
    `into an empty book ${seconds(empty)}`,
    times(grown, empty, '2x'),
  )
  note(
    `  the same (${replaces.length === 1 ? 'it took the place of the former file' : 'IT TOOK NO PLACE'})`,
    seconds(grown),
    `bare read_csv of it ${seconds(bare)}`,
    times(grown, bare),
  )
  note('  peak memory', `${grown.peakMegabytes} MB`, `into an empty book ${empty.peakMegabytes} MB`)
}

/** The sizes of all files below the folder. */
export function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0)
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`
}
