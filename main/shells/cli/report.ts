import type { FileResult } from '../../../shared/contract/imports.ts'
import type { ControlResult, StateTotal } from '../../../shared/contract/reconciliation.ts'
import { sections } from '../../../shared/reports/catalogue.ts'
import { count, counted, figure, knownFigure, printable, type TextColumn, textTable } from './text-table.ts'

const longestList = 40

/** What became of the files: a line each, then the ones that gave nothing, with the reason. */
export function filesReport(files: readonly FileResult[]): string {
  if (files.length === 0) return '  No files.\n'
  const folder = commonFolder(files.map(({ path }) => path))
  const name = ({ path }: FileResult): string => path.slice(folder.length)
  const withProblem = files.filter((file) => file.status === 'failed' || file.status === 'unrecognised')
  const read = files.filter((file) => !withProblem.includes(file))
  // A long list is shown by what needs a look; `--json` has all of it.
  const listed = files.length > longestList ? read.filter((file) => file.refused_rows > 0) : read
  const hasOthers = listed.some((file) => file.status !== 'imported')
  const columns: TextColumn[] = [
    { header: folder === '' ? 'File' : `File in ${folder}` },
    { header: 'Recognised as' },
    { header: 'Rows', align: 'right' },
    { header: 'Refused', align: 'right' },
    { header: 'Delivered' },
    ...(hasOthers ? [{ header: 'Status' }] : []),
  ]
  const rows = listed.map((file) => [
    clipped(name(file)),
    sectionTitles(file),
    count(file.rows_kept),
    count(file.refused_rows),
    deliveryText(file),
    ...(hasOthers ? [file.status] : []),
  ])
  const left = read.filter((file) => !listed.includes(file))
  return [
    rows.length > 0 ? textTable(columns, rows) : '',
    left.length > 0 ? othersSentence(left) : '',
    ...withProblem.map((file) => `  ${name(file)}: ${file.status}. ${file.reason ?? ''}\n`),
  ].join('')
}

/** What a person should know about the files that were read, under the name of each. */
export function notesReport(files: readonly FileResult[]): string {
  const notes = (file: FileResult): string[] => [
    ...new Set([...(file.replaces === null ? [] : [file.replaces]), ...file.warnings]),
  ]
  const noted = files.filter((file) => notes(file).length > 0)
  if (noted.length === 0) return ''
  const folder = commonFolder(files.map(({ path }) => path))
  const lines = noted
    .slice(0, longestList)
    .flatMap((file) => [`  ${file.path.slice(folder.length)}`, ...notes(file).map((note) => `    ${note}`)])
  if (noted.length > longestList) lines.push(`  and ${count(noted.length - longestList)} more files`)
  return `\nNotes\n\n${lines.join('\n')}\n`
}

function othersSentence(files: readonly FileResult[]): string {
  const replaced = files.filter(({ status }) => status === 'replaced').length
  const others = files.length === 1 ? 'One more file' : `${count(files.length)} more files`
  const versions = replaced === 0 ? '' : `, ${count(replaced)} of them replaced by a newer version`
  return `  ${others} without refused rows${versions}.\n`
}

const feeds = sections.filter(({ feed }) => feed !== undefined)

/**
 * One line that names the data feeds which a book does not have, given the ids of the sections that it has; empty while
 * it has none of the feeds, or all of them. `where` says how to see what cannot be told without them.
 */
export function missingFeedsReport(held: Iterable<string>, where = ''): string {
  const known = new Set(held)
  const missing = feeds.filter(({ id }) => !known.has(id))
  if (missing.length === 0 || missing.length === feeds.length) return ''
  const names = missing.map(({ title }) => title).join(', ')
  return `\nData feeds: ${feeds.length - missing.length} of ${feeds.length} are loaded. Not loaded: ${names}${where === '' ? '' : ` (${where})`}.\n`
}

const widestName = 64

/** A long name without its middle: both ends of a path tell what it is. `--json` has it whole. */
function clipped(name: string): string {
  if (name.length <= widestName) return name
  const end = Math.floor(widestName * 0.6)
  return `${name.slice(0, widestName - end - 1)}…${name.slice(-end)}`
}

/** The folder that all paths begin with, with its separator; empty when there is none. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  const folders = Array.from(first.matchAll(/[/\\]/g), ({ index }) => first.slice(0, index + 1))
  return folders.findLast((folder) => others.every((path) => path.startsWith(folder))) ?? ''
}

/** For example `12 files: 10 imported, 1 already there, 1 unrecognised; 3,400 rows kept, 2 refused.` */
export function filesSentence(files: readonly FileResult[]): string {
  const by = (status: FileResult['status']): number => files.filter((file) => file.status === status).length
  const parts = [
    `${count(by('imported'))} imported`,
    ...(by('already-imported') ? [`${count(by('already-imported'))} already in the book`] : []),
    ...(by('unrecognised') ? [`${count(by('unrecognised'))} unrecognised`] : []),
    ...(by('failed') ? [`${count(by('failed'))} failed`] : []),
  ]
  const imported = files.filter((file) => file.status === 'imported')
  const sum = (name: 'rows_kept' | 'refused_rows'): number => imported.reduce((total, file) => total + file[name], 0)
  return `${counted(files.length, 'file')}: ${parts.join(', ')}; ${counted(sum('rows_kept'), 'row')} kept, ${count(sum('refused_rows'))} refused.`
}

/** One row for each currency and state, amounts of one currency under each other. */
export function statesReport(states: readonly StateTotal[]): string {
  if (states.length === 0) return '  Nothing is billed or disbursed up to this date.\n'
  return textTable(
    [
      { header: 'Currency' },
      { header: 'State' },
      { header: 'Keys', align: 'right' },
      { header: 'Billed net', align: 'right' },
      { header: 'Disbursed net', align: 'right' },
      { header: 'Difference', align: 'right' },
      { header: 'Open net', align: 'right' },
    ],
    inOrder(states).map((total, index, all) => [
      total.currency === all[index - 1]?.currency ? '' : total.currency,
      total.state,
      count(total.keys),
      knownFigure(total.billed_net),
      knownFigure(total.disbursed_net),
      knownFigure(total.difference),
      knownFigure(total.open_net),
    ]),
  )
}

const stateOrder = [
  'disbursed',
  'partially-disbursed',
  'over-disbursed',
  'reversed',
  'sign-mismatch',
  'not-disbursed',
  'nothing-due',
  'not-billed',
]

function inOrder(states: readonly StateTotal[]): StateTotal[] {
  const place = (total: StateTotal): number => stateOrder.indexOf(total.state)
  return states.toSorted((a, b) => a.currency.localeCompare(b.currency) || place(a) - place(b))
}

/** How many controls passed, and the failed ones with their figures. */
export function controlsReport(controls: readonly ControlResult[]): string {
  const by = (status: ControlResult['status']): ControlResult[] =>
    controls.filter((control) => control.status === status)
  const failed = by('fail')
  const sentence = `  ${count(by('pass').length)} passed, ${count(failed.length)} failed, ${count(by('not-applicable').length)} not applicable.\n`
  if (failed.length === 0) return sentence
  return (
    sentence +
    textTable(
      [
        { header: 'Failed control' },
        { header: 'Subject' },
        { header: 'Currency' },
        { header: 'Expected', align: 'right' },
        { header: 'Actual', align: 'right' },
        { header: 'Difference', align: 'right' },
      ],
      failed.slice(0, longestList).map((control) => [
        control.id,
        control.subject,
        control.currency ?? '',
        ...[control.expected, control.actual, control.difference].map((value) =>
          // Without a currency a control counts lines.
          control.currency === null ? figure(value).replace('.00', '') : figure(value),
        ),
      ]),
    ) +
    causesReport(failed.slice(0, longestList)) +
    (failed.length > longestList ? `  and ${count(failed.length - longestList)} more: tieout query controls\n` : '')
  )
}

/** What makes the difference of each, where it is known. */
function causesReport(failed: readonly ControlResult[]): string {
  const known = failed.filter(({ cause }) => cause !== null)
  const lines = known.map(({ id, subject, cause }) => `  ${id}, ${subject}\n    ${printable(cause ?? '')}\n`)
  return known.length === 0 ? '' : `\n${lines.join('')}  The lines: tieout query control_lines\n`
}

/** What a file holds, in words. */
export function sectionTitles(file: FileResult): string {
  const reports = [...new Set(file.sections.map(({ report }) => report))]
  return reports
    .map((report) => {
      const titles = [
        ...new Set(file.sections.filter((section) => section.report === report).map(({ title }) => title)),
      ]
      if (titles.length > 1) return `${report} (${titles.length} sections)`
      // A feed is called like its only section.
      return report === titles[0] || report === `${titles[0]} feed` ? report : `${report}: ${titles[0]}`
    })
    .join('; ')
}

/** The delivery date and where it was taken from. */
export function deliveryText(file: FileResult): string {
  if (file.date_source === 'not needed') return ''
  return file.delivery_date === null ? 'unknown' : `${file.delivery_date} (${file.date_source})`
}
