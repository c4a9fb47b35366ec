import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { builtProgram } from '../packaging/programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-cli-'))
const book = join(folder, 'sample.tieout')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What `npm run tieout` runs. */
const launched = ['main/shells/launch.mjs', 'cli']
/** What that starts. */
let program: readonly string[] = []

/** Runs the command line as a person does; `during` may disturb it once it runs. */
function tieout(args: string[], during?: (child: ReturnType<typeof spawn>) => void, env = {}): Promise<Ended> {
  return run([...program, ...args], during, env)
}

async function run(
  words: readonly string[],
  during?: (child: ReturnType<typeof spawn>) => void,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TIEOUT_DATA: join(folder, 'data'), TIEOUT_DEBUG: '', ...env },
  })
  const out: Buffer[] = []
  const err: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  during?.(child)
  const code = await ended
  return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }
}

/** What every failure must look like: a sentence, no stack, nothing on standard output. */
function expectFailure(ended: Ended, code: number, sentence: RegExp): void {
  expect([ended.code, ended.stdout, ended.stderr]).toEqual([code, '', expect.stringMatching(sentence)])
  expect(ended.stderr).not.toMatch(/^\s+at /m)
}

beforeAll(async () => {
  program = [await builtProgram('cli')]
  const made = await run([...launched, 'import', 'assets/sample', '--book', book])
  if (made.code !== 0 || !/^Import 1\. \d+ files: \d+ imported; [\d,]+ rows kept/.test(made.stdout))
    throw new Error(`The sample was not imported: ${made.stdout}${made.stderr}`)
})

describe('help', () => {
  it('of every command says what it does, with an example', async () => {
    const commands = ['import', 'undo', 'reconcile', 'status', 'query', 'export', 'run', 'recognise']
    const [all, ...each] = await Promise.all(
      [[], ...commands.map((command) => [command])].map((args) => tieout([...args, '--help'])),
    )
    for (const command of commands) expect(all?.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'))
    for (const [index, ended] of each.entries()) {
      expect([ended.code, ended.stderr]).toEqual([0, ''])
      expect(ended.stdout).toMatch(new RegExp(`Example:\\n {2}tieout ${commands[index]} `))
      expect(ended.stdout).toContain('--json')
    }
    expect((await tieout(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('wrong usage', () => {
  it('is one sentence and code 2', async () => {
    const out = join(folder, 'x.xlsx')
    const cases: [string[], RegExp][] = [
      [['fly'], /^Unknown command 'fly'\./],
      [['import', 'assets/sample'], /^Required option '--book <file>' not specified\.\ntieout import --help/],
      [['import', '--book', book], /^Missing required argument 'path'\./],
      [['import', 'assets/sample', '--book', book, '--delivered', '2026-02-30'], /2026-02-30.*YYYY-MM-DD/],
      [['reconcile', '--book', book, '--as-of', '31.03.2026'], /31\.03\.2026.*YYYY-MM-DD/],
      [['undo', 'last', '--book', book], /named by its number/],
      [['query', 'reconcilation', '--book', book], /no query called reconcilation.*reconciliation/],
      [['query', 'controls', '--book', book, '--where', 'stats=fail'], /no column stats.*status/],
      [['query', 'controls', '--book', book, '--where', 'fail'], /COLUMN=VALUE/],
      [['query', 'controls', '--book', book, '--format', 'xml'], /csv, json/],
      [['query', 'controls'], /--book FILE/],
      [['export', '--book', book, '--out', book], /is the book itself/],
      [['export', '--book', book, '--out', out, '--settlement', 'none'], /no settlement none/],
      [['run', 'assets/sample', '--out', 'assets/sample/taxation_2026-08-12.csv'], /written over/],
    ]
    await inTurn(cases, async ([args, sentence]) => expectFailure(await tieout(args), 2, sentence))
    expect(existsSync(out)).toBe(false)
  })

  it('with --json is one document', async () => {
    const ended = await tieout(['query', 'nothing', '--book', book, '--json'])
    expect(ended.code).toBe(2)
    expect(JSON.parse(ended.stdout)).toEqual({
      error: { code: 'wrong-usage', message: expect.stringContaining('nothing') as string },
    })
  })

  it('shows a stack only to those who debug', async () => {
    const ended = await tieout(['query', 'nothing', '--book', book], undefined, { TIEOUT_DEBUG: '1' })
    expect(ended.stderr).toMatch(/^\s+at /m)
  })
})

describe('run', () => {
  it('prints one JSON document, writes the workbook, and leaves nothing else', async () => {
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    const out = join(folder, 'made', 'by', 'run.xlsx')
    const ended = await tieout(['run', 'assets/sample', '--out', out, '--json'], undefined, { TMPDIR: temporary })
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    const result = JSON.parse(ended.stdout) as Record<string, unknown>
    expect(result).toMatchObject({
      as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      out,
      exceptions: expect.any(Number) as number,
    })
    expect((result['files'] as unknown[])[0]).toMatchObject({
      path: expect.any(String) as string,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      sections: [{ section: expect.any(String) as string, rows: expect.any(Number) as number }],
      lines_read: expect.any(Number) as number,
      rows_kept: expect.any(Number) as number,
      header_lines: expect.any(Number) as number,
      title_lines: expect.any(Number) as number,
      blank_lines: expect.any(Number) as number,
      refused_rows: expect.any(Number) as number,
      status: 'imported',
      reason: null,
    })
    const money = expect.stringMatching(/^-?\d+\.\d{2,6}$/) as string
    expect((result['states'] as unknown[])[0]).toEqual({
      currency: 'EUR',
      state: expect.any(String) as string,
      keys: expect.any(Number) as number,
      billed_net: money,
      disbursed_net: money,
      difference: money,
      open_net: money,
    })
    expect((result['bridge'] as unknown[])[0]).toMatchObject({ currency: 'EUR', line: 'billed', amount: money })
    expect(result['controls']).toContainEqual(
      expect.objectContaining({ id: 'settlement-lines', currency: 'USD', status: 'pass', difference: '0.00' }),
    )
    expect(readdirSync(temporary).filter((name) => name.startsWith('tieout'))).toEqual([])
    expect(readdirSync(join(folder, 'made', 'by'))).toEqual(['run.xlsx'])
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(out)
    expect(workbook.worksheets).toHaveLength(9)
  })

  it('shows a person states, controls and the workbook', async () => {
    const { code, stdout } = await tieout(['run', 'assets/sample', '--out', join(folder, 'person.xlsx')])
    expect(code).toBe(0)
    for (const text of [
      'As of ',
      'Currency  State',
      'partially-disbursed',
      ' passed, ',
      'Failed control',
      'exceptions',
      'Workbook: ',
    ])
      expect(stdout).toContain(text)
    // Nothing moves on a pipe.
    expect(stdout).not.toContain('\u001b')
  })
})

describe('a file that cannot be read', () => {
  it('is named, has code 4, and keeps the others not out', async () => {
    const reports = join(folder, 'mixed')
    mkdirSync(reports)
    writeFileSync(join(reports, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))
    writeFileSync(join(reports, 'good.csv'), readFileSync('assets/sample/taxation_2026-08-12.csv'))
    const other = join(folder, 'mixed.tieout')
    const ended = await tieout(['import', reports, join(folder, 'missing.csv'), '--book', other, '--json'])
    expect(ended.code).toBe(4)
    const { files } = JSON.parse(ended.stdout) as { files: { path: string; status: string; reason: string | null }[] }
    expect(files.map((file) => file.status).toSorted()).toEqual(['failed', 'imported', 'unrecognised'])
    const status = JSON.parse((await tieout(['status', '--book', other, '--json'])).stdout) as {
      files: { status: string; rows_kept: number }[]
    }
    expect(status.files.some((file) => file.status === 'imported' && file.rows_kept > 0)).toBe(true)
    expect((await tieout(['recognise', reports])).stdout).toMatch(/picture\.png\n {2}unrecognised: /)
  })

  it('is taken for what a person says', async () => {
    const mine = join(folder, 'mine.csv')
    writeFileSync(mine, 'Transaction Reference ID,Net Amount,Currency,Owner,Team,Note,Mood\nT1,97.00,USD,Ada,,,\n')
    expect((await tieout(['recognise', mine])).code).toBe(4)
    const told = await tieout(['recognise', mine, '--as', `dis1=${mine}`])
    expect(told.code).toBe(0)
    expect(told.stdout).toMatch(
      /\(dis1\): 1 row.*\n.*because you said so.*\n.*as was chosen\. Columns that it lacks: Product,/,
    )
    const wrong = await tieout(['import', mine, '--as', 'dis99', '--book', join(folder, 'mine.tieout')])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toMatch(/no report section of this name\. It is one of dis1, dis2/)
  })

  it('makes no book when there is nothing at all', async () => {
    const none = join(folder, 'none.tieout')
    expectFailure(await tieout(['import', join(folder, 'nope'), '--book', none]), 4, /no file or folder at .*nope/)
    expectFailure(await tieout(['status', '--book', none]), 1, /no book at .*none\.tieout/)
    expect(existsSync(none)).toBe(false)
  })
})

describe('status, undo', () => {
  it('list imports by number, and take one out only when told to', async () => {
    const other = join(folder, 'undo.tieout')
    const report = 'assets/sample/taxation_2026-08-12.csv'
    await tieout(['import', report, '--book', other])
    const status = async (): Promise<{ imports: { import_id: number }[]; files: unknown[] }> =>
      JSON.parse((await tieout(['status', '--book', other, '--json'])).stdout) as {
        imports: { import_id: number }[]
        files: unknown[]
      }
    expect((await status()).imports.map((entry) => entry.import_id)).toEqual([1])
    const asked = await tieout(['undo', '1', '--book', other])
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--yes')])
    expect(asked.stdout).toContain('would leave the book')
    expect((await status()).imports).toHaveLength(1)
    const again = JSON.parse((await tieout(['import', report, '--book', other, '--json'])).stdout) as {
      files: { status: string }[]
    }
    expect(again.files.map((file) => file.status)).toEqual(['already-imported'])
    expect((await tieout(['undo', '1', '--book', other, '--yes'])).code).toBe(0)
    expect((await status()).files).toEqual([])
    expect((await tieout(['status', '--book', other])).stdout).toContain('The book is empty')
    expectFailure(await tieout(['undo', '1', '--book', other, '--yes']), 1, /no import 1/)
  })

  it('tell of month files that grew, and of the data feeds that are not there', async () => {
    const other = join(folder, 'feeds.tieout')
    const [former, newer] = ['former', 'newer'].map((name) => join(folder, name))
    const rows = [event(), event({ billing_event_id: 'event-2' }), event({ billing_event_id: 'event-3' })]
    const month = feedPath('billing_event_feed', '2026-05')
    for (const [place, held] of [[former, rows.slice(0, 2)] as const, [newer, rows] as const]) {
      mkdirSync(join(place ?? '', month, '..'), { recursive: true })
      writeFileSync(join(place ?? '', month), feedCsv('billing_event_feed', held))
    }
    const missing =
      /^Data feeds: 1 of 14 are loaded\. Not loaded: Account, .*, Tax item.* \(tieout query data_feeds\)\.$/m
    expect((await tieout(['import', former ?? '', '--book', other])).stdout).toMatch(missing)
    const grown = await tieout(['import', newer ?? '', '--book', other])
    expect(grown.stdout).toMatch(/Notes\n\n .*data\.csv\n {4}It grew: 1 row came to the 2 rows of .*data\.csv\.\n/)
    const status = await tieout(['status', '--book', other])
    expect(status.stdout).toMatch(missing)
    expect(status.stdout).toMatch(/data\.csv +2 +0 +replaced$/m)
    const preview = await tieout(['undo', '2', '--book', other])
    expect(preview.stdout).toMatch(/1 file with 3 rows would leave the book/)
    expect(preview.stdout).toMatch(/A former version would come back, .*\n\n.*\n.*\n .*data\.csv +2\n/)
  })

  it('show a person the imports and the deliveries', async () => {
    const { stdout } = await tieout(['status', '--book', book])
    for (const text of ['Imports', 'Deliveries', 'unknown', '--delivered', 'As of ', 'exceptions'])
      expect(stdout).toContain(text)
  })
})

describe('a book', () => {
  it('can be opened again after every command, also when it has become smaller', async () => {
    const other = join(folder, 'again.tieout')
    const inBook = ['--book', other]
    // As the import left it.
    for (const end of ['', '.files']) cpSync(`${book}${end}`, `${other}${end}`, { recursive: true })
    const steps = [
      ['reconcile', ...inBook],
      ['reconcile', '--as-of', '2026-06-30', ...inBook],
      ['reconcile', '--as-of', '2026-03-31', ...inBook],
      ['undo', '1', '--yes', ...inBook],
      ['import', 'assets/sample/taxation_2026-08-12.csv', ...inBook],
      ['status', ...inBook],
    ]
    await inTurn(steps, async (step) => {
      const { code, stderr } = await tieout(step)
      expect([step, code, stderr]).toEqual([step, 0, ''])
    })
  })
})

describe('query', () => {
  it('gives CSV and JSON with the same content, filtered', async () => {
    const args = [
      'query',
      'reconciliation',
      '--book',
      book,
      '--where',
      'currency=USD',
      '--where',
      'state=partially-disbursed',
    ]
    const csv = await tieout(args)
    const json = await tieout([...args, '--format', 'json'])
    expect(csv.stdout.startsWith('transaction_reference,currency,state')).toBe(true)
    const rows = Papa.parse<Record<string, string>>(csv.stdout, {
      header: true,
      skipEmptyLines: true,
      newline: '\n',
    }).data
    const objects = JSON.parse(json.stdout) as Record<string, unknown>[]
    expect(rows.length).toBeGreaterThan(0)
    expect(objects.map((row) => row['transaction_reference'])).toEqual(rows.map((row) => row['transaction_reference']))
    for (const row of rows)
      expect([row['currency'], row['state'], row['reason']]).toEqual(['USD', 'partially-disbursed', 'partial'])
    expect(objects[0]?.['open_net']).toMatch(/^\d+\.\d\d$/)
  })

  it('writes a file for a spreadsheet, and says where', async () => {
    const out = join(folder, 'new', 'controls.csv')
    const ended = await tieout(['query', 'controls', '--book', book, '--out', out])
    expect([ended.code, ended.stdout]).toEqual([0, `${out}\n`])
    expect(readFileSync(out, 'utf8')).toMatch(/^\ufeffid,subject,.*\r\n/)
    const json = join(folder, 'new', 'controls.json')
    await tieout(['query', 'controls', '--book', book, '--out', json])
    expect(JSON.parse(readFileSync(json, 'utf8'))).toBeInstanceOf(Array)
  })

  it('without a name lists the names', async () => {
    const ended = await tieout(['query'])
    expect(ended.code).toBe(0)
    for (const name of ['reconciliation', 'cash_application', 'dis1', 'taxation'])
      expect(ended.stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'))
  })

  it('ends quietly when nobody reads on', async () => {
    const ended = await tieout(['query', 'billed_lines', '--book', book], (child) =>
      child.stdout?.once('data', () => child.stdout?.destroy()),
    )
    expect([ended.code, ended.stderr]).toEqual([0, ''])
  })
})

describe('a book in use', () => {
  it('has code 3 and stays as it is', async () => {
    const path = join(folder, 'locked.tieout')
    const open = await openBook(path)
    try {
      expectFailure(await tieout(['status', '--book', path]), 3, /locked\.tieout is open in another/)
      expect(JSON.parse((await tieout(['import', 'assets/sample', '--book', path, '--json'])).stdout)).toMatchObject({
        error: { code: 'book-locked' },
      })
    } finally {
      await open.close()
    }
  })
})

describe('cancelling', () => {
  it('an import has code 5 and leaves the book whole', async () => {
    const large = join(folder, 'large.csv')
    const [header = '', ...lines] = readFileSync('assets/sample/us_sales_and_use_tax_records_2026-07-15.csv', 'utf8')
      .trimEnd()
      .split(/\r?\n/)
    writeFileSync(large, [header, ...Array.from({ length: 20_000 }, () => lines).flat()].join('\n'))
    for (const [signal, wait] of [
      ['SIGINT', 200],
      ['SIGTERM', 1000],
    ] as const) {
      const path = join(folder, `${signal}.tieout`)
      const ended = await tieout(['import', large, '--book', path], (child) => {
        const timer = setInterval(() => {
          if (!existsSync(path)) return
          clearInterval(timer)
          setTimeout(() => child.kill(signal), wait)
        }, 20)
      })
      expectFailure(ended, 5, /^Cancelled\./)
      const status = JSON.parse((await tieout(['status', '--book', path, '--json'])).stdout) as {
        files: unknown[]
        imports: unknown[]
      }
      expect(status).toMatchObject({ files: [], imports: [] })
    }
  })
})

async function inTurn<Case>(cases: readonly Case[], work: (one: Case) => Promise<void>): Promise<void> {
  // The book is open in one process at a time.
  for (const one of cases) await work(one)
}
