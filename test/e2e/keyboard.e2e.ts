import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violationsOf } from './axe.ts'
import { type Window, openWindow, startBrowser } from './browser.ts'
import { clientOf } from './client.ts'
import { cellsOf, overviewReady } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

let shell: Shell
let browser: Browser
let window: Window

beforeAll(async () => {
  ;[shell, browser] = await Promise.all([startShell({ withSample: true }), startBrowser()])
  window = await openWindow(browser, shell)
})
afterAll(async () => {
  await browser?.close()
  await shell?.stop()
})

/** Presses Tab until the element with this name has the focus. Error: it never gets it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return `${element?.getAttribute('aria-label') ?? ''} ${element?.textContent ?? ''}`
    })
    if (name.test(focused)) return
  }
  throw new Error(`The focus never came to ${name}`)
}

test('the sample book opens without a mouse, and the focus can be seen', async () => {
  const { page } = window
  await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await tabTo(page, /Open the sample book/)
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement ?? document.body)
    return `${style.outlineStyle} ${style.outlineWidth} ${style.boxShadow}`
  })
  expect(outline).not.toMatch(/^none 0px none$/)
  await page.keyboard.press('Enter')
  await overviewReady(page)
})

test('keys lead to each screen, and the heading has the focus there', async () => {
  const { page } = window
  const names = [
    'Overview',
    'Import',
    'Cash application',
    'Uncollected funds',
    'Exceptions',
    'Data',
    'Export',
    'Settings',
  ]
  for (const [index, name] of names.entries()) {
    await page.keyboard.press(`Alt+${index + 1}`)
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain(name)
  }
})

test('a key is searched, opened, followed to the next one and closed without a mouse', async () => {
  const { page } = window
  await page.keyboard.press('Alt+3')
  await page.locator('.ag-root [row-index="0"]').waitFor()
  await page.keyboard.press('/')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Search rows')
  await page.keyboard.type('USD')
  await page
    .getByText(/rows match$/)
    .first()
    .waitFor()
  await expect.poll(async () => new Set(await cellsOf(page, 'currency'))).toEqual(new Set(['USD']))
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[row-index]')?.getAttribute('row-index')))
    .toBe('0')
  await page.keyboard.press('Enter')
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('table', { name: 'Both sides' }).waitFor()
  const first = await details.getByRole('heading').first().innerText()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => details.getByRole('heading').first().innerText()).not.toBe(first)
  await page.keyboard.press('Escape')
  await details.waitFor({ state: 'detached' })
})

test('the row on which the keys stand is copied where nothing is selected', async () => {
  const { page } = window
  await page.keyboard.press('Alt+3')
  await page.keyboard.press('/')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('h2wvxkxrr6t6z79x0xc0p6vn')
  await page.getByText('1 row matches').first().waitFor()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[row-index]')?.getAttribute('row-index')))
    .toBe('0')
  await page.getByText(/^\d+ selected$/).waitFor({ state: 'detached' })
  await page.keyboard.press('Control+c')
  await page.getByText('1 row copied with headings.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('h2wvxkxrr6t6z79x0xc0p6vn')
})

test('the command palette reaches every screen and data set', async () => {
  const { page } = window
  await page.keyboard.press('Control+k')
  await page.keyboard.type('settle')
  await page.getByRole('dialog').getByText('Settlements', { exact: false }).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('Export')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Export' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
})

test('what is typed before the palette has drawn its field is typed into it', async () => {
  const { page } = window
  // All in one moment, in which the page can draw nothing.
  const pressAll = (keys: readonly string[]) =>
    page.evaluate((list) => {
      const press = (key: string, more = {}): void => {
        const target = document.activeElement ?? document.body
        target.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more }))
      }
      press('k', { ctrlKey: true, code: 'KeyK' })
      for (const key of list) press(key)
    }, keys)
  await pressAll([...'settlx', 'Backspace'])
  const field = page.getByRole('dialog').getByRole('textbox')
  await expect.poll(() => field.inputValue()).toBe('settl')
  await page.keyboard.type('ements')
  expect(await field.inputValue()).toBe('settlements')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await pressAll([...'Uncollected funds', 'Enter'])
  await page.getByRole('heading', { level: 1, name: 'Uncollected funds' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
})

test('Enter is not lost between the focus of the palette and the frame in which its list is drawn', async () => {
  const { page } = window
  await page.keyboard.press('Alt+1')
  await overviewReady(page)
  await page.evaluate(() => {
    const press = (target: Element, key: string, more = {}): void => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more }))
    }
    const whenFocused = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLInputElement)) return
      removeEventListener('focusin', whenFocused)
      press(target, 'Enter')
    }
    addEventListener('focusin', whenFocused)
    press(document.body, 'k', { ctrlKey: true, code: 'KeyK' })
    for (const key of 'Export') press(document.body, key)
  })
  await page.getByRole('heading', { level: 1, name: 'Export' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
})

test('the settings, the theme and closing the book have keys', async () => {
  const { page } = window
  await page.keyboard.press('Control+,')
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  const theme = (): Promise<string | null> => page.locator('html').getAttribute('data-mantine-color-scheme')
  const before = await theme()
  await page.keyboard.press('Alt+l')
  await expect.poll(theme).not.toBe(before)
  await page.keyboard.press('Alt+l')
  await expect.poll(theme).toBe(before)
  await page.keyboard.press('Alt+1')
  await overviewReady(page)
  // Not the key beside the one that closes a tab; and who did not mean it has the book back.
  await page.keyboard.press('Alt+w')
  await page.keyboard.press('Alt+Shift+W')
  await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await page.getByRole('button', { name: 'Open it again' }).click()
  await overviewReady(page)
  await page.keyboard.press('Alt+Shift+W')
  await page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await page.keyboard.press('Alt+o')
  await overviewReady(page)
})

test('a key that is pressed again at once goes on from where the first press led', async () => {
  const { page } = window
  const theme = (): Promise<string | null> => page.locator('html').getAttribute('data-mantine-color-scheme')
  const before = await theme()
  const pressTwice = (key: object) =>
    page.evaluate((init) => {
      // The second press comes before the page could draw what the first one changed.
      for (let presses = 0; presses < 2; presses++)
        document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
    }, key)
  await pressTwice({ key: '+', code: 'Equal', ctrlKey: true })
  await page.getByText('Zoom 130%').waitFor()
  await pressTwice({ key: 'l', code: 'KeyL', altKey: true })
  // What follows is asked of the core after both, so that it has answered them.
  await page.keyboard.press('Control+0')
  await page.getByText('Zoom 100%').waitFor()
  expect(await theme()).toBe(before)
  expect((await clientOf(shell).settings.get()).theme).toBe(before)
})

test('the sheet of keys opens on ?, and closes on Escape', async () => {
  const { page } = window
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await sheet.getByText('Command palette').waitFor()
  expect(await sheet.getByRole('row', { name: 'Settings' }).innerText()).toMatch(/Alt\s*8 or Ctrl\s*,/)
  expect(await violationsOf(page, 'landmark-no-duplicate-banner')).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
})

test('undo shows what leaves before it does, and redo brings it back', async () => {
  const { page } = window
  await page.keyboard.press('Alt+1')
  await overviewReady(page)
  await page.keyboard.press('Control+z')
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/959/).first().waitFor()
  await dialog.getByRole('button', { name: 'Take out' }).press('Enter')
  await page.getByText('The book is empty').first().waitFor()
  await page.keyboard.press('Control+Shift+z')
  await page.getByRole('dialog').getByRole('button', { name: 'Import again' }).press('Enter')
  await page.keyboard.press('Alt+1')
  await overviewReady(page)
})
