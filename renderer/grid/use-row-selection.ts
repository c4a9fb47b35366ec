import type { GridApi, IRowNode } from 'ag-grid-community'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { GridRow } from './grid-context.ts'
import { hasRow, type RowRanges, withoutRow, withRows } from './row-ranges.ts'
import { useLatest } from '../components/use-latest.ts'

export interface RowSelection {
  readonly ranges: RowRanges
  /** A click or Space on a row: alone, together with others (`add`), or from the last one to here (`extend`). */
  readonly pick: (row: number, how?: { add?: boolean; extend?: boolean }) => void
  readonly selectAll: (rows: number) => void
  readonly clear: () => void
  /** To be called when the grid has loaded rows: shows which of them are selected. */
  readonly show: () => void
}

/**
 * Which rows are selected, by their place in the answer, so that rows that are not loaded can be selected too. Another
 * question or another state of the book starts without a selection.
 */
export function useRowSelection(api: GridApi<GridRow> | null, question: string): RowSelection {
  const [held, setHeld] = useState<{ question: string; ranges: RowRanges }>({ question, ranges: [] })
  const ranges = useMemo(() => (held.question === question ? held.ranges : []), [held, question])
  const anchor = useRef(0)
  const latest = useLatest(ranges)

  const show = useCallback(() => {
    if (!api || api.isDestroyed()) return
    const add: IRowNode<GridRow>[] = []
    const remove: IRowNode<GridRow>[] = []
    api.forEachNode((node) => {
      if (node.rowIndex === null || !node.data) return
      const isWanted = hasRow(latest.current, node.rowIndex)
      if (isWanted !== (node.isSelected() ?? false)) (isWanted ? add : remove).push(node)
    })
    if (remove.length > 0) api.setNodesSelected({ nodes: remove, newValue: false })
    if (add.length > 0) api.setNodesSelected({ nodes: add, newValue: true })
  }, [api, latest])
  // Also when the ranges changed, which `show` reads from the last render.
  const drawn = useRef<RowRanges>([])
  useEffect(() => {
    if (drawn.current === ranges) return
    drawn.current = ranges
    show()
  }, [show, ranges])

  const set = useCallback(
    (next: (known: RowRanges) => RowRanges) =>
      setHeld((known) => ({ question, ranges: next(known.question === question ? known.ranges : []) })),
    [question],
  )
  const pick = useCallback<RowSelection['pick']>(
    (row, { add = false, extend = false } = {}) => {
      if (extend) return set((known) => withRows(add ? known : [], anchor.current, row))
      anchor.current = row
      if (!add) return set(() => [[row, row]])
      set((known) => (hasRow(known, row) ? withoutRow(known, row) : withRows(known, row, row)))
    },
    [set],
  )
  return {
    ranges,
    pick,
    selectAll: useCallback((rows) => set(() => (rows > 0 ? [[0, rows - 1]] : [])), [set]),
    clear: useCallback(() => set(() => []), [set]),
    show,
  }
}
