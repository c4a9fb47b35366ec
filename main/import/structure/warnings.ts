import type { Connection } from '../../database/connection.ts'
import { isHeaderCell, normaliseHeader } from './headers.ts'
import type { Block } from './structure.ts'
import { rowsTwice, tableBeside } from './table-sentences.ts'

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
  const second = headingOfSecondTable(block)
  if (second !== null) warnings.push(tableBeside(block.headerLine, second))
  if (await standsTwice(stage, staged, block)) warnings.push(rowsTwice(block.headerLine, block.records / 2))
  if (unknown.length > 0 && (second === null || !unknown.every(isHeaderCell)))
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

/** The reference, where it stands in the header once more with another column of a report. */
function headingOfSecondTable({ match: { columns, headings, unknown } }: Block): string | null {
  const heading = headings[columns.findIndex((column) => column?.role === 'transaction_reference')]
  if (heading === undefined || unknown.filter(isHeaderCell).length < 2) return null
  return unknown.some((name) => normaliseHeader(name) === normaliseHeader(heading)) ? heading : null
}

/** Whether each row of a table, of at least two, stands in it exactly twice: the table pasted under itself. */
async function standsTwice(stage: Connection, staged: string, block: Block): Promise<boolean> {
  const columns = block.match.columns.filter((column) => column !== null)
  const reference = columns.find(({ role }) => role === 'transaction_reference')
  if (!reference || block.records < 4 || block.records % 2 === 1) return false
  const cell = `"${reference.name}"`
  // Of most tables the first reference says no, which costs little.
  const first = `(select arg_min(${cell}, line) from ${staged})`
  if (Number(await stage.value(`select count(*) from ${staged} where ${cell} = ${first}`)) < 2) return false
  const cells = columns.map(({ name }) => `"${name}"`).join(', ')
  const test = `select bool_and(copies = 2) from (select count(*) as copies from ${staged} group by hash(${cells}))`
  return (await stage.value(test)) === true
}

function rowsWith(count: number): string {
  return count === 1 ? '1 row has' : `${count} rows have`
}
