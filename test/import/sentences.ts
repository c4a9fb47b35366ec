import { knownSentences } from '../../main/import/problems.ts'
import { isReasonOfCell } from '../../main/import/cells/reasons.ts'
import { sections } from '../../shared/reports/catalogue.ts'

/*
 * Every sentence that may be said of a file, a table or a row. What is the file's own in them (names, headings, cells) may be
 * anything; all else stands here word for word, so that no text of a library and no half sentence gets by.
 */

const again = 'Get it again from where it came(, or open it in Excel and save it as \\.xlsx)?\\.'
const inExcel = 'open it in Excel and save it again\\.'
const section = sections
  .map(({ cadence, title, reportTitle, number }) => {
    if (cadence === 'export') return `the ${title} export`
    return cadence === 'feed' ? `the ${reportTitle}` : `${reportTitle}, section ${number ?? 1} (${title})`
  })
  .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  .join('|')
const choice = '(choose|Choose) the report for it in the list, or import it with --as [\\w ]+'
const place = '(the hidden sheet ".*", )?line \\d+( of the sheet ".*")?'
const nearest = [
  'No line of it is the header of a report that Tieout knows\\. It reads the reports of AWS Marketplace: disbursement, billed revenue and the other seller reports, exports of the dashboards, and data feeds\\.',
  'No header of a known report was found\\.',
].join('|')
const near = `(${nearest})( Nearest is (${section}): \\d+ of \\d+ columns are its own, (but it needs .+ too|too few to be sure)\\. Take the report as AWS delivers it, or, if it is that report, ${choice}\\.)?`
const ownList = `It has \\d+ columns?, \\d+ of the \\d+ of (${section})(, beside .*)?: (it may be a list of your own, and does not count\\. To read it as that report, ${choice}\\.|look whether it is the report itself, for it counts as one\\.)`

/** Of a file as a whole. */
const ofFiles = [
  'It is empty\\.',
  'It is damaged: it cannot be read\\.',
  'Tieout wrote it: what is in it came out of a book, and would count twice\\.',
  'Tieout wrote this workbook: .*',
  `Its header fits (${section}) or .*: a column that only one of them has would decide\\. ${choice}\\.`,
  near,
  ownList,
  'It is written in UTF-32, which Tieout does not read: save it as UTF-8\\.',
  'Line \\d+ is longer than 256 MB: it is not a table, or has lost its line ends\\. Get it again from where it came\\.',
  'It is in UTF-16 in one part and in another encoding in the next, as when files are put behind each other: import the files that it was made of\\.',
  'It is a download that is not finished: let it finish, or take the file that it became\\.',
  'It is (the same file as|in the book already, from) .*',
  'The same bytes are in the book already, from .*\\.',
  'Every row of it stands in .*, which is in the book\\.',
  'It begins as .* does and ends earlier: an older version of it\\.',
]

/** Of a workbook that is not read. */
const ofWorkbooks = [
  `The sheet ".*" has a (row|cell) .*, which no sheet can have( there)?: ${inExcel}`,
  `The sheet ".*" has a (row within a row|cell outside of its rows), which no sheet can have: ${inExcel}`,
  `The cell [A-Z]+\\d+ of the sheet ".*" .*: ${inExcel}`,
  `The sheet ".*" is listed in the workbook, but its cells are missing\\. ${again}`,
  `.* (is damaged: it cannot be read|is listed in the workbook, but (its cells are missing|it is not in the file)|stands in the file more than once)\\. ${again}`,
  `Two parts of the workbook go by one name \\(.*\\)\\. ${again}`,
  `It is a workbook without a list of sheets: ${inExcel}`,
  `It is written in the encoding ".*": ${inExcel}`,
  'It is encrypted: save it without a password, then import it again\\.',
  `The sheets ".*" and ".*" are one and the same part of the workbook: ${inExcel}`,
  'Two sheets of the workbook are called ".*": give them names that differ\\.',
  '.*: that is more than a report has, and it may be made to do harm\\. .*--limits-times.*',
]

/** Of what is in a file and was read, or left aside. */
const ofTables = [
  '.+: line \\d+ has \\d+ of its columns',
  'Columns that are unknown or repeat a heading, kept as they are: .*\\.',
  '.+: the header on line \\d+ has no rows below it\\.',
  '(1 row has|\\d+ rows have) an account number that had lost its leading zeros; they are put back\\.',
  '(1 row has|\\d+ rows have) a list of ids that the export cut off \\("\\.\\.\\."\\)\\.',
  '(1 row has|\\d+ rows have) the mark of a formula that failed \\(such as #REF!\\) in .*; it is read as empty\\.',
  '(1 row has|\\d+ rows have) a word or mark in place of an id in .*; such rows count without a reference\\.',
  '(1 row has|\\d+ rows have) nought in .*; it is read as empty\\.',
  '(1 row has|\\d+ rows have) an id that a spreadsheet made a number of, in .*; its digits are read\\.',
  'Amounts are written with a decimal comma\\.',
  '.+ is written (day|month) first\\.',
  '.+ has years of two digits \\(Jul-22\\), which are read as years from 2012 to 2049\\.',
  'Figures like 1\\.234 are read with a decimal point, as AWS writes them; nothing else in the file proves it\\. .*',
  'The delivery date is unknown: give it with --delivered YYYY-MM-DD\\.',
  'Its last line has no end: the file may not be written to its end yet\\. Import it again later\\.',
  'Its side file \\(\\.meta\\.json\\) could not be read\\.',
  `Left aside: the table on ${place}\\. .*`,
  `The table on ${place} repeats rows of the one on ${place}; they count once\\.`,
  `\\d+ of the \\d+ rows of the table on ${place} stand in the one on ${place} too, and count twice: .*`,
  `The table on ${place} has the references of the one on ${place} with other cells, and both count: .*`,
  'The hidden sheet ".*" holds the same section as .*',
  'Several sheets hold the same section; all of them count\\. Look whether .* repeats rows\\.',
  'A second table stands beside the first one on line \\d+, which has ".*" twice; the rows of the right one do not count\\. Save it as a file of its own\\.',
  'Each of the \\d+ rows of the table on line \\d+ stands in it twice, and both count: .*',
  `The table on ${place} has \\d+ columns?, \\d+ of the \\d+ of (${section})(, beside .*)?: look whether it is the report itself, for it counts as one\\.`,
  'Text to the right of the last heading, which belongs to no column: .*\\.',
  `(It|The table on ${place}) is read as (${section}), as was chosen\\..*`,
  'Its text is not UTF-8: it was read as .*, which first shows on line \\d+\\. Names may be wrong: .*',
  'Its text is not UTF-8, and nothing tells what it is in: from line \\d+ on names may be wrong\\. .*',
  'Line \\d+ is not UTF-8 as the rest of its text is: .*',
  'Characters of its text are broken, first on line \\d+: names may be wrong\\. .*',
  'Its text was turned into UTF-8 twice, which first shows on line \\d+ \\(é is Ã©\\): names may be wrong\\. .*',
  '(A row is|\\d+ rows are) hidden in the workbook, by a filter or by hand: .*',
  'It ends in (a zero byte|\\d+ zero bytes) that are not text: .*',
  'It shares \\d+ rows? with .*; a row counts once, in its latest form\\.',
  'It has no rows; the \\d+ rows? of .* for the same month stay\\.',
  'It takes the place of .*',
]

/** Of a row that was refused as a whole. */
const ofRows = [
  'It has \\d+ cells; the header on line \\d+ has \\d+\\.',
  'This line has \\d+ characters, too many for a record\\.',
  'A quoted cell is not closed as the format asks\\.',
  `It stands under no header of a known report\\. (${near})`,
  'It belongs to the table on line \\d+, which was left aside\\.',
  '(A cell|.+: the cell) holds a (broken character|character that cannot be seen \\(U\\+[0-9A-F]{4,5}\\)), so it may not be what was written: mend it in the file, or get the file again\\.',
  '.+: ".*" is the label of a total\\.',
  '.+: (the cell|".*") stands in a row that says ".*": it is a total\\.',
]

const patterns = [...ofFiles, ...ofWorkbooks, ...ofTables, ...ofRows].map((text) => new RegExp(`^${text}$`, 's'))

/** Those of `texts` that no sentence of the list allows. */
export function unknownSentences(texts: readonly string[]): string[] {
  return texts.filter(
    (text) =>
      !isReasonOfAnyCell(text) &&
      !knownSentences.some((sentence) => (typeof sentence === 'string' ? sentence === text : sentence.test(text))) &&
      !patterns.some((pattern) => pattern.test(text)),
  )
}

/** `Net Amount: "abc" is not a number.` of any column of any report. */
function isReasonOfAnyCell(text: string): boolean {
  return sections.some(({ columns }) =>
    columns.some(({ label }) => text.startsWith(`${label}: `) && isReasonOfCell(text, label)),
  )
}
