import { expect, test } from 'vitest'
import { textOf } from '../../main/reconcile/step.ts'
import { undatedSteps } from '../../main/reconcile/steps.ts'
import { type TestBook, newBook } from './books.ts'

const none: ReadonlySet<string> = new Set()
const events: ReadonlySet<string> = new Set(['billing_event_feed'])

const heading = `-- In place of the steps that look at events, for a book that has none: the same tables without rows. Planning those
-- steps costs more than everything else that is done for a small book. The test of this name writes the file from the
-- tables that the steps make: \`npx vitest run test/reconcile/no-events.test.ts -u\`.
`

/** The tables that are made by the steps which only a book with events takes. */
function tablesOfEvents(): string[] {
  const steps = undatedSteps.filter((step) => textOf(step, none) === '')
  const created = steps.flatMap((step) => [...textOf(step, events).matchAll(/^create or replace table (\w+)/gm)])
  return created.map(([, name]) => String(name))
}

/** The statement that makes the table anew without rows, in lines of 120 characters. */
async function emptyTable({ connection }: TestBook, table: string): Promise<string> {
  const columns = await connection.rows(
    `select column_name || ' ' || lower(replace(data_type, ',', ', ')) as definition
     from duckdb_columns() where table_name = $table and not internal order by column_index`,
    { table },
  )
  const lines: string[] = []
  for (const { definition } of columns) {
    const last = lines.at(-1)
    const longer = `${last}, ${definition}`
    if (last === undefined || longer.length > 117) lines.push(String(definition))
    else lines[lines.length - 1] = longer
  }
  return `create or replace table ${table} (\n  ${lines.join(',\n  ')}\n);\n`
}

test('a book without events has the tables that the steps would make of none', async () => {
  const book = await newBook()
  for (const text of undatedSteps.map((step) => textOf(step, events))) {
    if (text !== '') await book.connection.script(text)
  }
  const tables: string[] = []
  for (const table of tablesOfEvents()) tables.push(await emptyTable(book, table))
  await expect([heading, ...tables].join('\n')).toMatchFileSnapshot('../../main/reconcile/feeds/110-no-events.sql')
})
