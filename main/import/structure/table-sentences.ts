import type { Section } from '../../../shared/reports/catalogue.ts'
import type { HeaderMatch, NearMiss } from './headers.ts'

/*
 * What a person is told of the tables of a file: which of them are none of AWS's, and what may stand in it twice.
 */

/** Of a file, or of a table in it, that Tieout wrote itself. */
export const ownOutput = 'Tieout wrote it: what is in it came out of a book, and would count twice.'

/** Of a workbook that Tieout wrote; a person may have put a report beside its sheets. */
export const ownWorkbook =
  'Tieout wrote this workbook: what is in it came out of a book, and would count twice. A report that was added to it must be saved as a file of its own.'

const noHeader = 'No line of it is the header of a report that Tieout knows.'

/** What can be read at all, for somebody whose file is something else. */
const whatIsRead =
  'It reads the reports of AWS Marketplace: disbursement, billed revenue and the other seller reports, exports of the dashboards, and data feeds.'

/** How a person says what a file is. */
function choose(section: Section): string {
  return `choose the report for it in the list, or import it with --as ${section.id}`
}

/** Of a table with so few of a report's columns that it may be a person's own list. */
export function ownListDoubt(match: HeaderMatch): string {
  return `${columnsOf(match)}: it may be a list of your own, and does not count. To read it as that report, ${choose(match.section)}.`
}

/** Of a table that counts although most of the report's columns are not in it. */
export function thinWarning(match: HeaderMatch): string {
  return `${columnsOf(match)}: look whether it is the report itself, for it counts as one.`
}

function columnsOf({ section, columns, headings, unknown }: HeaderMatch): string {
  const found = columns.filter((column) => column !== null).length
  const all = headings.filter((heading) => heading !== '').length
  const foreign = unknown.length > 0 ? `, beside ${listed(unknown)}` : ''
  const of = section.layouts[0]?.length ?? section.columns.length
  return `It has ${counted(all, 'column')}, ${found} of the ${of} of ${describeSection(section)}${foreign}`
}

/** Of a table that was read as what a person said it is. */
export function chosenWarning({ section, missing }: HeaderMatch): string {
  const lack = missing.length > 0 ? ` Columns that it lacks: ${listed(missing)}.` : ''
  return `It is read as ${describeSection(section)}, as was chosen.${lack}`
}

/** The same where its file has more tables than this one. */
export function ofTable(table: Place, warning: string): string {
  return warning.replace(/^It /, `The table on ${placeOf(table)} `)
}

/** Of a block that is left aside although other tables of its file count. */
export function leftAside(table: { line: number; sheet: string | null; sentence: string }): string {
  return `Left aside: the table on ${placeOf(table)}. ${table.sentence}`
}

/** Of the rows of such a table. */
export function rowLeftAside(headerLine: number): string {
  return `It belongs to the table on line ${headerLine}, which was left aside.`
}

/** Of a header that two reports share. */
export function ambiguousHeader(sections: readonly Section[]): string {
  const names = sections.map(describeSection).join(' or ')
  const ids = sections.map(({ id }) => id).join(' or ')
  return `Its header fits ${names}: a column that only one of them has would decide. Choose the report for it in the list, or import it with --as ${ids}.`
}

/** Of a record above or between the tables. */
export function underNoHeader(nearest: NearMiss | null): string {
  return `It stands under no header of a known report. ${describeNearMiss(nearest)}`
}

/** Says why no header of a file was recognised, what came nearest, what it lacks and what can be done. */
export function describeNearMiss(nearest: NearMiss | null): string {
  if (!nearest) return `${noHeader} ${whatIsRead}`
  const { section, found, of, lacking, chosen } = nearest
  if (chosen)
    return `It cannot be read as ${describeSection(section)}, as was chosen: it has no column ${listed(lacking, 'or')}.`
  const first = found < 3 ? `${noHeader} ${whatIsRead}` : 'No header of a known report was found.'
  const what = `Nearest is ${describeSection(section)}: ${found} of ${of} columns are its own`
  const ending = lacking.length > 0 ? `, but it needs ${listed(lacking)} too` : ', too few to be sure'
  return `${first} ${what}${ending}. Take the report as AWS delivers it, or, if it is that report, ${choose(section)}.`
}

/** Of a table all of whose rows stand in another of the same file. */
export function repeatsAll(table: Place, other: Place): string {
  return `The table on ${placeOf(table)} repeats rows of the one on ${placeOf(other)}; they count once.`
}

/** Of a table some of whose rows stand in another of the same file; which of them is meant nobody can tell. */
export function repeatsSome(table: Place, other: Place, rows: number, of: number): string {
  return `${rows} of the ${of} rows of the table on ${placeOf(table)} stand in the one on ${placeOf(other)} too, and count twice: it may be a copy that was changed. Import a file without it.`
}

/** Of a table whose references all stand in another of the same file, with other amounts. */
export function repeatsReferences(table: Place, other: Place): string {
  return `The table on ${placeOf(table)} has the references of the one on ${placeOf(other)} with other cells, and both count: it may be a copy that was changed. Import a file without it.`
}

/** Of rows that a sheet does not show. */
export function rowsHidden(rows: number): string {
  return rows === 1
    ? 'A row is hidden in the workbook, by a filter or by hand: it is read like the others.'
    : `${rows} rows are hidden in the workbook, by a filter or by hand: they are read like the others.`
}

/** Of a hidden sheet with a section that a visible sheet has too. */
export function hiddenSheet(table: Place, other: Place, repeated: number): string {
  const what =
    repeated > 0
      ? `${counted(repeated, 'row')} that both have count${repeated === 1 ? 's' : ''} once`
      : 'it has rows that the other has not'
  return `The hidden sheet "${table.sheet}" holds the same section as ${placeOf(other)}; ${what}. Rows that only the hidden sheet has count too: look whether they should.`
}

/** Of several sheets with one section and no row in common. */
export function severalSheets(names: readonly string[]): string {
  return `Several sheets hold the same section; all of them count. Look whether ${names.join(', ')} repeats rows.`
}

/** Of a second table that stands to the right of the first one. */
export function tableBeside(headerLine: number, heading: string): string {
  return `A second table stands beside the first one on line ${headerLine}, which has "${heading}" twice; the rows of the right one do not count. Save it as a file of its own.`
}

/** Of rows that all stand under one header more than once. */
export function rowsTwice(headerLine: number, rows: number): string {
  return `Each of the ${rows} rows of the table on line ${headerLine} stands in it twice, and both count: it may have been pasted twice without its header. If so, undo the import and take a file without the copy.`
}

/** Of cells to the right of the last heading, which belong to no column. */
export function beyondHeadings(lines: readonly { line: number; text: string }[], count: number): string {
  const shown = lines.map(({ line, text }) => `line ${line}: "${text}"`).join('; ')
  const more = count > lines.length ? `; and ${count - lines.length} more` : ''
  return `Text to the right of the last heading, which belongs to no column: ${shown}${more}.`
}

interface Place {
  readonly line: number
  readonly sheet: string | null
}

function placeOf({ line, sheet }: Place): string {
  return sheet === null ? `line ${line}` : `line ${line} of the sheet "${sheet}"`
}

const mostNames = 5

/** Names in a sentence, of many the first ones. */
function listed(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (names.length > mostNames) return `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** A section as a person calls it: `Disbursement report, section 1 (Disbursed amount by product)`. */
export function describeSection(section: Section): string {
  if (section.cadence === 'export') return `the ${section.title} export`
  if (section.cadence === 'feed') return `the ${section.reportTitle}`
  return `${section.reportTitle}, section ${section.number ?? 1} (${section.title})`
}
