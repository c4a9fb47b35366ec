import { useEffect } from 'react'
import { paletteStore } from './palette-store.ts'

/** Identifies the field into which is typed. */
export const paletteField = 'palette-field'

/** Keys that the field understands beyond text; Escape closes the palette wherever the focus is. */
const fieldKeys = new Set(['Enter', 'ArrowDown', 'ArrowUp'])

/**
 * The palette takes some frames to draw its field and give it the focus, on a busy machine many. What is typed meanwhile is
 * meant for it: text is kept for the field, and other keys wait until it is there.
 */
export function useEarlyTyping(): void {
  useEffect(() => {
    let waiting: string[] = []
    const press = (event: KeyboardEvent): void => {
      if (!paletteStore.getState().opened || hasFocus() || event.isComposing) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key.length === 1) type((query) => query + event.key)
      else if (event.key === 'Backspace') type((query) => query.slice(0, -1))
      else if (fieldKeys.has(event.key)) waiting.push(event.key)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    const arrive = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement) || target.id !== paletteField) return
      const { query } = paletteStore.getState()
      const kept = waiting
      waiting = []
      // The list of what was found is drawn by then.
      requestAnimationFrame(() => {
        // Text that comes in by itself marks the first of what it finds, as typing does; what was typed since has done so.
        const isMarked = query === '' || paletteStore.getState().query !== query
        for (const key of isMarked ? kept : ['ArrowDown', ...kept])
          target.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }))
      })
    }
    addEventListener('keydown', press, { capture: true })
    addEventListener('focusin', arrive)
    return () => {
      removeEventListener('keydown', press, { capture: true })
      removeEventListener('focusin', arrive)
    }
  }, [])
}

function hasFocus(): boolean {
  return document.activeElement?.id === paletteField
}

function type(change: (query: string) => string): void {
  paletteStore.updateState((state) => ({ ...state, query: change(state.query) }))
}
