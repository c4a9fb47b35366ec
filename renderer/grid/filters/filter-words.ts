import type { Filter } from '../../../shared/contract/rows.ts'
import type { ShownFormats } from '../../formats/use-formats.tsx'
import { gridWording } from '../../wording/grid.ts'
import { type GridColumn, kindOf } from '../column-kind.ts'
import { valueWriter } from '../shown-cell.ts'

/** So many values are named in a chip before the rest is counted. */
const namedValues = 3

/** A filter as a short sentence, for example `State is Not disbursed or Reversed`. */
export function filterWords(filter: Filter, column: GridColumn, formats: ShownFormats): string {
  const { title } = column
  const write = valueWriter(column, formats)
  const shown = (value: string | null): string =>
    value === null || value === '' ? gridWording.emptyValue : write(value) || value
  const kind = kindOf(column)
  const words: Readonly<Record<string, string>> =
    kind === 'date' || kind === 'datetime' ? gridWording.dateOperators : gridWording.operators
  const operator = words[filter.operator] ?? gridWording.operators[filter.operator]
  switch (filter.operator) {
    case 'blank':
    case 'not-blank':
      return `${title} ${operator}`
    case 'between':
      return `${title} ${operator} ${shown(filter.from)} ${gridWording.and} ${shown(filter.to)}`
    case 'in': {
      const named = filter.values.slice(0, namedValues).map(shown)
      const others = filter.values.length - named.length
      return `${title} ${operator} ${[...named, ...(others > 0 ? [gridWording.others(others)] : [])].join(` ${gridWording.or} `)}`
    }
    default:
      return `${title} ${operator} ${shown(filter.value)}`
  }
}
