import ExcelJS from 'exceljs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Window, dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf } from './client.ts'
import { cellsOf, goTo, gridRow, openRow } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

const sample = join(import.meta.dirname, '../../assets/sample')

let shell: Shell
let browser: Browser
let window: Window
let spentBefore: number

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  window = await openWindow(browser, shell)
  spentBefore = shell.processorSeconds()
})

afterAll(async () => {
  await browser?.close()
  await shell?.stop()
})

test('the dropped sample is listed, and nothing enters the book before Import', async () => {
  const { page } = window
  await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await dropFiles(page, [sample])
  await page.getByRole('textbox', { name: 'Name' }).fill('Second quarter')
  await page.getByRole('button', { name: 'Make the book' }).click()
  await page.getByRole('button', { name: 'Import 26 files' }).waitFor()

  const list = page.getByRole('table', { name: 'Files to import' })
  const report = await list.getByRole('row', { name: /disbursement_report_2026-07-13\.csv/ }).innerText()
  expect(report).toMatch(/Disbursement report\s+7 sections/)
  expect(report).toContain('Jul 13, 2026')
  expect(await page.getByText('959 rows').count()).toBeGreaterThan(0)
  expect(await page.getByText(/3 refused/).count()).toBeGreaterThan(0)
  expect(await clientOf(shell).imports.history()).toEqual([])
})

test('Import brings the files in, with the refused rows counted', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Import 26 files' }).click()
  await page.getByText(/26 files with 959 rows entered the book; 3 refused/).waitFor()
  const [entry] = await clientOf(shell).imports.history()
  expect(entry).toMatchObject({ rows: 959, refused_rows: 3 })
})

test('an over-disbursed key is found and followed to its line in the file', async () => {
  const { page } = window
  await goTo(page, 'Exceptions')
  await page.getByRole('button', { name: /over-disbursed/i }).click()
  await expect.poll(() => cellsOf(page, 'amount')).toEqual(['(311.37)'])
  await openRow(page, 0)
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByText('311.37 more than billed').waitFor()

  const line = readFileSync(join(sample, 'disbursement_report_2026-07-13.csv'), 'utf8')
    .split(/\r?\n/)
    .find((text) => text.includes('h2wvxkxrr6t6z79x0xc0p6vn'))
  expect(line).toBeDefined()
  await expect.poll(() => details.innerText()).toContain(line)
  expect(await details.innerText()).toContain('disbursement_report_2026-07-13.csv')
  await page.keyboard.press('Escape')
})

test('a refused row is found with its text, line and reason', async () => {
  const { page } = window
  await goTo(page, 'Exceptions')
  await page.getByRole('button', { name: /refused row/i }).click()
  await expect.poll(() => cellsOf(page, 'exception')).toEqual(['Refused row', 'Refused row', 'Refused row'])
  await openRow(page, 0)
  const details = page.getByRole('complementary', { name: 'Details' })
  const { rows } = await clientOf(shell).queries.page({ name: 'refused_rows', offset: 0, limit: 10 })
  const texts = rows.map((row) => String(row['raw_text']))
  expect(texts).toHaveLength(3)
  await expect
    .poll(async () => {
      const shown = await details.innerText()
      return texts.some((text) => shown.includes(text))
    })
    .toBe(true)
  await page.keyboard.press('Escape')
})

test('a failed control is found with both totals', async () => {
  const { page } = window
  await goTo(page, 'Exceptions')
  await page.getByRole('button', { name: /control failed/i }).click()
  await expect
    .poll(async () => (await cellsOf(page, 'explanation')).join('\n'))
    .toContain('expected 120,489.52, found 120,502.02')
})

test('a filter narrows the rows and their totals, and what is seen is copied with headings', async () => {
  const { page } = window
  await goTo(page, 'Data')
  await page
    .getByRole('button', { name: /^Reconciliation\b/ })
    .first()
    .click()
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('h2wvxkxrr6t6z79x0xc0p6vn')
  await page.getByText('1 row matches').first().waitFor()
  await expect.poll(() => cellsOf(page, 'disbursed_net')).toEqual(['934.11'])

  await (await gridRow(page, 0)).click()
  await page.keyboard.press('Control+c')
  await page.getByText('1 row copied with headings.').waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  const [headings = '', values = ''] = copied.split(/\r?\n/)
  const cells = Object.fromEntries(headings.split('\t').map((heading, index) => [heading, values.split('\t')[index]]))
  expect(cells).toMatchObject({ 'Transaction reference': 'h2wvxkxrr6t6z79x0xc0p6vn', 'Disbursed net': '934.11' })
})

test('the workbook is exported and reads back with every sheet, and the key among its exceptions', async () => {
  const { page } = window
  await goTo(page, 'Export')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export and download' }).click()
  const path = await (await download).path()
  // From the empty window to the workbook, with everything that was looked at on the way.
  expect(shell.processorSeconds() - spentBefore).toBeLessThan(60)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  expect(workbook.worksheets.map(({ name }) => name)).toEqual([
    'Summary',
    'Controls',
    'Cash application',
    'Exceptions',
    'Uncollected funds',
    'Settlements',
    'Ageing',
    'Roll-forward',
    'Sources',
  ])
  const texts: string[] = []
  workbook.getWorksheet('Exceptions')?.eachRow((row) => texts.push(JSON.stringify(row.values)))
  expect(texts.join('\n')).toContain('h2wvxkxrr6t6z79x0xc0p6vn')
})

test('all of it asked nothing of any other address, and the page complained of nothing', () => {
  expect(window.foreignRequests).toEqual([])
  expect(window.complaints).toEqual([])
})
