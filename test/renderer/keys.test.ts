import { describe, expect, it } from 'vitest'
import { actionOf, keyCaps, matches, type Press } from '../../renderer/frame/keys.ts'
import { shortcuts } from '../../renderer/frame/shortcuts.ts'

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const ctrl = { ctrlKey: true }

describe('keys', () => {
  it('are Ctrl here and Command on a Mac', () => {
    expect(matches(press('k', ctrl), 'mod+K', false)).toBe(true)
    expect(matches(press('k', ctrl), 'mod+K', true)).toBe(false)
    expect(matches(press('k', { metaKey: true }), 'mod+K', true)).toBe(true)
    expect(keyCaps('mod+shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
  })

  it('tell undo from redo', () => {
    expect(actionOf(press('z', ctrl), false, false)).toBe('undo')
    expect(actionOf(press('Z', { ...ctrl, shiftKey: true }), false, false)).toBe('redo')
  })

  it('find a sign wherever the layout puts it', () => {
    expect(actionOf(press('?', { shiftKey: true }), false, false)).toBe('shortcuts')
    expect(actionOf(press('+', { ...ctrl, shiftKey: true }), false, false)).toBe('zoom-in')
    expect(actionOf(press('+', ctrl), false, false)).toBe('zoom-in')
  })

  it('find a digit by its key where Alt writes another character', () => {
    expect(actionOf(press('¡', { altKey: true, code: 'Digit1' }), false, true)).toBe('go-overview')
    expect(actionOf(press('3', { altKey: true, code: 'Digit3' }), false, false)).toBe('go-cash-application')
  })

  it('leave single keys and undo to the text that is being typed', () => {
    expect(actionOf(press('?', { shiftKey: true }), true, false)).toBeNull()
    expect(actionOf(press('/'), true, false)).toBeNull()
    expect(actionOf(press('z', ctrl), true, false)).toBeNull()
    expect(actionOf(press('k', ctrl), true, false)).toBe('palette')
  })

  it('belong to one action each', () => {
    const all = shortcuts.flatMap(({ keys }) => keys)
    expect(new Set(all).size).toBe(all.length)
  })
})
