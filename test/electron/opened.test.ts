import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { runApplication } from '../../main/shells/electron/application.ts'
import { openedAmong } from '../../main/shells/electron/files.ts'
import { preventable } from './app-double.ts'
import { createElectronDouble } from './electron-double.ts'
import { startApplication, temporaryFolder } from './starting.ts'

const command = (value: object): object => ({ channel: 'tieout:command', value })

describe('one instance', () => {
  test('a second start hands over what it was given and quits without touching anything', async () => {
    const { electron, app, done, windows, children } = createElectronDouble()
    app.isFirst = false
    await runApplication(electron, {
      platform: 'linux',
      dataFolder: '/nowhere',
      booksFolder: null,
      pageFolder: '/program/page',
      preload: '/program/preload.cjs',
      engineScript: '/program/engine-process.js',
      sampleFolder: '/program/sample',
      arguments: ['/books/march.tieout', 'report.csv', '--flag'],
      workingDirectory: '/home/person',
      log: () => undefined,
    })
    expect(done).toEqual(['lock', 'quit'])
    expect(app.handedOver).toEqual({ books: ['/books/march.tieout'], files: ['/home/person/report.csv'] })
    expect([...windows, ...children]).toEqual([])
  })

  test('the first comes to the front and opens what the second was given', async () => {
    const { app, window } = await startApplication()
    window().isMini = true
    window().webContents.emit('did-finish-load')
    app.emit('second-instance', preventable(), ['program', '--flag', 'wrong.tieout'], '/', {
      books: ['/books/march.tieout'],
      files: ['/in/a.csv'],
    })
    expect(window().calls).toEqual(expect.arrayContaining(['restore', 'show', 'focus']))
    await vi.waitFor(() =>
      expect(window().webContents.sent).toEqual([
        command({ type: 'open-book', path: '/books/march.tieout' }),
        command({ type: 'take-files', paths: ['/in/a.csv'] }),
      ]),
    )
  })

  test('what another program sends in its place is ignored', async () => {
    const { app, window, child } = await startApplication()
    app.emit('second-instance', preventable(), [], '/', { books: 'x', files: [] })
    app.emit('second-instance', preventable(), [], '/', { books: ['/x'] })
    app.emit('second-instance', preventable(), [], '/', null)
    await setTimeout(200)
    expect(window().webContents.sent).toEqual([])
    expect(child().received).toEqual([])
  })
})

describe('books and reports from outside', () => {
  test('arguments are opened when the page is there, and no sooner; the engine may read them', async () => {
    const { window, child, granted } = await startApplication({
      arguments: [
        '--flag',
        'year/march.TIEOUT',
        'a.csv',
        '/in/B.XLSX',
        'c.zip',
        'd.csv.gz',
        'e.parquet',
        'nothing.exe',
      ],
    })
    await setTimeout(20)
    expect(window().webContents.sent).toEqual([])
    window().webContents.emit('did-finish-load')
    const files = [
      '/home/person/a.csv',
      '/in/B.XLSX',
      '/home/person/c.zip',
      '/home/person/d.csv.gz',
      '/home/person/e.parquet',
    ]
    expect(window().webContents.sent).toEqual([
      command({ type: 'open-book', path: '/home/person/year/march.TIEOUT' }),
      command({ type: 'take-files', paths: files }),
    ])
    child().say({ type: 'ready' })
    expect(granted()).toEqual([['read', '/home/person/year/march.TIEOUT', ...files]])
  })

  test('whatever lies there was meant, a folder too; the application’s own folder was not', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'reports'))
    mkdirSync(join(folder, 'program'))
    expect(openedAmong(['reports', 'program', 'gone', ''], folder, join(folder, 'program'))).toEqual({
      books: [],
      files: [join(folder, 'reports')],
    })
  })

  test.skipIf(process.platform === 'win32')('file managers on Linux name files by their addresses', () => {
    expect(
      openedAmong(['file:///in/M%C3%A4rz%202026.csv', 'file:///books/a.tieout', 'file://%'], '/home/person'),
    ).toEqual({
      books: ['/books/a.tieout'],
      files: ['/in/März 2026.csv'],
    })
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
    expect(window().webContents.sent).toEqual([command({ type: 'open-book', path: '/books/march.tieout' })])
  })

  test('several files that are opened at once come to Import at once, and are never taken for books', async () => {
    const { app, window, granted, child } = await startApplication({ platform: 'darwin' })
    child().say({ type: 'ready' })
    window().webContents.emit('did-finish-load')
    for (const name of ['a.csv', 'b.xlsx', 'c.zip']) app.emit('open-file', preventable(), `/in/${name}`)
    const files = ['/in/a.csv', '/in/b.xlsx', '/in/c.zip']
    await vi.waitFor(() => expect(window().webContents.sent).toHaveLength(2))
    expect(window().webContents.sent[1]).toEqual(command({ type: 'take-files', paths: files }))
    expect(granted()).toEqual([['read', ...files]])
  })

  test('what was opened before the application was ready is kept for it', async () => {
    const double = createElectronDouble()
    const folder = temporaryFolder()
    const running = runApplication(double.electron, {
      platform: 'darwin',
      dataFolder: join(folder, 'data'),
      booksFolder: null,
      pageFolder: '/program/page',
      preload: '/program/preload.cjs',
      engineScript: '/program/engine-process.js',
      sampleFolder: '/program/sample',
      arguments: [],
      workingDirectory: '/',
      log: () => undefined,
    })
    double.app.emit('open-file', preventable(), '/in/a.csv')
    double.app.becomeReady()
    await running
    const { webContents } = double.windows[0] ?? {}
    webContents?.emit('did-finish-load')
    await vi.waitFor(() => expect(webContents?.sent).toEqual([command({ type: 'take-files', paths: ['/in/a.csv'] })]))
  })

  test('a file that is dropped on a window may be read, but only its preload can say so', async () => {
    const { call, window, child, granted } = await startApplication()
    child().say({ type: 'ready' })
    await call('tieout:dropped', { window: window() }, '/in/a.csv')
    expect(granted()).toEqual([['read', '/in/a.csv']])
    await expect(call('tieout:dropped', { window: window(), frame: null }, '/etc/passwd')).rejects.toThrow('Refused.')
    await expect(call('tieout:dropped', { window: window() }, 7)).rejects.toThrow('Refused.')
  })
})
