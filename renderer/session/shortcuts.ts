import { screens, type Screen } from '../navigation.ts'

/** Everything that a menu, a key or the palette can ask for; the desktop's menu sends these names. */
export type Action =
  | `go-${Screen}`
  | 'palette'
  | 'shortcuts'
  | 'open-book'
  | 'open-sample'
  | 'new-book'
  | 'close-book'
  | 'pick-files'
  | 'pick-folder'
  | 'export'
  | 'undo'
  | 'redo'
  | 'search'
  | 'back'
  | 'toggle-rail'
  | 'toggle-privacy'
  | 'toggle-theme'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-reset'
  | 'back-up'
  | 'copy-diagnostics'

export interface Shortcut {
  readonly action: Action
  /** The first is shown; `mod` is Ctrl, or Command on a Mac. Digits and letters are as on the key. */
  readonly keys: readonly string[]
  readonly group: 'screens' | 'book' | 'work' | 'view'
  /** Also works while a text is being typed. */
  readonly whileTyping?: boolean
}

/**
 * The one table of keys: they are bound from it and the sheet is drawn from it. Browsers and systems keep many of the
 * combinations with Ctrl to themselves and few with Alt; on a Mac those write signs, so most wait until nothing is typed.
 */
export const shortcuts: readonly Shortcut[] = [
  ...screens.map((screen, index): Shortcut => ({
    action: `go-${screen}`,
    // The second as every program opens its settings.
    keys: [`alt+${index + 1}`, ...(screen === 'settings' ? ['mod+,'] : []), `mod+${index + 1}`],
    group: 'screens',
    whileTyping: true,
  })),
  { action: 'back', keys: ['alt+ArrowLeft'], group: 'screens' },
  { action: 'open-book', keys: ['mod+O'], group: 'book', whileTyping: true },
  // A browser keeps Ctrl+N to itself, so the web shell needs the second one.
  { action: 'new-book', keys: ['mod+N', 'alt+N'], group: 'book', whileTyping: true },
  { action: 'open-sample', keys: ['alt+O'], group: 'book' },
  // Not beside the key by which a browser closes a tab: a book is closed in every window at once.
  { action: 'close-book', keys: ['alt+shift+W'], group: 'book' },
  { action: 'back-up', keys: ['alt+U'], group: 'book' },
  { action: 'pick-files', keys: ['mod+I'], group: 'work', whileTyping: true },
  { action: 'pick-folder', keys: ['alt+I'], group: 'work' },
  { action: 'export', keys: ['mod+E'], group: 'work', whileTyping: true },
  { action: 'undo', keys: ['mod+Z'], group: 'work' },
  { action: 'redo', keys: ['mod+shift+Z', 'mod+Y'], group: 'work' },
  { action: 'search', keys: ['mod+F', '/'], group: 'work' },
  { action: 'palette', keys: ['mod+K'], group: 'view', whileTyping: true },
  { action: 'shortcuts', keys: ['?'], group: 'view' },
  { action: 'toggle-rail', keys: ['mod+B'], group: 'view', whileTyping: true },
  { action: 'toggle-privacy', keys: ['mod+shift+H'], group: 'view', whileTyping: true },
  { action: 'toggle-theme', keys: ['alt+L'], group: 'view' },
  { action: 'zoom-in', keys: ['mod++', 'mod+='], group: 'view', whileTyping: true },
  { action: 'zoom-out', keys: ['mod+-'], group: 'view', whileTyping: true },
  { action: 'zoom-reset', keys: ['mod+0'], group: 'view', whileTyping: true },
  { action: 'copy-diagnostics', keys: ['alt+G'], group: 'view' },
]

/** Keys as they are shown of an action; null when it has none. */
export function keysOf(action: Action): string | null {
  return shortcuts.find((shortcut) => shortcut.action === action)?.keys[0] ?? null
}
