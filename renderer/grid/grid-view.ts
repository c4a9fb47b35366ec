import type { ColumnState } from 'ag-grid-community'
import type { Filter, Selection } from '../../shared/contract/rows.ts'
import type { GridView } from '../../shared/contract/settings.ts'
import type { GridColumn } from './column-kind.ts'
import type { Preset } from './presets.ts'

/** One column of a view: its place is its place in the list. */
export type ViewColumn = GridView['columns'][number]

/** How a grid looks before a person changes it. */
export function firstView(columns: readonly GridColumn[], preset: Preset): GridView {
  const rank = new Map(preset.order.map((name, index) => [name, index]))
  const inOrder = columns
    .map((column, index) => ({ column, place: rank.get(column.name) ?? preset.order.length + index }))
    .toSorted((a, b) => a.place - b.place)
  return {
    columns: inOrder.map(({ column: { name } }) => ({
      name,
      ...(preset.pinned.includes(name) ? { pinned: true } : {}),
      ...(preset.isHidden(name) ? { hidden: true } : {}),
    })),
    orderBy: [...preset.orderBy],
    filters: [],
    search: '',
  }
}

/**
 * A remembered view fitted to the columns that the query has now: columns that are gone leave it, with their filters
 * and order; new ones stand at the end, hidden or not as the preset says.
 */
export function fittedView(view: GridView, columns: readonly GridColumn[], preset: Preset): GridView {
  const known = new Set(columns.map(({ name }) => name))
  const kept = view.columns.filter(({ name }) => known.has(name))
  const listed = new Set(kept.map(({ name }) => name))
  const added = firstView(columns, preset).columns.filter(({ name }) => !listed.has(name))
  const fitted = [...kept, ...added]
  return {
    ...view,
    // A grid without a single column could not be used, and hides the way back.
    columns: fitted.every(({ hidden }) => hidden) ? firstView(columns, preset).columns : fitted,
    orderBy: view.orderBy.filter(({ column }) => known.has(column)),
    filters: view.filters.filter(({ column }) => known.has(column)),
  }
}

/** The columns of a view as the grid shows them now. */
export function viewColumns(states: readonly ColumnState[]): ViewColumn[] {
  return states.map((state) => ({
    name: state.colId,
    ...(state.width ? { width: Math.round(state.width) } : {}),
    ...(state.hide ? { hidden: true } : {}),
    ...(state.pinned ? { pinned: true } : {}),
  }))
}

/** The order of a view as the grid sorts now. */
export function viewOrder(states: readonly ColumnState[]): GridView['orderBy'] {
  return states
    .filter(({ sort }) => sort)
    .toSorted((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
    .map(({ colId, sort }) => ({ column: colId, ...(sort === 'desc' ? { descending: true } : {}) }))
}

/** A view in the words of the grid, to be applied with its order. */
export function columnStates(view: GridView): ColumnState[] {
  return view.columns.map(({ name, width, hidden, pinned }) => {
    const place = view.orderBy.findIndex(({ column }) => column === name)
    return {
      colId: name,
      ...(width ? { width } : {}),
      hide: hidden ?? false,
      pinned: pinned ? 'left' : null,
      sort: place < 0 ? null : view.orderBy[place]?.descending ? 'desc' : 'asc',
      sortIndex: place < 0 ? null : place,
    }
  })
}

/** Which rows a view asks of its query. */
export function selectionOf(query: string, view: Pick<GridView, 'filters' | 'search'>, settlement?: string): Selection {
  return {
    name: query,
    ...(settlement === undefined ? {} : { settlement }),
    ...(view.filters.length > 0 ? { filters: view.filters } : {}),
    ...(view.search.trim() === '' ? {} : { search: view.search.trim() }),
  }
}

/** The filters with one column's filter set, or taken out where `filter` is null. A column has at most one filter. */
export function withFilter(filters: readonly Filter[], column: string, filter: Filter | null): Filter[] {
  const index = filters.findIndex((one) => one.column === column)
  if (!filter) return filters.filter((one) => one.column !== column)
  if (index < 0) return [...filters, filter]
  return filters.flatMap((one, place) => (place === index ? [filter] : one.column === column ? [] : [one]))
}
