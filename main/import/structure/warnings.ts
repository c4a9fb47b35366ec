import type { Connection } from '../../database/connection.ts'
import type { Block } from './split.ts'

/** QuickSight stops an export at this many rows, so a file that has exactly as many is probably cut (`file-quirks.md`). */
const exportLimit = 1_000_000

/** What a person should know of a block although it was read: sentences for the import report. */
export async function warningsOf(
  stage: Connection,
  staged: string,
  block: Block,
  rows: number,
  notes: readonly string[],
): Promise<string[]> {
  const { section, unknown, columns } = block.match
  const warnings = [...notes]
  if (unknown.length > 0)
    warnings.push(`Columns that are unknown or repeat a heading, kept as they are: ${unknown.join(', ')}.`)
  // A feed has a file for every month, also where there was nothing to say.
  if (block.records + block.refused === 0 && section.cadence !== 'feed')
    warnings.push(`${section.title}: the header on line ${block.headerLine} has no rows below it.`)
  if (section.cadence === 'export' && rows === exportLimit)
    warnings.push(`The file has exactly ${exportLimit} rows, where exports are cut off: it may be incomplete.`)
  const count = async (type: string, test: (cell: string) => string): Promise<number> => {
    const tests = columns.flatMap((column) => (column?.type === type ? [test(`"${column.name}"`)] : []))
    if (tests.length === 0 || block.records === 0) return 0
    return Number(await stage.value(`select count(*) from ${staged} where ${tests.join(' or ')}`))
  }
  const repaired = await count('account', (cell) => `(strlen(${cell}) <> 12 and is_repaired_account(${cell}))`)
  if (repaired > 0)
    warnings.push(`${rowsWith(repaired)} an account number that had lost its leading zeros; they are put back.`)
  const cut = section.cadence === 'export' ? await count('id', (cell) => `suffix(${cell}, '...')`) : 0
  if (cut > 0) warnings.push(`${rowsWith(cut)} a list of ids that the export cut off ("...").`)
  return warnings
}

function rowsWith(count: number): string {
  return count === 1 ? '1 row has' : `${count} rows have`
}
