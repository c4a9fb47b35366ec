import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import { builtProgram } from '../packaging/programs.ts'

/** At how many moments of each command the process is killed; the marathon raises it. */
const moments = Number(process.env['TIEOUT_KILL_MOMENTS'] ?? 4)
const baseRows = 8_000
const newRows = 60_000

let folder = ''
/** Built, so that the moments of a kill fall into the work and not into the loading of sources. */
let program = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-kill-'))
  program = await builtProgram('cli')
  writeFileSync(at('billed.csv'), billed('B', baseRows))
  writeFileSync(at('more.csv'), billed('M', newRows))
  const app = await openApp({ book: at('base.tieout') })
  await app.import([at('billed.csv')], { delivered: '2022-08-15' })
  await app.close()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function billed(prefix: string, rows: number): string {
  const header =
    'Customer Billed Amount,AWS Listing Fee,Partner Revenue Amount,Currency,Transaction Reference ID,Product Title,Product Code'
  const lines = Array.from({ length: rows }, (_, index) => `100.00,-3.00,97.00,USD,${prefix}${index},Anchor,p1`)
  return `${header}\n${lines.join('\n')}\n`
}

/** Runs a command of the program; resolves when it has ended, or was killed after `killAfter` milliseconds. */
async function tieout(args: string[], killAfter?: number): Promise<{ code: number | null; took: number }> {
  const begin = performance.now()
  const env = { ...process.env, TIEOUT_DATA: at('data') }
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { stdio: 'ignore', env })
  const timer = killAfter === undefined ? null : setTimeout(() => child.kill('SIGKILL'), killAfter)
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  if (timer) clearTimeout(timer)
  return { code, took: performance.now() - begin }
}

/** A fresh copy of the book with one import in it. */
async function freshBook(name: string, paths: string[] = []): Promise<string> {
  const path = at(name)
  for (const end of ['', '.wal']) rmSync(`${path}${end}`, { force: true })
  rmSync(`${path}.files`, { recursive: true, force: true })
  const app = await openApp({ book: path })
  await app.import([at('billed.csv'), ...paths], { delivered: '2022-08-15' })
  await app.close()
  return path
}

/** Moments spread over the whole run, its very beginning and end included. */
function spread(took: number): number[] {
  return Array.from({ length: moments }, (_, index) => Math.round((took * (index + 1)) / (moments + 0.5)))
}

async function rowsOf(book: string): Promise<number> {
  const app = await openApp({ book, create: false })
  try {
    const status = await app.status()
    const complete = status.controls.filter(({ id }) => id === 'file-complete')
    expect(complete.length).toBe(status.files.length)
    expect(complete.every((control) => control.status === 'pass')).toBe(true)
    const kept = status.files.reduce((sum, file) => sum + file.rows_kept, 0)
    const keys = status.states.reduce((sum, state) => sum + state.keys, 0)
    expect(keys).toBe(kept)
    // What is kept beside the book is what the book knows, nothing half-written.
    const keptNames = readdirSync(`${book}.files`).filter((name) => /\.(gz|part)$/.test(name))
    expect(keptNames.toSorted()).toEqual(status.files.map((file) => `${file.sha256}.gz`).toSorted())
    expect(existsSync(`${book}.tieout-work`)).toBe(false)
    return kept
  } finally {
    await app.close()
  }
}

test('killed during an import, the book holds exactly the imports that were finished', async () => {
  const whole = await tieout([
    'import',
    at('more.csv'),
    '--book',
    await freshBook('timing.tieout'),
    '--delivered',
    '2022-09-15',
  ])
  expect(whole.code).toBe(0)
  const seen = new Set<number>()
  for (const moment of spread(whole.took)) {
    const book = await freshBook('import.tieout')
    await tieout(['import', at('more.csv'), '--book', book, '--delivered', '2022-09-15'], moment)
    seen.add(await rowsOf(book))
  }
  expect([...seen].every((rows) => rows === baseRows || rows === baseRows + newRows)).toBe(true)
  expect(seen.has(baseRows)).toBe(true)
})

test('killed during a reconciliation, the book opens and reconciles to the same', async () => {
  const book = await freshBook('reconcile.tieout', [at('more.csv')])
  const whole = await tieout(['reconcile', '--book', book, '--as-of', '2022-08-20'])
  expect(whole.code).toBe(0)
  for (const [index, moment] of spread(whole.took).entries()) {
    await tieout(['reconcile', '--book', book, '--as-of', `2022-09-0${(index % 9) + 1}`], moment)
    expect(await rowsOf(book)).toBe(baseRows + newRows)
  }
})

test('killed during an export, the target is absent or whole, and the former one stays', async () => {
  const book = await freshBook('export.tieout')
  const out = at('book.xlsx')
  const whole = await tieout(['export', '--book', book, '--out', out])
  expect(whole.code).toBe(0)
  const sheets = await sheetsOf(out)
  for (const moment of spread(whole.took)) {
    await tieout(['export', '--book', book, '--out', out], moment)
    expect(await sheetsOf(out)).toEqual(sheets)
    const fresh = at('fresh.xlsx')
    rmSync(fresh, { force: true })
    await tieout(['export', '--book', book, '--out', fresh], moment)
    if (existsSync(fresh)) expect(await sheetsOf(fresh)).toEqual(sheets)
    expect(await rowsOf(book)).toBe(baseRows)
  }
})

const sheetsByHash = new Map<string, string[]>()

/**
 * The sheets with their numbers of rows; of bytes that were read before, as then, because reading takes seconds. Read whole:
 * ExcelJS's streaming reader does not always find the names.
 */
async function sheetsOf(path: string): Promise<string[]> {
  const bytes = readFileSync(path)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const known = sheetsByHash.get(hash)
  if (known) return known
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.read(Readable.from(bytes))
  const sheets = workbook.worksheets.map(({ name, actualRowCount }) => `${name}: ${actualRowCount}`)
  sheetsByHash.set(hash, sheets)
  return sheets
}
