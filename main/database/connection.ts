import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import { setTimeout } from 'node:timers/promises'
import { cancelled } from '../../shared/errors.ts'

/** A row as it leaves the database: decimals, big integers, dates and times are strings, so nothing is rounded. */
export type Row = Record<string, string | number | boolean | null>

/** Values bound to `$name` in a statement. */
export type Parameters = Record<string, string | number | boolean | bigint | null>

/** One connection runs one statement at a time: a second one would end a running stream early and without a word. */
export interface Connection {
  /** Runs one statement for its effect; `progress` is told now and then which share of it is done, from 0 to 1. */
  run(sql: string, parameters?: Parameters, progress?: (share: number) => void): Promise<void>
  /** Runs several statements, none of which takes a value. */
  script(sql: string): Promise<void>
  /** All rows of one statement; for answers that fit in memory. */
  rows(sql: string, parameters?: Parameters): Promise<Row[]>
  /** The first column of the first row, or null when there is no row. */
  value(sql: string, parameters?: Parameters): Promise<Row[string]>
  /** Rows chunk by chunk (at most 2,048 a chunk); leaves nothing open when the reader stops early. */
  stream(sql: string, parameters?: Parameters): AsyncGenerator<Row[], void, undefined>
  /** The same for a statement that has columns of texts only: each as a list, in their order. */
  texts(sql: string, parameters?: Parameters): AsyncGenerator<(string | null)[][], void, undefined>
  /**
   * Adds rows to a table of the main schema, values in the order of `columns`; its other columns get their default.
   * Fast for any number of rows.
   */
  append(table: string, columns: readonly string[], rows: Iterable<readonly (string | number | null)[]>): Promise<void>
  /** Interrupts whatever runs on this connection once the signal is aborted; call the result to stop listening. */
  interruptOn(signal: AbortSignal | undefined): () => void
  /** Interrupts what runs, lets nothing run after it, and settles when it has ended: closing under it ends the process. */
  stop(): Promise<void>
  close(): void
}

/** Milliseconds; an interrupt that comes just before a statement begins is forgotten by the database. */
const betweenInterrupts = 30

/** Milliseconds. */
const betweenProgress = 200

/** Wraps a DuckDB connection; `closed` is called once, when the connection is closed. */
export function wrapConnection(duckdb: DuckDBConnection, closed: () => void): Connection {
  let open = true
  let stopped = false
  const running = new Set<Promise<unknown>>()
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!open || stopped) throw cancelled()
    const statement = work()
    running.add(statement)
    try {
      return await statement
    } catch (error) {
      if (error instanceof Error && /INTERRUPT/i.test(error.message)) throw cancelled()
      throw error
    } finally {
      running.delete(statement)
    }
  }
  const rows = (sql: string, parameters?: Parameters): Promise<Row[]> =>
    attempt(async () => (await duckdb.runAndReadAll(sql, bind(parameters))).getRowObjectsJson() as Row[])

  return {
    rows,
    async run(sql, parameters, progress) {
      const statement = (): Promise<void> => attempt(async () => void (await duckdb.run(sql, bind(parameters))))
      if (!progress) return statement()
      await attempt(() => duckdb.run('set enable_progress_bar = true'))
      await attempt(() => duckdb.run('set enable_progress_bar_print = false'))
      const tell = setInterval(() => progress(Math.max(0, duckdb.progress.percentage) / 100), betweenProgress)
      try {
        await statement()
      } finally {
        clearInterval(tell)
      }
    },
    script: (sql) =>
      attempt(async () => {
        const statements = await duckdb.extractStatements(sql)
        for (let index = 0; index < statements.count; index++) {
          const prepared = await statements.prepare(index)
          try {
            await prepared.run()
          } finally {
            prepared.destroySync()
          }
        }
      }),
    value: async (sql, parameters) => Object.values((await rows(sql, parameters))[0] ?? {})[0] ?? null,
    async *stream(sql, parameters) {
      const result = await attempt(() => duckdb.stream(sql, bind(parameters)))
      const iterator = result.yieldRowObjectJson()[Symbol.asyncIterator]()
      while (true) {
        const next = await attempt(() => iterator.next())
        if (next.done) return
        yield next.value as Row[]
      }
    },
    async *texts(sql, parameters) {
      const result = await attempt(() => duckdb.stream(sql, bind(parameters)))
      while (true) {
        const chunk = await attempt(() => result.fetchChunk())
        if (!chunk || chunk.rowCount === 0) return
        yield chunk.getColumns() as (string | null)[][]
      }
    },
    async append(table, columns, lines) {
      const result = await attempt(() => duckdb.run(`select * from "${table}" limit 0`))
      // Columns that a later version added stand behind the others, wherever they are listed.
      const places = result.columnNames().map((name) => columns.indexOf(name))
      if (places.filter((place) => place >= 0).length < columns.length)
        throw new Error(`The table ${table} has not all of the columns ${columns.join(', ')}`)
      const appender = await duckdb.createAppender(table)
      let waiting = 0
      for (const line of lines) {
        for (const place of places) {
          const value = line[place]
          if (value === undefined) appender.appendDefault()
          else if (value === null) appender.appendNull()
          else if (typeof value === 'string') appender.appendVarchar(value)
          else appender.appendInteger(value)
        }
        appender.endRow()
        if (++waiting % 10_000 === 0) appender.flushSync()
      }
      appender.closeSync()
    },
    interruptOn(signal) {
      let again: NodeJS.Timeout | undefined
      const interrupt = (): void => {
        duckdb.interrupt()
        again = setInterval(() => duckdb.interrupt(), betweenInterrupts)
      }
      signal?.addEventListener('abort', interrupt)
      if (signal?.aborted) interrupt()
      return () => {
        signal?.removeEventListener('abort', interrupt)
        clearInterval(again)
      }
    },
    async stop() {
      stopped = true
      while (running.size > 0) {
        duckdb.interrupt()
        await Promise.race([Promise.allSettled(running), setTimeout(betweenInterrupts)])
      }
    },
    close() {
      if (!open) return
      open = false
      duckdb.closeSync()
      closed()
    },
  }
}

function bind(parameters: Parameters | undefined): Record<string, DuckDBValue> | undefined {
  return parameters as Record<string, DuckDBValue> | undefined
}
