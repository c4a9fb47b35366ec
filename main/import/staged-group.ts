import type { Connection } from '../database/connection.ts'
import { type TypedColumn, isFigure, quoted } from './cells/columns.ts'
import { plainBlocks, plainColumn } from './cells/plain.ts'
import { mayBeEmpty } from './cells/typing.ts'
import { type Loaded, loadBlocks } from './load.ts'
import { boundColumns } from './prepare-file.ts'
import { stageBlocks } from './stage.ts'
import type { Block } from './structure/structure.ts'
import { isNoReference } from './structure/sum-rows.ts'
import { mayBeTotal } from './structure/total-rows.ts'
import { isCut } from './structure/warnings.ts'
import type { Waiting } from './several-files.ts'

/** Files with one header, staged in one table. */
export interface StagedGroup {
  readonly table: string
  readonly block: Block
  readonly columns: readonly TypedColumn[]
  /** Those with records, by their place in the table. */
  readonly filled: readonly Waiting[]
  /** Those of which every cell can be read as it stands and nothing is to be told or refused. */
  readonly plain: ReadonlySet<Waiting>
}

/**
 * Stages files with one header and looks which of them need no care. Throws when the reader sees other records than the
 * splitter.
 */
export async function stageGroup(
  stage: Connection,
  table: string,
  members: readonly Waiting[],
): Promise<StagedGroup | null> {
  const [first] = members
  if (!first) return null
  const { block } = first
  const filled = members.filter((file) => file.block.records > 0)
  const bound = boundColumns(block)
  const columns = bound.map(plainColumn)
  const empty = members.filter((file) => file.block.records === 0)
  if (filled.length === 0) return { table, block, columns, filled, plain: new Set(empty) }
  const paths = filled.map(({ read }) => read.blockPaths[0] ?? '')
  await stageBlocks(stage, table, paths, block, first.read.delimiter)
  const plain = await plainBlocks(stage, table, bound)
  const careful = await inNeedOfCare(stage, table, filled)
  const good = filled.filter((_, file) => plain.has(file) && !careful.has(file))
  return { table, block, columns, filled, plain: new Set([...empty, ...good]) }
}

/** Files in which a row may be a total, or has to be refused or told of, although each cell stands as it should. */
async function inNeedOfCare(stage: Connection, table: string, filled: readonly Waiting[]): Promise<Set<number>> {
  const [first] = filled
  if (!first) return new Set()
  const { section } = first.block.match
  const columns = boundColumns(first.block)
  const reference = columns.find(({ role }) => role === 'transaction_reference')
  const net = columns.find(({ role }) => role === 'net')
  const tests = columns.filter((column) => !mayBeEmpty(column, section)).map(({ name }) => `${quoted(name)} is null`)
  const total = mayBeTotal(columns, section)
  if (total !== null) tests.push(total)
  if (reference && net && !section.feed) tests.push(isNoReference(quoted(reference.name)))
  if (section.cadence === 'export')
    tests.push(...columns.filter(({ type }) => type === 'id').map(({ name }) => isCut(quoted(name))))
  const anyOf = (parts: readonly string[]): string =>
    parts.length === 0 ? 'false' : `coalesce(bool_or(${parts.join(' or ')}), false)`
  const figures = columns.filter(isFigure).map(({ name }) => quoted(name))
  const rows = await stage.rows(
    `select file, count(*) as rows, ${anyOf(tests)} as odd,
       ${anyOf(figures.map((cell) => `plain_could_be_both(${cell})`))} and not ${anyOf(figures.map((cell) => `plain_proves_point(${cell})`))} as open
     from ${table} group by file`,
  )
  const careful = new Set<number>()
  for (const row of rows) {
    const file = Number(row['file'])
    if (Number(row['rows']) !== filled[file]?.block.records)
      throw new Error(
        `Read ${row['rows']} rows of ${filled[file]?.source.path}, which has ${filled[file]?.block.records}`,
      )
    if (row['odd'] === true || row['open'] === true) careful.add(file)
  }
  if (rows.length !== filled.length) throw new Error(`Read ${rows.length} of ${filled.length} files`)
  if (!reference || !filled.some(({ block }) => block.records >= 4)) return careful
  // A table that was pasted under itself.
  const cells = columns.map(({ name }) => quoted(name)).join(', ')
  const twice = await stage.rows(
    `select file from (select file, count(*) as copies from ${table} group by file, hash(${cells}))
     group by file having bool_and(copies = 2)`,
  )
  for (const { file } of twice) careful.add(Number(file))
  return careful
}

/** Writes the plain files of a group into the typed table, as the files `ids`. */
export async function loadGroup(
  write: Connection,
  { table, block, columns, filled, plain }: StagedGroup,
  ids: ReadonlyMap<Waiting, number>,
): Promise<Map<Waiting, Loaded & { depositDate: string | null }>> {
  const none = { rows: 0, contentHash: '0', depositDate: null }
  const written = filled.map((file) => (plain.has(file) ? (ids.get(file) ?? null) : null))
  const isEmpty = written.every((id) => id === null)
  const loaded = isEmpty ? new Map<number, never>() : await loadBlocks(write, table, block, columns, written)
  const answer = new Map<Waiting, Loaded & { depositDate: string | null }>()
  for (const file of plain) {
    const own = loaded.get(ids.get(file) ?? 0) ?? none
    if (own.rows !== file.block.records)
      throw new Error(`${file.source.path}: of ${file.block.records} records ${own.rows} were kept`)
    answer.set(file, own)
  }
  return answer
}
