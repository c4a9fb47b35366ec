import { TieoutError } from '../../shared/errors.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { type Definitions, definitionsOf, missingOfCatalogue, sqlTypes } from './catalogue-tables.ts'
import type { Connection } from './connection.ts'
import book from './migrations/010-book.sql?raw'
import asOf from './migrations/020-as-of.sql?raw'
import feeds from './migrations/030-feeds.sql?raw'
import sync from './migrations/040-sync.sql?raw'
import logMark from './migrations/050-log-mark.sql?raw'
import copiedLines from './migrations/060-copied-lines.sql?raw'
import choices from './migrations/070-choices.sql?raw'
import built from './migrations/080-built.sql?raw'
import { markLog } from './log-mark.ts'

/** What each schema version changes in the one before it: the first of them makes version 2. */
const migrations: readonly string[] = [asOf, feeds, sync, logMark, copiedLines, choices, built]

/** All that the tables of a new book follow from. */
export const schemaText = [book, ...migrations, JSON.stringify(sections), JSON.stringify(sqlTypes)].join('\n')

const firstVersion = 1
const schemaVersion = firstVersion + migrations.length

/** Told what is about to change in an older book, for example `migration 2` or `new columns`, before it does. */
export type BeforeChange = (change: string, connection: Connection) => Promise<void>

/**
 * Brings the book to this version's schema in one transaction: the book-keeping tables, and one typed table per section
 * of the catalogue with a column for each of its columns. `emptyLog` writes the log into the file. `before` is called for an older book, whose file holds
 * everything, before anything is changed in it. Error `book-damaged` for a database that is no book, or that another
 * Tieout wrote in a way that this one cannot read.
 */
export async function migrate(
  connect: () => Promise<Connection>,
  emptyLog: () => Promise<void>,
  before: BeforeChange,
): Promise<void> {
  const connection = await connect()
  try {
    const tables = await definitionsOf(connection)
    const version = await readVersion(connection, tables)
    const change = await changeOf(connection, version, tables)
    if (change === null) return
    if (version > 0) {
      await emptyLog()
      await before(change, connection)
    }
    if (tables.has('log_mark')) await markLog(connection)
    await connection.run('begin')
    if (version === 0) await createBook(connection)
    for (const migration of migrations.slice(Math.max(version, firstVersion) - firstVersion))
      await connection.script(migration)
    await followCatalogue(connection)
    await connection.run('update book set schema_version = $version', { version: schemaVersion })
    await connection.run('commit')
    await emptyLog()
  } finally {
    connection.close()
  }
}

/** What the book must go through, or null. */
async function changeOf(connection: Connection, version: number, tables: Definitions): Promise<string | null> {
  if (version < schemaVersion) return `migration ${version + 1}`
  return (await missingOfCatalogue(connection, tables)).length > 0 ? 'new columns' : null
}

async function followCatalogue(connection: Connection): Promise<void> {
  const statements = await missingOfCatalogue(connection, await definitionsOf(connection))
  if (statements.length === 0) return
  for (const statement of statements) await connection.run(statement)
  // Without it everything derived is made anew: a view over a table that has other columns now fails.
  await connection.run('delete from built')
}

/** The schema version of the book, 0 for a file in which nothing is yet. */
async function readVersion(connection: Connection, tables: Definitions): Promise<number> {
  if (tables.size === 0) return 0
  if (!tables.has('book'))
    throw new TieoutError('book-damaged', 'This file is a DuckDB database, but not a Tieout book.', {
      problem: 'foreign',
    })
  const version = Number(await connection.value('select schema_version from book'))
  if (version <= schemaVersion) return version
  throw new TieoutError(
    'book-damaged',
    `This book was written by a newer Tieout (schema ${version}; this one reads ${schemaVersion}). Open it with that one.`,
    { problem: 'newer' },
  )
}

async function createBook(connection: Connection): Promise<void> {
  await connection.script(book)
  await connection.run(
    `insert into book (schema_version, duckdb_version, created_at, tolerance)
     values ($version, version(), current_timestamp::timestamp, 0.01)`,
    { version: firstVersion },
  )
}
