import { useEffect } from 'react'
import { paletteStore } from '../session/palette-store.ts'

/** Identifies the field into which is typed. */
export const paletteField = 'palette-field'

/** Keys that the field understands beyond text; Escape closes the palette wherever the focus is. */
const fieldKeys = new Set(['Enter', 'ArrowDown', 'ArrowUp'])

/**
 * The palette takes some frames to draw its field, give it the focus and draw the list of what was found, on a busy machine
 * many. What is typed meanwhile is meant for it: text is kept for the field, and other keys wait until the list is there.
 */
export function useEarlyTyping(): void {
  useEffect(() => {
    let waiting: string[] = []
    let frame: number | null = null
    const press = (event: KeyboardEvent): void => {
      if (!paletteStore.getState().opened || event.isComposing) return
      if (frame === null && focusedField() !== null) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key.length === 1) type((query) => query + event.key)
      else if (event.key === 'Backspace') type((query) => query.slice(0, -1))
      else if (fieldKeys.has(event.key)) waiting.push(event.key)
      else return
      event.preventDefault()
      event.stopPropagation()
      frame ??= requestAnimationFrame(awaitFocus)
    }
    const awaitFocus = (): void => {
      const isWanted = paletteStore.getState().opened
      // With the focus come the drawings of the list; the frame after it has them.
      if (isWanted) frame = requestAnimationFrame(focusedField() === null ? awaitFocus : handOver)
      else forget()
    }
    const handOver = (): void => {
      const keys = waiting
      forget()
      // Text that came in by itself marks the first of what it finds, as typing into the field does.
      for (const key of paletteStore.getState().query === '' ? keys : ['ArrowDown', ...keys])
        focusedField()?.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }))
    }
    const forget = (): void => {
      frame = null
      waiting = []
    }
    addEventListener('keydown', press, { capture: true })
    return () => {
      removeEventListener('keydown', press, { capture: true })
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [])
}

function focusedField(): Element | null {
  return document.activeElement?.id === paletteField ? document.activeElement : null
}

function type(change: (query: string) => string): void {
  const state = paletteStore.getState()
  paletteStore.setState({ ...state, query: change(state.query) })
}
