import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Connection } from '../../database/connection.ts'
import { type TextSource, rawRecords } from '../formats/raw-text.ts'
import type { TypedColumn } from './columns.ts'

/**
 * Marks the records of a staged block that have a cell which cannot be read (column `refused__column`), and collects
 * them: table `refused` with line, column, value and reason, and `refused_text` with the record as it stands in the
 * file. Returns how many there are; with none, neither table is made.
 */
export async function stageRefused(
  connection: Connection,
  tables: { staged: string; refused: string },
  columns: readonly TypedColumn[],
  text: TextSource,
  rawPath: string,
): Promise<number> {
  const conditions = columns.flatMap(({ refused }) => (refused ? [refused] : []))
  if (conditions.length === 0) return 0
  // Nearly every block is clean, and marking copies it.
  const any = await connection.value(`select 1 from ${tables.staged} where ${conditions.join(' or ')} limit 1`)
  if (any === null) return 0
  // Each condition is looked at once: a long CASE that repeats them all takes the planner seconds.
  const numbered = columns.flatMap((column, index) => (column.refused ? [{ ...column, index }] : []))
  await connection.run(
    `create or replace table ${tables.staged} as
     select *, case ${numbered.map(({ refused, index }) => `when ${refused} then ${index}`).join(' ')} end as refused__column
     from ${tables.staged}`,
  )
  const marked = await connection.rows(
    `select refused__column as number from ${tables.staged} where refused__column is not null group by all order by all`,
  )
  const met = marked.flatMap(({ number }) => columns[Number(number)] ?? [])
  if (met.length === 0) return 0
  const pick = (value: (column: TypedColumn) => string): string =>
    `case refused__column ${met.map((column) => `when ${columns.indexOf(column)} then ${value(column)}`).join(' ')} end`
  const label = ({ column }: TypedColumn): string => `'${column.label.replaceAll("'", "''")}'`
  await connection.run(
    `create table ${tables.refused} as
     select line, column_name, value,
       column_name || ': ' || case when value is null then 'the cell' else '"' || left(value, 60) || '"' end || ' ' || reason || '.' as reason
     from (
       select line, ${pick(label)} as column_name, ${pick(({ column }) => `"${column.name}"`)} as value,
         ${pick(({ reason }) => reason)} as reason
       from ${tables.staged} where refused__column is not null)`,
  )
  const lines: number[] = []
  for await (const rows of connection.stream(`select line from ${tables.refused} order by line`))
    for (const row of rows) lines.push(Number(row['line']))

  const out = createWriteStream(rawPath)
  let next = 0
  const records = rawRecords(text, (line) => line === lines[next] && ++next > 0)
  for await (const batch of records)
    for (const { line, text: raw } of batch) out.write(`${line},"${raw.replaceAll('"', '""')}"\n`)
  out.end()
  await once(out, 'finish')
  await connection.run(
    `create table ${tables.refused}_text as select * from read_csv($path,
       columns = {'line': 'integer', 'raw_text': 'varchar'}, auto_detect = false, header = false, delim = ',',
       quote = '"', escape = '"', new_line = '\\n', max_line_size = 4000000)`,
    { path: rawPath },
  )
  return lines.length
}
