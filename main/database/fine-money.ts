import type { Connection } from './connection.ts'

/**
 * The type of stored amounts in a book that holds one with more than six decimals: AWS documents six for its data feeds
 * and casts to `decimal(20, 10)` in its own example. Its scale tells money from quantities and rates, which have ten.
 */
export const fineMoney = 'decimal(30,12)'

/** True for a book in which every amount has room for twelve decimals. */
export async function holdsFineMoney(connection: Connection): Promise<boolean> {
  // Every amount is widened with all others, and the types of one table are read sooner than those of all.
  const [amount] = await connection.rows(
    `select typeof(net_amount) as type from (select net_amount from dis1 union all select null) limit 1`,
  )
  return amount?.['type'] === 'DECIMAL(30,12)'
}

/**
 * Gives every stored amount of the book room for twelve decimals, in the transaction of the caller. All of them: where
 * sums of six and of twelve decimals meet, the database keeps six.
 */
export async function widenMoney(connection: Connection): Promise<void> {
  for (const { table, column } of await columnsOf(connection, 'DECIMAL(18,6)'))
    await connection.run(`alter table "${table}" alter column "${column}" type ${fineMoney}`)
}

/** The statements with the types of amounts that a book with fine amounts needs. */
export function withFineMoney(sql: string): string {
  return sql.replaceAll('decimal(18, 6)', fineMoney).replaceAll(/decimal\([23]8, 6\)/g, 'decimal(38, 12)')
}

async function columnsOf(connection: Connection, type: string): Promise<{ table: string; column: string }[]> {
  const rows = await connection.rows(
    `select c.table_name, c.column_name
     from duckdb_columns() as c
     semi join duckdb_tables() as t on t.table_oid = c.table_oid and t.database_name = c.database_name and not t.temporary
     where c.database_name = current_database() and c.data_type = $type`,
    { type },
  )
  return rows.map((row) => ({ table: String(row['table_name']), column: String(row['column_name']) }))
}
