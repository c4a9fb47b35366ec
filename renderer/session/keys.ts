import { type Action, shortcuts } from './shortcuts.ts'

/** What of a key press counts. */
export interface Press {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** True on Apple's machines, where Command stands for Ctrl. */
export function isMac(platform: string = navigator.platform): boolean {
  return /^(Mac|iP)/.test(platform)
}

/** Whether a press is the shortcut `keys`, such as `mod+shift+Z`. A sign such as `?` may need Shift, so Shift is free there. */
export function matches(press: Press, keys: string, mac: boolean): boolean {
  const parts = partsOf(keys)
  const key = parts.at(-1) ?? ''
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name)
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  if (mod !== wants('mod') || other || press.altKey !== wants('alt')) return false
  const isLetterOrDigit = /^[A-Z0-9]$/.test(key)
  if (!isLetterOrDigit && key.length === 1) return press.key === key
  if (press.shiftKey !== wants('shift')) return false
  // With Alt or another layout the character differs, so the key itself counts as well.
  return press.key.toUpperCase() === key.toUpperCase() || press.code === `Key${key}` || press.code === `Digit${key}`
}

/** The action that a press asks for; null when it is none, or when it belongs to the text that is being typed. */
export function actionOf(press: Press, isTyping: boolean, mac: boolean): Action | null {
  const found = shortcuts.find(
    (shortcut) => (shortcut.whileTyping || !isTyping) && shortcut.keys.some((keys) => matches(press, keys, mac)),
  )
  return found?.action ?? null
}

/** Keys as the caps of this machine name them, for example `['Ctrl', 'Shift', 'Z']`. */
export function keyCaps(keys: string, mac: boolean): string[] {
  const names: Record<string, string> = mac
    ? { mod: '⌘', shift: '⇧', alt: '⌥', ArrowLeft: '←' }
    : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', ArrowLeft: '←' }
  return partsOf(keys).map((part) => names[part] ?? part)
}

/** Whether typing goes into this element, so that single keys belong to it. */
export function isTypingIn(element: Element | null): boolean {
  if (!(element instanceof HTMLElement)) return false
  if (element.isContentEditable) return true
  if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(element.type)
  return ['TEXTAREA', 'SELECT'].includes(element.tagName)
}

function partsOf(keys: string): string[] {
  return keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+')
}
