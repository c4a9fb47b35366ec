import { type ReactNode, useRef } from 'react'
import type { Row } from '../../shared/contract/rows.ts'
import { DataGrid, type GridHandle } from '../grid/data-grid.tsx'
import type { GridControl } from '../grid/use-grid-control.ts'
import { keyOf, useOpened } from '../grid/use-opened.ts'
import { gridWording } from '../wording/grid.ts'
import { KeyDrawer } from './key-drawer.tsx'
import { RowPanel } from './row-panel.tsx'
import { Split } from './split.tsx'

interface GridWithDetailsProps {
  readonly control: GridControl
  readonly label: string
  /** What opening a row does where it is not the details, for example going to the items of a payer. */
  readonly onOpen?: (row: Row) => void
  readonly hint?: string
  readonly empty?: ReactNode
  /** More controls, after the filter. */
  readonly children?: ReactNode
}

/** A grid and, beside it, the details of the row that was opened: of its key where it has one, else the row itself. */
export function GridWithDetails({ control, label, onOpen, hint, empty, children }: GridWithDetailsProps) {
  const opened = useOpened(`${control.viewKey} ${control.query}`)
  const grid = useRef<GridHandle>(null)
  const body = useRef<HTMLElement>(null)
  const { key, row } = opened

  const open = (next: Row): void => {
    if (onOpen) return onOpen(next)
    const nextKey = keyOf(next)
    const isOpen = nextKey
      ? JSON.stringify(key) === JSON.stringify(nextKey)
      : row !== null && JSON.stringify(row) === JSON.stringify(next)
    // Enter a second time goes on into the details.
    if (isOpen) body.current?.focus()
    else if (nextKey) opened.openKey(nextKey)
    else opened.openRow(next)
  }
  const close = (): void => {
    opened.close()
    // In a narrow window the rows are hidden as long as the details are there.
    requestAnimationFrame(() => grid.current?.focus())
  }
  const frame = { body, onStep: (rows: 1 | -1) => grid.current?.step(rows), onClose: close }

  return (
    <Split
      drawer={
        key ? (
          <KeyDrawer opened={key} {...frame} />
        ) : row ? (
          <RowPanel row={row} columns={control.columns ?? []} label={label} {...frame} />
        ) : null
      }
    >
      <DataGrid
        control={control}
        label={label}
        handle={grid}
        onOpen={open}
        onClose={close}
        isFollowed={key !== null || row !== null}
        hint={hint ?? gridWording.openHint}
        empty={empty}
      >
        {children}
      </DataGrid>
    </Split>
  )
}
