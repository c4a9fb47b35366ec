import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../main/shells/content-security.ts'
import { pageFile, pageResponse } from '../../main/shells/electron/protocol.ts'
import { preventable } from './app-double.ts'
import { FrameDouble, WindowDouble } from './window-double.ts'
import { present, startApplication, temporaryFolder } from './starting.ts'

describe('a window', () => {
  test('has a page in the sandbox, isolated, without Node and without embedded pages', async () => {
    const { window } = await startApplication()
    expect(window().options.webPreferences).toMatchObject({
      preload: '/program/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    })
    expect(window().webContents.address).toBe('app://tieout/index.html')
  })

  test('is sandboxed and its scheme registered before the application is ready', async () => {
    const { beforeReady, state } = await startApplication()
    expect(beforeReady).toEqual(['lock', 'sandbox', 'schemes'])
    expect(state.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })
})

describe('a call of the bridge', () => {
  test('is answered for the main frame of a window on the page', async () => {
    const { call, window } = await startApplication()
    await call('tieout:setTitle', { window: window() }, 'March — Tieout')
    expect(window().title).toBe('March — Tieout')
  })

  test.each([
    ['a frame inside the page', { frame: Object.assign(new FrameDouble(), { parent: new FrameDouble() }) }],
    ['another origin', { frame: new FrameDouble('https://tieout') }],
    ['another host of the same scheme', { frame: new FrameDouble('app://tieout.evil') }],
    ['a page without an origin', { frame: new FrameDouble('null') }],
    ['a frame that has gone', { frame: null }],
    ['a frame that is going', { frame: Object.assign(new FrameDouble(), { detached: true }) }],
  ])('is refused from %s', async (_name, { frame }) => {
    const { call, window, lines } = await startApplication()
    await expect(call('tieout:setTitle', { window: window(), frame }, 'x')).rejects.toThrow('Refused.')
    await expect(call('tieout:connectEngine', { window: window(), frame })).rejects.toThrow('Refused.')
    expect(window().title).toBe('')
    expect(frame?.received ?? []).toEqual([])
    expect(lines).toContain('bridge: setTitle refused, not from a page of ours')
  })

  test('is refused from contents that are no window of the application', async () => {
    const { call } = await startApplication()
    await expect(call('tieout:setTitle', { window: new WindowDouble() }, 'x')).rejects.toThrow('Refused.')
  })

  test.each([
    ['setZoom', [9]],
    ['setZoom', ['1']],
    ['setTitle', []],
    ['pickTarget', [{ path: '/etc/passwd' }]],
    ['pickFiles', ['/etc']],
    ['showInFolder', ['']],
  ])('is refused with wrong arguments: %s %j', async (call, values) => {
    const started = await startApplication()
    await expect(started.call(`tieout:${call}`, { window: started.window() }, ...values)).rejects.toThrow('Refused.')
    expect(started.state.dialogs).toEqual([])
  })
})

describe('everything a page could ask of the system', () => {
  test('is denied, but for writing text to the clipboard', async () => {
    const { session, window } = await startApplication()
    const contents = window().webContents
    const isGiven = (permission: string, details: object, from: unknown = contents): boolean[] => {
      const given: boolean[] = []
      const request = present(session.permissionRequest) as (...values: unknown[]) => void
      request(from, permission, (answer: boolean) => given.push(answer), details)
      const check = present(session.permissionCheck) as (...values: unknown[]) => boolean
      return [...given, check(from, permission, 'app://tieout', details)]
    }
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'clipboard-read',
      'fileSystem',
      'hid',
    ])
      expect([permission, isGiven(permission, { isMainFrame: true })]).toEqual([permission, [false, false]])
    expect(isGiven('clipboard-sanitized-write', { isMainFrame: true })).toEqual([true, true])
    expect(isGiven('clipboard-sanitized-write', { isMainFrame: false })).toEqual([false, false])
    contents.address = 'https://elsewhere.example/'
    expect(isGiven('clipboard-sanitized-write', { isMainFrame: true })).toEqual([false, false])
    expect(present(session.devicePermission)({ deviceType: 'hid', origin: 'app://tieout' } as never)).toBe(false)
  })

  test('is denied: downloads', async () => {
    const { session } = await startApplication()
    const event = preventable()
    session.emit('will-download', event)
    expect(event.defaultPrevented).toBe(true)
  })

  test('is denied: new windows, embedded pages, redirects, other places', async () => {
    const { window } = await startApplication()
    const { webContents } = window()
    expect(present(webContents.openHandler)({ url: 'https://elsewhere.example/' } as never)).toEqual({ action: 'deny' })
    const goes = (event: string, details: object = {}): boolean => {
      const asked = Object.assign(preventable(), details)
      webContents.emit(event, asked)
      return !asked.defaultPrevented
    }
    expect(goes('will-attach-webview')).toBe(false)
    expect(goes('will-redirect', { url: 'app://tieout/index.html' })).toBe(false)
    const to = (url: string, isMainFrame = true): boolean => goes('will-frame-navigate', { url, isMainFrame })
    expect(to('app://tieout/index.html')).toBe(true)
    expect(to('app://tieout/index.html', false)).toBe(false)
    for (const address of [
      'https://elsewhere.example/',
      'app://tieout.evil/',
      'file:///etc/passwd',
      'javascript:1',
      'about:blank',
    ])
      expect([address, to(address)]).toEqual([address, false])
  })

  test('never leaves the machine', async () => {
    const { session, app } = await startApplication()
    const isCancelled = (url: string): boolean => {
      let cancelled = false
      present(session.beforeRequest)({ url }, ({ cancel = false }) => {
        cancelled = cancel
      })
      return cancelled
    }
    for (const url of [
      'http://127.0.0.1/',
      'https://elsewhere.example/',
      'ws://elsewhere.example/',
      'file:///etc/passwd',
      'x',
    ])
      expect([url, isCancelled(url)]).toEqual([url, true])
    for (const url of ['app://tieout/index.html', 'data:image/svg+xml,x', 'devtools://devtools/x'])
      expect([url, isCancelled(url)]).toEqual([url, false])
    expect(session.spellChecker).toBe(false)
    expect(app.switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND')
    expect([...app.switches.keys()]).toEqual(
      expect.arrayContaining(['no-proxy-server', 'disable-background-networking', 'disable-component-update']),
    )
  })
})

describe('the page under app://', () => {
  test.each([
    ['app://tieout/', 'index.html'],
    ['app://tieout/index.html', 'index.html'],
    ['app://tieout/index.html?x=1#data', 'index.html'],
    ['app://tieout/assets/a%20b.js', 'assets/a b.js'],
    ['app://tieout/assets/../index.html', 'index.html'],
    // An address has no place above its root.
    ['app://tieout/%2e%2e/%2e%2e/etc/passwd', 'etc/passwd'],
  ])('%s is %s', (address, file) => expect(pageFile('/program/page', address)).toBe(join('/program/page', file)))

  test.each([
    'app://tieout/..%2f..%2fetc/passwd',
    'app://tieout/%2e%2e%2fpage-evil/index.html',
    'app://tieout/..%5c..%5cwindows/win.ini',
    'app://tieout/c:%2fwindows/win.ini',
    'app://tieout/a%00.js',
    'app://tieout/%E0%A4%A',
    'app://evil/index.html',
    'app://tieout.evil/index.html',
    'app://tieout:80/index.html',
    'https://tieout/index.html',
    'file:///program/page/index.html',
    'nonsense',
  ])('%s is nothing', (address) => expect(pageFile('/program/page', address)).toBeNull())

  test('comes with the policy and a nonce of its own, and as what it is', async () => {
    const { state, folder } = await startApplication()
    mkdirSync(join(folder, 'page'), { recursive: true })
    writeFileSync(join(folder, 'page/index.html'), '<meta property="csp-nonce" nonce="%NONCE%" />')
    const ask = async (): Promise<Response> => present(state.page)(new Request('app://tieout/index.html'))
    const [first, second] = [await ask(), await ask()]
    const nonce = /nonce="([^"%]+)"/.exec(await first.text())?.[1]
    expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(first.headers.get('x-content-type-options')).toBe('nosniff')
    expect(first.headers.get('content-security-policy')).toBe(
      contentSecurityPolicy({ nonce: present(nonce), connect: 'nowhere' }),
    )
    expect(second.headers.get('content-security-policy')).not.toBe(first.headers.get('content-security-policy'))
  })

  test('has this policy in production', () => {
    expect(contentSecurityPolicy({ nonce: 'N', connect: 'nowhere' })).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data:; font-src 'self' data:; " +
        "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  })

  test('answers 404 for what is not there or no file of a page, 405 to other methods', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'secret.tieout'), 'x')
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await pageResponse(folder, { method, url: `app://tieout/${path}` })).status
    expect(await status('missing.js')).toBe(404)
    expect(await status('secret.tieout')).toBe(404)
    expect(await status('', 'POST')).toBe(405)
  })
})
