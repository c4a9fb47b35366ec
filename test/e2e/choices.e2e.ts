import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousViolations } from './axe.ts'
import { dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf } from './client.ts'
import { whenFree } from './idle.ts'
import { goTo } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

// A person corrects what a file is taken for.

const folder = mkdtempSync(join(tmpdir(), 'tieout-choices-'))
let shell: Shell
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  await clientOf(shell).books.open({ path: join(shell.dataFolder, 'books', 'Choices.tieout'), create: true })
  ;({ page } = await openWindow(browser, shell))
  await goTo(page, 'Import')
})

afterAll(async () => {
  await browser?.close()
  await shell?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A list that a person keeps, with two columns of a report and one of their own. */
function writeList(name: string, reference: string): string {
  const path = join(folder, name)
  writeFileSync(path, `Transaction Reference ID,Net Amount,Owner\n${reference},97.00,Ada\n`)
  return path
}

test('a list that is no report says what it lacks, and is imported as the report that a person chooses by keyboard', async () => {
  await dropFiles(page, [writeList('mine.csv', 'T1')])
  const list = page.getByRole('table', { name: 'Files to import' })
  await list.getByText('Not recognised').waitFor()
  expect(await list.innerText()).toMatch(
    /2 of the 22 of Disbursement report, section 1 .* it may be a list of your own/,
  )
  await page.getByRole('button', { name: 'Which report mine.csv is' }).press('Enter')
  const field = page.getByRole('combobox', { name: 'Which report mine.csv is' })
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await page.getByRole('option').first().innerText()).toContain('Disbursed amount by product')
  await field.fill('Disbursed amount by product')
  await field.press('ArrowDown')
  await field.press('Enter')
  await list.getByText('as you said').waitFor()
  expect(await seriousViolations(page)).toEqual([])
  await list.getByRole('button', { name: 'Show what was found in mine.csv' }).click()
  await page
    .getByText(/It is read as Disbursement report, section 1 .*, as was chosen\. Columns that it lacks/)
    .waitFor()
  await page.getByRole('textbox', { name: 'Delivered on' }).pressSequentially('2022-08-15')
  await page.keyboard.press('Tab')
  await expect.poll(() => list.innerText()).toContain('Aug 15, 2022')
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await page.getByText(/1 file with 1 row entered the book/).waitFor()
})

test('the next file with the same headings is the same report by itself, can be taken back, and undo forgets it', async () => {
  await dropFiles(page, [writeList('next.csv', 'T2')])
  const list = page.getByRole('table', { name: 'Files to import' })
  await list.getByText('as you said before').waitFor()
  await list.getByRole('button', { name: 'Show what was found in next.csv' }).click()
  await page.getByText(/as you said of a file with the same headings before/).waitFor()
  await page.getByText(/choose “What its headings say” above/).waitFor()
  const field = page.getByRole('combobox', { name: 'Which report next.csv is' })
  await field.click()
  await page.getByRole('option', { name: 'What its headings say' }).click()
  await list.getByText('Not recognised').waitFor()
  await page.getByRole('button', { name: 'Clear the list' }).click()

  await whenFree(() => clientOf(shell).imports.undo({ importId: 1 }))
  await dropFiles(page, [writeList('third.csv', 'T3')])
  await list.getByText('Not recognised').waitFor()
})

test('an import that is asked for early waits for the files, and for a person where one of them needs a look', async () => {
  await page.getByRole('button', { name: 'Clear the list' }).click()
  const line = (index: number): string => `97.00,0.00,97.00,USD,R${index},Anchor,p1\n`
  const heads =
    'Customer Billed Amount,AWS Listing Fee,Partner Revenue Amount,Currency,Transaction Reference ID,Product Title,Product Code\n'
  const path = join(folder, 'monthly_revenue_billing_and_revenue_data_2022-08-15.csv')
  writeFileSync(path, heads + Array.from({ length: 100_000 }, (_, index) => line(index)).join(''))
  await dropFiles(page, [path])
  const list = page.getByRole('table', { name: 'Files to import' })
  await list.getByText('Monthly billed revenue report').waitFor()
  await page.getByRole('button', { name: 'Import when read' }).click()
  await page.getByText(/1 file with 100,000 rows entered the book/).waitFor()
})
