import type { GridApi } from 'ag-grid-community'
import { useEffect, useRef, useState } from 'react'
import type { Row, Totals } from '../../shared/contract/rows.ts'
import { partsOf } from '../../shared/queries/queries.ts'
import { useClient, useConnectionState, useQueries } from '../connection/index.ts'
import { useBookQuery, useBookState } from '../session/app-state.tsx'
import type { GridRow, TotalLabel } from './grid-context.ts'
import { type RowsSource, rowsSource } from './rows-source.ts'
import type { GridControl } from './use-grid-control.ts'

export interface Rows {
  readonly source: RowsSource
  /** Number of rows and sums of the selection; undefined until they are known. */
  readonly totals: Totals | undefined
  /** True until the first rows of the question are there. */
  readonly isLoading: boolean
  readonly error: unknown
  readonly retry: () => void
}

/** Feeds the grid with the rows of its view, and asks anew whenever the question or the book has changed. */
export function useRows(control: GridControl, api: GridApi<GridRow> | null): Rows {
  const client = useClient()
  const queries = useQueries()
  const { selection } = control
  const parts = partsOf(selection.name)
  const state = useBookState(parts)
  const counted = useBookQuery(
    {
      ...queries.queries.totals.queryOptions({ input: selection }),
      enabled: control.columns !== undefined,
      placeholderData: undefined,
    },
    parts,
  )
  const totals = counted.data
  const question = JSON.stringify(selection)
  // What went wrong belongs to the question that was asked; another one starts without it.
  const [progress, setProgress] = useState<{ question: string; isLoading: boolean; error: unknown }>({
    question,
    isLoading: true,
    error: null,
  })
  const [attempt, setAttempt] = useState(0)
  const [source] = useState(() =>
    rowsSource(selection, {
      read: (request, signal) => client.queries.page(request, { signal }),
      // Other rows that come do not make up for those that failed.
      onRows: () => setProgress((known) => (known.isLoading ? { ...known, isLoading: false } : known)),
      onProblem: (error) => setProgress((known) => ({ ...known, isLoading: false, error })),
    }),
  )

  const last = useRef({ asked: '', question: '' })
  const asked = JSON.stringify([question, state, attempt])
  useEffect(() => {
    if (asked === last.current.asked) return
    const isFirst = last.current.asked === ''
    // The same question in another state of the book stays where it is; another one starts at its top.
    const isOther = question !== last.current.question
    last.current = { asked, question }
    source.ask(JSON.parse(question))
    setProgress((known) => (isOther ? { question, isLoading: true, error: null } : { ...known, error: null }))
    if (isFirst || !api || api.isDestroyed()) return
    if (isOther && api.getDisplayedRowCount() > 0) api.ensureIndexVisible(0, 'top')
    api.purgeInfiniteCache()
  }, [api, source, question, asked])

  useEffect(() => {
    source.count(totals?.rows)
    if (totals && api && !api.isDestroyed()) api.setRowCount(totals.rows, true)
  }, [api, source, totals])

  // Rows that failed because the engine was away are asked for when it is back.
  const connection = useConnectionState()
  const [seen, setSeen] = useState(connection)
  if (connection !== seen) {
    setSeen(connection)
    if (connection === 'connected' && progress.error) setAttempt((count) => count + 1)
  }

  const { refetch, error } = counted
  const isCurrent = progress.question === question
  return {
    source,
    totals,
    isLoading: !isCurrent || progress.isLoading,
    error: (isCurrent ? progress.error : null) ?? (totals ? null : error),
    retry: () => {
      void refetch()
      setAttempt((count) => count + 1)
    },
  }
}

/** Rows of totals, one per currency, in the form in which the grid shows them. */
export function totalRows(
  totals: Totals | undefined,
  label: (currency: string | null, rows: number) => TotalLabel,
): GridRow[] {
  if (!totals || totals.rows === 0) return []
  return totals.sums
    .filter(({ sums }) => Object.keys(sums).length > 0)
    .map(({ currency, rows, sums }, index) => {
      const cells: Row = { ...sums }
      return { place: -1 - index, cells, label: label(currency, rows) }
    })
}
