import type { Engine } from './engine.ts'
import type { ElectronParts } from './parts.ts'

/** Longest time in milliseconds that the engine gets for cancelling, writing down and closing. */
const finishLimit = 10_000
/** Windows ends programs about five seconds after the person logged off, and takes its time for that. */
const logOffLimit = 3000

export interface QuitOptions {
  readonly platform: NodeJS.Platform
  readonly engine: Pick<Engine, 'finish'>
  /** Whether the application may end now: where work would be stopped by it, the person is asked. */
  readonly mayQuit: () => Promise<boolean>
  /** Called once, before the engine is asked to finish; the windows take no more work from then on. */
  readonly onQuitting: () => void
  /** On a Mac, the application stays when its last window is closed, and gets a new one when it is called up. */
  readonly openWindow: () => void
  readonly log: (line: string) => void
}

/** Lets the application end only after the engine has finished: jobs cancelled, everything written down, book closed. */
export function setupQuit(
  { app, BrowserWindow }: Pick<ElectronParts, 'app' | 'BrowserWindow'>,
  options: QuitOptions,
): void {
  let state: 'running' | 'asking' | 'finishing' | 'finished' = 'running'

  async function quitAfterEngine(): Promise<void> {
    state = 'asking'
    const mayQuit = await options.mayQuit()
    state = mayQuit ? 'finishing' : 'running'
    if (!mayQuit) return
    options.onQuitting()
    const end = await options.engine.finish(finishLimit)
    if (end === 'ended') options.log(`quit: the engine did not finish within ${finishLimit} ms and was ended`)
    state = 'finished'
    app.quit()
  }

  app.on('before-quit', (event) => {
    if (state === 'finished') return
    event.preventDefault()
    if (state === 'running') void quitAfterEngine()
  })
  app.on('window-all-closed', () => {
    if (options.platform !== 'darwin') app.quit()
  })
  app.on('activate', () => {
    if (state === 'running' && BrowserWindow.getAllWindows().length === 0) options.openWindow()
  })
  // When the person logs off from Windows, the application is not asked to quit, and nobody is there to be asked.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', () => {
      options.onQuitting()
      void options.engine.finish(logOffLimit)
    })
  })
}
