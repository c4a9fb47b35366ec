import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../main/shells/electron/menu.ts'
import { actionOf, keyCaps, matches, type Press } from '../../renderer/session/keys.ts'
import { shortcuts } from '../../renderer/session/shortcuts.ts'
import { screens } from '../../renderer/navigation.ts'
import { actionNames } from '../../renderer/wording/frame.ts'
import type { HostCommand } from '../../shared/host.ts'

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

  it('close no book by the key beside the one that closes a tab', () => {
    expect(actionOf(press('w', { altKey: true }), false, false)).toBeNull()
    expect(actionOf(press('W', { altKey: true, shiftKey: true }), false, false)).toBe('close-book')
  })

  it('belong to one action each', () => {
    const all = shortcuts.flatMap(({ keys }) => keys)
    expect(new Set(all).size).toBe(all.length)
  })

  it('reach every action', () => {
    const actions = [...Object.keys(actionNames), ...screens.map((screen) => `go-${screen}`)]
    const bound = new Set<string>(shortcuts.map(({ action }) => action))
    expect(actions.filter((action) => !bound.has(action))).toEqual([])
    expect(actionOf(press(',', ctrl), true, false)).toBe('go-settings')
    expect(actionOf(press('ø', { altKey: true, code: 'KeyO' }), false, true)).toBe('open-sample')
    expect(actionOf(press('ø', { altKey: true, code: 'KeyO' }), true, true)).toBeNull()
  })

  it.each(['win32', 'linux', 'darwin'] as const)('are those that the menu of the desktop shows on %s', (platform) => {
    const asked: string[] = []
    const menu = menuTemplate({
      platform,
      command: (command) => asked.push(command.type === 'go' ? `go-${command.screen}` : actionIn(command)),
      newWindow: () => undefined,
      openLogFolder: () => undefined,
      isPackaged: true,
    })
    const shown = menu
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .filter(({ registerAccelerator }) => registerAccelerator === false)
    expect(shown.length).toBeGreaterThan(20)
    for (const { label, accelerator, click } of shown) {
      ;(click as () => void)()
      const keys = shortcuts.find(({ action }) => action === asked.at(-1))?.keys ?? []
      // A Mac goes back by Cmd+[, and by Command as well where the page takes Option alone: its menu binds both by itself.
      if (accelerator !== 'Cmd+[')
        expect(keys, label).toContain(pageKeys((accelerator ?? '').replace('Cmd+Alt+', 'Alt+')))
    }
  })
})

function actionIn(command: HostCommand): string {
  return command.type === 'action' ? command.action : ''
}

/** Keys as the page names them, from the way in which Electron does. */
function pageKeys(accelerator: string): string {
  const names: Record<string, string> = { CmdOrCtrl: 'mod', Shift: 'shift', Alt: 'alt', Left: 'ArrowLeft', Plus: '+' }
  return accelerator
    .split('+')
    .map((part) => names[part] ?? part)
    .join('+')
}
