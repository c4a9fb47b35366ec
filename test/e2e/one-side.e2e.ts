import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf } from './client.ts'
import { untilIdle } from './idle.ts'
import { goTo, settled } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

// A book of which half is missing says so before everything else, and nothing in it is green.

let shell: Shell
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  ;({ page } = await openWindow(browser, shell))
})

afterAll(async () => {
  await browser?.close()
  await shell?.stop()
})

/** A new book with these files, which are dropped on the window. */
async function openBookOf(name: string, paths: string[]): Promise<void> {
  const client = clientOf(shell)
  await client.books.open({ path: join(shell.dataFolder, 'books', `${name}.tieout`), create: true })
  await goTo(page, 'Import')
  await dropFiles(page, paths)
  await page
    .getByRole('button', { name: /^Import 1 file/ })
    .last()
    .click()
  await expect.poll(async () => (await client.app.state()).book?.empty).toBe(false)
  await untilIdle(shell)
  await goTo(page, 'Overview')
  await settled(page)
}

const greenTexts = () =>
  page.locator('[data-tone="good"]').evaluateAll((marks) => marks.map(({ textContent }) => textContent))

test('billed revenue alone: disbursed is not known, and the file to get is the one that tells', async () => {
  await openBookOf('Half', [join(import.meta.dirname, '../scenarios/billed-export-only/reports/billed-revenue.csv')])
  await page.getByText('What was disbursed is not known: no loaded file tells.', { exact: false }).waitFor()
  await page.getByText('Get the collections and disbursements export of 2026-01', { exact: false }).first().waitFor()
  const bridge = page.getByRole('region', { name: 'From billed to the bank' })
  const line = (name: string) => bridge.locator(`tr[data-line="${name}"]`)
  expect(await line('billed').innerText()).toContain('145.50')
  for (const name of ['disbursed', 'difference']) expect(await line(name).innerText()).toContain('not known')
  expect(await line('open-past-due').count()).toBe(0)
  // Counts of single files that are whole, and months that are loaded, are what they are; sentences are not green.
  expect((await greenTexts()).filter((text) => /Every|No /.test(text ?? ''))).toEqual([])
  await page.getByText('No control fails so far; one side of the reconciliation is not loaded.').waitFor()
  // The file itself calls T1 disbursed.
  await goTo(page, 'Exceptions')
  await page.getByText('Nothing can be told yet').waitFor()
})

test('usage alone: there is nothing to reconcile, as of the last day that it tells of', async () => {
  const usage = join(import.meta.dirname, '../../assets/sample/usage_2026-08-12.tsv')
  await openBookOf('Usage', [usage])
  await page.getByText('Neither billed nor disbursed amounts are loaded yet: there is nothing to reconcile.').waitFor()
  await page.getByText(/Next file to get: Get the (billed revenue|collections and disbursements) export of/).waitFor()
  expect((await clientOf(shell).queries.overview()).asOf?.slice(0, 4)).toBe('2026')
  expect((await greenTexts()).filter((text) => /Every|No /.test(text ?? ''))).toEqual([])
})
