/** What a key asks of the grid, beyond moving about. */
export type GridPress = 'open' | 'toggle' | 'select-all' | 'copy' | 'close' | 'extend'

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Reads a key pressed on a cell; null when it is the grid's own. Ctrl and Command count alike. */
export function pressOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): GridPress | null {
  if (altKey) return null
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'a') return 'select-all'
    return key.toLowerCase() === 'c' ? 'copy' : null
  }
  if (key === 'Enter') return 'open'
  if (key === ' ') return 'toggle'
  if (key === 'Escape') return 'close'
  return shiftKey && (key === 'ArrowUp' || key === 'ArrowDown') ? 'extend' : null
}
