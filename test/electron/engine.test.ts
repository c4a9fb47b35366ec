import type { MessagePort } from 'node:worker_threads'
import { describe, expect, test, vi } from 'vitest'
import { startEngine } from '../../main/shells/electron/engine.ts'
import { type ChildDouble } from './app-double.ts'
import { createElectronDouble } from './electron-double.ts'
import { FrameDouble } from './window-double.ts'
import { present, startApplication } from './starting.ts'

const messages = (child: ChildDouble): unknown[] => child.received.map(({ message }) => message)

describe('the engine', () => {
  test('is forked when the application is ready, and told where its folders are', async () => {
    const { done, child, folder } = await startApplication()
    expect(done.indexOf('fork')).toBeGreaterThan(done.indexOf('ready'))
    expect(child().script).toBe('/program/engine-process.js')
    expect(child().start).toEqual({
      dataFolder: `${folder}/data`,
      booksFolder: '/home/person/Documents/Tieout',
      sampleFolder: '/program/sample',
      version: '1.2.3',
      reopen: true,
    })
  })

  test('gives each frame that asks a port of its own, once it is there', async () => {
    const { call, window, child } = await startApplication()
    await call('tieout:connectEngine', { window: window(0) })
    expect(messages(child())).toEqual([])
    child().say({ type: 'ready' })
    await call('tieout:newWindow', { window: window(0) })
    await call('tieout:connectEngine', { window: window(1) })
    expect(messages(child())).toEqual([{ type: 'connect' }, { type: 'connect' }])
    for (const number of [0, 1]) {
      const { received } = window(number).webContents.mainFrame
      expect(received).toMatchObject([{ channel: 'tieout:port', message: null }])
      // The two ends belong together.
      const [ours] = present(child().received[number]).ports as [MessagePort]
      const [theirs] = present(received[0]).ports as [MessagePort]
      const heard = new Promise((resolve) => theirs.once('message', resolve))
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- a port between two threads
      ours.postMessage(`to ${number}`)
      expect(await heard).toBe(`to ${number}`)
      ours.close()
    }
  })

  test('starts again when it dies, with the book that was open and the paths that were granted, and windows are told', async () => {
    const { call, window, child, state, app, lines } = await startApplication()
    child().say({ type: 'ready' })
    child().say({ type: 'book', path: '/books/march.tieout' })
    expect(app.recent).toEqual(['/books/march.tieout'])
    state.save = { canceled: false, filePath: '/out/march.xlsx' }
    await call('tieout:pickTarget', { window: window() }, 'march.xlsx')
    child().emit('exit', 139)
    expect(child(1).start).toMatchObject({ reopen: true })
    // Arguments stand in the list of processes.
    expect(JSON.stringify(child(1).start)).not.toContain('/out')
    await call('tieout:connectEngine', { window: window() })
    child(1).say({ type: 'ready' })
    expect(messages(child(1))).toMatchObject([
      { type: 'grant', right: 'write', paths: ['/out/march.xlsx'] },
      { type: 'connect' },
    ])
    expect(window().webContents.sent.map(({ value }) => value)).toEqual([
      { state: 'ready' },
      { state: 'restarting', exitCode: 139 },
      { state: 'ready' },
    ])
    expect(lines).toEqual(['engine: ended with code 139'])
  })

  test('knows a path before the page may use it, also when it dies in between', async () => {
    const { call, window, child, state } = await startApplication()
    child().say({ type: 'ready' })
    state.save = { canceled: false, filePath: '/out/march.xlsx' }
    const order: string[] = []
    child().on('message', ({ type }: { type: string }) => order.push(type))
    const pick = async (): Promise<void> => {
      await call('tieout:pickTarget', { window: window() }, 'march.xlsx')
      order.push('picked')
    }
    await pick()
    expect(order).toEqual(['granted', 'picked'])
    vi.spyOn(child(), 'postMessage').mockImplementation(() => child().emit('exit', 9))
    await pick()
    child(1).say({ type: 'ready' })
    expect(messages(child(1))).toMatchObject([
      { type: 'grant', right: 'write', paths: ['/out/march.xlsx', '/out/march.xlsx'] },
    ])
  })

  test('forgets a path when what it was chosen for is done', async () => {
    const { call, window, child, state } = await startApplication()
    child().say({ type: 'ready' })
    state.open = { canceled: false, filePaths: ['/in/a.csv', '/in/b.csv'] }
    await call('tieout:pickFiles', { window: window() })
    child().say({ type: 'done', right: 'read', paths: ['/in/a.csv'] })
    child().emit('exit', 9)
    child(1).say({ type: 'ready' })
    expect(messages(child(1))).toMatchObject([{ type: 'grant', right: 'read', paths: ['/in/b.csv'] }])
  })

  test('is not ended, nor ends anything, by a message that nobody knows', async () => {
    const { child, app, lines } = await startApplication()
    for (const message of [null, 'x', { type: 'quit' }, { type: 'book' }, { type: 'granted', id: 'x' }])
      child().say(message)
    expect(lines).toEqual(Array.from({ length: 5 }, () => 'engine: a message of an unknown form was dropped'))
    child().say({ type: 'book', path: '/books/march.tieout' })
    expect(app.recent).toEqual(['/books/march.tieout'])
  })

  test('asks the person before requests go to an address that a page named', async () => {
    const { child, window, state } = await startApplication()
    const ask = async (id: number, address: string, answer: number): Promise<unknown> => {
      state.answer = answer
      child().say({ type: 'confirm', id, address })
      await expect.poll(() => messages(child()).at(-1)).toMatchObject({ type: 'confirmed', id })
      return messages(child()).at(-1)
    }
    expect(await ask(1, 'https://s3.elsewhere.example:9000/x', 0)).toMatchObject({ isAllowed: false })
    expect(state.questions).toMatchObject([
      {
        parent: window(),
        options: { message: 'Fetch reports from s3.elsewhere.example:9000?', cancelId: 0, defaultId: 0 },
      },
    ])
    expect(await ask(2, 'http://10.0.0.7', 1)).toMatchObject({ isAllowed: true })
    expect(state.questions[1]?.options.detail).toContain('not encrypted')
    expect(await ask(3, 'nonsense', 1)).toMatchObject({ isAllowed: false })
    expect(state.questions).toHaveLength(2)
  })

  test('does not open a book again that was closed before', async () => {
    const { child } = await startApplication()
    child().say({ type: 'book', path: '/books/march.tieout' })
    child().say({ type: 'book', path: null })
    child().emit('exit', 1)
    expect(child(1).start['reopen']).toBe(false)
  })

  test('that keeps dying is given up, until a person starts it again, without the book', async () => {
    const { call, window, child, children } = await startApplication()
    for (let death = 0; death < 4; death++) {
      child(death).say({ type: 'book', path: '/books/march.tieout' })
      child(death).emit('exit', 6)
    }
    expect(children).toHaveLength(4)
    expect(window().webContents.sent.at(-1)?.value).toEqual({ state: 'stopped', exitCode: 6 })
    await expect(call('tieout:connectEngine', { window: window() })).rejects.toThrow('does not run')
    await call('tieout:restartEngine', { window: window() })
    expect(child(4).start['reopen']).toBe(false)
    await call('tieout:restartEngine', { window: window() })
    expect(children).toHaveLength(5)
  })

  test('may die again when the last deaths are more than a minute ago', () => {
    const { electron, children } = createElectronDouble()
    const states: string[] = []
    let now = 0
    startEngine(electron, {
      script: 'engine.js',
      start: { dataFolder: '', booksFolder: '', sampleFolder: '', version: '' },
      confirmAddress: async () => false,
      onState: ({ state }) => states.push(state),
      log: () => undefined,
      keyStore: async () => ({ refusal: 'none' }),
      now: () => now,
    })
    for (let death = 0; death < 20; death++) {
      children.at(-1)?.emit('exit', 1)
      now += 30_000
    }
    expect(states).toEqual(Array.from({ length: 20 }, () => 'restarting'))
  })

  test('reaches the key store of the system by the main process, and no store that keeps plain text', async () => {
    const { child, state } = await startApplication()
    const answers = (): unknown[] => messages(child()).slice(-1)
    const ask = async (id: number, action: 'seal' | 'open', text: string): Promise<void> => {
      child().say({ type: 'key', id, action, text })
      await expect.poll(answers).toMatchObject([{ type: 'key', id }])
    }
    await ask(1, 'seal', 'a secret')
    const [{ text: sealed }] = answers() as [{ text: string }]
    expect(Buffer.from(sealed, 'base64').toString()).not.toContain('a secret')
    await ask(2, 'open', sealed)
    expect(answers()).toEqual([{ type: 'key', id: 2, text: 'a secret' }])

    for (const [id, keyRing] of [
      [3, 'plain'],
      [4, 'known password'],
      [5, 'none'],
    ] as const) {
      state.keyRing = keyRing
      await ask(id, 'seal', 'a secret')
      expect(answers()).toEqual([{ type: 'key', id, refusal: expect.stringContaining('not kept') as string }])
    }
    await ask(6, 'open', sealed)
    expect(answers()).toMatchObject([{ refusal: expect.any(String) as string }])
  })

  test('is not handed to a frame that has gone meanwhile', () => {
    const { electron, children } = createElectronDouble()
    const engine = startEngine(electron, {
      script: 'engine.js',
      start: { dataFolder: '', booksFolder: '', sampleFolder: '', version: '' },
      confirmAddress: async () => false,
      onState: () => undefined,
      log: () => undefined,
      keyStore: async () => ({ refusal: 'none' }),
    })
    const frame = Object.assign(new FrameDouble(), { isDestroyed: () => true })
    engine.connect(frame as never)
    children[0]?.say({ type: 'ready' })
    expect(frame.received).toEqual([])
    expect(children[0]?.received).toEqual([])
  })
})

describe('quitting', () => {
  test('waits for the engine: windows are told, the engine finishes, then the application quits', async () => {
    const { app, window, child, done } = await startApplication()
    child().say({ type: 'ready' })
    app.quit()
    app.quit()
    expect(app.hasQuit).toBe(false)
    await vi.waitFor(() => expect(window().webContents.sent.at(-1)?.value).toEqual({ state: 'quitting' }))
    expect(messages(child())).toEqual([{ type: 'finish' }])
    child().emit('exit', 0)
    await vi.waitFor(() => expect(app.hasQuit).toBe(true))
    expect(done.filter((what) => what === 'quit')).toHaveLength(1)
    expect(done.filter((what) => what === 'fork')).toHaveLength(1)
  })

  test('ends an engine that does not finish in its time', async () => {
    vi.useFakeTimers()
    try {
      const { app, lines } = await startApplication()
      app.quit()
      await vi.advanceTimersByTimeAsync(9999)
      expect(app.hasQuit).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(app.hasQuit).toBe(true)
      expect(lines).toEqual(['quit: the engine did not finish within 10000 ms and was ended'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('takes no more work meanwhile, and an engine that was given up does not hold it', async () => {
    const { app, call, window, child } = await startApplication()
    for (let death = 0; death < 4; death++) child(death).emit('exit', 6)
    app.quit()
    await expect(call('tieout:connectEngine', { window: window() })).rejects.toThrow('does not run')
    await vi.waitFor(() => expect(app.hasQuit).toBe(true))
  })

  test('happens with the last window, but not on a Mac, where the next call opens one', async () => {
    const linux = await startApplication()
    linux.app.emit('window-all-closed')
    await vi.waitFor(() => expect(messages(linux.child())).toEqual([{ type: 'finish' }]))
    const mac = await startApplication({ platform: 'darwin' })
    mac.window().emit('closed')
    mac.app.emit('window-all-closed')
    expect(messages(mac.child())).toEqual([])
    mac.app.emit('activate')
    expect(mac.windows).toHaveLength(1)
  })

  test('begins when the person logs off from Windows, which waits for about five seconds', async () => {
    vi.useFakeTimers()
    try {
      const { window, child, state } = await startApplication({ platform: 'win32' })
      window().emit('session-end')
      expect(messages(child())).toEqual([{ type: 'finish' }])
      const ended = vi.spyOn(child(), 'kill')
      await vi.advanceTimersByTimeAsync(4000)
      expect(ended).toHaveBeenCalled()
      expect(state.questions).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })
})
