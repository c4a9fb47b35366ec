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

/**
 * Moves the readable records of a staged block into the typed table of its section; `marked` says that some are not. `connection` is in the import's
 * transaction. Returns how many rows were kept and the hash of their content, whatever their order.
 */
export async function loadBlock(
  connection: Connection,
  table: string,
  block: Block,
  { columns, hasFineMoney }: Typing,
  place: BlockPlace,
  marked: boolean,
): Promise<{ rows: number; contentHash: string }> {
  if (hasFineMoney) await widenMoney(connection)
  const section = `"${block.match.section.id}"`
  const names = columns.map(({ column }) => `"${column.name}"`)
  const target = ['file_id', 'block_no', 'line', 'repaired', 'extra', ...names].join(', ')
  const values = columns.map(({ value }) => value)
  await connection.run(
    `insert into ${section} (${target})
     select $file_id, $block_no, line, ${repairedList(columns)}, ${unknownCells(block)}, ${values.join(', ')}
     from ${table} ${marked ? 'where refused__column is null' : ''}`,
    { file_id: place.fileId, block_no: place.blockNumber },
  )
  const [row] = await connection.rows(
    `select count(*) as rows, coalesce(sum(hash(${names.join(', ')})::hugeint), 0)::varchar as content
     from ${section} where file_id = $file_id and block_no = $block_no`,
    { file_id: place.fileId, block_no: place.blockNumber },
  )
  return { rows: Number(row?.['rows']), contentHash: String(row?.['content']) }
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
