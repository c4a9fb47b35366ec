import type { Connection } from '../../main/database/connection.ts'
import { statementsFor } from '../../main/reconcile/plan.ts'
import { type Statement, namesIn } from '../../main/reconcile/statements.ts'
import { undatedSteps } from '../../main/reconcile/steps.ts'

/** The statements of the reconciliation that make what these names stand for, in a book of these sections, in order. */
export function makingOf(names: Iterable<string>, loaded: ReadonlySet<string>): readonly Statement[] {
  const wanted = new Set(names)
  const making: Statement[] = []
  for (const statement of statementsFor([...loaded].toSorted()).toReversed()) {
    if (!wanted.has(statement.name)) continue
    making.push(statement)
    for (const read of statement.reads) wanted.add(read)
    // A run says up to which date the files reach.
    if (statement.reads.includes('run')) wanted.add('reach')
  }
  return making.toReversed()
}

/**
 * Makes for each text that it is given what that text reads of a reconciliation, as of this date or the one that the files
 * reach to, and nothing else: most queries read a part of it, those of the feeds a small one. Nothing may come into the
 * book meanwhile.
 */
export function maker(connection: Connection, asOf: string | null = null): (text: string) => Promise<void> {
  const made = new Set<Statement>()
  let hasRun = false
  return async (text) => {
    const held = await connection.rows('select distinct section from blocks order by section')
    const making = makingOf([...namesIn(text), 'reach'], new Set(held.map(({ section }) => String(section))))
    const undated = making.filter(({ step }) => undatedSteps.includes(step))
    for (const statements of [undated, making]) {
      const due = statements.filter((statement) => !made.has(statement))
      for (const statement of due) made.add(statement)
      await connection.run('begin')
      await run(connection, due)
      await connection.run('commit')
      if (hasRun) continue
      hasRun = true
      await connection.run('delete from run')
      await connection.run(
        `insert into run by name select coalesce($asOf::date, reaches_to, current_date) as as_of, tolerance,
           reaches_to as data_reaches_to from reach cross join book`,
        { asOf },
      )
      await connection.script(`
        set variable as_of = (select as_of from run);
        set variable tolerance = (select tolerance from run)
      `)
    }
  }
}

/** Runs these statements one by one: DuckDB takes the windows that one of a script names for those of the next one too. */
export async function run(connection: Connection, statements: readonly Statement[]): Promise<void> {
  for (const { text } of statements) await connection.run(text)
}
