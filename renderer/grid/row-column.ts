import type { ColDef, Column, GridApi, ICellRendererParams } from 'ag-grid-community'
import { gridWording } from '../wording/grid.ts'
import classes from './cells/row-cell.module.css'
import type { GridRow, TotalLabel } from './grid-context.ts'

/** No column of a query has such a name. */
export const rowColumnId = '#row'

const leastWidth = 52
/** Room for a letter of the label and around the text; the widest letters of a currency need as much. */
const letterWidth = 7.6
const padding = 20

/**
 * The first column of every grid: the place of a row and, in a row of totals, what it is the total of. It belongs to no
 * query, and can be neither moved, narrowed, hidden nor let scroll away: a total without its currency is just a number.
 */
export function rowColumn(width: number, writePlace: (place: number) => string): ColDef<GridRow> {
  return {
    colId: rowColumnId,
    headerName: gridWording.row,
    headerClass: classes.head ?? '',
    cellClass: classes.cell ?? '',
    valueGetter: ({ node, data }) => (data?.label || node?.rowIndex == null ? null : node.rowIndex + 1),
    valueFormatter: ({ value }) => (typeof value === 'number' ? writePlace(value) : ''),
    cellRenderer: rowCell,
    width,
    minWidth: leastWidth,
    pinned: 'left',
    lockPinned: true,
    lockPosition: 'left',
    suppressMovable: true,
    resizable: false,
    sortable: false,
  }
}

/** Width in pixels in which the number of the last row and each label fit whole. */
export function rowColumnWidth(lastPlace: string, labels: readonly TotalLabel[]): number {
  const texts = [lastPlace, ...labels.flatMap(({ title, rows }) => [title, rows])]
  const letters = Math.max(...texts.map((text) => text.length))
  return Math.max(leastWidth, Math.ceil(letters * letterWidth) + padding)
}

/** The first column of the query that is shown; the focus belongs there, not on the number of the row. */
export function firstDataColumn(api: GridApi<GridRow>): Column | undefined {
  return api.getAllDisplayedColumns().find((column) => column.getColId() !== rowColumnId)
}

function rowCell({ data, valueFormatted }: ICellRendererParams<GridRow>): Node {
  if (!data?.label) return document.createTextNode(valueFormatted ?? '')
  const { title, rows } = data.label
  const label = document.createElement('span')
  label.className = classes.label ?? ''
  for (const text of [title, rows]) {
    const line = document.createElement('span')
    line.textContent = text
    label.append(line)
  }
  return label
}
