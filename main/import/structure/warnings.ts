import type { Connection } from '../../database/connection.ts'
import { isHeaderCell, normaliseHeader } from './headers.ts'
import { toldWarnings } from '../choices.ts'
import type { Block, Structure } from './structure.ts'
import { beyondHeadings, ofTable, rowsHidden, rowsTwice, tableBeside } from './table-sentences.ts'

/**
 * QuickSight stops an export at this many rows (its user guide, exporting data from a visual), so a file that has exactly as
 * many is probably cut.
 */
const exportLimit = 1_000_000

/** What the cells of a staged block say that is to be told, beside what its headings do. */
export interface BlockFacts {
  /** Whether each row stands in it exactly twice. */
  readonly standsTwice: boolean
  /** Rows with an account number that had lost noughts. */
  readonly repaired: number
  /** Rows with a list of ids that an export cut off. */
  readonly cut: number
}

/** What is told of nearly every block: nothing. */
export const noFacts: BlockFacts = { standsTwice: false, repaired: 0, cut: 0 }

/** What the cells of a staged block say. */
export async function factsOf(stage: Connection, staged: string, block: Block): Promise<BlockFacts> {
  const { section, columns } = block.match
  const count = async (type: string, test: (cell: string) => string): Promise<number> => {
    const tests = columns.flatMap((column) => (column?.type === type ? [test(`"${column.name}"`)] : []))
    if (tests.length === 0 || block.records === 0) return 0
    return Number(await stage.value(`select count(*) from ${staged} where ${tests.join(' or ')}`))
  }
  return {
    standsTwice: await standsTwice(stage, staged, block),
    repaired: await count('account', (cell) => `(strlen(${cell}) <> 12 and is_repaired_account(${cell}))`),
    cut: section.cadence === 'export' ? await count('id', isCut) : 0,
  }
}

/** True for a cell whose list of ids an export cut off, in SQL. */
export const isCut = (cell: string): string => `suffix(${cell}, '...')`

/** What a person should know of a block although it was read: sentences for the import report. */
export function warningsOf(
  structure: Structure,
  block: Block,
  rows: number,
  notes: readonly string[],
  facts: BlockFacts,
): string[] {
  const { section, unknown } = block.match
  const warnings = [...toldWarnings(block), ...headerWarnings(block, structure), ...notes]
  const second = headingOfSecondTable(block)
  if (second !== null) warnings.push(tableBeside(block.headerLine, second))
  if (facts.standsTwice) warnings.push(rowsTwice(block.headerLine, block.records / 2))
  if (unknown.length > 0 && (second === null || !unknown.every(isHeaderCell)))
    warnings.push(`Columns that are unknown or repeat a heading, kept as they are: ${unknown.join(', ')}.`)
  // A feed has a file for every month, also where there was nothing to say.
  if (block.records + block.refused === 0 && section.cadence !== 'feed')
    warnings.push(`${section.title}: the header on line ${block.headerLine} has no rows below it.`)
  if (section.cadence === 'export' && rows === exportLimit)
    warnings.push(`The file has exactly ${exportLimit} rows, where exports are cut off: it may be incomplete.`)
  if (block.hiddenRows > 0) warnings.push(rowsHidden(block.hiddenRows))
  if (facts.repaired > 0)
    warnings.push(`${rowsWith(facts.repaired)} an account number that had lost its leading zeros; they are put back.`)
  if (facts.cut > 0) warnings.push(`${rowsWith(facts.cut)} a list of ids that the export cut off ("...").`)
  if (block.beyond.count > 0) warnings.push(beyondHeadings(block.beyond.first, block.beyond.count))
  return warnings
}

function headerWarnings(block: Block, { blocks, aside }: Structure): string[] {
  const { warning } = block.match
  if (warning === null) return []
  return [blocks.length + aside.length > 1 ? ofTable({ line: block.headerLine, sheet: block.sheet }, warning) : warning]
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
