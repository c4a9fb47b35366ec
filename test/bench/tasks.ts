import { DuckDBInstance } from '@duckdb/node-api'
import { rmSync } from 'node:fs'
import { openApp } from '../../main/app.ts'

interface Timed {
  readonly seconds: number
  readonly result?: unknown
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const begin = performance.now()
  const result = await work()
  return { seconds: (performance.now() - begin) / 1000, result: result ?? null }
}

function removeBook(book: string): void {
  for (const end of ['', '.wal', '.files', '.tieout-work', '.tieout-tmp'])
    rmSync(`${book}${end}`, { recursive: true, force: true })
}

/** DuckDB alone: the file as text into a table of a new database, checkpoint included. */
export async function bareRead(csv: string, database: string): Promise<Timed> {
  removeBook(database)
  const instance = await DuckDBInstance.create(database, { memory_limit: '4GB' })
  const connection = await instance.connect()
  const answer = await timed(async () => {
    await connection.run(`create table bare as from read_csv('${csv}', all_varchar = true)`)
    await connection.run('checkpoint')
  })
  instance.closeSync()
  return answer
}

/** Tieout: the file hashed, kept, cut, staged, typed, with provenance, into a new book. */
export async function importFile(book: string, memoryLimit: string, ...paths: string[]): Promise<Timed> {
  removeBook(book)
  return timed(async () => {
    const app = await openApp({ book, ...(memoryLimit ? { memoryLimit } : {}) })
    const { files } = await app.import(paths, { delivered: '2022-08-15' })
    await app.close()
    return files.map(({ rows_kept, refused_rows, status }) => ({ rows_kept, refused_rows, status }))
  })
}

/** The plain question: both sides added up by reference, then joined; nothing else. */
export async function bareJoin(book: string): Promise<Timed> {
  const instance = await DuckDBInstance.create(book, { memory_limit: '4GB' })
  const connection = await instance.connect()
  const answer = await timed(async () => {
    await connection.run(
      `create or replace table bare_join as
       with billed as (
         select transaction_reference_id as key, currency, sum(partner_revenue_amount) as net, count(*) as lines from br1 group by all),
       disbursed as (
         select transaction_reference_id as key, 'USD' as currency, sum(net_amount) as net, count(*) as lines from dis1 group by all)
       select key, currency, billed.net as billed, disbursed.net as disbursed, billed.lines as billed_lines, disbursed.lines as disbursed_lines
       from billed full join disbursed using (key, currency)`,
    )
    return Number((await connection.runAndReadAll('select count(*)::integer from bare_join')).getRowsJson()[0]?.[0])
  })
  await connection.run('drop table bare_join')
  instance.closeSync()
  return answer
}

/** All derived tables of a book that holds its lines already: states, explanations, controls, ageing, exceptions. */
export async function reconcileBook(book: string): Promise<Timed> {
  const app = await openApp({ book })
  const answer = await timed(async () => {
    const { states } = await app.reconcile({ asOf: '2022-09-30' })
    return states.reduce((sum, { keys }) => sum + keys, 0)
  })
  await app.close()
  return answer
}

/** The whole workbook. */
export async function exportBook(book: string, out: string): Promise<Timed> {
  const app = await openApp({ book })
  const answer = await timed(async () => (await app.exportWorkbook({ out })).sheets)
  await app.close()
  return answer
}

/** Files in, workbook out, as `tieout run` does it. */
export async function runAll(out: string, ...paths: string[]): Promise<Timed> {
  return timed(async () => {
    const app = await openApp({ book: null })
    await app.import(paths, { delivered: '2022-08-15' })
    const begin = performance.now()
    const { states } = await app.reconcile()
    const reconcileSeconds = (performance.now() - begin) / 1000
    await app.exportWorkbook({ out })
    await app.close()
    return { reconcileSeconds, keys: states.reduce((sum, { keys }) => sum + keys, 0) }
  })
}
