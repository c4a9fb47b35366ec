import type { ColDef } from 'ag-grid-community'
import type { GridLayout } from '../../shared/contract/settings.ts'
import type { ShownFormats } from '../formats/use-formats.tsx'
import { HeaderCell } from './cells/header-cell.ts'
import { stateCell } from './cells/state-cell.ts'
import { type CellKind, type GridColumn, isFigure, isLongText, kindOf } from './column-kind.ts'
import type { GridRow } from './grid-context.ts'
import { cellWriter } from './shown-cell.ts'

const widths: Readonly<Record<CellKind, number>> = {
  money: 126,
  decimal: 110,
  percent: 100,
  integer: 90,
  date: 112,
  datetime: 160,
  boolean: 92,
  id: 160,
  state: 168,
  text: 150,
}

const ownWidths: Readonly<Record<string, number>> = {
  transaction_reference: 214,
  transaction_reference_id: 214,
  id: 170,
  currency: 96,
  source: 210,
  billed_source: 210,
  disbursed_source: 210,
  settlement: 150,
  key: 340,
  location: 220,
  path: 300,
  file: 260,
  section: 300,
  sections: 260,
  report: 220,
  reason: 150,
  product: 200,
  payer_name: 200,
  found_in: 280,
  ar_period: 92,
  ageing_bucket: 152,
  bucket: 152,
  exception: 206,
  subject: 220,
  sha256: 240,
}

/** The columns of a query in the order of a layout, each with its look; sorting and filtering happen in the core. */
export function columnDefinitions(
  columns: readonly GridColumn[],
  view: GridLayout,
  formats: ShownFormats,
): ColDef<GridRow>[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  return view.columns.flatMap(({ name, width, hidden, pinned }) => {
    const column = byName.get(name)
    if (!column) return []
    const place = view.orderBy.findIndex((order) => order.column === name)
    return [
      {
        ...look(column, formats),
        initialWidth: width ?? firstWidth(column),
        initialHide: hidden ?? false,
        ...(pinned ? { initialPinned: 'left' as const } : {}),
        ...(place < 0
          ? {}
          : {
              initialSort: view.orderBy[place]?.descending ? ('desc' as const) : ('asc' as const),
              initialSortIndex: place,
            }),
      },
    ]
  })
}

/** Width of a column in pixels before a person drags it. */
export function firstWidth(column: GridColumn): number {
  return ownWidths[column.name] ?? (isLongText(column) ? 460 : widths[kindOf(column)])
}

function look(column: GridColumn, formats: ShownFormats): ColDef<GridRow> {
  const kind = kindOf(column)
  const write = cellWriter(column, formats)
  return {
    colId: column.name,
    headerName: column.title,
    headerComponent: HeaderCell,
    headerComponentParams: { isFigure: isFigure(kind) },
    valueGetter: ({ data }) => data?.cells[column.name],
    valueFormatter: ({ value, data }) => write(value, data?.cells),
    cellClass: `cell-${kind}`,
    ...(isFigure(kind) ? { headerClass: 'head-figure' } : {}),
    ...(kind === 'text' ? { tooltip: ({ value, data }) => write(value, data?.cells) } : {}),
    ...(kind === 'state' ? { cellRenderer: stateCell } : {}),
  }
}
