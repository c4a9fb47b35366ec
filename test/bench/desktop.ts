import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { built } from '../../main/shells/built/built.mjs'
import type { Filter, PageRequest, Selection } from '../../shared/contract/rows.ts'
import { openWindow, startBrowser } from '../e2e/browser.ts'
import { clientOf } from '../e2e/client.ts'
import { goTo, overviewReady } from '../e2e/screens.ts'
import { startShell } from '../e2e/shell.ts'
import { generateSection } from './generate.ts'
import { measure } from './measure.ts'

const short = process.argv.includes('--short')
const rows = (count: number): number => (short ? Math.round(count / 100) : count)
const folder = process.env['TIEOUT_BENCH_FOLDER'] ?? '/tmp/tieout-bench-desktop'
const at = (name: string): string => join(folder, name)

interface Line {
  readonly what: string
  readonly figure: string
  readonly aim: string
  /** Of the machine, over the minute before. */
  readonly load: string
}
const lines: Line[] = []

function note(what: string, figure: string, aim = ''): void {
  const load = (loadavg()[0] ?? 0).toFixed(1)
  lines.push({ what, figure, aim, load })
  console.log([what, figure, aim && `aim: ${aim}`, `load ${load}`].filter(Boolean).join(' · '))
}

/** Half and nineteen of twenty of the times, in milliseconds. */
function spread(times: readonly number[]): { median: number; p95: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { median: at(0.5), p95: at(0.95) }
}

const milliseconds = (value: number): string => `${Math.round(value)} ms`

/** Grids of the book with what a person does in them; `orderBy` is a column worth sorting by. */
const grids: readonly { name: string; orderBy: string; filters: Filter[] }[] = [
  {
    name: 'reconciliation',
    orderBy: 'open_net',
    filters: [{ operator: 'greater', column: 'billed_net', value: '5000.00' }],
  },
  {
    name: 'cash_application',
    orderBy: 'difference',
    filters: [{ operator: 'in', column: 'state', values: ['disbursed'] }],
  },
  { name: 'billed_lines', orderBy: 'net', filters: [{ operator: 'contains', column: 'product', value: 'anchor 1' }] },
  {
    name: 'disbursed_lines',
    orderBy: 'transaction_reference',
    filters: [{ operator: 'less', column: 'net', value: '100.00' }],
  },
  {
    name: 'br1',
    orderBy: 'customer_billed_amount',
    filters: [{ operator: 'starts-with', column: 'transaction_reference_id', value: 'a' }],
  },
]

type Client = ReturnType<typeof clientOf>

async function pages(client: Client): Promise<void> {
  const all: Record<'scroll' | 'sort' | 'filter' | 'totals', number[]> = {
    scroll: [],
    sort: [],
    filter: [],
    totals: [],
  }
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = performance.now()
    await work()
    return performance.now() - begin
  }
  const repeats = 12
  const first: number[] = []
  for (const { name, orderBy, filters } of grids) {
    const own: typeof all = { scroll: [], sort: [], filter: [], totals: [] }
    const page = (request: Omit<PageRequest, 'name' | 'limit'>) => client.queries.page({ name, limit: 100, ...request })
    const total = (selection: Omit<Selection, 'name'>) => client.queries.totals({ name, ...selection })
    // Tables of derived grids are made when a grid is first asked for.
    first.push(await timed(() => page({ offset: 0 })))
    for (let turn = 0; turn < repeats; turn++) {
      // A different place, order and limit each time, so that no answer is one that was kept.
      const offset = Math.floor((rows(450_000) * turn) / repeats)
      own.scroll.push(await timed(() => page({ offset })))
      own.sort.push(
        await timed(() => page({ offset: turn * 100, orderBy: [{ column: orderBy, descending: turn % 2 === 0 }] })),
      )
      const search: Filter = {
        operator: 'not-equals',
        column: orderBy,
        value: orderBy === 'transaction_reference' ? `x${turn}` : `${turn}.17`,
      }
      own.filter.push(await timed(() => page({ offset: 0, filters: [...filters, search] })))
      own.totals.push(await timed(() => total({ filters: [...filters, search] })))
    }
    for (const kind of ['scroll', 'sort', 'filter', 'totals'] as const) {
      all[kind].push(...own[kind])
      const { median, p95 } = spread(own[kind])
      console.log(`  ${name} ${kind}: median ${milliseconds(median)}, 95th percentile ${milliseconds(p95)}`)
    }
  }
  note(
    `First page of a grid after the book was opened, ${grids.length} grids`,
    `median ${milliseconds(spread(first).median)}, longest ${milliseconds(Math.max(...first))}`,
    '1 s',
  )
  for (const kind of ['scroll', 'sort', 'filter', 'totals'] as const) {
    const { median, p95 } = spread(all[kind])
    note(
      `Page of 100 rows, ${kind}, ${grids.length} grids`,
      `median ${milliseconds(median)}, 95th percentile ${milliseconds(p95)}`,
      '50 ms, 150 ms',
    )
  }
}

/** Notes the longest time in which the page could not draw, from now until it is asked. */
async function watchStalls(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const watch = { longest: 0, last: performance.now() }
    Object.assign(window, { stallWatch: watch })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) watch.longest = Math.max(watch.longest, entry.duration)
    }).observe({ type: 'longtask', buffered: false })
  })
  return () => page.evaluate(() => (window as unknown as { stallWatch: { longest: number } }).stallWatch.longest)
}

/** The browser tells only of tasks of 50 milliseconds and more. */
function stallText(longest: number): string {
  return longest === 0 ? 'under 50 ms' : milliseconds(longest)
}

async function pageMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return Math.round(usedSize / 2 ** 20)
}

/** Memory of a process, now and at its highest, in megabytes; Linux only. */
function coreMegabytes(pid: number): { now: number; highest: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  return { now: of('VmRSS'), highest: of('VmHWM') }
}

async function builtPage(): Promise<void> {
  const folder = await built('page')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
  const size = (list: readonly string[], measureFile: (path: string) => number): string =>
    `${(list.reduce((sum, path) => sum + measureFile(path), 0) / 1e6).toFixed(2)} MB`
  const text = files.filter((path) => /\.(js|css|html)$/.test(path))
  note(
    'Built page, all screens',
    `${size(files, (path) => statSync(path).size)}, compressed ${size(text, (path) => gzipSync(readFileSync(path)).length)}`,
  )
}

mkdirSync(folder, { recursive: true })
const browser = await startBrowser()
try {
  const book = at('data/books/bench.tieout')
  await generateSection(at('billed_2022-08-15.csv'), 'br1', rows(500_000), rows(500_000))
  await generateSection(at('disbursed_2022-08-15.csv'), 'dis1', rows(500_000), rows(500_000))
  mkdirSync(at('data/books'), { recursive: true })
  await measure('importFile', book, '', at('billed_2022-08-15.csv'), at('disbursed_2022-08-15.csv'))
  await measure('reconcileBook', book)

  // Once, so that the page is built and the book is the one that opens by itself.
  const first = await startShell({ dataFolder: at('data') })
  await clientOf(first).books.open({ path: book })
  await first.stop()

  const starts: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    const begin = performance.now()
    const shell = await startShell({ dataFolder: at('data') })
    const { page, context } = await openWindow(browser, shell)
    await overviewReady(page)
    starts.push(performance.now() - begin)
    await context.close()
    await shell.stop()
  }
  note(
    `Start to usable window, book of ${rows(1_000_000)} lines`,
    `median ${(spread(starts).median / 1000).toFixed(1)} s`,
    '1.5 s',
  )

  const shell = await startShell({ dataFolder: at('data') })
  await pages(clientOf(shell))
  const { page, context } = await openWindow(browser, shell)
  await overviewReady(page)
  await page.goto(`${shell.origin}/#/data?${encodeURIComponent(JSON.stringify({ query: 'billed_lines' }))}`)
  await page.getByRole('gridcell').first().waitFor()
  note('Memory of the page with a grid open', `${await pageMegabytes(page)} MB`)
  note('Memory of the core after the pages', `${coreMegabytes(shell.pid).now} MB`)

  await generateSection(at('more_2022-09-15.csv'), 'br1', rows(2_000_000), rows(2_000_000))
  await goTo(page, 'Import')
  const longest = await watchStalls(page)
  const begin = performance.now()
  await page.locator('input[type=file]').first().setInputFiles(at('more_2022-09-15.csv'))
  await page.getByRole('button', { name: /^Import \d/ }).click({ timeout: 600_000 })
  await page
    .getByText(/rows entered the book/)
    .first()
    .waitFor({ timeout: 600_000 })
  const seconds = (performance.now() - begin) / 1000
  note(
    `Longest stall of the page while ${rows(2_000_000)} rows are uploaded, recognised, imported and reconciled (${seconds.toFixed(0)} s)`,
    stallText(await longest()),
    '100 ms',
  )
  note('Memory of the page after it', `${await pageMegabytes(page)} MB`)
  note('Memory of the core at its highest', `${coreMegabytes(shell.pid).highest} MB`)
  await context.close()
  await shell.stop()
  await builtPage()
} finally {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
}

const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`
const table = [
  '| what | measured | aim | load |',
  '| --- | --- | --- | --- |',
  ...lines.map(({ what, figure, aim, load }) => `| ${what} | ${figure} | ${aim} | ${load} |`),
]
const text = `# Measured in the window\n\nOne run of \`npm run bench:desktop\` on ${new Date().toISOString().slice(0, 10)}: the web shell and Chromium on ${machine}.\n\n${table.join('\n')}\n`
if (!short) writeFileSync(new URL('./desktop.md', import.meta.url), text)
console.log(`\n${text}`)
