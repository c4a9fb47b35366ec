import type { GridApi } from 'ag-grid-community'
import type { GridRow } from './grid-context.ts'
import { firstDataColumn } from './row-column.ts'

/** How long a row that is not loaded yet is waited for. */
const patienceMilliseconds = 3000

/**
 * Scrolls to a row, gives it the focus in the column that has it (unless `staysElsewhere`), and returns it once it is
 * loaded; null if it never is.
 */
export async function focusRow(
  api: GridApi<GridRow>,
  place: number,
  { staysElsewhere = false } = {},
): Promise<GridRow | null> {
  if (api.isDestroyed()) return null
  api.ensureIndexVisible(place)
  const column = api.getFocusedCell()?.column ?? firstDataColumn(api)
  if (column && !staysElsewhere) api.setFocusedCell(place, column)
  const end = performance.now() + patienceMilliseconds
  while (!api.isDestroyed() && performance.now() < end) {
    const row = api.getDisplayedRowAtIndex(place)?.data
    if (row) return row
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  return null
}
