import type { Connection } from '../../main/database/connection.ts'
import { statementsOf } from '../../main/reconcile/statements.ts'
import { datedSteps, undatedSteps } from '../../main/reconcile/steps.ts'
import { sections } from '../../shared/reports/catalogue.ts'

/** The columns and rows of every table of the book that a reconciliation makes, each row as a text, in no order. */
export async function derivedRows(connection: Connection): Promise<Record<string, unknown>> {
  const statements = statementsOf([...undatedSteps, ...datedSteps], new Set(sections.map(({ id }) => id)))
  const names = new Set(statements.flatMap(({ kind, name }) => (kind === 'table' ? [name] : [])))
  const tables = await connection.rows(
    `select table_name as name from duckdb_tables()
     where not temporary and not internal and database_name = current_database() order by 1`,
  )
  const held = await connection.rows('select distinct section from blocks')
  const loaded = new Set(held.map(({ section }) => String(section)))
  const contents: Record<string, unknown> = {}
  for (const { name } of tables) {
    // What is told of one feed alone stays behind, unread, when the feed leaves.
    const feed = /^(?:contradictory|current)_(\w+)$/.exec(String(name))?.[1]
    if (!names.has(String(name)) || (feed !== undefined && !loaded.has(feed))) continue
    contents[String(name)] = [
      await connection.rows(`describe "${String(name)}"`),
      await connection.rows(`select r::varchar as text from "${String(name)}" as r order by 1`),
    ]
  }
  return contents
}
