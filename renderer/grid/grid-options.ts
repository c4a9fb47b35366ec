import type {
  ColDef,
  GridOptions,
  SuppressHeaderKeyboardEventParams,
  SuppressKeyboardEventParams,
} from 'ag-grid-community'
import { styleNonce } from '../theme/nonce.ts'
import type { GridContext, GridRow } from './grid-context.ts'
import { pressOf } from './grid-keys.ts'
import { gridTheme, rowHeight, totalsHeight } from './grid-theme.ts'
import { firstDataColumn, rowColumnId } from './row-column.ts'

/** Rows per request, and how many blocks of them are kept: what is scrolled past is asked for again. */
const blockRows = 100
const blocks = 12

const defaultColumn: ColDef<GridRow> = {
  sortable: true,
  resizable: true,
  minWidth: 60,
  // The type comes from the contract; a guess from the first row would take an id for a number.
  cellDataType: false,
  sortingOrder: ['asc', 'desc', null],
  suppressKeyboardEvent: ({ event }: SuppressKeyboardEventParams<GridRow>) => {
    const press = pressOf(event)
    if (press === null || press === 'extend') return false
    // The event of the grid comes too late to keep the browser from, for example, marking the whole page.
    if (press !== 'copy') event.preventDefault()
    return true
  },
  suppressHeaderKeyboardEvent: ({ event, column, context }: SuppressHeaderKeyboardEventParams<GridRow>) => {
    if (event.key !== 'ArrowDown' || !event.altKey) return false
    const anchor = (event.target as Element | null)?.closest('.ag-header-cell')
    if (anchor && 'getColId' in column && column.getColId() !== rowColumnId)
      (context as GridContext).openFilter(column.getColId(), anchor)
    event.preventDefault()
    return true
  },
}

/** What all grids have in common. */
export function commonOptions(): GridOptions<GridRow> {
  const nonce = styleNonce()
  return {
    theme: gridTheme,
    ...(nonce ? { styleNonce: nonce } : {}),
    rowModelType: 'infinite',
    cacheBlockSize: blockRows,
    maxBlocksInCache: blocks,
    maxConcurrentDatasourceRequests: 2,
    blockLoadDebounceMillis: 40,
    rowBuffer: 6,
    defaultColDef: defaultColumn,
    maintainColumnOrder: true,
    rowSelection: { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: false },
    enableCellTextSelection: true,
    ensureDomOrder: true,
    suppressDragLeaveHidesColumns: true,
    // A grid without room would throw out the first ones for good; `fitPins` does it for as long as there is none.
    processUnpinnedColumns: () => [],
    getRowHeight: ({ node }) => (node.rowPinned ? totalsHeight : rowHeight),
    // The page says by itself that rows are read, or that there are none.
    suppressOverlays: ['loading', 'noRows', 'noMatchingRows'],
    animateRows: false,
    // Tab goes into the grid and out of it; within it the arrows move.
    tabToNextCell: () => false,
    tabToNextHeader: () => false,
    focusGridInnerElement: ({ api }) => {
      const known = api.getFocusedCell()
      const column = known?.column ?? firstDataColumn(api)
      if (!column || !api.getDisplayedRowAtIndex(0)) return false
      api.setFocusedCell(known && !known.rowPinned ? known.rowIndex : 0, column)
      return true
    },
    tooltipShowMode: 'whenTruncated',
    tooltipShowDelay: 500,
  }
}
