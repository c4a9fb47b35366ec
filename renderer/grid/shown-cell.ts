import type { Row } from '../../shared/contract/rows.ts'
import type { ColumnCard } from '../../shared/queries/card.ts'
import type { ColumnName } from '../../shared/queries/columns.ts'
import { fileName } from '../formats/file-name.ts'
import { discreet, shownPath, withoutFolders } from '../formats/privacy.ts'
import { sentenceText } from '../formats/sentence.ts'
import { hidden, type ShownFormats } from '../formats/use-formats.tsx'
import { gridWording } from '../wording/grid.ts'
import { wordsOf } from '../../shared/words/states.ts'
import { type GridColumn, isHidden } from './column-kind.ts'
import { visibleText } from './visible-text.ts'

type Cell = Row[string] | undefined

/** Writes a cell; the rest of its row says in what a control counts. */
type CellWriter = (value: Cell, row?: Row) => string

/** What a control compares: amounts, or lines of files, which have no decimals. */
const controlTotals = new Set<string>(['expected', 'actual', 'difference'] satisfies readonly ColumnName[])

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
  if (column.card.look !== 'file' || (formats.privacy && isHidden(column))) return cellWriter(column, formats)
  return (value) => (typeof value === 'string' ? visibleText(shownPath(value, formats.privacy)) : '')
}

function writerOf(column: GridColumn, formats: ShownFormats): (value: string | number | boolean) => string {
  if (formats.privacy && isHidden(column)) return () => hidden
  switch (column.type) {
    case 'money':
      return (value) => formats.money(String(value))
    case 'decimal':
    case 'percent':
      return (value) => formats.decimal(String(value))
    case 'integer':
      // A line is looked up in an editor, which writes its number without groups.
      if (column.card.look === 'ordinal') return String
      return (value) => (typeof value === 'number' ? formats.count(value) : String(value))
    case 'date':
      return (value) => formats.date(String(value))
    case 'datetime':
      return (value) => formats.dateTime(String(value))
    case 'boolean':
      return (value) => (value === true || value === 'true' ? gridWording.yes : gridWording.no)
    case 'text': {
      const write = textWriter(column.card, formats)
      return (value) => visibleText(write(String(value)))
    }
  }
}

function textWriter({ look, words }: ColumnCard, formats: ShownFormats): (text: string) => string {
  const { privacy } = formats
  const named = words ?? String
  switch (look) {
    case 'id':
      return String
    case 'state':
      return (text) => wordsOf(text)?.text ?? text
    case 'file':
      return fileName
    case 'object-key':
      return (text) => shownPath(text, privacy)
    case 'sentence':
      return (text) => sentenceText(named(text), formats)
    case 'subject':
      return (text) => sentenceText(named(withoutFolders(text)), formats)
    default:
      return (text) => (privacy ? discreet(named(text)) : named(text))
  }
}

function linesText(lines: number, write: (lines: number) => string): string {
  return lines < 0 ? `(${write(-lines)})` : write(lines)
}
