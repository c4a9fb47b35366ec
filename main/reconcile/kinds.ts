import type { Connection } from '../database/connection.ts'
import { stepsText } from './steps.ts'

/** A book that another version reconciled may hold a table where this one makes a view, or the reverse. */
export async function dropOtherKinds(connection: Connection): Promise<void> {
  const created = stepsText.matchAll(/^create or replace (table|view) (\w+)/gm)
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
