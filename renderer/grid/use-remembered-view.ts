import { useEffect, useEffectEvent, useRef } from 'react'
import type { GridView } from '../../shared/contract/settings.ts'
import { useChangeSettings } from '../frame/app-state.tsx'

/** A person drags and types in small steps; only where it comes to rest is worth a write. */
const restMilliseconds = 600

/** Keeps the view of a grid in the settings, once it has come to rest, and when the grid goes away. Null: nothing to keep. */
export function useRememberedView(viewKey: string, view: GridView | null): void {
  const change = useChangeSettings()
  const waiting = useRef<GridView | null>(null)
  const save = useEffectEvent(() => {
    const kept = waiting.current
    waiting.current = null
    // A view that could not be kept is no reason to interrupt: it is shown all the same.
    if (kept) void change({ grids: { [viewKey]: kept } }).catch(() => undefined)
  })

  useEffect(() => {
    if (!view) return
    waiting.current = view
    const timer = setTimeout(() => save(), restMilliseconds)
    return () => clearTimeout(timer)
  }, [view])

  useEffect(() => {
    const flush = (): void => save()
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [])
}
