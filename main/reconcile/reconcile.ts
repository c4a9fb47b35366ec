import { isDate } from '../../shared/dates.ts'
import { throwIfAborted, TieoutError } from '../../shared/errors.ts'
import type { Connection, Row } from '../database/connection.ts'
import { holdsFineMoney, widenMoney, withFineMoney } from '../database/fine-money.ts'
import type { Book } from '../database/open.ts'
import { dropOtherKinds } from './kinds.ts'
import { type Plan, planFor } from './plan.ts'
import { createSlices } from './slices.ts'
import type { Statement } from './statements.ts'
import { datedSteps, undatedSteps } from './steps.ts'

export interface ReconcileOptions {
  /** ISO date up to which lines count; when absent, the one of the book, else the latest that its reports speak for. */
  readonly asOf?: string | undefined
  /** A text whose tables must stand, those too that are made only when they are read; none of them where it is absent. */
  readonly reads?: string | undefined
  /** Makes everything anew, also what nothing has changed for. */
  readonly whole?: boolean
  readonly signal?: AbortSignal | undefined
  /** Called before each step with the number of steps done, their total and the name of the one that starts. */
  readonly onStep?: ((done: number, total: number, name: string) => void) | undefined
}

export interface ReconcileResult {
  /** The ISO date up to which lines were counted. */
  readonly asOf: string
}

/** Which state of the book the derived tables stand for. */
export interface Standing extends ReconcileResult {
  readonly revision: number
}

/**
 * Brings the derived tables of the book up to date: each that was made by other statements, or from other rows, is made
 * anew, whole or in the parts that its statement tells (`slicing.ts`), and the others stay. The caller opens the transaction (`book.write`), so a book never shows half a
 * reconciliation. Errors: `wrong-usage` for an as-of date that is none, `cancelled`.
 */
export async function reconcile(connection: Connection, options: ReconcileOptions = {}): Promise<ReconcileResult> {
  if (options.asOf !== undefined) checkDate(options.asOf)
  const isFine = await holdsFineMoney(connection)
  // A table that a later version made has not been widened with the others.
  if (isFine) await widenMoney(connection)
  const plan = await planFor(connection, { isFine, whole: options.whole === true, reads: options.reads })
  if (plan.isOfOther) await dropOtherKinds(connection)
  const steps = [...undatedSteps, ...datedSteps]
  const slices = createSlices(connection, {
    ...plan,
    run: (script) => connection.script(isFine ? withFineMoney(script) : script),
  })
  const take = async (statements: readonly Statement[]): Promise<void> => {
    for (const [index, step] of steps.entries()) {
      const own = statements.filter((statement) => statement.step === step)
      if (own.length === 0) continue
      throwIfAborted(options.signal)
      options.onStep?.(index, steps.length, step.name)
      for (const statement of own) await slices.take(statement)
    }
  }

  await take(plan.undated())
  const reach = await connection.value('select reaches_to from reach')
  const own = await connection.value('select as_of from book')
  const asOf = asOfDate(options.asOf, own, reach)
  const tolerance = await connection.value('select tolerance from book')
  const dated = plan.dated([asOf, String(tolerance), String(reach)])
  await connection.run('delete from run')
  await connection.run(
    'insert into run by name select $asOf::date as as_of, $tolerance as tolerance, $reach::date as data_reaches_to',
    { asOf, tolerance, reach },
  )
  await connection.script(`
    set variable as_of = (select as_of from run);
    set variable tolerance = (select tolerance from run)
  `)
  await take(dated)
  await plan.remember(connection)
  options.onStep?.(steps.length, steps.length, 'done')
  return { asOf }
}

/**
 * Reconciles the book unless its derived tables already stand for its files and for this as-of date (or, without one,
 * for the date of the book, else the one that the reports reach to). Returns the as-of date and the revision of the book
 * that the tables stand for.
 */
export async function ensureReconciled(
  book: Book,
  asOf?: string,
  options: Pick<ReconcileOptions, 'signal' | 'onStep' | 'reads'> = {},
): Promise<Standing> {
  if (asOf !== undefined) checkDate(asOf)
  const current = await book.read(async (connection, { revision }) => {
    const found = await upToDate(connection, asOf, options.reads)
    return found && { ...found, revision }
  }, options.signal)
  if (current) return current
  return book.write(
    async (connection) => {
      const { asOf: day } = await reconcileWhereDue(connection, { ...options, asOf })
      // Writes come one after another, so that the next state is the one that this one commits.
      return { asOf: day, revision: book.revision + 1 }
    },
    options.signal,
    [],
  )
}

/** As `ensureReconciled`, in a transaction that the caller has opened. */
export async function reconcileWhereDue(
  connection: Connection,
  options: ReconcileOptions = {},
): Promise<ReconcileResult> {
  return (await upToDate(connection, options.asOf, options.reads)) ?? reconcile(connection, options)
}

/**
 * The as-of date of the derived tables when nothing of the book has changed since, it is the wished one, and the tables
 * that the text `reads` mentions stand too.
 */
export async function upToDate(connection: Connection, asOf?: string, reads?: string): Promise<ReconcileResult | null> {
  const [run] = await connection.rows(
    'select run.as_of, run.tolerance, data_reaches_to, book.as_of as own, book.tolerance as wanted from run cross join book',
  )
  if (!run || run['tolerance'] !== run['wanted']) return null
  const plan: Plan = await planFor(connection, { isFine: await holdsFineMoney(connection), whole: false, reads })
  if (!plan.isStanding) return null
  const wanted = asOfDate(asOf, run['own'], run['data_reaches_to'])
  if (run['as_of'] !== wanted) return null
  const dated = plan.dated([wanted, String(run['tolerance']), String(run['data_reaches_to'])])
  return dated.length === 0 ? { asOf: wanted } : null
}

/**
 * The ISO date up to which lines count: the wished one, else that of the book (`own`), else the latest that the loaded
 * reports speak for (`reach`), and without any report today (UTC).
 */
function asOfDate(wished: string | undefined, own: Row[string] | undefined, reach: Row[string] | undefined): string {
  return wished ?? String(own ?? reach ?? new Date().toISOString().slice(0, 10))
}

function checkDate(text: string): void {
  if (isDate(text)) return
  throw new TieoutError('wrong-usage', `The as-of date ${text} is not a date of the form YYYY-MM-DD.`, { asOf: text })
}
