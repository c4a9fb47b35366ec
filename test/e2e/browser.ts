import { readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { findChromium } from './chromium.ts'
import type { Shell } from './shell.ts'

/** A window on the running shell, and everything it did that it should not. */
export interface Window {
  readonly page: Page
  /** Requests to anything but the shell's own address. */
  readonly foreignRequests: string[]
  /** Errors and warnings of the page, mistakes against the content security policy among them. */
  readonly complaints: string[]
}

/** Starts the Chromium of this machine without any traffic of its own. Error: none is installed. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium; `npm test` installs one, TIEOUT_CHROMIUM names one.')
  return chromium.launch({
    executablePath,
    // Grids keep room for them.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Milliseconds after which a window is said to hang; on a machine that is busy with other things it is slow for long. */
export const patience = 180_000

/** Opens a window as a person does: with the address that the shell printed. */
export async function openWindow(
  browser: Browser,
  shell: Shell,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Window & { context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US', ...options })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shell.origin })
  return { context, ...(await openPage(context, shell)) }
}

/** A further window of the same person. */
export async function openPage(context: BrowserContext, shell: Shell): Promise<Window> {
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const foreignRequests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== shell.origin && protocol !== 'data:' && protocol !== 'blob:') foreignRequests.push(request.url())
  })
  page.on('websocket', (socket) => foreignRequests.push(socket.url()))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  // The console says that a request failed, and not which.
  page.on('response', (response) => {
    if (response.status() < 500) return
    void response.text().then(
      (text) => complaints.push(`${response.url()}: ${text}`),
      () => undefined,
    )
  })
  await page.goto(shell.url)
  return { page, foreignRequests, complaints }
}

/** Drops files of this machine on the middle of the window, as a person drags them in from a folder. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path],
  )
  const payload = files.map((path) => ({ name: basename(path), data: readFileSync(path).toString('base64') }))
  const transfer = await page.evaluateHandle(async (list) => {
    const data = new DataTransfer()
    for (const { name, data: text } of list) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
      data.items.add(new File([bytes], name))
    }
    return data
  }, payload)
  await page.locator('body').dispatchEvent('dragenter', { dataTransfer: transfer })
  const overlay = page.getByRole('heading', { name: 'Drop report files, folders or ZIP archives' })
  await overlay.waitFor()
  for (const type of ['dragenter', 'dragover', 'drop']) await overlay.dispatchEvent(type, { dataTransfer: transfer })
}
