import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clientOf } from './client.ts'
import { goTo, overviewReady } from './screens.ts'
import { type SampleWindow, openSampleWindow } from './sample-window.ts'
import type { Shell } from './shell.ts'

// What a person sets, copies and brings back, and what each screen says when the engine cannot answer.

let shell: Shell
let window: SampleWindow['window']
let stop: SampleWindow['stop'] | undefined

beforeAll(async () => {
  ;({ shell, window, stop } = await openSampleWindow())
  await overviewReady(window.page)
})

afterAll(() => stop?.())

test('the window is zoomed by the keys, and stays so', async () => {
  const { page } = window
  const heading = page.getByRole('heading', { level: 1, name: 'Overview' })
  const size = async (): Promise<number> => (await heading.boundingBox())?.height ?? 0
  const before = await size()
  await page.keyboard.press('Control+=')
  await expect.poll(async () => (await clientOf(shell).settings.get()).zoom).toBeGreaterThan(1)
  await expect.poll(size).toBeGreaterThan(before)
  await page.reload()
  await expect.poll(size).toBeGreaterThan(before)
  await page.keyboard.press('Control+0')
  await expect.poll(size).toBe(before)
})

test('numbers and dates follow the chosen place', async () => {
  const { page } = window
  await goTo(page, 'Settings')
  await page.getByRole('combobox', { name: 'Numbers and dates' }).click()
  await page.getByRole('option', { name: 'German (Germany)' }).click()
  await page.getByText('1.234.567,89').waitFor()
  await goTo(page, 'Overview')
  await expect
    .poll(() => page.getByRole('region', { name: 'From billed to the bank' }).innerText())
    .toContain('890.532,97')
  await clientOf(shell).settings.change({ locale: 'system' })
  await expect
    .poll(() => page.getByRole('region', { name: 'From billed to the bank' }).innerText())
    .toContain('890,532.97')
})

test('another tolerance reconciles the book anew; an amount that can be read in two ways is refused', async () => {
  const { page } = window
  await goTo(page, 'Settings')
  const field = page.getByRole('textbox', { name: 'Tolerance' })
  await field.fill('1,000')
  await page.getByText('An amount such as 0.01: digits, and at most 6 decimals').waitFor()
  expect(await page.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true)
  await field.fill('0.02')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByText('The book is reconciled again.').waitFor()
  expect((await clientOf(shell).app.state()).book?.tolerance).toBe('0.02')
})

test('a backup is made and restored from Settings, after a question', async () => {
  const { page } = window
  const client = clientOf(shell)
  await goTo(page, 'Settings')
  const panel = page.getByRole('region', { name: 'Backups' })
  await panel.getByRole('button', { name: 'Back up now' }).click()
  await page.getByText('Backup made').first().waitFor()
  const before = await client.queries.totals({ name: 'reconciliation' })
  const { undo } = await client.app.state()
  await client.imports.undo({ importId: undo?.importId ?? 0 })
  await expect.poll(async () => (await client.app.state()).book?.empty).toBe(true)
  const backup = panel.getByRole('row').filter({ hasText: 'by hand' }).first()
  await backup.getByRole('button', { name: /^Restore the backup of/ }).click()
  const question = page.getByRole('dialog', { name: 'Restore this backup' })
  await question.getByText('The book as it is now is backed up first.').waitFor()
  await question.getByRole('button', { name: 'Restore' }).click()
  await page.getByText('The backup is in place').waitFor()
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(before.rows)
  await goTo(page, 'Overview')
  await overviewReady(page)
})

test('the diagnostics are copied without a name, a path or an amount of the book', async () => {
  const { page } = window
  await goTo(page, 'Settings')
  await page.getByRole('button', { name: 'Copy the report' }).click()
  await page.getByText('Diagnostics copied').waitFor()
  const report = await page.evaluate(() => navigator.clipboard.readText())
  expect(report).toMatch(/^Tieout \d+\.\d+\.\d+, web/)
  expect(report).toMatch(/Imports: 1, files: 26, rows: 959, refused rows: 3/)
  expect(report).not.toContain(shell.dataFolder)
  expect(report).not.toMatch(/Example (Inc|Ltd)|890,?532|Sample\.tieout|disbursement_report_2026/)
})

const screens = [
  { screen: 'Overview', calls: ['queries/overview'] },
  // The list of the settlements and the rows.
  { screen: 'Cash application', calls: ['queries/page'], problems: 2 },
  { screen: 'Uncollected funds', calls: ['queries/page'] },
  { screen: 'Exceptions', calls: ['queries/page'] },
  { screen: 'Data', calls: ['queries/list'] },
  { screen: 'Settings', calls: ['app/diagnostics', 'books/backups'] },
  { screen: 'Import', calls: ['imports/history'] },
]

test.each(screens)(
  '$screen says what went wrong, and shows its rows once it works again',
  async ({ screen, calls, problems = calls.length }) => {
    const { page } = window
    const patterns = calls.map((call) => `**/rpc/${call}`)
    const fail = (route: Route): Promise<void> =>
      route.fulfill({
        status: 500,
        contentType: 'application/json',
        body: JSON.stringify({
          json: { defined: false, code: 'internal', status: 500, message: 'The disk could not be read.' },
        }),
      })
    for (const pattern of patterns) await page.route(pattern, fail)
    // Nothing of it is known to the page yet.
    await page.goto(`${shell.origin}/#/export`)
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Export' }).waitFor()
    await goTo(page, screen)
    const problem = page.getByRole('main').getByRole('alert').filter({ hasText: 'The disk could not be read.' })
    await expect.poll(() => problem.count()).toBe(problems)
    expect(await problem.first().innerText()).toContain('internal')
    expect(await problem.first().innerText()).toContain('Try again')
    for (const pattern of patterns) await page.unroute(pattern)
    for (let left = problems; left > 0; left -= 1) {
      await problem.first().getByRole('button', { name: 'Try again' }).click()
      await expect.poll(() => problem.count()).toBe(left - 1)
    }
  },
)

test('recent books are one click away; one that is gone says so and can be taken off the list', async () => {
  const { page } = window
  const client = clientOf(shell)
  await client.books.open({ path: join(shell.dataFolder, 'books', 'Autumn.tieout'), create: true })
  await client.books.open({ path: join(shell.dataFolder, 'books', 'Gone.tieout'), create: true })
  await client.books.close()
  rmSync(join(shell.dataFolder, 'books', 'Gone.tieout'))
  await page.reload()
  await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await page.getByText('Not found at its place').waitFor()
  await page.getByRole('button', { name: 'Remove Gone from this list' }).click()
  await page.getByText('Not found at its place').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Open Autumn/ }).click()
  await expect.poll(async () => (await client.app.state()).book?.name).toBe('Autumn')
  await page.getByRole('button', { name: /^Book Autumn/ }).click()
  await page
    .getByRole('menuitem', { name: /Sample/ })
    .last()
    .click()
  await expect.poll(async () => (await client.app.state()).book?.name).toBe('Sample')
})

test('the page asked nothing of any other address', () => {
  expect(window.foreignRequests).toEqual([])
})
