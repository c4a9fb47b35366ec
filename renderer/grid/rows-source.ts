import type { IDatasource, IGetRowsParams } from 'ag-grid-community'
import type { PageRequest, Row, Selection } from '../../shared/contract/rows.ts'

/** A row with its place in the answer. */
export interface PlacedRow {
  readonly place: number
  readonly cells: Row
}

export interface RowsSourceOptions {
  /** Reads one page; an abort of the signal says that nobody waits for it any more. */
  readonly read: (request: PageRequest, signal: AbortSignal) => Promise<{ rows: Row[]; revision: number }>
  readonly onRows: () => void
  readonly onProblem: (error: unknown) => void
}

/** The grid's source of rows. */
export interface RowsSource extends IDatasource {
  /** Takes another question; whatever is still on its way for the one before is dropped. */
  readonly ask: (selection: Selection) => void
  /** Takes the number of rows of the question, once it is known; until then the grid finds the end by itself. */
  readonly count: (rows: number | undefined) => void
}

/** Gives the grid its blocks of rows, each with its place in the answer. */
export function rowsSource(first: Selection, options: RowsSourceOptions): RowsSource {
  let selection = first
  let rowCount: number | undefined
  let running = new AbortController()

  const load = async (params: IGetRowsParams): Promise<void> => {
    const { signal } = running
    const { startRow: offset, endRow } = params
    const limit = endRow - offset
    const orderBy = params.sortModel.map(({ colId, sort }) => ({
      column: colId,
      ...(sort === 'desc' ? { descending: true } : {}),
    }))
    try {
      const { rows } = await options.read({ ...selection, orderBy, offset, limit }, signal)
      if (signal.aborted) return params.failCallback()
      const placed = rows.map((cells, index): PlacedRow => ({ place: offset + index, cells }))
      params.successCallback(placed, rowCount ?? (rows.length < limit ? offset + rows.length : undefined))
      options.onRows()
    } catch (error) {
      params.failCallback()
      if (!signal.aborted) options.onProblem(error)
    }
  }
  return {
    ask: (next) => {
      selection = next
      rowCount = undefined
      running.abort()
      running = new AbortController()
    },
    count: (rows) => {
      rowCount = rows
    },
    getRows: (params) => void load(params),
  }
}
