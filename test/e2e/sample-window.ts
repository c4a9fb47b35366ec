import type { Browser } from 'playwright-core'
import { openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { type Shell, startShell } from './shell.ts'

export interface SampleWindow {
  readonly shell: Shell
  readonly window: Awaited<ReturnType<typeof openWindow>>
  stop(): Promise<void>
}

/** A window of its own on a shell of its own, in which the sample book is open. */
export async function openSampleWindow(options?: Parameters<Browser['newContext']>[0]): Promise<SampleWindow> {
  const [shell, browser] = await Promise.all([startShell({ withSample: true }), startBrowser()])
  const stop = async (): Promise<void> => {
    await browser.close()
    await shell.stop()
  }
  try {
    await finish(await clientOf(shell).books.openSample())
    const window = await openWindow(browser, shell, options)
    // The page has taken the token out of its address, and may be led elsewhere.
    await window.page.getByRole('navigation', { name: 'Screens' }).waitFor()
    return { shell, window, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
