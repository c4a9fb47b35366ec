import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf } from './client.ts'
import { goTo, gridRow, openRow, overviewReady, settled } from './screens.ts'
import { type SampleWindow, openSampleWindow } from './sample-window.ts'

// A small window, or a large one at 175 %: nothing runs off, nothing lies over anything, and rows can be seen.

const screens = ['Cash application', 'Uncollected funds', 'Exceptions', 'Data']

let sample: SampleWindow
let page: Page

beforeAll(async () => {
  sample = await openSampleWindow()
  ;({ page } = sample.window)
})
afterAll(() => sample?.stop())

/** What stands out of its place: beyond the right edge of the screen, broken, or cut short. */
function outOfPlace(): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const main = document.querySelector('main')
    if (!main) return ['no screen']
    if (main.scrollWidth > main.clientWidth) found.push(`the screen is ${main.scrollWidth} of ${main.clientWidth} wide`)
    const right = main.getBoundingClientRect().right + 1
    const drawer = document.querySelector('aside')?.getBoundingClientRect()
    for (const control of main.querySelectorAll<HTMLElement>('button, input, h1')) {
      const place = control.getBoundingClientRect()
      const isSeen = place.width > 0 && control.checkVisibility({ visibilityProperty: true })
      if (!isSeen || control.closest('.ag-root, [aria-label="Kinds"]')) continue
      const name = control.getAttribute('aria-label') ?? control.innerText
      if (place.right > right) found.push(`${name} runs off`)
      const isUnderDrawer =
        drawer && !control.closest('aside') && place.right > drawer.left + 1 && place.left < drawer.right - 1
      if (isUnderDrawer && place.bottom > drawer.top + 1 && place.top < drawer.bottom - 1)
        found.push(`${name} lies where the details are`)
      if (control.tagName === 'H1' && control.clientHeight > 30) found.push(`${name} is broken`)
    }
    const book = document.querySelector<HTMLElement>('header button[aria-haspopup="menu"] span')
    if (!book || book.scrollWidth > book.clientWidth) found.push('the name of the book is cut')
    for (const card of main.querySelectorAll<HTMLElement>('fieldset[aria-label="Ageing"] button'))
      if (card.scrollWidth > card.clientWidth) found.push(`${card.innerText} is cut`)
    return found
  })
}

/** How many rows are whole between the head of the columns and the totals, once the grid is scrolled to. */
async function wholeRows(): Promise<number> {
  await page.locator('.ag-root').first().scrollIntoViewIfNeeded()
  return page.evaluate(() => {
    const head = document.querySelector('.ag-header')?.getBoundingClientRect().bottom ?? 0
    const totals = [...document.querySelectorAll('[row-index^="b-"]')].map((row) => row.getBoundingClientRect().top)
    const end = Math.min(innerHeight, ...totals)
    return [...document.querySelectorAll('.ag-root [role="row"][row-index]:not([row-index^="b-"])')]
      .map((row) => row.getBoundingClientRect())
      .filter(({ top, bottom }) => top >= head - 1 && bottom <= end + 1).length
  })
}

test.each([1024, 1280, 1440])('the bridge of three currencies is whole in a window of %i', async (width) => {
  await page.setViewportSize({ width, height: 720 })
  await goTo(page, 'Overview')
  await overviewReady(page)
  const table = page.getByRole('table').filter({ has: page.getByRole('rowheader', { name: 'less disbursed' }) })
  expect(await table.getByRole('columnheader').count()).toBe(4)
  const cut = await table.evaluate((element) => element.scrollWidth - (element.parentElement?.clientWidth ?? 0))
  expect(cut).toBeLessThanOrEqual(0)
})

describe.each([
  { name: '175 % of 1280 x 720 by the browser', width: 731, height: 411, zoom: 1 },
  { name: '175 % of 1280 x 720 by the page', width: 1280, height: 720, zoom: 1.75 },
  { name: '1024 x 700', width: 1024, height: 700, zoom: 1 },
])('$name', ({ width, height, zoom }) => {
  beforeAll(async () => {
    await page.setViewportSize({ width, height })
    await clientOf(sample.shell).settings.change({ zoom })
  })

  test.each(screens)('%s is whole, with and without details', async (screen) => {
    await goTo(page, screen)
    await gridRow(page, 0)
    await settled(page)
    expect(await outOfPlace()).toEqual([])
    expect(await wholeRows()).toBeGreaterThanOrEqual(5)
    await openRow(page, (await gridRow(page, 0)).getByRole('gridcell').nth(1))
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.waitFor()
    await settled(page)
    expect(await outOfPlace()).toEqual([])
    // The keys go on where the person can see it.
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[row-index]')?.getAttribute('row-index')))
      .toBe('0')
  })

  test('the picker of settlements leaves the title whole', async () => {
    await goTo(page, 'Cash application')
    await page.getByRole('combobox', { name: 'Settlement' }).click()
    await page.getByRole('option').nth(2).click()
    await settled(page)
    expect(await outOfPlace()).toEqual([])
  })
})
