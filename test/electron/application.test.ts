import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { HostCommand } from '../../shared/host.ts'
import { defaultBooksFolder } from '../../main/shells/electron/books-folder.ts'
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

describe('dialogs', () => {
  test('only a path that a person chose is granted, for what it was chosen for, before the page learns of it', async () => {
    const { call, window, child, state, granted } = await startApplication()
    child().say({ type: 'ready' })
    state.save = { canceled: true, filePath: '' }
    expect(await call('tieout:pickTarget', { window: window() }, 'march.xlsx')).toBeNull()
    expect(granted()).toEqual([])
    state.save = { canceled: false, filePath: '/home/person/march.xlsx' }
    expect(await call('tieout:pickTarget', { window: window() }, 'march.xlsx')).toBe('/home/person/march.xlsx')
    expect(granted()).toEqual([['write', '/home/person/march.xlsx']])
    expect(state.dialogs[1]).toMatchObject({
      parent: window(),
      options: {
        defaultPath: '/home/person/Documents/march.xlsx',
        filters: [{ name: 'XLSX', extensions: ['xlsx'] }, { extensions: ['*'] }],
      },
    })
  })

  test('exports go where the last one went, books where the last one lies', async () => {
    const { call, window, child, state } = await startApplication()
    state.save = { canceled: false, filePath: '/audit/2026/march.xlsx' }
    await call('tieout:pickTarget', { window: window() }, 'march.xlsx')
    await call('tieout:pickTarget', { window: window() }, 'april.xlsx')
    await call('tieout:pickBook', { window: window() })
    child().say({ type: 'book', path: '/books/march.tieout' })
    await call('tieout:pickBook', { window: window() })
    expect(state.dialogs.slice(1).map(({ options }) => options.defaultPath)).toEqual([
      '/audit/2026/april.xlsx',
      '/home/person/Documents/Tieout',
      '/books',
    ])
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
    const { call, window, child, state, granted } = await startApplication()
    child().say({ type: 'ready' })
    expect(await call('tieout:pickFiles', { window: window() })).toEqual([])
    state.open = { canceled: false, filePaths: ['/in/a.csv', '/in/b.csv'] }
    expect(await call('tieout:pickFiles', { window: window() })).toEqual(['/in/a.csv', '/in/b.csv'])
    state.open = { canceled: false, filePaths: ['/in/folder'] }
    expect(await call('tieout:pickFolder', { window: window() })).toEqual(['/in/folder'])
    state.open = { canceled: false, filePaths: ['/books/march.tieout'] }
    expect(await call('tieout:pickBook', { window: window() })).toBe('/books/march.tieout')
    expect(granted()).toEqual([
      ['read', '/in/a.csv', '/in/b.csv'],
      ['read', '/in/folder'],
      ['read', '/books/march.tieout'],
    ])
    state.save = { canceled: false, filePath: '/books/april.tieout' }
    expect(await call('tieout:pickNewBook', { window: window() }, 'april.tieout')).toBe('/books/april.tieout')
    expect(granted().slice(3)).toEqual([['write', '/books/april.tieout']])
  })

  test('new books go among the documents, but not where these are synchronised', () => {
    const { electron, app } = createElectronDouble()
    expect(defaultBooksFolder(electron, 'win32')).toBe('/home/person/Documents/Tieout')
    app.paths.set('documents', '/home/person/OneDrive - Acorn/Documents')
    expect(defaultBooksFolder(electron, 'win32')).toBe('/home/person/Tieout')
  })

  test('shows a file in its folder when a person chose its place and it is there, and opens the log folder only', async () => {
    const { call, window, folder, state } = await startApplication()
    const [chosen, other] = [join(folder, 'march.xlsx'), join(folder, 'other.xlsx')]
    state.save = { canceled: false, filePath: chosen }
    await call('tieout:pickTarget', { window: window() }, 'march.xlsx')
    expect(await call('tieout:showInFolder', { window: window() }, chosen)).toBe(false)
    expect(await call('tieout:openLogFolder', { window: window() })).toBe(false)
    for (const file of [chosen, other]) writeFileSync(file, '')
    mkdirSync(join(folder, 'data/logs'), { recursive: true })
    expect(await call('tieout:showInFolder', { window: window() }, chosen)).toBe(true)
    // Not chosen by anybody; on Windows, looking at the second alone would sign in at that server.
    expect(await call('tieout:showInFolder', { window: window() }, other)).toBe(false)
    expect(await call('tieout:showInFolder', { window: window() }, String.raw`\\server\share\x`)).toBe(false)
    expect(await call('tieout:openLogFolder', { window: window() })).toBe(true)
    expect(state.shown).toEqual([chosen, join(folder, 'data/logs')])
  })

  test('shows the open book in its folder', async () => {
    const { call, window, child, folder, state } = await startApplication()
    const book = join(folder, 'march.tieout')
    writeFileSync(book, '')
    child().say({ type: 'book', path: book })
    expect(await call('tieout:showInFolder', { window: window() }, book)).toBe(true)
    expect(state.shown).toEqual([book])
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
        expect.arrayContaining([
          'Undo typing',
          'Redo typing',
          'cut',
          'copy',
          'paste',
          'selectAll',
          'quit',
          'Go',
          'Book',
        ]),
      )
      expect(texts).not.toContain('Developer tools')
    }
  })

  test('takes no key on a Mac that types a sign, and no key twice', async () => {
    const keys = async (platform: NodeJS.Platform): Promise<string[]> =>
      (await startApplication({ platform })).state.menu
        .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
        .flatMap(({ accelerator, label }) => (accelerator ? [`${label}: ${accelerator}`] : []))
    const mac = await keys('darwin')
    expect(mac.filter((key) => /: (Alt|Option)\+/.test(key))).toEqual([])
    expect(mac).toContain('Import folder…: Cmd+Alt+I')
    const linux = await keys('linux')
    expect(linux).toContain('Undo import…: CmdOrCtrl+Z')
    expect(mac.filter((key) => key.startsWith('Undo import'))).toEqual([])
    for (const all of [mac, linux]) expect(new Set(all.map((key) => key.split(': ')[1])).size).toBe(all.length)
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
    for (const action of actions) expect(known('session/shortcuts.ts')).toContain(`'${action}'`)
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
    expect(first.window().calls).toEqual(['load'])
    first.window().emit('ready-to-show')
    expect(first.window().calls).toEqual(['load', 'show'])
    first.window().isMaxi = true
    first.window().emit('close')
    const second = await startApplication({ dataFolder: join(first.folder, 'data') })
    second.window().emit('ready-to-show')
    expect(second.window().isMaxi).toBe(true)
    expect(second.app.paths.get('userData')).toBe(join(first.folder, 'data/window'))
  })
})
