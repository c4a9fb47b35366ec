import type { Connection } from '../database/connection.ts'
import { widenMoney } from '../database/fine-money.ts'
import type { Block } from './structure/structure.ts'
import { stagedName } from './stage.ts'
import type { TypedColumn } from './cells/columns.ts'
import type { Typing } from './cells/typing.ts'

/** Where a block stands in the book. */
export interface BlockPlace {
  readonly fileId: number
  readonly blockNumber: number
}

/** What of a block is in its typed table. */
export interface Loaded {
  readonly rows: number
  /** Hash of the content, whatever its order. */
  readonly contentHash: string
}

/**
 * Moves the readable records of a staged block into the typed table of its section; `marked` says that some are not. `connection` is in the import's
 * transaction.
 */
export async function loadBlock(
  connection: Connection,
  table: string,
  block: Block,
  { columns, hasFineMoney }: Typing,
  place: BlockPlace,
  marked: boolean,
): Promise<Loaded> {
  if (hasFineMoney) await widenMoney(connection)
  const { section, target } = targetOf(block, columns)
  const values = columns.map(({ value }) => value)
  await connection.run(
    `insert into ${section} (${target})
     select $file_id, $block_no, line, ${repairedList(columns)}, ${unknownCells(block)}, ${values.join(', ')}
     from ${table} ${marked ? 'where refused__column is null' : ''}`,
    { file_id: place.fileId, block_no: place.blockNumber },
  )
  const [row] = await connection.rows(
    `select count(*) as rows, ${contentHash(block, columns)} as content
     from ${section} where file_id = $file_id and block_no = $block_no`,
    { file_id: place.fileId, block_no: place.blockNumber },
  )
  return { rows: Number(row?.['rows']), contentHash: String(row?.['content']) }
}

/**
 * The same for blocks that were staged together (see `stageBlocks`) and can be read as they stand, each the first of its
 * file: `fileIds` by their place, null for one that stays out. Returns what came of each, by its file.
 */
export async function loadBlocks(
  connection: Connection,
  table: string,
  block: Block,
  columns: readonly TypedColumn[],
  fileIds: readonly (number | null)[],
): Promise<ReadonlyMap<number, Loaded & { depositDate: string | null }>> {
  const { section, target } = targetOf(block, columns)
  const fileId = `[${fileIds.map((id) => id ?? 'null').join(', ')}][file + 1]`
  await connection.run(
    `insert into ${section} (${target})
     select ${fileId}, 0, line, null, ${unknownCells(block)}, ${columns.map(({ value }) => value).join(', ')}
     from ${table} where ${fileId} is not null order by rowid`,
  )
  const known = fileIds.filter((id) => id !== null)
  const deposit = columns.some(({ column }) => column.name === 'deposit_date') ? 'min(deposit_date)::date' : 'null'
  const rows = await connection.rows(
    `select file_id, count(*) as rows, ${contentHash(block, columns)} as content, ${deposit} as deposit
     from ${section} where file_id between $first and $last group by file_id`,
    { first: Math.min(...known), last: Math.max(...known) },
  )
  return new Map(
    rows.map(({ file_id: id, rows: count, content, deposit: date }) => [
      Number(id),
      {
        rows: Number(count),
        contentHash: String(content),
        depositDate: block.match.section.id !== 'dis2' || date === null ? null : String(date),
      },
    ]),
  )
}

function targetOf(block: Block, columns: readonly TypedColumn[]): { section: string; target: string } {
  const names = columns.map(({ column }) => `"${column.name}"`)
  const target = ['file_id', 'block_no', 'line', 'repaired', 'extra', ...names].join(', ')
  return { section: `"${block.match.section.id}"`, target }
}

/**
 * The same for the same rows whatever room the book has for amounts: one of a feed with more than six decimals widens every
 * table, and an amount of twelve decimals has another hash than the same of six. Only feeds have finer ones.
 */
function contentHash({ match }: Block, columns: readonly TypedColumn[]): string {
  const isFeed = match.section.feed !== undefined
  const values = columns.map(({ column: { name, type } }) =>
    type === 'money' && !isFeed ? `"${name}"::decimal(18, 6)` : `"${name}"`,
  )
  return `coalesce(sum(hash(${values.join(', ')})::hugeint), 0)::varchar`
}

function repairedList(columns: readonly TypedColumn[]): string {
  const marks = columns.flatMap(({ column, repaired }) =>
    repaired ? [`case when ${repaired} then '${column.name}' end`] : [],
  )
  return marks.length > 0 ? `nullif(concat_ws(',', ${marks.join(', ')}), '')` : 'null'
}

/** The cells of columns that the catalogue does not have, as a JSON object by heading. */
function unknownCells(block: Block): string {
  const { columns, headings } = block.match
  const seen = new Map<string, number>()
  const pairs = headings.flatMap((heading, index) => {
    if (columns[index] || index >= block.named) return []
    const name = heading === '' ? `(column ${index + 1})` : heading
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    const label = count > 1 ? `${name} (${count})` : name
    return [`'${label.replaceAll("'", "''")}', "${stagedName(block, index)}"`]
  })
  return pairs.length > 0 ? `json_object(${pairs.join(', ')})::varchar` : 'null'
}
