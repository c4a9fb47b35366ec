import { createHash } from 'node:crypto'
import { isDate } from '../../shared/dates.ts'
import { throwIfAborted, TieoutError } from '../../shared/errors.ts'
import type { Connection } from '../database/connection.ts'
import { holdsFineMoney, widenMoney, withFineMoney } from '../database/fine-money.ts'
import type { Book } from '../database/open.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { textOf } from './step.ts'
import { datedSteps, undatedSteps } from './steps.ts'

export interface ReconcileOptions {
  /** ISO date up to which lines count; when absent, the one of the book, else the latest that its reports speak for. */
  readonly asOf?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called before each step with the number of steps done, their total and the name of the one that starts. */
  readonly onStep?: ((done: number, total: number, name: string) => void) | undefined
}

export interface ReconcileResult {
  /** The ISO date up to which lines were counted. */
  readonly asOf: string
}

/**
 * Drops and rebuilds every derived table of the book. The caller opens the transaction (`book.write`), so a book
 * never shows half a reconciliation. Errors: `wrong-usage` for an as-of date that is none, `cancelled`.
 */
export async function reconcile(connection: Connection, options: ReconcileOptions = {}): Promise<ReconcileResult> {
  if (options.asOf !== undefined) checkDate(options.asOf)
  const total = undatedSteps.length + datedSteps.length
  let done = 0
  const held = await connection.rows('select distinct section from blocks')
  const loaded = new Set(held.map(({ section }) => String(section)))
  const isFine = await holdsFineMoney(connection)
  // A table that a later version made has not been widened with the others.
  if (isFine) await widenMoney(connection)
  const take = async (steps: typeof undatedSteps): Promise<void> => {
    for (const step of steps) {
      throwIfAborted(options.signal)
      options.onStep?.(done, total, step.name)
      const text = textOf(step, loaded)
      if (text !== '') await connection.script(isFine ? withFineMoney(text) : text)
      done += 1
    }
  }

  await dropOtherKinds(connection)
  await take(undatedSteps)
  const reach = await connection.value('select reaches_to from reach')
  const own = await connection.value('select as_of from book')
  const asOf = options.asOf ?? String(own ?? reach ?? today())
  await connection.script(`
    -- run: one row = the reconciliation that the derived tables hold.
    create or replace table run (as_of date, tolerance decimal(18, 6), data_reaches_to date, stamp varchar)
  `)
  await connection.run(
    `insert into run by name
     select $asOf::date as as_of, tolerance, $reach::date as data_reaches_to, $stamp as stamp from book`,
    { asOf, reach, stamp: await bookStamp(connection) },
  )
  await connection.script(`
    set variable as_of = (select as_of from run);
    set variable tolerance = (select tolerance from run)
  `)
  await take(datedSteps)
  options.onStep?.(total, total, 'done')
  return { asOf }
}

/**
 * Reconciles the book unless its derived tables already stand for its files and for this as-of date (or, without one,
 * for the date of the book, else the one that the reports reach to). Returns the as-of date that the tables stand for.
 */
export async function ensureReconciled(
  book: Book,
  asOf?: string,
  options: Pick<ReconcileOptions, 'signal' | 'onStep'> = {},
): Promise<ReconcileResult> {
  if (asOf !== undefined) checkDate(asOf)
  const current = await book.read((connection) => upToDate(connection, asOf), options.signal)
  if (current) return current
  return book.write((connection) => reconcileWhereDue(connection, { ...options, asOf }), options.signal)
}

/** As `ensureReconciled`, in a transaction that the caller has opened. */
export async function reconcileWhereDue(
  connection: Connection,
  options: ReconcileOptions = {},
): Promise<ReconcileResult> {
  return (await upToDate(connection, options.asOf)) ?? reconcile(connection, options)
}

/** The as-of date of the derived tables when nothing of the book has changed since, and it is the wished one. */
export async function upToDate(connection: Connection, asOf?: string): Promise<ReconcileResult | null> {
  const exists = await connection.value(
    `select count(*) from duckdb_tables() where table_name = 'run' and database_name = current_database()`,
  )
  if (Number(exists) === 0) return null
  const [run] = await connection.rows(
    'select run.as_of, data_reaches_to, stamp, book.as_of as own from run cross join book',
  )
  if (!run || run['stamp'] !== (await bookStamp(connection))) return null
  const wanted = asOf ?? String(run['own'] ?? run['data_reaches_to'] ?? today())
  return run['as_of'] === wanted ? { asOf: wanted } : null
}

/** A book that another version reconciled may hold a table where this one makes a view, or the reverse. */
async function dropOtherKinds(connection: Connection): Promise<void> {
  const created = everyText.matchAll(/^create or replace (table|view) (\w+)/gm)
  const kinds = new Map(Array.from(created, ([, kind, name]) => [name, kind]))
  const existing = await connection.rows(`
    select table_name as name, 'table' as kind from duckdb_tables() where not temporary and database_name = current_database()
    union all
    select view_name, 'view' from duckdb_views() where not internal and not temporary and database_name = current_database()
  `)
  for (const { name, kind } of existing) {
    const wanted = kinds.get(String(name))
    if (wanted && wanted !== kind) await connection.run(`drop ${kind} "${name}"`)
  }
}

/** Changes with every file that enters or leaves, with its delivery date, the tolerance, and these SQL steps. */
async function bookStamp(connection: Connection): Promise<string> {
  const files = await connection.value(`
    select md5(concat_ws('|', (select tolerance from book), string_agg(
      concat_ws(',', file_id, sha256, path, status, meta_date, name_date, delivered, feed_month, rows_kept, refused_rows),
      ';' order by file_id
    )))
    from files
  `)
  return `${files}-${sqlVersion}`
}

const everySection: ReadonlySet<string> = new Set(sections.map(({ id }) => id))
const everyText = [everySection, new Set<string>()]
  .flatMap((loaded) => [...undatedSteps, ...datedSteps].map((step) => textOf(step, loaded)))
  .join('\n')

const sqlVersion = createHash('sha256').update(everyText).digest('hex').slice(0, 16)

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function checkDate(text: string): void {
  if (isDate(text)) return
  throw new TieoutError('wrong-usage', `The as-of date ${text} is not a date of the form YYYY-MM-DD.`, { asOf: text })
}
