import { describe, expect, test, vi } from 'vitest'
import { contextMenu } from '../../main/shells/electron/context-menu.ts'
import { preventable } from './app-double.ts'
import { startApplication } from './starting.ts'

const flags = { canUndo: false, canRedo: false, canCut: true, canCopy: true, canPaste: true, canSelectAll: true }
const asked = (part: object): Electron.ContextMenuParams =>
  ({
    isEditable: false,
    selectionText: '',
    menuSourceType: 'mouse',
    editFlags: flags,
    x: 10.4,
    y: 20.6,
    frame: null,
    ...part,
  }) as unknown as Electron.ContextMenuParams

describe('the right button', () => {
  test('gives a field its text commands, in words, those that can be done now', async () => {
    const { window, state } = await startApplication()
    window().webContents.emit('context-menu', {}, asked({ isEditable: true }))
    const [menu] = state.popups
    expect(menu?.options.window).toBe(window())
    expect(menu?.items.map(({ label, enabled }) => (label ? `${label} ${enabled}` : '-'))).toEqual([
      'Undo typing false',
      'Redo typing false',
      '-',
      'Cut true',
      'Copy true',
      'Paste true',
      '-',
      'Select all true',
    ])
    expect(menu?.options).not.toHaveProperty('x')
  })

  test('gives a selection Copy, and anything else nothing', () => {
    expect(contextMenu(asked({ selectionText: '120,502.00' })).map(({ role }) => role)).toEqual(['copy'])
    expect(contextMenu(asked({ selectionText: '  ' }))).toEqual([])
    expect(contextMenu(asked({}))).toEqual([])
  })

  test('by the keyboard, opens at the field', async () => {
    const { window, state } = await startApplication()
    window().webContents.emit('context-menu', {}, asked({ isEditable: true, menuSourceType: 'keyboard' }))
    expect(state.popups[0]?.options).toMatchObject({ x: 10, y: 21, sourceType: 'keyboard' })
  })
})

describe('the theme', () => {
  test('that a person chooses is that of title bar and background at once, and of the next start before anything is drawn', async () => {
    const first = await startApplication()
    expect(first.window().options.backgroundColor).toBe('#ffffff')
    await first.call('tieout:setTheme', { window: first.window() }, 'dark')
    expect(first.theme.themeSource).toBe('dark')
    expect(first.window().background).toBe('#1a1b1e')
    const second = await startApplication({ dataFolder: `${first.folder}/data` })
    expect(second.theme.themeSource).toBe('dark')
    expect(second.window().options.backgroundColor).toBe('#1a1b1e')
    await expect(second.call('tieout:setTheme', { window: second.window() }, 'pink')).rejects.toThrow('Refused.')
  })
})

describe('a page that cannot be shown', () => {
  test.each([
    ['did-fail-load', [{}, -6, 'ERR_FILE_NOT_FOUND', 'app://tieout/index.html', true]],
    ['did-navigate', [{}, 'app://tieout/index.html', 404, 'Not found']],
  ])('is said, and can be tried again: %s', async (event, values) => {
    const { window, state, lines } = await startApplication()
    window().webContents.emit(event, ...values)
    await vi.waitFor(() => expect(window().calls).toEqual(['load', 'show', 'load']))
    expect(state.questions[0]).toMatchObject({ parent: window(), options: { message: 'The window cannot be shown.' } })
    expect(lines[0]).toMatch(/^page: did not load, /)
  })

  test('can be closed instead', async () => {
    const { window, state } = await startApplication()
    state.answer = 1
    const broken = window()
    broken.webContents.emit('did-navigate', {}, '', 500, '')
    await vi.waitFor(() => expect(broken.isGone).toBe(true))
  })

  test('is not one whose load another took the place of, nor a frame in it', async () => {
    const { window, state } = await startApplication()
    window().webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', '', true)
    window().webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', '', false)
    window().webContents.emit('did-navigate', {}, '', 200, 'OK')
    expect(state.questions).toEqual([])
  })

  test('that dies again and again says so', async () => {
    const { window, state } = await startApplication()
    state.answer = -1
    for (let death = 1; death <= 6; death++)
      window().webContents.emit('render-process-gone', preventable(), { reason: 'crashed', exitCode: 5 })
    expect(window().webContents.reloads).toBe(3)
    await vi.waitFor(() => expect(state.questions).toHaveLength(1))
  })

  test('that hangs asks whether to wait', async () => {
    const { window, state } = await startApplication()
    state.answer = 1
    window().emit('unresponsive')
    await vi.waitFor(() => expect(state.questions).toHaveLength(1))
    expect(window().webContents.reloads).toBe(0)
    state.answer = 0
    await vi.waitFor(() => {
      window().emit('unresponsive')
      expect(window().webContents.reloads).toBe(1)
    })
  })

  test('is shown in the end, drawn or not: an invisible window cannot be closed', async () => {
    vi.useFakeTimers()
    try {
      const { window } = await startApplication()
      expect(window().calls).not.toContain('show')
      await vi.advanceTimersByTimeAsync(10_000)
      expect(window().calls).toContain('show')
    } finally {
      vi.useRealTimers()
    }
  })
})

test('Windows knows the application by the name that the installer gives it', async () => {
  expect((await startApplication({ platform: 'win32' })).app.userModelId).toBe('app.tieout.desktop')
  expect((await startApplication({ platform: 'linux' })).app.userModelId).toBe('')
})

test.each([
  ['1920x1080 at 200 %', { x: 0, y: 0, width: 960, height: 490 }],
  ['1366x768 at 125 %', { x: 0, y: 0, width: 1093, height: 575 }],
  ['a screen smaller than the page', { x: 0, y: 0, width: 640, height: 400 }],
])('a window lies wholly on %s', async (_name, workArea) => {
  const { call, window, state } = await startApplication()
  state.displays = [{ workArea }]
  await call('tieout:newWindow', { window: window() })
  const { width = 0, height = 0, minWidth = 0, minHeight = 0 } = window(1).options
  for (const one of [width, minWidth]) expect(one).toBeLessThanOrEqual(workArea.width)
  for (const one of [height, minHeight]) expect(one).toBeLessThanOrEqual(workArea.height)
})
