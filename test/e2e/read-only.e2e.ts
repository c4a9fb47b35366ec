import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readOnlySentence } from '../../main/app/read-only.ts'
import { canMount } from '../faults/own-disk.ts'
import { type Window, openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { goTo, overviewReady } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

let shell: Shell
let browser: Browser
let window: Window

beforeAll(async () => {
  if (!canMount) return
  ;[shell, browser] = await Promise.all([startShell({ withSample: true, booksAreReadOnly: true }), startBrowser()])
  await finish(await clientOf(shell).books.openSample())
  window = await openWindow(browser, shell)
})
afterAll(async () => {
  await browser?.close()
  await shell?.stop()
})

test.skipIf(!canMount)(
  'a book that cannot be written says so on every screen, is read, and refuses what would change it',
  async () => {
    const { page } = window
    // The whole of it: what to do stands in the sentence.
    const banner = page.getByText(readOnlySentence, { exact: true }).first()
    await overviewReady(page)
    await banner.waitFor()
    for (const screen of ['Cash application', 'Exceptions', 'Data', 'Import']) {
      await goTo(page, screen)
      expect(await banner.isVisible()).toBe(true)
    }
    const before = await clientOf(shell).imports.history()
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles(join(import.meta.dirname, '../faults/12/A_2022-08-15.csv'))
    await page.getByRole('button', { name: 'Import 1 file' }).click()
    await page.getByRole('alert').getByText('so nothing of it can be changed').first().waitFor()
    expect(await clientOf(shell).imports.history()).toEqual(before)
  },
)
