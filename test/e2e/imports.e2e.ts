import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf } from './client.ts'
import { goTo } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

// What can go astray on the way from dropped files to an import.

const folder = mkdtempSync(join(tmpdir(), 'tieout-imports-'))
let shell: Shell
let browser: Browser
let window: Awaited<ReturnType<typeof openWindow>>

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  const books = clientOf(shell).books
  await books.open({ path: join(shell.dataFolder, 'books', 'Marketplace.tieout'), create: true })
  await books.close()
  window = await openWindow(browser, shell)
})

afterAll(async () => {
  await browser?.close()
  await shell?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A file of section 1 of the disbursement report, whose name does not tell the day. */
function writeUndated(name: string, reference: string): string {
  const heads =
    'Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,Net Amount,Transaction Reference ID'
  const path = join(folder, name)
  writeFileSync(path, `${heads}\nAnchor,p1,100.00,-3.00,0.00,0.00,97.00,${reference}\n`)
  return path
}

test('files that wait for a new book are listed once it has a name that is free', async () => {
  const { page } = window
  await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await dropFiles(page, [writeUndated('export.csv', 'T1')])
  await page.getByRole('button', { name: 'Make the book' }).click()
  await page.getByText(/There is a book called Marketplace already/).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Winter')
  await page.getByRole('button', { name: 'Make the book' }).click()
  await page.getByRole('table', { name: 'Files to import' }).getByText('export.csv').first().waitFor()
  expect((await clientOf(shell).app.state()).book?.name).toBe('Winter')
})

test('a delivery date counts once it is typed whole, in one order only', async () => {
  const { page } = window
  const field = page.getByRole('textbox', { name: 'Delivered on' })
  const list = page.getByRole('table', { name: 'Files to import' })
  await field.fill('8/7/2026')
  await field.press('Tab')
  expect(await field.inputValue()).toBe('')
  await field.pressSequentially('2022-08-15', { delay: 60 })
  await expect.poll(() => list.innerText()).toContain('Aug 15, 2022')
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await page.getByText(/1 file with 1 row entered the book/).waitFor()
  const { rows } = await clientOf(shell).queries.page({ name: 'source_files', offset: 0, limit: 1 })
  expect(rows[0]).toMatchObject({ delivery_date: '2022-08-15' })
})

test('what an import came to is shown for its own book only', async () => {
  const { page } = window
  const result = page.getByRole('button', { name: 'Undo this import' })
  await result.waitFor()
  await clientOf(shell).books.open({ path: join(shell.dataFolder, 'books', 'Marketplace.tieout') })
  await page.getByRole('button', { name: /^Book Marketplace/ }).waitFor()
  await goTo(page, 'Import')
  expect(await result.count()).toBe(0)
})

test('a list that cannot be read can be cleared', async () => {
  const { page } = window
  const letter = join(folder, 'letter.csv')
  writeFileSync(letter, 'Dear customer,thank you\nfor,your\n')
  await page.route('**/rpc/imports/recognise', (route) => route.abort('failed'))
  await dropFiles(page, [letter])
  await page.getByRole('button', { name: 'Clear the list' }).click()
  await page.unroute('**/rpc/imports/recognise')
  await expect.poll(() => page.getByRole('button', { name: 'Clear the list' }).count()).toBe(0)
  await dropFiles(page, [writeUndated('other.csv', 'T2')])
  const list = page.getByRole('table', { name: 'Files to import' })
  await list.getByText('other.csv').first().waitFor()
  expect(await list.innerText()).not.toContain('letter.csv')
})

test('a file that is dropped twice names the other, and every count is of what came in', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'Clear the list' }).click()
  const letter = join(folder, 'letter.csv')
  writeFileSync(letter, 'Dear customer,thank you\nfor,your\n')
  await dropFiles(page, [writeUndated('one.csv', 'T9'), writeUndated('copy.csv', 'T9'), letter])
  const list = page.getByRole('table', { name: 'Files to import' })
  const copy = list.getByRole('row').filter({ hasText: 'copy.csv' }).first()
  await copy.getByText('Listed twice').waitFor()
  expect(await list.innerText()).not.toContain('Already in the book')
  const named = await list.getByText(/It is the same file as (one|copy)\.csv of this list\./).count()
  expect(named).toBe(1)
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await page.getByText(/1 file with 1 row entered the book/).waitFor()
  const entry = page.getByRole('region', { name: 'History' }).getByRole('row').nth(1)
  await expect.poll(() => entry.innerText()).toMatch(/\t1\s+1 file could not be read\s/)
  await expect.poll(() => page.getByRole('contentinfo').innerText()).toContain('1 file, 1 row')
})

test('a file whose import is undone is new in the list, whichever import it was', async () => {
  const { page } = window
  const { imports } = clientOf(shell)
  const [first, second] = [writeUndated('undone.csv', 'T11'), writeUndated('later.csv', 'T12')]
  for (const path of [first, second]) {
    await dropFiles(page, [path])
    await page.getByRole('button', { name: 'Import 1 file' }).click()
    await page.getByRole('button', { name: 'Import more' }).waitFor()
    await expect.poll(async () => (await imports.history())[0]?.files[0]?.path).toContain(basename(path))
  }
  const importId = (await imports.history())[1]?.importId ?? 0
  await dropFiles(page, [first])
  const list = page.getByRole('table', { name: 'Files to import' })
  await list.getByText('Already in the book').waitFor()
  // While the list is being read, nothing may be undone.
  await page.getByText('Nothing new to import').waitFor()
  await imports.undo({ importId })
  await page.getByRole('button', { name: 'Import 1 file' }).waitFor()
  expect(await list.innerText()).not.toContain('Already in the book')
  await page.getByRole('button', { name: 'Clear the list' }).click()
})

test('eighteen months of a real folder, a system’s own files, copies, links and odd names among them', async () => {
  const { page } = window
  execFileSync('tar', ['xf', join(import.meta.dirname, '../field/14-messy-folder/in.tar'), '-C', folder])
  await clientOf(shell).books.open({ path: join(shell.dataFolder, 'books', 'Messy.tieout'), create: true })
  await page.getByRole('button', { name: /^Book Messy/ }).waitFor()
  await goTo(page, 'Import')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a folder…' }).first().click()
  await (await chooser).setFiles(join(folder, 'in'))
  const list = page.getByRole('table', { name: 'Files to import' })
  await list.getByText('notes.docx').first().waitFor()
  await page.getByRole('button', { name: /^Import 23 files/ }).click()
  await page.getByText(/23 files with 59 rows entered the book/).waitFor()
  const { rows } = await clientOf(shell).queries.page({ name: 'billed_lines', offset: 0, limit: 100 })
  expect(rows).toHaveLength(59)
  const cents = rows.map((row) => Math.round(Number(row['net']) * 100))
  expect(cents.reduce((sum, one) => sum + one, 0)).toBe(1_053_450)
  const { rows: files } = await clientOf(shell).queries.page({ name: 'source_files', offset: 0, limit: 100 })
  expect(JSON.stringify(files)).not.toMatch(/RECYCLE|Desktop\.ini|_SUCCESS/i)
})
