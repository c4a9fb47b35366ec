import { describe, expect, test, vi } from 'vitest'
import type { Work } from '../../shared/host.ts'
import { startApplication } from './starting.ts'

const importing: Work = { kind: 'import', done: 0.25 }

async function startWorking(work: Work | null = importing, platform: NodeJS.Platform = 'linux') {
  const started = await startApplication({ platform })
  started.child().say({ type: 'ready' })
  await started.call('tieout:setWork', { window: started.window() }, work)
  const finishes = (): number =>
    started.child().received.filter(({ message }) => (message as { type: string }).type === 'finish').length
  return { ...started, finishes }
}

describe('work of a window', () => {
  test('is shown in the taskbar, with or without an end, until it has ended', async () => {
    const { call, window } = await startWorking()
    expect(window().progress).toBe(0.25)
    await call('tieout:setWork', { window: window() }, { kind: 'reconcile', done: null })
    expect(window().progress).toBeGreaterThan(1)
    await call('tieout:setWork', { window: window() }, null)
    expect(window().progress).toBeLessThan(0)
  })

  test.each([['linux'], ['win32'], ['darwin']] as const)(
    'on %s a window is not closed over it unasked, and Wait keeps it',
    async (platform) => {
      const { window, windows, state, finishes } = await startWorking(importing, platform)
      state.answer = 0
      window().close()
      await vi.waitFor(() => expect(state.questions).toHaveLength(1))
      expect(state.questions[0]).toMatchObject({
        parent: window(),
        options: {
          message: 'An import is running.',
          detail: 'If it is stopped, nothing of it enters the book.',
          buttons: ['Wait', 'Stop and close'],
          defaultId: 0,
          cancelId: 0,
        },
      })
      expect([windows.length, window().isGone, finishes()]).toEqual([1, false, 0])
    },
  )

  test('Stop and close closes it, and with the last window the application ends', async () => {
    const { app, window, windows, state, finishes } = await startWorking()
    state.answer = 1
    const first = window()
    first.once('closed', () => app.emit('window-all-closed'))
    first.close()
    await vi.waitFor(() => expect(first.isGone).toBe(true))
    expect(windows).toEqual([])
    await vi.waitFor(() => expect(finishes()).toBe(1))
    expect(state.questions).toHaveLength(1)
  })

  test('a window that does nothing is closed unasked, also while another works', async () => {
    const { call, window, state } = await startWorking()
    await call('tieout:newWindow', { window: window() })
    const second = window(1)
    second.close()
    expect(second.isGone).toBe(true)
    expect(state.questions).toEqual([])
  })

  test('ends with its page: a page that is loaded anew or died works at nothing', async () => {
    for (const [event, detail] of [
      ['did-start-navigation', { isMainFrame: true, isSameDocument: false }],
      ['render-process-gone', { reason: 'crashed' }],
    ] as const) {
      const { window, state } = await startWorking()
      if (event === 'did-start-navigation') window().webContents.emit(event, detail)
      else window().webContents.emit(event, {}, detail)
      const closed = window()
      closed.close()
      expect(closed.isGone).toBe(true)
      expect(state.questions).toEqual([])
    }
  })

  test('is what the page may say, in its own words and numbers', async () => {
    const { call, window } = await startWorking(null)
    for (const work of [{ kind: 'x', done: 0 }, { kind: 'import', done: 7 }, 'import', { kind: 'import' }])
      await expect(call('tieout:setWork', { window: window() }, work)).rejects.toThrow('Refused.')
  })
})

describe('quitting while something runs', () => {
  test('asks once, however often it is asked for, and goes on with Wait', async () => {
    const { app, state, finishes } = await startWorking()
    state.answer = -1
    app.quit()
    app.quit()
    await vi.waitFor(() => expect(state.questions).toHaveLength(1))
    expect([app.hasQuit, finishes()]).toEqual([false, 0])
  })

  test('can be tried again after Wait, and ends with Stop and close', async () => {
    const { app, child, state, windows, finishes } = await startWorking()
    state.answer = 0
    app.quit()
    await vi.waitFor(() => expect(state.questions).toHaveLength(1))
    expect(finishes()).toBe(0)
    await vi.waitFor(() => {
      state.answer = 1
      app.quit()
      expect(finishes()).toBe(1)
    })
    // Windows that the system closes now are not asked about again.
    for (const window of windows.slice()) window.close()
    expect(windows).toEqual([])
    child().emit('exit', 0)
    await vi.waitFor(() => expect(app.hasQuit).toBe(true))
    expect(state.questions).toHaveLength(2)
  })

  test('is not asked of who logs off: nobody could answer', async () => {
    const { window, windows, state, finishes } = await startWorking(importing, 'win32')
    window().emit('session-end')
    for (const one of windows.slice()) one.close()
    expect([windows.length, state.questions.length, finishes()]).toEqual([0, 0, 1])
  })
})
