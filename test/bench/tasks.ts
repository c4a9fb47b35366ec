import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openApp } from '../../main/app.ts'
import { wrapConnection } from '../../main/database/connection.ts'
import { query } from '../../main/queries/query.ts'
import { type Timed, removeBook, timed } from './measure.ts'

/** DuckDB alone: the file as text into a table of a new database, with nothing left for it to guess, checkpoint included. */
export async function bareRead(csv: string, database: string): Promise<Timed> {
  removeBook(database)
  const instance = await DuckDBInstance.create(database, { memory_limit: '4GB' })
  const connection = await instance.connect()
  const answer = await timed(async () => {
    await connection.run(`create table bare as from ${await plainReader(csv, csv)}`)
    await connection.run('checkpoint')
  })
  instance.closeSync()
  return answer
}

/** Reads files with the header of one of them as text, with nothing left to guess. */
async function plainReader(files: string, one: string): Promise<string> {
  const names = (await firstLine(one)).split(',').map((name) => `'${name.replaceAll("'", "''")}': 'varchar'`)
  return `read_csv('${files}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    hive_partitioning = false, columns = {${names.join(', ')}})`
}

async function firstLine(path: string): Promise<string> {
  for await (const line of createInterface({ input: createReadStream(path) })) return line
  return ''
}

/** Tieout: everything in the folder into a new book, with the number of statements that it takes. */
export async function importCounted(book: string, path: string): Promise<Timed> {
  removeBook(book)
  const app = await openApp({ book })
  const { run } = DuckDBConnection.prototype
  let statements = 0
  DuckDBConnection.prototype.run = function (...args) {
    statements++
    return run.apply(this, args)
  }
  const answer = await timed(async () => {
    const { files } = await app.import([path], { delivered: '2022-08-15' })
    return { statements, rows: files.reduce((sum, file) => sum + file.rows_kept, 0) }
  })
  await app.close()
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
export async function reconcileBook(book: string, memoryLimit = '', asOf = '2022-09-30'): Promise<Timed> {
  const app = await openApp({ book, ...(memoryLimit ? { memoryLimit } : {}) })
  const answer = await timed(async () => {
    const { states } = await app.reconcile({ asOf })
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

/** DuckDB alone: every file below the folders as text, a table for each folder, checkpoint included. */
export async function bareReadFolders(database: string, memoryLimit: string, ...folders: string[]): Promise<Timed> {
  removeBook(database)
  const instance = await DuckDBInstance.create(database, { memory_limit: memoryLimit })
  const connection = await instance.connect()
  const answer = await timed(async () => {
    for (const [index, folder] of folders.entries()) {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      const first = names.find((name) => name.endsWith('.csv')) ?? ''
      await connection.run(
        `create table bare_${index} as from ${await plainReader(`${folder}/**/*.csv`, join(folder, first))}`,
      )
    }
    await connection.run('checkpoint')
    return Number((await connection.runAndReadAll('select count(*)::integer from bare_0')).getRowsJson()[0]?.[0])
  })
  instance.closeSync()
  return answer
}

/** Tieout: everything below the path into the book, which is made where there is none. */
export async function importInto(book: string, memoryLimit: string, path: string): Promise<Timed> {
  return timed(async () => {
    const app = await openApp({ book, memoryLimit })
    const { files } = await app.import([path])
    await app.close()
    const bad = files.filter(({ status }) => status !== 'imported' && status !== 'already-imported')
    if (bad.length > 0) throw new Error(`${bad[0]?.path}: ${bad[0]?.status}, ${bad[0]?.reason}`)
    const sum = (pick: (file: (typeof files)[number]) => number): number =>
      files.reduce((total, file) => total + pick(file), 0)
    return {
      files: files.length,
      rows: sum(({ rows_kept }) => rows_kept),
      refused: sum(({ refused_rows }) => refused_rows),
      replaces: files.flatMap(({ replaces }) => replaces ?? []),
    }
  })
}

/** The whole answer of a query as CSV in a file, as `tieout query --out` writes it. */
export async function exportQuery(book: string, memoryLimit: string, name: string, out: string): Promise<Timed> {
  const app = await openApp({ book, memoryLimit })
  const answer = await timed(async () => (await app.exportRows({ name, path: out, format: 'csv' })).rows)
  await app.close()
  return answer
}

/** DuckDB alone: COPY of the select of a query, of which the tables stand that it reads. */
export async function copyQuery(book: string, memoryLimit: string, name: string, out: string): Promise<Timed> {
  const app = await openApp({ book, memoryLimit })
  await app.query(name)
  await app.close()
  const instance = await DuckDBInstance.create(book, { memory_limit: memoryLimit })
  const duckdb = await instance.connect()
  await duckdb.run(`set TimeZone = 'UTC'`)
  for (const setting of ['as_of', 'tolerance'])
    await duckdb.run(`set variable ${setting} = (select ${setting} from run)`)
  const { sql } = await query(
    wrapConnection(duckdb, () => undefined),
    name,
  )
  const answer = await timed(async () => duckdb.run(`copy (${sql}) to '${out}' (header)`))
  instance.closeSync()
  return { seconds: answer.seconds }
}
