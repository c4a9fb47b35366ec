import './modules.ts'
import { createGrid, type GridApi } from 'ag-grid-community'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useFormats } from '../formats/use-formats.tsx'
import { gridWording } from '../wording/grid.ts'
import { columnDefinitions, firstWidth } from './column-definitions.ts'
import type { GridContext, GridRow } from './grid-context.ts'
import { gridEvents, type GridListeners } from './grid-events.ts'
import { commonOptions } from './grid-options.ts'
import { columnStates } from './grid-view.ts'
import classes from './grid-body.module.css'
import { fitPins } from './pinned-columns.ts'
import type { GridControl } from './use-grid-control.ts'
import { rowColumn, rowColumnId, rowColumnWidth } from './row-column.ts'
import { type Rows, totalRows } from './use-rows.ts'
import { useLatest } from '../components/use-latest.ts'

interface GridBodyProps extends Omit<GridListeners, 'withoutRoom'> {
  readonly label: string
  readonly control: GridControl
  readonly rows: Rows
  readonly api: GridApi<GridRow> | null
  readonly onReady: (api: GridApi<GridRow> | null) => void
  readonly onFilter: (column: string, anchor: Element) => void
}

/**
 * The rows and columns themselves. Everything that asks something of the data happens in the core. The grid is made
 * without its React wrapper, which draws each cell as a component and needs several times as long to scroll.
 */
export function GridBody(props: GridBodyProps) {
  const { label, control, rows, api, onReady } = props
  const formats = useFormats()
  const latest = useLatest(props)
  const frame = useRef<HTMLDivElement>(null)
  const filtered = useRef<ReadonlySet<string>>(new Set())
  // The grid keeps order and widths by itself; a new list only tells it of other columns or other formats.
  const { columns, adopted, started } = control
  const pinned = useMemo(
    () =>
      totalRows(rows.totals, (currency, count) => {
        const title = currency === null ? gridWording.total : gridWording.totalOf(currency)
        return { title, rows: count === 1 ? gridWording.oneRow : gridWording.rows(formats.count(count)) }
      }),
    [rows.totals, formats],
  )
  const rowWidth = rowColumnWidth(
    formats.count(rows.totals?.rows ?? 0),
    pinned.flatMap(({ label }) => label ?? []),
  )
  const definitions = useMemo(
    () => [rowColumn(rowWidth, formats.count), ...columnDefinitions(columns ?? [], started, formats)],
    [rowWidth, columns, started, formats],
  )
  const [width, setWidth] = useState(0)
  const withoutRoom = useRef<ReadonlySet<string>>(new Set())

  const make = useEffectEvent((element: HTMLElement): GridApi<GridRow> => {
    const context: GridContext = {
      isFiltered: (column) => filtered.current.has(column),
      help: (name) => latest.current.control.columns?.find((column) => column.name === name)?.card.help,
      openFilter: (column, anchor) => latest.current.onFilter(column, anchor),
    }
    const made = createGrid<GridRow>(element, {
      ...commonOptions(),
      ...gridEvents(() => ({ ...latest.current, withoutRoom: withoutRoom.current })),
      onGridSizeChanged: ({ clientWidth }) => setWidth(clientWidth),
      context,
      columnDefs: definitions,
      datasource: rows.source,
      pinnedBottomRowData: pinned,
    })
    element.querySelector('[role="grid"], [role="treegrid"]')?.setAttribute('aria-label', label)
    return made
  })
  useEffect(() => {
    if (!frame.current) return
    const made = make(frame.current)
    onReady(made)
    return () => {
      onReady(null)
      made.destroy()
    }
  }, [onReady])
  useEffect(() => {
    if (!api || api.isDestroyed() || api.getGridOption('columnDefs') === definitions) return
    api.setGridOption('columnDefs', definitions)
    // Cells that are drawn already do not notice another way of writing.
    api.refreshCells({ force: true })
  }, [api, definitions])
  useEffect(() => {
    if (api && !api.isDestroyed()) api.setGridOption('pinnedBottomRowData', pinned)
  }, [api, pinned])

  const adopt = useEffectEvent((to: GridApi<GridRow>) => {
    const byName = new Map(columns?.map((column) => [column.name, column]))
    const state = columnStates(control.view).map((one) => {
      const column = byName.get(one.colId)
      return { ...one, ...(column ? { width: one.width ?? firstWidth(column) } : {}) }
    })
    to.applyColumnState({ state: [{ colId: rowColumnId }, ...state], applyOrder: true })
  })
  useEffect(() => {
    if (api && !api.isDestroyed() && adopted > 0) adopt(api)
  }, [api, adopted])
  const { columns: chosen } = control.view
  useEffect(() => {
    if (api && !api.isDestroyed() && width > 0) withoutRoom.current = fitPins(api, chosen, width - rowWidth)
  }, [api, chosen, width, rowWidth])

  const { filters } = control.view
  useEffect(() => {
    filtered.current = new Set(filters.map(({ column }) => column))
    if (api && !api.isDestroyed()) api.refreshHeader()
  }, [api, filters])

  return <div className={classes.frame} ref={frame} />
}
