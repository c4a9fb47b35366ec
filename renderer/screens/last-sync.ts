import type { NamedRow } from '../../shared/contract/rows.ts'
import type { Source } from '../../shared/contract/sources.ts'
import { locationOf } from '../../shared/source-place.ts'
import { textOf } from '../formats/row-cells.ts'

/** The last sync of the open book with the place of this source, by whatever name; null where there was none. */
export function lastSyncOf(syncs: readonly NamedRow[], source: Source): NamedRow | null {
  return syncs.find((row) => isAt(row, source)) ?? null
}

/** The last sync of each place that is no source any more. */
export function syncsOfFormer(syncs: readonly NamedRow[], sources: readonly Source[]): NamedRow[] {
  return syncs.filter((row) => !sources.some((source) => isAt(row, source)))
}

function isAt(row: NamedRow, source: Source): boolean {
  return textOf(row, 'location') === locationOf(source) && (textOf(row, 'prefix') ?? '') === source.prefix
}
