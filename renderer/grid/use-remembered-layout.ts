import { useEffect, useEffectEvent, useRef } from 'react'
import type { GridLayout } from '../../shared/contract/settings.ts'
import { useChangeSettings } from '../session/app-state.tsx'

/** A person drags in small steps; only where it comes to rest is worth a write. */
const restMilliseconds = 600

/** Keeps the look of a grid in the settings, once it has come to rest, and when the grid goes away. Null: nothing to keep. */
export function useRememberedLayout(viewKey: string, layout: GridLayout | null): void {
  const change = useChangeSettings()
  const waiting = useRef<GridLayout | null>(null)
  const save = useEffectEvent(() => {
    const kept = waiting.current
    waiting.current = null
    // A look that could not be kept is no reason to interrupt: it is shown all the same.
    if (kept) void change({ grids: { [viewKey]: kept } }).catch(() => undefined)
  })

  const { columns, orderBy } = layout ?? {}
  useEffect(() => {
    if (!columns || !orderBy) return
    waiting.current = { columns, orderBy }
    const timer = setTimeout(() => save(), restMilliseconds)
    return () => clearTimeout(timer)
  }, [columns, orderBy])

  useEffect(() => {
    const flush = (): void => save()
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [])
}
