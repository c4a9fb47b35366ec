import { sections } from '../../shared/reports/catalogue.ts'
import type { ColumnType } from '../../shared/reports/catalogue.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection } from './connection.ts'
import book from './migrations/010-book.sql?raw'
import asOf from './migrations/020-as-of.sql?raw'
import feeds from './migrations/030-feeds.sql?raw'
import sync from './migrations/040-sync.sql?raw'

/** The SQL type of a column type; money has six decimals because the feeds carry six, but for `fine-money.ts`. */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'varchar',
  id: 'varchar',
  account: 'varchar',
  month: 'varchar',
  money: 'decimal(18,6)',
  decimal: 'decimal(28,10)',
  percent: 'decimal(18,8)',
  integer: 'bigint',
  date: 'date',
  datetime: 'timestamp',
}

/** What each schema version changes in the one before it: the first of them makes version 2. */
const migrations: readonly string[] = [asOf, [feeds, ...feedTables()].join(';\n'), sync]

const firstVersion = 1
const schemaVersion = firstVersion + migrations.length

/**
 * Brings the book to this version's schema in one transaction: the book-keeping tables, and one typed table per
 * section of the catalogue. `before` is called with the version of an older book, whose file holds everything, before anything is changed in it.
 * Error `book-damaged` for a database that is no book or that a newer Tieout wrote.
 */
export async function migrate(
  connect: () => Promise<Connection>,
  before: (schemaVersion: number, connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await connect()
  try {
    const tables = await connection.rows(`select table_name from duckdb_tables() where not temporary`)
    const names = new Set(tables.map((table) => table['table_name']))
    if (names.size > 0 && !names.has('book'))
      throw new TieoutError('book-damaged', 'This file is a DuckDB database, but not a Tieout book.', {
        problem: 'foreign',
      })
    const version = names.size > 0 ? await readVersion(connection) : 0
    if (version === schemaVersion) return
    if (version > 0) {
      await connection.run('checkpoint')
      await before(version, connection)
    }
    await connection.run('begin')
    if (version === 0) await createBook(connection)
    for (const migration of migrations.slice(Math.max(version, firstVersion) - firstVersion))
      await connection.script(migration)
    await connection.run('update book set schema_version = $version', { version: schemaVersion })
    await connection.run('commit')
    await connection.run('checkpoint')
  } finally {
    connection.close()
  }
}

async function readVersion(connection: Connection): Promise<number> {
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
  for (const section of sections) await connection.run(typedTable(section.id, section.columns))
  await connection.run(
    `insert into book (schema_version, duckdb_version, created_at, tolerance)
     values ($version, version(), current_timestamp::timestamp, 0.01)`,
    { version: firstVersion },
  )
}

/** A book that was made before Tieout knew the feeds has no tables for them. */
function feedTables(): string[] {
  return sections.flatMap(({ id, columns, feed }) => (feed ? [typedTable(id, columns)] : []))
}

function typedTable(id: string, columns: readonly { name: string; type: ColumnType }[]): string {
  const typed = columns.map((column) => `"${column.name}" ${sqlTypes[column.type]}`)
  return `create table if not exists "${id}" (file_id integer, block_no integer, line integer, repaired varchar, extra varchar, ${typed.join(', ')})`
}
