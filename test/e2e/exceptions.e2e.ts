import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { cellsOf, goTo, gridRow, openRow } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

// How the list of what needs a person reads: the urgent first, in words and figures of the window, and of this book only.

let shell: Shell
let browser: Browser
let page: Page
let other: string

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell({ withSample: true }), startBrowser()])
  const books = join(shell.dataFolder, 'books')
  other = join(books, 'Other.tieout')
  cpSync(join(books, 'Sample.tieout'), other)
  await finish(await clientOf(shell).books.openSample())
  ;({ page } = await openWindow(browser, shell, { viewport: { width: 2200, height: 1000 } }))
  await goTo(page, 'Exceptions')
  await gridRow(page, 0)
})

afterAll(async () => {
  await browser?.close()
  await shell?.stop()
})

const kind = (name: string) => page.getByRole('group', { name: 'Kinds' }).getByRole('button', { name })
const tones = () =>
  page
    .locator('.ag-root [role="row"]:not([row-index^="b-"]) [col-id="exception"] [data-tone]')
    .evaluateAll((badges) => badges.map((badge) => [badge.textContent, badge.getAttribute('data-tone')]))

const isPastDue = ([text, tone]: (string | null)[]): boolean => text === 'Past due' && tone === 'bad'

test('what is past due comes first, the largest amount before the others, and looks urgent', async () => {
  const { rows: all } = await clientOf(shell).queries.page({ name: 'exceptions', offset: 0, limit: 100 })
  const late = all.filter((row) => row['past_due'] === true)
  const amounts = late.map((row) => Number(row['amount'])).toSorted((a, b) => b - a)
  // Of what is late, part of one may have been paid, and of another everything was taken back.
  expect(new Set(late.map((row) => row['exception']))).toEqual(
    new Set(['not-disbursed', 'partially-disbursed', 'reversed']),
  )
  const shown = async (): Promise<number[]> => {
    const texts = (await cellsOf(page, 'amount')).slice(0, late.length)
    return texts.map((amount) => Number(amount.replaceAll(',', '')))
  }
  await expect.poll(shown).toEqual(amounts)
  const rows = late.filter((row) => row['exception'] === 'not-disbursed')
  expect(rows.length).toBeGreaterThan(2)
  // Badges are drawn behind the texts of their rows.
  await expect.poll(async () => (await tones()).slice(0, late.length).filter(isPastDue)).toHaveLength(rows.length)
  const looks = await tones()
  expect(looks[0]).toEqual(['Past due', 'bad'])
  expect(looks.slice(late.length).map(([text]) => text)).not.toContain('Past due')
  expect((await cellsOf(page, 'reason'))[0]).toBe('past due')
  const heads = await page.locator('.ag-header-cell[col-id]:not([col-id^="#"])').allInnerTexts()
  // Who, how much and why can be read before anything is scrolled.
  expect(heads.slice(0, 5).map((head) => head.trim())).toEqual([
    'Kind',
    'Customer',
    'Amount',
    'Currency',
    'Explanation',
  ])
  await kind('Past due').click()
  await expect.poll(() => cellsOf(page, 'exception')).toEqual(rows.map(() => 'Past due'))
  await kind('All kinds').click()
})

test('sentences have the figures and days of the window, and names instead of codes', async () => {
  await kind('Control failed').click()
  await expect.poll(async () => new Set(await cellsOf(page, 'exception'))).toEqual(new Set(['Control failed']))
  const told = (await cellsOf(page, 'explanation')).join('\n')
  expect(told).toContain(
    'The control “Past due lines agree with section 6” fails: expected 23,237.39, found 23,197.39.',
  )
  expect(told).toContain('due before Jul 13, 2026')
  expect(told).toContain('expected 34, found 33. 33 of 34 lines')
  // A file is named as it is called.
  expect(told.replaceAll(/\S+\.csv/g, '')).not.toMatch(/\d{4,}\.\d\d|\d{4}-\d\d-\d\d|\.00, found/)
  expect((await cellsOf(page, 'subject')).join('\n')).not.toMatch(
    /past-due-total|net-formula|roll-forward|report 2026-/,
  )
  await kind('Refused row').click()
  await expect
    .poll(async () => new Set(await cellsOf(page, 'subject')))
    .toEqual(
      new Set([
        'Sales compensation report, section 1: Billed revenue',
        'Monthly billed revenue report, section 1: Billing and revenue data',
      ]),
    )
  await kind('Partially disbursed').click()
  await expect.poll(async () => new Set(await cellsOf(page, 'exception'))).toEqual(new Set(['Partially disbursed']))
  await openRow(page, (await gridRow(page, 0)).locator('[col-id="subject"]'))
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('table', { name: 'Both sides' }).waitFor()
  const sentence = await details.getByText(/^Billed .* is still open\./).innerText()
  expect(sentence).toMatch(/Billed [\d,]+\.\d\d (EUR|USD).* on [A-Z][a-z]{2} \d\d, 2026: [\d,]+\.\d\d is still open/)
  await page.keyboard.press('Escape')
  await clientOf(shell).settings.change({ locale: 'de-DE' })
  await expect
    .poll(async () => (await cellsOf(page, 'explanation'))[0])
    .toMatch(/\d\.\d{3},\d\d .* \d\d\. [A-Z]\S+ 2026/)
  await clientOf(shell).settings.change({ locale: 'en-US' })
  await kind('All kinds').click()
})

test('filters and search are those of one book, and are kept for no other', async () => {
  await goTo(page, 'Exceptions')
  await kind('Reversed').click()
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('GBP')
  await page.getByText('1 row matches').first().waitFor()
  await clientOf(shell).books.open({ path: other })
  await page.getByRole('button', { name: /^Book Other/ }).waitFor()
  const { rows } = await clientOf(shell).queries.totals({ name: 'exceptions' })
  await page.getByText(`${rows} rows`, { exact: true }).first().waitFor()
  expect(await page.getByRole('searchbox', { name: 'Search rows' }).inputValue()).toBe('')
  expect(await kind('All kinds').getAttribute('aria-pressed')).toBe('true')

  await finish(await clientOf(shell).books.openSample())
  await page.getByRole('button', { name: /^Book Sample/ }).waitFor()
  await page.getByText('1 row matches').first().waitFor()
  await page.reload()
  await page.getByText('1 row matches').first().waitFor()
  expect(readFileSync(join(shell.dataFolder, 'settings.json'), 'utf8')).not.toMatch(/filters|search|GBP/)
})
