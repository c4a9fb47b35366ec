import type { Row } from '../../shared/contract/rows.ts'
import { fileName } from '../formats/file-name.ts'
import { discreet, shownPath, withoutFolders } from '../formats/privacy.ts'
import { sentenceText } from '../formats/sentence.ts'
import { hidden, type ShownFormats } from '../formats/use-formats.tsx'
import {
  bridgeLineName,
  controlName,
  listWord,
  plainWords,
  reportName,
  roleWord,
  sectionName,
  sectionNames,
  subjectText,
} from '../../shared/words/codes.ts'
import { gridWording } from '../wording/grid.ts'
import { plainWord, wordsOf } from '../../shared/words/states.ts'
import { type GridColumn, kindOf, tellsNames } from './column-kind.ts'
import { visibleText } from './visible-text.ts'

type Cell = Row[string] | undefined

/** Writes a cell; the rest of its row says in what a control counts. */
type CellWriter = (value: Cell, row?: Row) => string

/** Columns that hold words of the core, which are shown in plain words; the reason of a refused row is a sentence. */
const closedWords = new Set(['reason', 'billed_source', 'disbursed_source', 'source', 'outcome', 'why_not_counted'])

/** Columns that hold other codes of the core, which stay the values of filters and files, and how each is shown. */
const codes: Readonly<Record<string, (code: string) => string>> = {
  bridge_line: bridgeLineName,
  feed: sectionName,
  id: controlName,
  line: bridgeLineName,
  list_line: bridgeLineName,
  notes: plainWords,
  on_list: listWord,
  report: reportName,
  role: roleWord,
  section: sectionName,
  sections: sectionNames,
  subject: (subject) => subjectText(withoutFolders(subject)),
  warnings: warningsText,
}

/** Columns with sentences of the core, in which amounts and days are written as in the other columns. */
const sentences = new Set([
  'cause',
  'explanation',
  'found_in',
  'list_note',
  'missing_report',
  'next_step',
  'note',
  'reason',
  'replaces',
  'subject',
  'warnings',
])

/** What a control compares: amounts, or lines of files, which have no decimals. */
const controlTotals = new Set(['expected', 'actual', 'difference'])

/** Columns with the path of a file, of which the last part is what a person looks for. */
const paths = new Set(['path', 'file', 'replaced_by'])

/** Columns with a place in S3, which privacy mode hides as it cuts folders, and with the key of an object, which it cuts. */
const remotePlaces = new Set(['location', 'prefix'])
const remoteKeys = new Set(['key'])

/** A function that writes the cells of one column as text for people; an empty text where there is no value. */
export function cellWriter(column: GridColumn, formats: ShownFormats): CellWriter {
  const write = writerOf(column, formats)
  const writeCount = controlTotals.has(column.name) ? formats.count : null
  return (value, row) => {
    if (value === null || value === undefined || value === '') return ''
    if (writeCount && row?.['unit'] === 'lines') return linesText(Number(value), writeCount)
    return isSaidByKind(column, value, row) ? '' : write(value)
  }
}

/** The reason of most exceptions is their kind once more. */
function isSaidByKind({ name }: GridColumn, value: Cell, row: Row | undefined): boolean {
  return name === 'reason' && value === row?.['exception']
}

/** As `cellWriter`, for a value that must be told from others: a file with its whole path, but for privacy mode. */
export function valueWriter(column: GridColumn, formats: ShownFormats): CellWriter {
  if (!paths.has(column.name)) return cellWriter(column, formats)
  return (value) => (typeof value === 'string' ? visibleText(shownPath(value, formats.privacy)) : '')
}

function writerOf(column: GridColumn, formats: ShownFormats): (value: string | number | boolean) => string {
  const { privacy } = formats
  switch (kindOf(column)) {
    case 'money':
      return privacy ? () => hidden : (value) => formats.money(String(value))
    case 'decimal':
    case 'percent':
      return (value) => formats.decimal(String(value))
    case 'integer':
      // A line is looked up in an editor, which writes its number without groups.
      if (column.name === 'line' || column.name.endsWith('_id')) return String
      return (value) => (typeof value === 'number' ? formats.count(value) : String(value))
    case 'date':
      return (value) => formats.date(String(value))
    case 'datetime':
      return (value) => formats.dateTime(String(value))
    case 'boolean':
      return (value) => (value === true || value === 'true' ? gridWording.yes : gridWording.no)
    case 'id':
      return privacy && tellsNames(column) ? () => hidden : (value) => visibleText(String(value))
    case 'state':
      return (value) => visibleText(wordsOf(String(value))?.text ?? String(value))
    default:
      if (paths.has(column.name)) return (value) => visibleText(fileName(String(value)))
      if (privacy && (tellsNames(column) || remotePlaces.has(column.name))) return () => hidden
      if (remoteKeys.has(column.name)) return (value) => visibleText(shownPath(String(value), privacy))
      return textWriter(column, formats)
  }
}

function textWriter({ name }: GridColumn, formats: ShownFormats): (value: string | number | boolean) => string {
  const named = closedWords.has(name) ? plainWord : Object.hasOwn(codes, name) ? codes[name] : undefined
  const isSentence = sentences.has(name)
  return (value) => {
    const text = named?.(String(value)) ?? String(value)
    if (isSentence) return visibleText(sentenceText(text, formats))
    return visibleText(formats.privacy ? discreet(text) : text)
  }
}

/** Notes on a file, which come as a list in JSON. */
function warningsText(text: string): string {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.join(' ') : text
  } catch {
    return text
  }
}

function linesText(lines: number, write: (lines: number) => string): string {
  return lines < 0 ? `(${write(-lines)})` : write(lines)
}
