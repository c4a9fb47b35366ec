import type { Connection } from '../database/connection.ts'
import type { Block } from './structure/structure.ts'

/** Cells that mean "no value" in every report, in the spellings that are met most; others are caught by `clean_text`. */
const placeholders = [
  '',
  '-',
  'null',
  'Not available',
  'Not applicable',
  'Not provided',
  'Not Available',
  'Not Applicable',
  'Not Provided',
  'Missing_listing_fee_invoice_id',
]

/** The name in the staged table of the cell at this place of the header line. */
export function stagedName(block: Block, index: number): string {
  return block.match.columns[index]?.name ?? `unknown_${index}`
}

/**
 * Puts the records of a block, every cell as text, into `table` with the column `line` in front. The settings of the reader are all given: DuckDB guesses nothing. Throws when it sees other records than the splitter.
 */
export async function stageBlock(
  connection: Connection,
  table: string,
  path: string,
  block: Block,
  delimiter: string,
): Promise<void> {
  const names = Array.from({ length: block.width }, (_, index) => `"${stagedName(block, index)}"`)
  await connection.run(
    `create or replace table ${table} (line integer, ${names.map((column) => `${column} varchar`).join(', ')})`,
  )
  if (block.records === 0) return
  const struct = names.map((column) => `${column.replaceAll('"', "'")}: 'varchar'`).join(', ')
  const cells = block.padded ? names.map((column) => `clean_text(${column})`).join(', ') : names.join(', ')
  await connection.run(
    `insert into ${table} select line, ${cells} from read_csv($path,
       columns = {'line': 'integer', ${struct}}, auto_detect = false, header = false, delim = $delimiter,
       quote = '"', escape = '"', new_line = '\\n', nullstr = [${placeholders.map((text) => `'${text}'`).join(', ')}],
       max_line_size = 4000000, strict_mode = true)`,
    { path, delimiter },
  )
  const staged = Number(await connection.value(`select count(*) from ${table}`))
  if (staged !== block.records)
    throw new Error(`Read ${staged} rows where ${block.records} records were counted under line ${block.headerLine}`)
}
