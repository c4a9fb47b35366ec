import type { Connection } from '../../database/connection.ts'
import { sqlTypes } from '../../database/catalogue-tables.ts'
import type { PreparedBlock } from '../prepare-file.ts'
import { hiddenSheet, repeatsAll, repeatsReferences, repeatsSome, severalSheets } from './table-sentences.ts'
import type { TypedColumn } from '../cells/columns.ts'

/** One table of a file that may repeat rows of another of the same section. */
interface Candidate {
  readonly number: number
  readonly prepared: PreparedBlock
  readonly rows: number
}

/**
 * Looks for tables of one section in a file whose rows stand in another of them too: pasted twice, a copied sheet, a
 * filtered or hidden one. Their lines are named in a table, so that they count once; where it cannot be told what is
 * meant, a warning names the tables.
 */
export async function withRepeated(
  stage: Connection,
  staging: string,
  blocks: readonly PreparedBlock[],
): Promise<readonly PreparedBlock[]> {
  const candidates = blocks.map((prepared, number): Candidate => {
    return { number, prepared, rows: prepared.block.records - prepared.refused }
  })
  const changed = [...blocks]
  for (const section of new Set(candidates.map(({ prepared }) => prepared.block.match.section))) {
    const group = candidates.filter(({ prepared }) => prepared.block.match.section === section)
    if (group.length < 2) continue
    for (const { number, ...prepared } of await compareAll(stage, staging, group)) changed[number] = prepared
  }
  return changed
}

/** Visible tables speak before hidden ones, long ones before short ones, and of equals the first. */
function inOrder(group: readonly Candidate[]): Candidate[] {
  return group.toSorted(
    (a, b) =>
      Number(a.prepared.block.isHidden) - Number(b.prepared.block.isHidden) || b.rows - a.rows || a.number - b.number,
  )
}

async function compareAll(
  stage: Connection,
  staging: string,
  group: readonly Candidate[],
): Promise<(PreparedBlock & { number: number })[]> {
  const ordered = inOrder(group)
  const found: (PreparedBlock & { number: number })[] = []
  for (const [index, one] of ordered.entries()) {
    const table = `${staging}.repeated_${one.number}`
    const { warnings, repeated } = await compareOne(stage, table, one, ordered.slice(0, index))
    found.push({
      ...one.prepared,
      number: one.number,
      repeatedTable: repeated > 0 ? table : null,
      warnings: [...one.prepared.warnings, ...warnings],
    })
  }
  const sheets = new Set(group.map(({ prepared }) => prepared.block.sheet))
  const silent = found.every(({ warnings }, index) => warnings.length === ordered[index]?.prepared.warnings.length)
  const first = found.find(({ number }) => number === group[0]?.number)
  if (!silent || sheets.size < 2 || !first) return found
  // No row is the same and no reference: they may be months, and nobody but a person can say so.
  const names = [...sheets].slice(1).map(String)
  return found.map((one) => (one === first ? { ...one, warnings: [...one.warnings, severalSheets(names)] } : one))
}

async function compareOne(
  stage: Connection,
  table: string,
  one: Candidate,
  others: readonly Candidate[],
): Promise<{ warnings: string[]; repeated: number }> {
  if (one.rows === 0) return { warnings: [], repeated: 0 }
  const place = placeOf(one)
  const { isHidden } = one.prepared.block
  let best: { other: Candidate; rows: number } | null = null
  for (const other of others) {
    const rows = await stageRepeated(stage, table, one, other)
    if (rows === one.rows && !isHidden) return { warnings: [repeatsAll(place, placeOf(other))], repeated: rows }
    if (rows > (best?.rows ?? -1)) best = { other, rows }
    if (rows === one.rows) break
  }
  if (!best) return { warnings: [], repeated: 0 }
  const { other, rows } = best
  if (isHidden) {
    await stageRepeated(stage, table, one, other)
    return { warnings: [hiddenSheet(place, placeOf(other), rows)], repeated: rows }
  }
  const isNear = rows * 4 >= one.rows || one.prepared.block.sheet !== other.prepared.block.sheet
  if (rows > 0 && isNear) return { warnings: [repeatsSome(place, placeOf(other), rows, one.rows)], repeated: 0 }
  for (const same of others)
    if (await hasSameReferences(stage, one, same))
      return { warnings: [repeatsReferences(place, placeOf(same))], repeated: 0 }
  return { warnings: [], repeated: 0 }
}

/**
 * Puts into `table` the lines of `one` that stand in `other` too, by every column that both have; of equal rows as many
 * as the other has. Returns how many there are.
 */
async function stageRepeated(stage: Connection, table: string, one: Candidate, other: Candidate): Promise<number> {
  const pairs = sharedColumns(one, other)
  if (pairs === null) return 0
  const hashes = (candidate: Candidate, columns: readonly TypedColumn[]): string => {
    const values = columns.map(({ column, value }) => `(${value})::${sqlTypes[column.type]}`)
    const kept = candidate.prepared.refused > 0 ? ' where refused__column is null' : ''
    return `select line, hash(${values.join(', ')}) as content from ${candidate.prepared.staged}${kept}`
  }
  const own = pairs.map(([column]) => column)
  const others = pairs.map(([, column]) => column)
  await stage.run(
    `create or replace table ${table} as
     select line from (
       select line, content, row_number() over (partition by content order by line) as copy from (${hashes(one, own)})
     ) as o
     join (select content, count(*) as copies from (${hashes(other, others)}) group by content) as t using (content)
     where copy <= copies`,
  )
  return Number(await stage.value(`select count(*) from ${table}`))
}

/** The columns of both, or null when too few are shared to tell rows apart by. */
function sharedColumns(one: Candidate, other: Candidate): [TypedColumn, TypedColumn][] | null {
  const theirs = new Map(other.prepared.typing.columns.map((typed) => [typed.column.name, typed]))
  const own = one.prepared.typing.columns
  const pairs = own.flatMap((typed): [TypedColumn, TypedColumn][] => {
    const match = theirs.get(typed.column.name)
    return match ? [[typed, match]] : []
  })
  return pairs.length * 3 >= Math.min(own.length, theirs.size) * 2 ? pairs : null
}

/** Whether every reference of a table, of at least two, stands in the other one. */
async function hasSameReferences(stage: Connection, one: Candidate, other: Candidate): Promise<boolean> {
  const reference = (candidate: Candidate): TypedColumn | undefined =>
    candidate.prepared.typing.columns.find(({ column }) => column.role === 'transaction_reference')
  const own = reference(one)
  const theirs = reference(other)
  if (!own || !theirs) return false
  const [row] = await stage.rows(
    `select count(*) as own, count(t.reference) as shared
     from (select distinct ${own.value} as reference from ${one.prepared.staged} where reference is not null) as o
     left join (select distinct ${theirs.value} as reference from ${other.prepared.staged}) as t using (reference)`,
  )
  return Number(row?.['own']) > 1 && Number(row?.['own']) === Number(row?.['shared'])
}

function placeOf({ prepared: { block } }: Candidate): { line: number; sheet: string | null } {
  return { line: block.headerLine, sheet: block.sheet }
}
