import { Button, VisuallyHidden } from '@mantine/core'
import type { GridApi } from 'ag-grid-community'
import { type ReactNode, type Ref, useImperativeHandle, useState } from 'react'
import type { Row } from '../../shared/contract/rows.ts'
import { partsOf } from '../../shared/queries/queries.ts'
import { EmptyState, ErrorState, LoadingState } from '../components/states.tsx'
import { useFormats } from '../formats/use-formats.tsx'
import { useAppState, useBookState } from '../session/app-state.tsx'
import { gridWording } from '../wording/grid.ts'
import classes from './data-grid.module.css'
import { EmptyBook } from './empty-book.tsx'
import { FilterChips } from './filters/filter-chips.tsx'
import { FilterPopover, type FilterTarget } from './filters/filter-popover.tsx'
import { GridBody } from './grid-body.tsx'
import type { GridRow } from './grid-context.ts'
import { focusRow } from './focus-row.ts'
import { rowsIn } from './row-ranges.ts'
import { Toolbar } from './toolbar.tsx'
import type { GridControl } from './use-grid-control.ts'
import { useRowActions } from './use-row-actions.ts'
import { useRowSelection } from './use-row-selection.ts'
import { useRows } from './use-rows.ts'

/** What others can ask of a grid. */
export interface GridHandle {
  /** Goes to the next row (1) or the one before (-1), and opens it. */
  readonly step: (rows: 1 | -1) => void
  readonly focus: () => void
}

interface DataGridProps {
  readonly control: GridControl
  /** Name of the grid for whoever cannot see what stands above it. */
  readonly label: string
  readonly handle?: Ref<GridHandle>
  /** A row was opened by Enter, a double click or a step. */
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly onClose?: (() => void) | undefined
  /** True while a drawer is open that follows the row that is clicked. */
  readonly isFollowed?: boolean
  /** What opening a row does, for the line below the grid. */
  readonly hint?: string | undefined
  /** Stands in the place of the rows where the book has none of this kind. */
  readonly empty?: ReactNode
  /** More controls, after the filter. */
  readonly children?: ReactNode
}

/** A named query as a grid: search, filters, totals, columns, views, copy and export around the rows. */
export function DataGrid(props: DataGridProps) {
  const { control, label, handle, onOpen, onClose, isFollowed, hint, empty, children } = props
  const { count } = useFormats()
  const { book } = useAppState()
  const state = useBookState(partsOf(control.selection.name))
  const [api, setApi] = useState<GridApi<GridRow> | null>(null)
  const [target, setTarget] = useState<FilterTarget | null>(null)
  const rows = useRows(control, api)
  const question = JSON.stringify([control.selection, control.view.orderBy, state])
  const selection = useRowSelection(api, question)
  const actions = useRowActions(control)
  const total = rows.totals?.rows
  const isNarrowed = control.view.filters.length > 0 || control.selection.search !== undefined
  const selected = rowsIn(selection.ranges)

  const open = (row: GridRow): void => {
    selection.pick(row.place)
    onOpen?.(row.cells)
  }
  useImperativeHandle(handle, () => ({
    step: (steps) => {
      const first = selection.ranges[0]?.[0] ?? -1
      const next = Math.min(Math.max(first + steps, 0), (total ?? 1) - 1)
      // Who reads the details goes on reading there.
      const staysElsewhere = document.activeElement?.closest('aside') !== null
      if (api) void focusRow(api, next, { staysElsewhere }).then((row) => row && open(row))
    },
    focus: () => {
      if (api) void focusRow(api, selection.ranges[0]?.[0] ?? 0)
    },
  }))

  if (control.error) return <ErrorState error={control.error} onRetry={control.retry} />
  if (book?.empty) return <EmptyBook />
  const text =
    total === undefined
      ? gridWording.counting
      : total === 1
        ? isNarrowed
          ? gridWording.oneFilteredRow
          : gridWording.oneRow
        : (isNarrowed ? gridWording.filteredRows : gridWording.rows)(count(total))

  return (
    <section className={classes.grid} aria-label={label}>
      <Toolbar
        control={control}
        actions={actions}
        rows={total}
        selected={selection.ranges}
        onFilter={(column, anchor) => setTarget({ column, anchor })}
        onLeave={() => api && void focusRow(api, 0)}
      >
        {children}
      </Toolbar>
      <FilterChips control={control} onEdit={(column, anchor) => setTarget({ column, anchor })} />
      <div className={classes.body} aria-busy={rows.isLoading}>
        {control.columns ? (
          <GridBody
            label={label}
            control={control}
            rows={rows}
            rowCount={total}
            selection={selection}
            onColumns={control.noteColumns}
            api={api}
            onReady={setApi}
            onOpen={open}
            onPick={(row) => {
              if (isFollowed) onOpen?.(row.cells)
            }}
            onClose={() => (onClose && isFollowed ? onClose() : selection.clear())}
            // Where nothing is selected, the row on which the keys stand is meant.
            onCopy={(row) => actions.copy(selection.ranges.length > 0 ? selection.ranges : [[row, row]])}
            onFilter={(column, anchor) => setTarget({ column, anchor })}
          />
        ) : null}
        {rows.error ? (
          <div className={classes.cover} data-problem>
            <ErrorState error={rows.error} onRetry={rows.retry} />
          </div>
        ) : total === 0 ? (
          <div className={classes.cover}>
            {isNarrowed ? <NoMatch onClear={control.clear} /> : (empty ?? <NoRows />)}
          </div>
        ) : rows.isLoading ? (
          <div className={classes.cover} data-quiet>
            <LoadingState label={gridWording.loading} />
          </div>
        ) : null}
      </div>
      <footer className={classes.foot}>
        <span>{text}</span>
        {selected > 0 ? <span>{gridWording.selected(count(selected))}</span> : null}
        {hint && total ? <span className={classes.hint}>{hint}</span> : null}
        <VisuallyHidden component="output" aria-live="polite">
          {rows.isLoading ? '' : text}
          {selected > 0 ? `, ${gridWording.selected(count(selected))}` : ''}
        </VisuallyHidden>
      </footer>
      <FilterPopover control={control} target={target} onClose={() => setTarget(null)} />
    </section>
  )
}

function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState title={gridWording.noRows} text={gridWording.noRowsText}>
      <Button onClick={onClear}>{gridWording.clearFilters}</Button>
    </EmptyState>
  )
}

function NoRows() {
  return <EmptyState title={gridWording.emptyTitle} text={gridWording.emptyText} />
}
