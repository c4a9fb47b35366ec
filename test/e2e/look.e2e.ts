import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seriousViolations } from './axe.ts'
import { openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { goTo, overviewReady, settled } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

const screens = [
  'Overview',
  'Import',
  'Cash application',
  'Uncollected funds',
  'Exceptions',
  'Data',
  'Export',
  'Settings',
]
const sizes = [
  { width: 1280, height: 720 },
  { width: 2560, height: 1440 },
]

let shell: Shell
let browser: Browser

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell({ withSample: true }), startBrowser()])
  const client = clientOf(shell)
  await finish(await client.books.openSample())
  // The panels of the S3 sources stand on three screens.
  const place = { bucket: 'acme-feeds', prefix: 'exports/', region: null, endpoint: null }
  const source = {
    ...place,
    name: 'acme',
    pathStyle: false,
    requesterPays: false,
    signIn: { kind: 'default' as const },
  }
  await client.sources.save({ source })
})
afterAll(async () => {
  await browser?.close()
  await shell?.stop()
})

/** Elements that stand out of the window at the right, where nobody can reach them. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document.documentElement.scrollWidth > innerWidth
      ? [`the page is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`]
      : [],
  )
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  beforeAll(() => clientOf(shell).settings.change({ theme }))

  // Side by side: most of it is waiting until nothing moves.
  describe.concurrent.each(sizes)('$width x $height', (viewport) => {
    test('each screen is readable, within the window, and without serious findings of axe', async () => {
      const { page, context, complaints, foreignRequests } = await openWindow(browser, shell, { viewport })
      await overviewReady(page)
      const found: Record<string, string[]> = {}
      for (const screen of screens) {
        await goTo(page, screen)
        await settled(page)
        found[screen] = [...(await seriousViolations(page)), ...(await cutOff(page))]
      }
      expect(found).toEqual(Object.fromEntries(screens.map((screen) => [screen, []])))
      const scheme = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
      expect(scheme).toBe(theme)
      expect([...complaints, ...foreignRequests]).toEqual([])
      await context.close()
    })
  })
})

test('the theme of the system is followed while nothing else is chosen', async () => {
  await clientOf(shell).settings.change({ theme: 'system' })
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, context } = await openWindow(browser, shell, { colorScheme })
    await overviewReady(page)
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(colorScheme)
    await context.close()
  }
})
