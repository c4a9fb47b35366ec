import type { Connection } from '../database/connection.ts'
import { literal } from './cells/columns.ts'
import type { Block } from './structure/structure.ts'

/**
 * Cells that mean "no value" in every column, in the spellings in which AWS's sample queries and consoles write them. What
 * else says so depends on the column (`is_no_text`, `is_no_value`).
 */
export const emptyCells = [
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
  await connection.run(`create or replace table ${table} (line integer, ${textColumns(block)})`)
  if (block.records === 0) return
  await connection.run(`insert into ${table} select line, ${cellsOf(block)} from ${reader(block, '$path')}`, {
    path,
    delimiter,
  })
  const staged = Number(await connection.value(`select count(*) from ${table}`))
  if (staged !== block.records)
    throw new Error(`Read ${staged} rows where ${block.records} records were counted under line ${block.headerLine}`)
}

/**
 * The same for a block of which the records are the lines of the file `path`, `above` of which stand before the first. Throws
 * when DuckDB sees other records than lines.
 */
export async function stageLines(
  connection: Connection,
  table: string,
  path: string,
  block: Block,
  { delimiter, above }: { readonly delimiter: string; readonly above: number },
): Promise<void> {
  await connection.run(`create or replace table ${table} (line integer, ${textColumns(block)})`)
  if (block.records === 0) return
  await connection.run(
    `insert into ${table} select null, ${stagedNames(block).join(', ')} from ${reader(block, '$path', { isCut: false, above })}`,
    { path, delimiter },
  )
  // Rows are numbered in the order in which they were read; to number them while they are read takes one thread for all.
  await connection.run(`update ${table} set line = rowid + ${above + 1}`)
  const [row] = await connection.rows(`select count(*) as rows, max(line) as last from ${table}`)
  if (Number(row?.['rows']) !== block.records || Number(row?.['last']) !== block.records + above)
    throw new Error(`Read ${row?.['rows']} rows where there are ${block.records} lines under line ${above}`)
}

/** The same as `stageBlock` for blocks with one header, one delimiter and at least one record each; the column `file` is the place of a block among them. */
export async function stageBlocks(
  connection: Connection,
  table: string,
  paths: readonly string[],
  block: Block,
  delimiter: string,
): Promise<void> {
  await connection.run(`create table ${table} (file integer, line integer, ${textColumns(block)})`)
  const list = `[${paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')}]`
  await connection.run(
    `insert into ${table} select file_index::integer, line, ${cellsOf(block)} from ${reader(block, list)}`,
    { delimiter },
  )
}

function stagedNames(block: Block): string[] {
  return Array.from({ length: block.width }, (_, index) => `"${stagedName(block, index)}"`)
}

function textColumns(block: Block): string {
  return stagedNames(block)
    .map((column) => `${column} varchar`)
    .join(', ')
}

function cellsOf(block: Block): string {
  return stagedNames(block)
    .map((column) => (block.padded ? `clean_text(${column})` : column))
    .join(', ')
}

/** Records that were cut have their line in front; of a file as it is, lines `above` are passed over. */
function reader(block: Block, paths: string, { isCut, above }: { isCut: boolean; above: number } = cut): string {
  const struct = stagedNames(block).map((column) => `${column.replaceAll('"', "'")}: 'varchar'`)
  const columns = [...(isCut ? [`'line': 'integer'`] : []), ...struct].join(', ')
  return `read_csv(${paths},
       columns = {${columns}}, auto_detect = false, header = false, skip = ${above}, delim = $delimiter, quote = '"',
       escape = '"', new_line = '\\n', nullstr = [${emptyCells.map(literal).join(', ')}],
       compression = 'none', hive_partitioning = false, max_line_size = 4000000, strict_mode = true)`
}

const cut = { isCut: true, above: 0 }
