import { useCallback, useState } from 'react'
import type { Row } from '../../shared/contract/rows.ts'
import { type Place, useNavigation } from '../navigation.ts'

/** Identifies a key; lines without a reference are told apart by their settlement. */
export type Key = NonNullable<Place['key']>

export interface Opened {
  /** The key whose details are shown. */
  readonly key: Key | null
  /** The row that is shown, where it is no key or was not asked to be. */
  readonly row: Row | null
  readonly openRow: (row: Row) => void
  readonly openKey: (key: Key) => void
  readonly close: () => void
}

/** The key of a row, for a query that has both of its columns; null for another. */
export function keyOf(row: Row): Key | null {
  const { transaction_reference: reference, currency } = row
  if (reference === undefined || typeof currency !== 'string' || currency === '') return null
  if (reference === null && !row['settlement']) return null
  if (typeof reference === 'string') return { transaction_reference: reference, currency }
  return { transaction_reference: null, currency, settlement: String(row['settlement']) }
}

/**
 * What is open beside a grid. A key stands in the address, so that a reload and Back keep it; a row that is no key only
 * lives here. `scope` names what is shown: what was open beside something else is closed.
 */
export function useOpened(scope: string): Opened {
  const { place, go } = useNavigation()
  const [held, setHeld] = useState<{ scope: string; row: Row | null }>({ scope, row: null })
  const key = place.key ?? null

  const keep = useCallback(
    (next: { row: Row | null; key: Key | null }) => {
      setHeld({ scope, row: next.row })
      const { key: _old, ...rest } = place
      // From key to key there is nothing to go back to; opening and closing are steps.
      go(next.key ? { ...rest, key: next.key } : rest, { replace: Boolean(place.key) === Boolean(next.key) })
    },
    [scope, place, go],
  )
  const openKey = useCallback((next: Key) => keep({ row: null, key: next }), [keep])
  const openRow = useCallback((row: Row) => keep({ row, key: null }), [keep])
  const close = useCallback(() => keep({ row: null, key: null }), [keep])
  return { key, row: key || held.scope !== scope ? null : held.row, openRow, openKey, close }
}
