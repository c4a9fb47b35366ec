import { useCallback, useMemo, useState } from 'react'
import type { Column, Filter, Selection } from '../../shared/contract/rows.ts'
import type { GridLayout, GridView } from '../../shared/contract/settings.ts'
import { type QueryName, partsOf } from '../../shared/queries/queries.ts'
import { useQueries } from '../connection/index.ts'
import { useAppState, useBookQuery, useSettings } from '../session/app-state.tsx'
import { type GridColumn, gridColumn } from './column-kind.ts'
import { allRows, firstLayout, fittedLayout, fittedNarrowing, selectionOf, withFilter } from './grid-view.ts'
import { narrowingOf, useRememberedNarrowing } from './remembered-narrowing.ts'
import { useRememberedLayout } from './use-remembered-layout.ts'

export interface GridOptions {
  /** Name of the query that is shown. */
  readonly query: QueryName
  /** Under what the look and the choice of rows are remembered; the name of the query when absent. */
  readonly viewKey?: string
  readonly settlement?: string | undefined
  /** Filters and search that a link asked for; they replace the remembered ones. */
  readonly asked?: { readonly filters: readonly Filter[]; readonly search: string } | undefined
}

/** What a grid shows and how to change it; shared by the grid and the chips, bars and lists around it. */
export interface GridControl {
  readonly query: QueryName
  readonly viewKey: string
  /** Columns of the query; undefined until they are known. */
  readonly columns: readonly GridColumn[] | undefined
  readonly error: unknown
  readonly retry: () => void
  readonly view: GridView
  /** The view with which the grid starts. */
  readonly started: GridView
  /** Which rows the view asks for. */
  readonly selection: Selection
  /** Grows whenever the grid must take over columns and order of the view. */
  readonly adopted: number
  /** The grid tells its columns and order after a person changed them there. */
  readonly noteColumns: (layout: GridLayout) => void
  readonly setFilter: (column: string, filter: Filter | null) => void
  readonly setSearch: (search: string) => void
  readonly clear: () => void
  readonly adopt: (view: GridView) => void
  readonly reset: () => void
}

const noView: GridView = { columns: [], orderBy: [], ...allRows }

/**
 * Holds the view of a grid: starts with the remembered one, and remembers each change. The look is that of the person in
 * every book, the choice of rows that of this book until the window is closed.
 */
export function useGridControl({ query, viewKey = query, settlement, asked }: GridOptions): GridControl {
  const queries = useQueries()
  const settings = useSettings()
  const described = useBookQuery(
    { ...queries.queries.columns.queryOptions({ input: { name: query } }), placeholderData: undefined },
    partsOf(query),
  )
  const steady = useSteady(described.data)
  const columns = useMemo(() => steady?.map((column) => gridColumn(query, column)), [query, steady])
  const book = useAppState().book?.path ?? ''
  const [layout] = useState(settings.grids[viewKey])
  const [narrowing] = useState(() => narrowingOf(book, viewKey))
  const [changed, setChanged] = useState<GridView | null>(null)
  const [adopted, setAdopted] = useState(0)
  const [answered, setAnswered] = useState<GridOptions['asked']>(undefined)
  // What a link asked for is looked at once; it becomes the person's own view with the first change.
  const [isOwn, setIsOwn] = useState(true)

  const started = useMemo(() => {
    if (!columns) return noView
    const look = layout ? fittedLayout(layout, columns, query) : firstLayout(columns, query)
    return { ...look, ...fittedNarrowing(narrowing, columns) }
  }, [columns, query, layout, narrowing])
  const view = changed ?? started
  const hasOwnLook = changed !== null && (changed.columns !== started.columns || changed.orderBy !== started.orderBy)
  useRememberedLayout(viewKey, hasOwnLook ? changed : null)
  useRememberedNarrowing(book, viewKey, isOwn ? changed : null)
  const change = useCallback(
    (part: (view: GridView) => Partial<GridView>) => {
      setIsOwn(true)
      setChanged((known) => {
        const before = known ?? started
        return { ...before, ...part(before) }
      })
    },
    [started],
  )
  // Taken over while rendering, so that no rows of the remembered filters are asked for first.
  if (columns && asked && asked !== answered) {
    setAnswered(asked)
    change(() => fittedNarrowing({ filters: [...asked.filters], search: asked.search }, columns))
    setIsOwn(false)
  }
  const adopt = useCallback(
    (next: GridView) => {
      change(() => (columns ? { ...fittedLayout(next, columns, query), ...fittedNarrowing(next, columns) } : next))
      setAdopted((count) => count + 1)
    },
    [change, columns, query],
  )

  return {
    query,
    viewKey,
    columns,
    error: columns ? null : described.error,
    retry: () => void described.refetch(),
    view,
    started,
    selection: useMemo(() => selectionOf(query, view, settlement), [query, view, settlement]),
    adopted,
    noteColumns: useCallback((layout) => change(() => layout), [change]),
    setFilter: useCallback(
      (column, filter) => change(({ filters }) => ({ filters: withFilter(filters, column, filter) })),
      [change],
    ),
    setSearch: useCallback((search) => change(() => ({ search })), [change]),
    clear: useCallback(() => change(() => allRows), [change]),
    adopt,
    reset: useCallback(() => {
      if (columns) adopt({ ...firstLayout(columns, query), ...allRows })
    }, [adopt, columns, query]),
  }
}

/** Columns that stay the same object while they say the same: another state of the book seldom has other columns. */
function useSteady(columns: readonly Column[] | undefined): readonly Column[] | undefined {
  const [steady, setSteady] = useState(columns)
  if (columns && columns !== steady && JSON.stringify(columns) !== JSON.stringify(steady)) setSteady(columns)
  return steady
}
