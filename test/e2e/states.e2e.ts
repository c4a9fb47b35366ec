import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Window, dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { goTo, overviewReady } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-states-'))
let shell: Shell
let browser: Browser
let window: Window

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  window = await openWindow(browser, shell)
})
afterAll(async () => {
  await browser?.close()
  await shell?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Opens a book by its path, as the web shell asks for it. */
async function openByPath(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Control+o')
  await page.getByRole('textbox', { name: 'Path of the book' }).fill(path)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

test('a new book is empty: each screen says what to do next', async () => {
  const { page } = window
  await page.getByRole('button', { name: 'New book…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Quarter')
  await page.getByRole('button', { name: 'Make the book' }).click()
  await expect.poll(async () => (await clientOf(shell).app.state()).book?.name).toBe('Quarter')
  for (const screen of ['Overview', 'Cash application', 'Uncollected funds', 'Exceptions', 'Data', 'Export']) {
    await goTo(page, screen)
    await page
      .getByText(/The book is empty|There is nothing to export yet/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Open the sample book' }).count()).toBeGreaterThan(0)
  }
})

test('a file that is no report is named with the reason, and cannot be imported', async () => {
  const { page } = window
  const letter = join(folder, 'letter.csv')
  writeFileSync(letter, 'Dear customer,thank you\nfor,your\n')
  await dropFiles(page, [letter])
  await page.getByText('not recognised').first().waitFor()
  await page.getByText('No line of it is the header of a report that Tieout knows.').waitFor()
  await page.getByText('Nothing new to import').waitFor()
  const button = page.getByRole('button', { name: /^Import/ }).last()
  expect(await button.isDisabled()).toBe(true)
})

test('a book that another program has open says so, and opens once it is free', async () => {
  const { page } = window
  const path = join(shell.dataFolder, 'books', 'held.tieout')
  await clientOf(shell).books.open({ path, create: true })
  await clientOf(shell).books.close()
  const holder = await hold(path)
  await openByPath(page, path)
  await page.getByText('The book is in use').first().waitFor()
  await endOf(holder)
  await page.getByRole('button', { name: /Try again/ }).click()
  await expect.poll(async () => (await clientOf(shell).app.state()).book?.name).toBe('held')
})

test('a damaged book is never opened as an empty one; its last good copy is offered and restored', async () => {
  const { page } = window
  const client = clientOf(shell)
  // The list of the screen Import is read anew for the book that was opened.
  await expect.poll(async () => (await client.app.state()).job).toBe(null)
  await finish(await client.books.openSample())
  await client.books.backUp()
  const path = (await client.app.state()).book?.path ?? ''
  const before = await client.queries.totals({ name: 'reconciliation' })
  await client.books.close()
  truncateSync(path, 5000)

  await openByPath(page, path)
  await page.getByText('The book is damaged').first().waitFor()
  expect((await client.app.state()).book).toBe(null)
  await page
    .getByRole('button', { name: /^Restore the backup of/ })
    .first()
    .click()
  await expect.poll(async () => (await client.app.state()).book?.path, { timeout: 60_000 }).toBe(path)
  await goTo(page, 'Overview')
  await overviewReady(page)
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(before.rows)
})

test('a path at which there is no book says so', async () => {
  const { page } = window
  await openByPath(page, join(shell.dataFolder, 'books', 'nowhere.tieout'))
  await page
    .getByText(/There is no book at/)
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
})

test('filters that leave no row say so and can be cleared', async () => {
  const { page } = window
  await goTo(page, 'Cash application')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('there is no such text')
  await page.getByText('No row matches').waitFor()
  await page.getByRole('button', { name: 'Clear filters and search' }).click()
  await page.locator('.ag-root [row-index="0"]').waitFor()
})

test('privacy mode hides names and amounts', async () => {
  const { page } = window
  await goTo(page, 'Overview')
  await overviewReady(page)
  const figures = page.getByRole('region', { name: 'Figures by currency' })
  expect(await figures.innerText()).toMatch(/\d,\d{3}\.\d{2}/)
  await page.keyboard.press('Control+Shift+h')
  await expect.poll(() => figures.innerText()).not.toMatch(/\d,\d{3}\.\d{2}/)
  expect(await figures.innerText()).toContain('•••')
  await page.keyboard.press('Control+Shift+h')
})

test('the search and the screen are as they were after a reload', async () => {
  const { page } = window
  await goTo(page, 'Cash application')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('EUR')
  await page
    .getByText(/rows match$/)
    .first()
    .waitFor()
  const said = await page
    .getByText(/rows match$/)
    .first()
    .innerText()
  // The view is written a moment after the last change.
  await expect
    .poll(async () => Object.values((await clientOf(shell).settings.get()).grids).map(({ search }) => search))
    .toContain('EUR')
  await page.reload()
  await page.getByText(said).first().waitFor()
  expect(await page.getByRole('searchbox', { name: 'Search rows' }).inputValue()).toBe('EUR')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('')
})

function hold(path: string): Promise<ChildProcess> {
  const program = `import { openBook } from ${JSON.stringify(join(import.meta.dirname, '../../main/database/open.ts'))}
    await openBook(${JSON.stringify(path)})
    console.log('held')
    setInterval(() => undefined, 1000)`
  const script = join(folder, 'hold.mts')
  writeFileSync(script, program)
  const loader = join(import.meta.dirname, '../../main/shells/typescript.mjs')
  const child = spawn(process.execPath, ['--import', loader, script], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child))
    child.once('exit', () => reject(new Error('The holder ended')))
  })
}

async function endOf(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}
