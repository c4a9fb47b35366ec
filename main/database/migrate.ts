import { sections } from '../../shared/reports/catalogue.ts'
import type { ColumnType } from '../../shared/reports/catalogue.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection } from './connection.ts'
import book from './migrations/010-book.sql?raw'

/** The SQL type of a column type; money has six decimals because the feeds carry six. */
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

const schemaVersion = 1

/**
 * Brings the book to this version's schema in one transaction: the book-keeping tables, and one typed table per
 * section of the catalogue. Error `book-damaged` for a database that is no book or that a newer Tieout wrote.
 */
export async function migrate(connect: () => Promise<Connection>): Promise<void> {
  const connection = await connect()
  try {
    const tables = await connection.rows(`select table_name from duckdb_tables() where not temporary`)
    const names = new Set(tables.map((table) => table['table_name']))
    if (names.has('book')) return await checkVersion(connection)
    if (names.size > 0) throw new TieoutError('book-damaged', 'This file is a DuckDB database, but not a Tieout book.')
    await connection.run('begin')
    await connection.script(book)
    for (const section of sections) await connection.run(typedTable(section.id, section.columns))
    await connection.run(`insert into book values ($version, version(), current_timestamp::timestamp, 0.01)`, {
      version: schemaVersion,
    })
    await connection.run('commit')
    await connection.run('checkpoint')
  } finally {
    connection.close()
  }
}

async function checkVersion(connection: Connection): Promise<void> {
  const version = Number(await connection.value('select schema_version from book'))
  if (version === schemaVersion) return
  throw new TieoutError(
    'book-damaged',
    `This book was written by a newer Tieout (schema ${version}; this one reads ${schemaVersion}).`,
  )
}

function typedTable(id: string, columns: readonly { name: string; type: ColumnType }[]): string {
  const typed = columns.map((column) => `"${column.name}" ${sqlTypes[column.type]}`)
  return `create table "${id}" (file_id integer, block_no integer, line integer, repaired varchar, extra varchar, ${typed.join(', ')})`
}
