import type { ControlResult, FileResult, StateTotal } from '../../app.ts'
import { count, counted, figure, textTable } from './text-table.ts'

const longestFileList = 40

/** What became of the files: a line each, then what a person must know about them. */
export function filesReport(files: readonly FileResult[]): string {
  if (files.length === 0) return '  No files.\n'
  const withProblem = files.filter((file) => file.status === 'failed' || file.status === 'unrecognised')
  // A long list is shown by what needs a look; `--json` has all of it.
  const listed = files.length > longestFileList ? files.filter((file) => file.refused_rows > 0) : files
  const rows = listed
    .filter((file) => !withProblem.includes(file))
    .map((file) => [
      file.path,
      sectionTitles(file),
      count(file.rows_kept),
      count(file.refused_rows),
      deliveryText(file),
      file.status === 'imported' ? '' : file.status,
    ])
  const left = files.length - withProblem.length - rows.length
  return [
    rows.length > 0
      ? textTable(
          [
            { header: 'File' },
            { header: 'Recognised as' },
            { header: 'Rows', align: 'right' },
            { header: 'Refused', align: 'right' },
            { header: 'Delivered' },
            { header: '' },
          ],
          rows,
        )
      : '',
    left > 0 ? `  ${left === 1 ? 'One more file' : `${count(left)} more files`} without refused rows.\n` : '',
    ...withProblem.map((file) => `  ${file.path}: ${file.status}. ${file.reason ?? ''}\n`),
    ...files.flatMap((file) => file.warnings.map((warning) => `  ${file.path}: ${warning}\n`)),
    unknownDates(files),
  ].join('')
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
      { header: 'Open net', align: 'right' },
    ],
    states.map((total, index) => [
      total.currency === states[index - 1]?.currency ? '' : (total.currency ?? 'unknown'),
      total.state,
      count(total.keys),
      figure(total.billed_net),
      figure(total.disbursed_net),
      figure(total.open_net),
    ]),
  )
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
      failed
        .slice(0, longestFileList)
        .map((control) => [
          control.id,
          control.subject,
          control.currency ?? '',
          figure(control.expected),
          figure(control.actual),
          figure(control.difference),
        ]),
    ) +
    (failed.length > longestFileList
      ? `  and ${count(failed.length - longestFileList)} more: tieout query controls\n`
      : '')
  )
}

/** What a file holds, in words. */
export function sectionTitles(file: FileResult): string {
  const titles = [...new Set(file.sections.map((section) => section.title))]
  return titles.length > 2 ? `${titles[0]} and ${titles.length - 1} more sections` : titles.join(', ')
}

/** The delivery date and where it was taken from. */
export function deliveryText(file: FileResult): string {
  if (file.date_source === 'not needed') return ''
  return file.delivery_date === null ? 'unknown' : `${file.delivery_date} (${file.date_source})`
}

function unknownDates(files: readonly FileResult[]): string {
  const unknown = files.filter(
    (file) => file.status !== 'failed' && file.status !== 'unrecognised' && file.date_source === 'unknown',
  )
  if (unknown.length === 0) return ''
  const what = unknown.length === 1 ? 'One file has' : `${count(unknown.length)} files have`
  return `  ${what} an unknown delivery date: import again with --delivered YYYY-MM-DD to give it.\n`
}
