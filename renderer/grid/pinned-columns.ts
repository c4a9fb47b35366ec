import type { GridApi } from 'ag-grid-community'
import type { GridRow } from './grid-context.ts'
import type { ViewColumn } from './grid-view.ts'

/** So much must be left for the columns that scroll: one amount. */
const leastForOthers = 150

/**
 * Of the columns that a person keeps at the left, those for which there is room in a grid that gives this width to its
 * columns, from the first; the others scroll until it is wider. `widthOf` gives the width of a column in pixels.
 */
export function pinsWithRoom(
  columns: readonly ViewColumn[],
  width: number,
  widthOf: (name: string) => number,
): ReadonlySet<string> {
  let left = width - leastForOthers
  const fitting = new Set<string>()
  for (const { name, pinned, hidden } of columns) {
    if (!pinned || hidden) continue
    left -= widthOf(name)
    if (left < 0) break
    fitting.add(name)
  }
  return fitting
}

/**
 * Lets columns scroll, or stay again, as the grid has room, and returns those that scroll for want of it. What the person
 * chose is not changed by it.
 */
export function fitPins(api: GridApi<GridRow>, columns: readonly ViewColumn[], width: number): ReadonlySet<string> {
  const fitting = pinsWithRoom(columns, width, (name) => api.getColumn(name)?.getActualWidth() ?? 0)
  const wanted = columns.filter(({ pinned, hidden }) => pinned && !hidden).map(({ name }) => name)
  const state = wanted
    .filter((name) => api.getColumn(name)?.isPinned() !== fitting.has(name))
    .map((name) => ({ colId: name, pinned: fitting.has(name) ? ('left' as const) : null }))
  if (state.length > 0) api.applyColumnState({ state })
  return new Set(wanted.filter((name) => !fitting.has(name)))
}
