import type { Row } from '../../shared/contract/rows.ts'
import { fileName } from '../formats/file-name.ts'
import { discreet, shownPath } from '../formats/privacy.ts'
import { hidden, type ShownFormats } from '../formats/use-formats.tsx'
import { gridWording } from '../wording/grid.ts'
import { plainWord, wordsOf } from '../wording/states.ts'
import { type GridColumn, kindOf, tellsNames } from './column-kind.ts'
import { visibleText } from './visible-text.ts'

type Cell = Row[string] | undefined

/** Columns that hold words of the core, which are shown in plain words; the reason of a refused row is a sentence. */
const closedWords = new Set(['reason', 'billed_source', 'disbursed_source', 'source', 'outcome'])

/** Columns with the path of a file, of which the last part is what a person looks for. */
const paths = new Set(['path', 'file', 'replaced_by'])

/** Columns with a place in S3, which privacy mode hides as it cuts folders, and with the key of an object, which it cuts. */
const remotePlaces = new Set(['location', 'prefix'])
const remoteKeys = new Set(['key'])

/** A function that writes the cells of one column as text for people; an empty text where there is no value. */
export function cellWriter(column: GridColumn, formats: ShownFormats): (value: Cell) => string {
  const write = writerOf(column, formats)
  return (value) => (value === null || value === undefined || value === '' ? '' : write(value))
}

/** As `cellWriter`, for a value that must be told from others: a file with its whole path, but for privacy mode. */
export function valueWriter(column: GridColumn, formats: ShownFormats): (value: Cell) => string {
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
      return (value) => {
        const text = closedWords.has(column.name) ? plainWord(String(value)) : String(value)
        return visibleText(privacy ? discreet(text) : text)
      }
  }
}
