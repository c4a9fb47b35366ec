import type {
  CellDoubleClickedEvent,
  CellKeyDownEvent,
  FullWidthCellKeyDownEvent,
  GridApi,
  GridOptions,
  RowClickedEvent,
} from 'ag-grid-community'
import type { GridLayout } from '../../shared/contract/settings.ts'
import type { GridRow } from './grid-context.ts'
import { pressOf } from './grid-keys.ts'
import { viewColumns, viewOrder } from './grid-view.ts'
import { rowColumnId } from './row-column.ts'
import type { RowSelection } from './use-row-selection.ts'

/** What the component around a grid wants to hear of. */
export interface GridListeners {
  readonly selection: RowSelection
  /** Number of rows of the answer; undefined until it is known. */
  readonly rowCount: number | undefined
  readonly onColumns: (layout: GridLayout) => void
  /** The columns that would stay at the left if the grid had room for them. */
  readonly withoutRoom: ReadonlySet<string>
  readonly onOpen: (row: GridRow) => void
  /** A row was clicked. */
  readonly onPick: (row: GridRow) => void
  readonly onClose: () => void
  /** Asked to copy, from the row on which the keys stand. */
  readonly onCopy: (row: number) => void
}

type Press = CellKeyDownEvent<GridRow> | FullWidthCellKeyDownEvent<GridRow>

/** The events of a grid, handed to the listeners that are in force when they happen. */
export function gridEvents(listeners: () => GridListeners): GridOptions<GridRow> {
  const note = ({ source, api }: { source: string; api: GridApi<GridRow> }): void => {
    // Only what a person did is worth remembering; the rest comes from the view itself, or from a lack of room.
    if (!source.startsWith('ui')) return
    const states = api.getColumnState().filter(({ colId }) => colId !== rowColumnId)
    listeners().onColumns({
      columns: viewColumns(states, listeners().withoutRoom),
      orderBy: viewOrder(states),
    })
  }
  return {
    onModelUpdated: () => listeners().selection.show(),
    onColumnMoved: (event) => event.finished && note(event),
    onColumnResized: (event) => event.finished && note(event),
    onColumnPinned: note,
    onColumnVisible: note,
    onSortChanged: note,
    onRowClicked: (event) => click(event, listeners()),
    onCellDoubleClicked: ({ data, rowPinned }: CellDoubleClickedEvent<GridRow>) => {
      // A double click also marks a word.
      getSelection()?.removeAllRanges()
      if (data && !rowPinned) listeners().onOpen(data)
    },
    onCellKeyDown: (event) => press(event, listeners()),
  }
}

function press({ event, rowPinned, data, rowIndex, api }: Press, listeners: GridListeners): void {
  if (!(event instanceof KeyboardEvent) || rowPinned) return
  const { selection } = listeners
  switch (pressOf(event)) {
    case 'open':
      if (data) listeners.onOpen(data)
      break
    case 'toggle':
      if (rowIndex !== null) selection.pick(rowIndex, { add: true })
      break
    case 'select-all':
      selection.selectAll(listeners.rowCount ?? 0)
      break
    case 'copy':
      // A text that was marked by the mouse is what the person wants.
      if (rowIndex !== null && !getSelection()?.toString()) listeners.onCopy(rowIndex)
      break
    case 'close':
      listeners.onClose()
      break
    case 'extend': {
      const focused = api.getFocusedCell()
      if (focused && !focused.rowPinned) selection.pick(focused.rowIndex, { extend: true })
      break
    }
    default:
  }
}

function click({ event, rowIndex, rowPinned, data }: RowClickedEvent<GridRow>, listeners: GridListeners): void {
  if (!(event instanceof MouseEvent) || rowIndex === null || rowPinned) return
  const add = event.ctrlKey || event.metaKey
  // Dragging over a text ends in a click as well.
  if (getSelection()?.toString() && !event.shiftKey) return
  if (event.shiftKey) getSelection()?.removeAllRanges()
  listeners.selection.pick(rowIndex, { add, extend: event.shiftKey })
  // A row whose cells are still under way is selected by its place; there is nothing to open yet.
  if (data && !add && !event.shiftKey) listeners.onPick(data)
}
