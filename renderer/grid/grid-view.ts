import type { ColumnState } from 'ag-grid-community'
import type { Filter, Selection } from '../../shared/contract/rows.ts'
import type { GridLayout, GridNarrowing } from '../../shared/contract/settings.ts'
import { type QueryName, queryCard } from '../../shared/queries/queries.ts'
import type { GridColumn } from './column-kind.ts'

/** One column of a view: its place is its place in the list. */
export type ViewColumn = GridLayout['columns'][number]

/** Every row: what a grid shows before a person narrows it. */
export const allRows: GridNarrowing = { filters: [], search: '' }

/** The columns that name a row where its query does not say which it shows first. */
const naming = ['transaction_reference', 'transaction_reference_id', 'currency']

/** How a grid looks before a person changes it: as the card of its query says. */
export function firstLayout(columns: readonly GridColumn[], query: QueryName): GridLayout {
  const { shown, folded = [], showsRest, sorted = [] } = queryCard(query)
  const known = new Set(columns.map(({ name }) => name))
  const first = shown ?? naming
  const pinned = pinnedOf(query)
  const rank = new Map(first.map((name, index) => [name, index]))
  const inOrder = columns
    .map((column, index) => ({ column, place: rank.get(column.name) ?? first.length + index }))
    .toSorted((a, b) => a.place - b.place)
  const isFolded = ({ name, card }: GridColumn): boolean => {
    if (!shown) return card.seldom === true
    return folded.includes(name) || (!showsRest && !shown.includes(name))
  }
  return {
    columns: inOrder.map(({ column }) => ({
      name: column.name,
      ...(pinned.includes(column.name) ? { pinned: true } : {}),
      ...(isFolded(column) ? { hidden: true } : {}),
    })),
    orderBy: sorted.filter(({ column }) => known.has(column)),
  }
}

/** The columns that name a row do not scroll away. */
function pinnedOf(query: QueryName): readonly string[] {
  const { shown } = queryCard(query)
  if (!shown) return naming
  return shown[0] === 'transaction_reference' ? ['transaction_reference', 'currency'] : shown.slice(0, 1)
}

/**
 * A remembered layout fitted to the columns that the query has now: columns that are gone leave it, with their order; new
 * ones stand behind the column that they follow at first. Whether a column stays at the left is as at first where the
 * layout does not say: those of older versions lost it whenever the window was narrow.
 */
export function fittedLayout(layout: GridLayout, columns: readonly GridColumn[], query: QueryName): GridLayout {
  const known = new Set(columns.map(({ name }) => name))
  const first = firstLayout(columns, query)
  const pinned = pinnedOf(query)
  const fitted = layout.columns
    .filter(({ name }) => known.has(name))
    .map((column) => ({ ...column, pinned: column.pinned ?? pinned.includes(column.name) }))
  for (const [index, column] of first.columns.entries()) {
    if (fitted.some(({ name }) => name === column.name)) continue
    const before = first.columns[index - 1]?.name
    const place = fitted.findIndex(({ name }) => name === before)
    fitted.splice(place < 0 ? fitted.length : place + 1, 0, { ...column, pinned: column.pinned ?? false })
  }
  return {
    // A grid without a single column could not be used, and hides the way back.
    columns: fitted.every(({ hidden }) => hidden) ? first.columns : fitted,
    orderBy: layout.orderBy.filter(({ column }) => known.has(column)),
  }
}

/** A choice of rows without the filters of columns that the query does not have. */
export function fittedNarrowing(narrowing: GridNarrowing, columns: readonly GridColumn[]): GridNarrowing {
  const known = new Set(columns.map(({ name }) => name))
  return { filters: narrowing.filters.filter(({ column }) => known.has(column)), search: narrowing.search }
}

/** The columns of a view as the grid shows them now; those `withoutRoom` stay at the left all the same. */
export function viewColumns(states: readonly ColumnState[], withoutRoom: ReadonlySet<string>): ViewColumn[] {
  return states.map((state) => ({
    name: state.colId,
    ...(state.width ? { width: Math.round(state.width) } : {}),
    ...(state.hide ? { hidden: true } : {}),
    pinned: Boolean(state.pinned) || withoutRoom.has(state.colId),
  }))
}

/** The order of a view as the grid sorts now. */
export function viewOrder(states: readonly ColumnState[]): GridLayout['orderBy'] {
  return states
    .filter(({ sort }) => sort)
    .toSorted((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))
    .map(({ colId, sort }) => ({ column: colId, ...(sort === 'desc' ? { descending: true } : {}) }))
}

/** A view in the words of the grid, to be applied with its order. */
export function columnStates(view: GridLayout): ColumnState[] {
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
export function selectionOf(query: QueryName, view: GridNarrowing, settlement?: string): Selection {
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
