import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { generateSection } from '../bench/generate.ts'
import { dropFiles, openPage, openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { untilIdle } from './idle.ts'
import { cellsOf, goTo, overviewReady } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

const sample = join(import.meta.dirname, '../../assets/sample')
const folder = mkdtempSync(join(tmpdir(), 'tieout-interruptions-'))
/** Big enough that there is a middle to interrupt. */
const big = join(folder, 'monthly_revenue_billing_and_revenue_data_2026-07-15.csv')
const small = join(folder, 'monthly_revenue_billing_and_revenue_data_2026-06-15.csv')

let browser: Browser
let shell: Shell

beforeAll(async () => {
  await generateSection(big, 'br1', 150_000, 150_000)
  await generateSection(small, 'br1', 100, 100)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  shell = await startShell({ withSample: true })
  await finish(await clientOf(shell).books.openSample())
})
afterEach(() => shell?.stop())

/** Gives the big file to the window and starts its import; returns in the middle of it. */
async function beginBigImport(page: Page): Promise<void> {
  await goTo(page, 'Import')
  await page.locator('input[type=file]').first().setInputFiles(big)
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await expect.poll(async () => (await clientOf(shell).app.state()).job?.kind).toBe('import')
}

async function importedFiles(): Promise<number> {
  const history = await clientOf(shell).imports.history()
  return history.reduce((sum, { files }) => sum + files.length, 0)
}

test('a page is not left in the middle of an import unasked; loaded anew it finds the book as it was, and says so', async () => {
  const before = await importedFiles()
  const { page, context } = await openWindow(browser, shell)
  await overviewReady(page)
  await beginBigImport(page)
  // The page has heard of it too, and would ask.
  const mayLeave = (): Promise<boolean> =>
    page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))
  await expect.poll(mayLeave, { interval: 20 }).toBe(false)
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  expect((await asked).type()).toBe('beforeunload')
  await (await asked).dismiss()
  expect((await clientOf(shell).app.state()).job?.kind).toBe('import')
  await page.reload()
  await page.getByText('The import that ran when the window was closed was stopped.').waitFor()
  await page.getByText('The import was cancelled').waitFor()
  await untilIdle(shell)
  expect(await importedFiles()).toBe(before)

  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await page.getByText(/150,000 rows entered the book/).waitFor()
  expect(await importedFiles()).toBe(before + 1)
  await context.close()
})

test('Cancel in the middle of an import leaves the book as it was', async () => {
  const before = await importedFiles()
  const { page, context } = await openWindow(browser, shell)
  await overviewReady(page)
  await beginBigImport(page)
  await page
    .getByRole('button', { name: /^Cancel/ })
    .first()
    .click()
  await page.getByText('Cancelled. The book holds what it held before.').waitFor()
  await untilIdle(shell)
  expect(await importedFiles()).toBe(before)
  await page.getByRole('button', { name: 'Import 1 file' }).waitFor()
  await context.close()
})

test('an engine that is killed in the middle is missed, comes back, and has lost nothing', async () => {
  const before = await importedFiles()
  const { page, context } = await openWindow(browser, shell)
  await overviewReady(page)
  await beginBigImport(page)
  await shell.kill()
  await page
    .getByText(/cannot be reached|connection/i)
    .first()
    .waitFor()
  await shell.restart()
  await expect.poll(async () => (await clientOf(shell).app.state()).book?.name).toBe('Sample')
  expect(await importedFiles()).toBe(before)
  await goTo(page, 'Exceptions')
  await expect.poll(async () => (await cellsOf(page, 'exception')).length).toBeGreaterThan(5)
  await context.close()
})

test('two windows on one book show the same after an import in one of them', async () => {
  const first = await openWindow(browser, shell)
  const second = await openPage(first.context, shell)
  await overviewReady(first.page)
  await goTo(second.page, 'Data')
  await second.page
    .getByRole('button', { name: /^Source files\b/i })
    .first()
    .click()
  await expect.poll(() => second.page.getByText(/^26 rows$/).count()).toBeGreaterThan(0)

  await beginBigImport(first.page)
  // The second window goes on answering, and says what the first one does.
  await second.page
    .getByText(/import/i)
    .first()
    .waitFor()
  await goTo(second.page, 'Exceptions')
  await goTo(second.page, 'Data')
  await first.page.getByText(/150,000 rows entered the book/).waitFor()
  await second.page
    .getByRole('button', { name: /^Source files\b/i })
    .first()
    .click()
  await expect.poll(() => second.page.getByText(/^27 rows$/).count()).toBeGreaterThan(0)
  expect([...first.complaints, ...second.complaints]).toEqual([])
  await first.context.close()
})

test('files that come while others are being read are listed with them', async () => {
  const { page, context } = await openWindow(browser, shell)
  await overviewReady(page)
  await goTo(page, 'Import')
  await page.locator('input[type=file]').first().setInputFiles(big)
  await expect.poll(async () => (await clientOf(shell).app.state()).job?.kind).toBe('recognise')
  await page.locator('input[type=file]').first().setInputFiles(small)
  const list = page.getByRole('table', { name: 'Files to import' })
  await page.getByRole('button', { name: 'Import 2 files' }).waitFor()
  expect(await list.innerText()).toContain('monthly_revenue_billing_and_revenue_data_2026-06-15.csv')
  await context.close()
})

test('files that are dropped on another screen lead to Import', async () => {
  const { page, context } = await openWindow(browser, shell)
  await overviewReady(page)
  await goTo(page, 'Settings')
  await dropFiles(page, [join(sample, 'usage_2026-08-12.tsv')])
  await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor()
  await page
    .getByText(/already in the book/)
    .first()
    .waitFor()
  await context.close()
})
