import type { Row } from '../../shared/contract/rows.ts'
import { textOf } from '../formats/row-cells.ts'

/** The last sync with the source of this name, of whichever place it had then; null where there was none. */
export function lastSyncOf(syncs: readonly Row[], name: string): Row | null {
  const own = syncs.filter((row) => textOf(row, 'source') === name)
  return own.toSorted((a, b) => ((textOf(a, 'synced_at') ?? '') < (textOf(b, 'synced_at') ?? '') ? 1 : -1))[0] ?? null
}
