import type { Row } from '../../shared/contract/rows.ts'
import type { PlacedRow } from './rows-source.ts'

/** What the cells and heads of a grid reach of the component around it. */
export interface GridContext {
  readonly isFiltered: (column: string) => boolean
  readonly help: (column: string) => string | undefined
  readonly openFilter: (column: string, anchor: Element) => void
}

/** A row as the grid holds it: one of the answer, or one of the totals below. */
export interface GridRow {
  readonly place: PlacedRow['place']
  readonly cells: Row
  /** Only of a row of totals. */
  readonly label?: TotalLabel
}

/** What a row of totals adds up: for example `Total USD` of `34 rows`. */
export interface TotalLabel {
  readonly title: string
  readonly rows: string
}
