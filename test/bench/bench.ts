import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { benchFeeds } from './feeds.ts'
import { generateSection } from './generate.ts'
import { benchImports } from './imports.ts'
import { benchList } from './list.ts'
import { type Measured, measure, seconds, times, withAim } from './measure.ts'
import { benchMonths } from './months.ts'
import { benchStart } from './start.ts'
import { benchSync } from './sync.ts'
import { lookupWorkbook } from './lookup-workbook.ts'

const folder = process.env['TIEOUT_BENCH_FOLDER'] ?? join(tmpdir(), 'tieout-bench')
const at = (name: string): string => join(folder, name)
const { values: options } = parseArgs({
  options: {
    /** Proves that the bench runs; its figures mean nothing. */
    short: { type: 'boolean', default: false },
    /** Another share of the rows than the hundredth of the short form. */
    scale: { type: 'string' },
    /** Some parts alone, with commas between; figures are written down where they are all of their file. */
    only: { type: 'string' },
    /** Leaves the folder with its inputs for the next run. */
    keep: { type: 'boolean', default: false },
  },
})
const scale = Number(options.scale ?? (options.short ? 0.01 : 1))
const rows = (count: number): number => Math.round(count * scale)

interface Line {
  readonly what: string
  readonly figure: string
  readonly against: string
  readonly ratio: string
  /** Of the machine, over the minute before: two on two cores is all there is. */
  readonly load: string
}
const lines: Line[] = []

/** What one file of measurements tells of, and the parts of the run that it holds. */
interface Results {
  readonly file: string
  readonly title: string
  readonly conditions: string
  readonly parts: readonly string[]
}

function note(what: string, figure: string, against = '', ratio = ''): void {
  const load = (loadavg()[0] ?? 0).toFixed(1)
  lines.push({ what, figure, against, ratio, load })
  console.log([what, figure, against, ratio, `load ${load}`].filter((text) => text !== '').join(' · '))
}

async function importAgainstBareRead(): Promise<void> {
  const csv = at('billed.csv')
  await generateSection(csv, 'br1', rows(2_000_000), rows(2_000_000))
  const bare = await measure('bareRead', csv, at('bare.db'))
  const ours = await measure('importFile', at('import.tieout'), '', csv)
  const size = `${Math.round(statSync(csv).size / 1e6)} MB`
  note(
    `Import ${rows(2_000_000)} billed lines (${size}, 27 columns)`,
    seconds(ours),
    `bare read_csv ${seconds(bare)}`,
    times(ours, bare, '1.2x'),
  )
  note('  peak memory', `${ours.peakMegabytes} MB`, `${bare.peakMegabytes} MB`)

  // The same rows between other sections, titles, a total and a trailer.
  const sectioned = at('sectioned.csv')
  if (!existsSync(sectioned)) {
    const small = at('small.csv')
    await generateSection(small, 'dis1', 1000, 1000)
    writeFileSync(sectioned, 'Monthly report\n\nSection 1: Disbursed amount by product\n')
    await pipeline(createReadStream(small), createWriteStream(sectioned, { flags: 'a' }))
    writeFileSync(sectioned, '\nSection 1: Billing and revenue data\n', { flag: 'a' })
    await pipeline(createReadStream(csv), createWriteStream(sectioned, { flags: 'a' }))
    writeFileSync(sectioned, 'Total\nEnd of report\n', { flag: 'a' })
  }
  const cut = await measure('importFile', at('sectioned.tieout'), '', sectioned)
  note(
    'Import of the same lines in a file of several sections',
    seconds(cut),
    `plain file ${seconds(ours)}`,
    times(cut, ours),
  )
}

async function reconcileAgainstBareJoin(): Promise<void> {
  const disbursed = at('disbursed.csv')
  await generateSection(at('billed.csv'), 'br1', rows(2_000_000), rows(2_000_000))
  await generateSection(disbursed, 'dis1', rows(1_000_000), rows(1_000_000))
  const book = at('reconcile.tieout')
  await measure('importFile', book, '', at('billed.csv'), disbursed)
  const bare = await measure('bareJoin', book)
  const ours = await measure('reconcileBook', book)
  note(
    `Reconcile ${rows(1_000_000)} disbursed against ${rows(2_000_000)} billed lines`,
    seconds(ours),
    `bare aggregate join ${seconds(bare)}`,
    times(ours, bare),
  )
  note('  peak memory', `${ours.peakMegabytes} MB`, `${bare.peakMegabytes} MB`)
}

async function exportRows(): Promise<void> {
  const billed = at('export-billed.csv')
  const disbursed = at('export-disbursed.csv')
  await generateSection(billed, 'br1', rows(200_000), rows(200_000))
  await generateSection(disbursed, 'dis1', rows(200_000), rows(200_000))
  const book = at('export.tieout')
  await measure('importFile', book, '', billed, disbursed)
  await measure('reconcileBook', book)
  const answer = await measure('exportBook', book, at('export.xlsx'))
  const sheets = answer.result as { name: string; rows: number }[]
  const written = sheets.reduce((sum, sheet) => sum + sheet.rows, 0)
  note(`Export ${written} rows to a workbook`, seconds(answer), `${Math.round(written / answer.seconds)} rows a second`)
  note('  peak memory', `${answer.peakMegabytes} MB`, 'aim: under 400 MB')

  const sheetRows = rows(200_000)
  const bare = await measure('writeByExcelJs', at('exceljs.xlsx'), String(sheetRows))
  const ours = await measure('writeSheet', at('sheet.xlsx'), String(sheetRows))
  note(
    `Write a sheet of ${sheetRows} rows and 20 columns`,
    seconds(ours),
    `ExcelJS's streaming writer ${seconds(bare)}`,
    `${(bare.seconds / ours.seconds).toFixed(1)} times faster, aim: 4 times`,
  )
  note('  peak memory', `${ours.peakMegabytes} MB`, `${bare.peakMegabytes} MB`, 'aim: under 400 MB')
}

async function againstSpreadsheet(): Promise<void> {
  const billed = at('lookup-billed.csv')
  const disbursed = at('lookup-disbursed.csv')
  await generateSection(billed, 'br1', rows(100_000), rows(100_000))
  await generateSection(disbursed, 'dis1', rows(50_000), rows(50_000))
  const ours = await measure('runAll', at('lookup.xlsx'), billed, disbursed)
  const { reconcileSeconds } = ours.result as { reconcileSeconds: number }
  const what = `Match ${rows(50_000)} disbursed with ${rows(100_000)} billed lines`
  if (spawnSync('soffice', ['--version']).status !== 0) {
    note(what, `run ${seconds(ours)}`, 'LibreOffice is not installed')
    return
  }
  const sheet = at('vlookup.xlsx')
  await lookupWorkbook(sheet, rows(50_000), rows(100_000))
  const begin = performance.now()
  const profile = `-env:UserInstallation=file://${at('libreoffice')}`
  const done = spawnSync('soffice', ['--headless', profile, '--convert-to', 'csv', '--outdir', folder, sheet])
  const vlookup: Measured = {
    seconds: (performance.now() - begin) / 1000,
    cpuSeconds: 0,
    peakMegabytes: 0,
    result: null,
  }
  if (done.status !== 0) throw new Error(`LibreOffice ended with ${done.status}`)
  note(
    `${what}: tieout run, files to workbook`,
    seconds(ours),
    `VLOOKUP in LibreOffice ${seconds(vlookup)}`,
    withAim(`${(vlookup.seconds / ours.seconds).toFixed(1)} times faster`, '10 times'),
  )
  note(
    '  the reconciliation alone',
    `${reconcileSeconds.toFixed(1)} s`,
    `VLOOKUP in LibreOffice ${seconds(vlookup)}`,
    `${(vlookup.seconds / reconcileSeconds).toFixed(1)} times faster`,
  )
}

async function importTwoGigabytes(): Promise<void> {
  const csv = at('two-gigabytes.csv')
  // 259 bytes a row.
  await generateSection(csv, 'br1', rows(8_300_000), rows(8_300_000))
  const answer = await measure('importFile', at('two-gigabytes.tieout'), '1GB', csv)
  const size = (statSync(csv).size / 1e9).toFixed(2)
  note(
    `Import of ${size} GB with DuckDB limited to 1 GB`,
    seconds(answer),
    `peak memory of the process ${answer.peakMegabytes} MB`,
  )
}

const parts: Readonly<Record<string, () => Promise<void>>> = {
  import: importAgainstBareRead,
  start: () => benchStart({ at, rows, note }),
  imports: () => benchImports({ at, rows, note }),
  reconcile: reconcileAgainstBareJoin,
  export: exportRows,
  spreadsheet: againstSpreadsheet,
  large: importTwoGigabytes,
  feeds: () => benchFeeds({ at, rows, note }),
  months: () => benchMonths({ at, rows, note }),
  sync: () => benchSync({ at, rows, note }),
  list: () => benchList({ at, rows, note }),
}
const results: readonly Results[] = [
  {
    file: 'results.md',
    title: 'Measured',
    conditions: '',
    parts: ['start', 'import', 'imports', 'reconcile', 'export', 'spreadsheet', 'large'],
  },
  {
    file: 'feeds.md',
    title: 'Measured with data feeds',
    conditions: ', DuckDB limited to 2 GB',
    parts: ['feeds'],
  },
  {
    file: 'months.md',
    title: 'Measured with a hundred million billing events',
    conditions: ', DuckDB limited to 4 GB',
    parts: ['months'],
  },
  {
    file: 'sync.md',
    title: 'Measured with a sync from S3',
    conditions: ', with the server (s3rver) on the same machine; the first two lines are the best of three turns each',
    parts: ['sync'],
  },
  {
    file: 'list.md',
    title: 'Measured with the list before an import',
    conditions: '',
    parts: ['list'],
  },
]

// The months take hours, and are run for themselves.
const chosen = options.only?.split(',') ?? Object.keys(parts).filter((name) => name !== 'months')
const unknown = chosen.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
mkdirSync(folder, { recursive: true })
const measured = new Map<string, Line[]>()
try {
  for (const name of chosen) {
    await parts[name]?.()
    measured.set(name, lines.splice(0))
  }
} finally {
  if (!options.keep) rmSync(folder, { recursive: true, force: true })
}

const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`
for (const { file, title, conditions, parts: own } of results) {
  const told = own.flatMap((name) => measured.get(name) ?? [])
  if (told.length === 0) continue
  const table = [
    '| what | Tieout | against | ratio | load |',
    '| --- | --- | --- | --- | --- |',
    ...told.map(
      ({ what, figure, against, ratio, load }) => `| ${what.trim()} | ${figure} | ${against} | ${ratio} | ${load} |`,
    ),
  ]
  const text = `# ${title}\n\nOne run of \`npm run bench:core\` on ${new Date().toISOString().slice(0, 10)}: ${machine}${conditions}. Ratios compare figures of this run only.\n\n${table.join('\n')}\n`
  if (scale === 1 && own.every((name) => measured.has(name))) writeFileSync(new URL(file, import.meta.url), text)
  console.log(`\n${text}`)
}
