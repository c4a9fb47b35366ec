import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Connection } from '../database/connection.ts'
import { refusedCondition } from './load.ts'
import { type TextSource, rawRecords } from './raw-text.ts'
import type { TypedColumn } from './typing.ts'

/**
 * Collects the records of a staged block that have a cell which cannot be read: table `refused` with line, column,
 * value, reason and the record's text as it stands in the file. Returns how many there are.
 */
export async function stageRefused(
  connection: Connection,
  tables: { staged: string; refused: string },
  columns: readonly TypedColumn[],
  text: TextSource,
  rawPath: string,
): Promise<number> {
  const condition = refusedCondition(columns)
  if (!condition) return 0
  const first = (pick: (column: TypedColumn) => string): string =>
    `case ${columns.flatMap((column) => (column.refused ? [`when ${column.refused} then ${pick(column)}`] : [])).join(' ')} end`
  const label = ({ column }: TypedColumn): string => `'${column.label.replaceAll("'", "''")}'`
  await connection.run(
    `create table ${tables.refused} as
     select line, column_name, value,
       column_name || ': ' || case when value is null then 'the cell' else '"' || left(value, 60) || '"' end || ' ' || reason || '.' as reason
     from (
       select line, ${first(label)} as column_name, ${first(({ column }) => `"${column.name}"`)} as value,
         ${first(({ reason }) => reason)} as reason
       from ${tables.staged} where ${condition})`,
  )
  const lines: number[] = []
  for await (const rows of connection.stream(`select line from ${tables.refused} order by line`))
    for (const row of rows) lines.push(Number(row['line']))
  if (lines.length === 0) return 0

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
