import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { runApplication } from '../../main/shells/electron/application.ts'
import type { HostCommand } from '../../shared/host.ts'
import { preventable } from './app-double.ts'
import { createElectronDouble } from './electron-double.ts'
import { present, startApplication } from './starting.ts'

const menuTexts = (items: readonly Electron.MenuItemConstructorOptions[]): string[] =>
  items.flatMap((item) => [
    item.label ?? item.role ?? '-',
    ...(Array.isArray(item.submenu) ? menuTexts(item.submenu) : []),
  ])
function menuItem(
  items: readonly Electron.MenuItemConstructorOptions[],
  label: string,
): Electron.MenuItemConstructorOptions {
  const all = items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
  return present(all.find((item) => item.label === label))
}
const click = (item: Electron.MenuItemConstructorOptions): void => (present(item.click) as () => void)()

describe('one instance', () => {
  test('a second start hands its book over and quits without touching anything', async () => {
    const { electron, app, done, windows, children } = createElectronDouble()
    app.isFirst = false
    await runApplication(electron, {
      platform: 'linux',
      dataFolder: '/nowhere',
      pageFolder: '/program/page',
      preload: '/program/preload.cjs',
      engineScript: '/program/engine-process.js',
      sampleFolder: '/program/sample',
      arguments: ['/books/march.tieout'],
      workingDirectory: '/',
      log: () => undefined,
    })
    expect(done).toEqual(['lock', 'quit'])
    expect([...windows, ...children]).toEqual([])
  })

  test('the first comes to the front and opens the book of the second', async () => {
    const { app, window, child } = await startApplication()
    window().isMini = true
    window().webContents.emit('did-finish-load')
    app.emit('second-instance', preventable(), ['program', '--flag', 'wrong.tieout'], '/', {
      books: ['/books/march.tieout'],
    })
    expect(window().calls).toEqual(expect.arrayContaining(['restore', 'show', 'focus']))
    const open = { channel: 'tieout:command', value: { type: 'open-book', path: '/books/march.tieout' } }
    await vi.waitFor(() => expect(window().webContents.sent).toEqual([open]))
    expect(child().received).toEqual([])
  })

  test('what another program sends in its place is ignored', async () => {
    const { app, window, child } = await startApplication()
    app.emit('second-instance', preventable(), [], '/', { books: 'x' })
    app.emit('second-instance', preventable(), [], '/', null)
    expect(window().webContents.sent).toEqual([])
    expect(child().received).toEqual([])
  })
})

describe('books from outside', () => {
  test('an argument is opened when the page is there, and no sooner', async () => {
    const { window } = await startApplication({ arguments: ['--flag', 'year/march.TIEOUT', 'notes.txt'] })
    await setTimeout(20)
    expect(window().webContents.sent).toEqual([])
    window().webContents.emit('did-finish-load')
    expect(window().webContents.sent).toEqual([
      { channel: 'tieout:command', value: { type: 'open-book', path: '/home/person/year/march.TIEOUT' } },
    ])
  })

  test('a double click or a drop on the dock opens a book; after the last window was closed, in a new one', async () => {
    const { app, windows, window } = await startApplication({ platform: 'darwin' })
    window().emit('closed')
    app.emit('window-all-closed')
    expect(app.hasQuit).toBe(false)
    const event = preventable()
    app.emit('open-file', event, '/books/march.tieout')
    expect(event.defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(windows).toHaveLength(1))
    window().webContents.emit('did-finish-load')
    expect(window().webContents.sent).toHaveLength(1)
  })
})

describe('dialogs', () => {
  test('only a path that a person chose is granted, before the page learns of it', async () => {
    const { call, window, child, state } = await startApplication()
    state.save = { canceled: true, filePath: '' }
    expect(await call('tieout:pickTarget', { window: window() }, 'march.xlsx')).toBeNull()
    expect(child().received).toEqual([])
    state.save = { canceled: false, filePath: '/home/person/march.xlsx' }
    expect(await call('tieout:pickTarget', { window: window() }, 'march.xlsx')).toBe('/home/person/march.xlsx')
    expect(child().received.map(({ message }) => message)).toEqual([{ type: 'grant', path: '/home/person/march.xlsx' }])
    expect(state.dialogs[1]).toMatchObject({
      parent: window(),
      options: {
        defaultPath: '/home/person/Documents/march.xlsx',
        filters: [{ name: 'XLSX', extensions: ['xlsx'] }, { extensions: ['*'] }],
      },
    })
  })

  test('a suggested name is a name only', async () => {
    const { call, window, state } = await startApplication()
    await call('tieout:pickTarget', { window: window() }, '../../etc/pass:wd')
    await call('tieout:pickTarget', { window: window() }, String.raw`C:\Windows\win.ini`)
    expect(state.dialogs.map(({ options }) => options.defaultPath)).toEqual([
      '/home/person/Documents/-..-etc-pass-wd',
      '/home/person/Documents/C--Windows-win.ini',
    ])
  })

  test('files and folders are several at once, a book is one, and none may be written to', async () => {
    const { call, window, child, state } = await startApplication()
    expect(await call('tieout:pickFiles', { window: window() })).toEqual([])
    state.open = { canceled: false, filePaths: ['/in/a.csv', '/in/b.csv'] }
    expect(await call('tieout:pickFiles', { window: window() })).toEqual(['/in/a.csv', '/in/b.csv'])
    expect(await call('tieout:pickFolder', { window: window() })).toEqual(['/in/a.csv', '/in/b.csv'])
    expect(child().received).toEqual([])
    state.open = { canceled: false, filePaths: ['/books/march.tieout'] }
    expect(await call('tieout:pickBook', { window: window() })).toBe('/books/march.tieout')
    expect(child().received).toEqual([])
    state.save = { canceled: false, filePath: '/books/april.tieout' }
    expect(await call('tieout:pickNewBook', { window: window() }, 'april.tieout')).toBe('/books/april.tieout')
    expect(child().received.map(({ message }) => message)).toEqual([{ type: 'grant', path: '/books/april.tieout' }])
  })

  test('shows a file in its folder when it is there, and opens the log folder only', async () => {
    const { call, window, folder, state } = await startApplication()
    expect(await call('tieout:showInFolder', { window: window() }, join(folder, 'gone.xlsx'))).toBe(false)
    expect(await call('tieout:openLogFolder', { window: window() })).toBe(false)
    writeFileSync(join(folder, 'march.xlsx'), '')
    mkdirSync(join(folder, 'data/logs'), { recursive: true })
    expect(await call('tieout:showInFolder', { window: window() }, join(folder, 'march.xlsx'))).toBe(true)
    expect(await call('tieout:openLogFolder', { window: window() })).toBe(true)
    expect(state.shown).toEqual([join(folder, 'march.xlsx'), join(folder, 'data/logs')])
  })
})

describe('the menu', () => {
  test('sends its commands to the window in front', async () => {
    const { state, windows, window } = await startApplication()
    click(menuItem(state.menu, 'New window'))
    expect(windows).toHaveLength(2)
    for (const { webContents } of windows) webContents.emit('did-finish-load')
    state.focused = window(0)
    click(menuItem(state.menu, 'Cash application'))
    state.focused = window(1)
    click(menuItem(state.menu, 'Export workbook…'))
    expect(window(0).webContents.sent).toEqual([
      { channel: 'tieout:command', value: { type: 'go', screen: 'cash-application' } },
    ])
    expect(window(1).webContents.sent).toEqual([
      { channel: 'tieout:command', value: { type: 'action', action: 'export' } },
    ])
  })

  test('follows the habits of the system, and a finished build has no developer tools', async () => {
    const linux = menuTexts((await startApplication()).state.menu)
    const mac = menuTexts((await startApplication({ platform: 'darwin' })).state.menu)
    expect(linux.slice(0, 1)).toEqual(['File'])
    expect(mac.slice(0, 2)).toEqual(['appMenu', 'about'])
    expect(mac).toEqual(expect.arrayContaining(['services', 'hideOthers', 'windowMenu', 'Recent books']))
    for (const texts of [linux, mac]) {
      expect(texts).toEqual(
        expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll', 'quit', 'Go', 'Book']),
      )
      expect(texts).not.toContain('Developer tools')
    }
  })

  test('asks for nothing that the page does not know', async () => {
    const { state, window } = await startApplication()
    window().webContents.emit('did-finish-load')
    const all = state.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    for (const item of all) if (item.click && !['New window', 'Open log folder'].includes(item.label ?? '')) click(item)
    const commands = window().webContents.sent.map(({ value }) => value as HostCommand)
    const actions = commands.flatMap((command) => (command.type === 'action' ? [command.action] : []))
    const screens = commands.flatMap((command) => (command.type === 'go' ? [command.screen] : []))
    expect(actions.length).toBeGreaterThan(10)
    const known = (file: string): string => readFileSync(join(import.meta.dirname, '../../renderer', file), 'utf8')
    for (const action of actions) expect(known('frame/shortcuts.ts')).toContain(`'${action}'`)
    for (const screen of screens) expect(known('navigation.ts')).toContain(`'${screen}'`)
  })
})

describe('windows', () => {
  test('zoom and title are the window’s own; a title of the document does not count', async () => {
    const { call, window } = await startApplication()
    await call('tieout:newWindow', { window: window(0) })
    await call('tieout:setZoom', { window: window(1) }, 1.5)
    expect([window(0).webContents.zoom, window(1).webContents.zoom]).toEqual([1, 1.5])
    const event = preventable()
    window().emit('page-title-updated', event)
    expect(event.defaultPrevented).toBe(true)
  })

  test('a page that dies is loaded again, but not for ever', async () => {
    const { window, lines } = await startApplication()
    for (let death = 1; death <= 5; death++)
      window().webContents.emit('render-process-gone', preventable(), { reason: 'crashed', exitCode: 5 })
    expect(window().webContents.reloads).toBe(3)
    expect(lines).toHaveLength(5)
  })

  test('is shown when it has drawn itself, where the last one was', async () => {
    const first = await startApplication()
    expect(first.window().calls).toEqual([])
    first.window().emit('ready-to-show')
    expect(first.window().calls).toEqual(['show'])
    first.window().isMaxi = true
    first.window().emit('close')
    const second = await startApplication({ dataFolder: join(first.folder, 'data') })
    second.window().emit('ready-to-show')
    expect(second.window().isMaxi).toBe(true)
    expect(second.app.paths.get('userData')).toBe(join(first.folder, 'data/window'))
  })
})
