import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clientOf } from './client.ts'
import { gridRow, openRow } from './screens.ts'
import { type SampleWindow, openSampleWindow } from './sample-window.ts'

// A total without its currency is a bare number: whatever is done to the columns, each row of totals says what it adds up.

const query = 'reconciliation'
/** A grid that stays beside its details in a narrow window. */
const narrowQuery = { screen: 'cash-application', name: 'cash_application', viewKey: 'cash-application' }

let sample: SampleWindow
let page: Page

beforeAll(async () => {
  sample = await openSampleWindow({ viewport: { width: 1440, height: 900 } })
  ;({ page } = sample.window)
})

beforeEach(async () => {
  await clientOf(sample.shell).settings.change({ grids: { [query]: null, [narrowQuery.viewKey]: null } })
  await page.setViewportSize({ width: 1440, height: 900 })
  await openGrid()
})

afterAll(() => sample?.stop())

async function openGrid(address = `data?${encodeURIComponent(JSON.stringify({ query }))}`): Promise<void> {
  await page.goto(`${sample.shell.origin}/#/${address}`)
  await page.reload()
  await gridRow(page, 0)
}

/** The texts of each row of totals that stand whole within the grid, from the left; a figure or a label that is cut is none. */
function shownTotals(): Promise<string[][]> {
  return page.evaluate(() => {
    const frame = document.querySelector('.ag-root')?.getBoundingClientRect()
    const rows = new Map<string, { left: number; text: string }[]>()
    for (const cell of document.querySelectorAll<HTMLElement>('[row-index^="b-"] [role="gridcell"]')) {
      const text = cell.innerText.trim()
      const place = cell.getBoundingClientRect()
      const isCut = [cell, ...cell.querySelectorAll('*')].some((part) => part.scrollWidth > part.clientWidth + 1)
      if (text === '' || isCut || !frame || place.left < frame.left - 1 || place.right > frame.right + 1) continue
      const row = cell.closest('[row-index]')?.getAttribute('row-index') ?? ''
      rows.set(row, [...(rows.get(row) ?? []), { left: place.left, text }])
    }
    return [...rows]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([, cells]) => cells.toSorted((a, b) => a.left - b.left).map(({ text }) => text.replace(/\s*\n\s*/g, ', ')))
  })
}

/** What the rows of totals say of themselves: their words, each row's joined. */
async function labels(): Promise<string[]> {
  return (await shownTotals()).map((texts) => texts.filter((text) => /[a-z]/i.test(text)).join(' | '))
}

async function expectWholeLabels(name = query): Promise<void> {
  const { sums } = await clientOf(sample.shell).queries.totals({ name })
  expect(sums.length).toBeGreaterThan(1)
  await expect.poll(labels).toEqual(sums.map(({ currency, rows }) => `Total ${currency}, ${rows} rows`))
}

async function columnsShown(): Promise<string[]> {
  const heads = await page
    .locator('.ag-header-cell[col-id]:not([col-id^="#"])')
    .evaluateAll((cells) =>
      cells.map((cell) => ({ name: cell.getAttribute('col-id') ?? '', left: cell.getBoundingClientRect().left })),
    )
  return heads.toSorted((a, b) => a.left - b.left).map(({ name }) => name)
}

const headOf = (column: string) => page.locator(`.ag-header-cell[col-id="${column}"]`)

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, from.y, { steps: 3 })
  await page.mouse.move(to.x, to.y, { steps: 12 })
  await page.waitForTimeout(200)
  await page.mouse.up()
}

async function middleOf(column: string): Promise<{ x: number; y: number }> {
  const place = await headOf(column).boundingBox()
  if (!place) throw new Error(`${column} is not shown.`)
  return { x: place.x + place.width / 2, y: place.y + place.height / 2 }
}

test('in a narrow window with open details, and again in a wide one, where the columns are as before', async () => {
  const { screen, name, viewKey } = narrowQuery
  const kept = async () => (await clientOf(sample.shell).settings.get()).grids[viewKey]
  await openGrid(screen)
  await expectWholeLabels(name)
  const before = await columnsShown()
  expect(before.slice(0, 2)).toEqual(['transaction_reference', 'currency'])
  await page.setViewportSize({ width: 1024, height: 768 })
  await openRow(page, (await gridRow(page, 0)).locator('[col-id="transaction_reference"]'))
  await page.getByRole('complementary', { name: 'Details' }).getByRole('table', { name: 'Both sides' }).waitFor()
  expect((await page.locator('.ag-root').first().boundingBox())?.width).toBeLessThan(460)
  await expectWholeLabels(name)
  // What a person does there is kept; what the lack of room does is not.
  await headOf('transaction_reference').click()
  await expectWholeLabels(name)
  await expect.poll(async () => (await kept())?.orderBy).toEqual([{ column: 'transaction_reference' }])

  await page.setViewportSize({ width: 1440, height: 900 })
  await openGrid(screen)
  await expectWholeLabels(name)
  expect((await columnsShown()).slice(0, 2)).toEqual(before.slice(0, 2))
  expect((await kept())?.columns.filter(({ pinned }) => pinned).map(({ name }) => name)).toEqual(before.slice(0, 2))
})

test('after a column was dragged elsewhere, and none can be dragged before it', async () => {
  await drag(await middleOf('billed_net'), await middleOf('state'))
  await expect.poll(async () => (await columnsShown()).slice(0, 3)).toContain('billed_net')
  await expectWholeLabels()
  const edge = await page.locator('.ag-root').first().boundingBox()
  await drag(await middleOf('currency'), { x: (edge?.x ?? 0) + 3, y: (await middleOf('currency')).y })
  await expectWholeLabels()
  await page.reload()
  await gridRow(page, 0)
  await expectWholeLabels()
})

test('while the columns that stayed at the left scroll, and while the first one is as narrow as it gets', async () => {
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  const list = page.getByRole('dialog', { name: 'Columns' })
  await list.getByRole('button', { name: 'Let Transaction reference scroll' }).click()
  await list.getByRole('button', { name: 'Let Currency scroll' }).click()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await expectWholeLabels()
  await (await gridRow(page, 2)).locator('[col-id="state"]').hover()
  await page.mouse.wheel(1500, 0)
  await expect.poll(async () => (await columnsShown())[0]).not.toBe('transaction_reference')
  await expectWholeLabels()
  await page.mouse.wheel(-3000, 0)
  await expect.poll(async () => (await columnsShown())[0]).toBe('transaction_reference')

  const edge = await headOf('transaction_reference').locator('.ag-header-cell-resize').boundingBox()
  if (!edge) throw new Error('The edge of the heading is not there.')
  const hold = { x: edge.x + edge.width / 2, y: edge.y + edge.height / 2 }
  await drag(hold, { x: hold.x - 400, y: hold.y })
  await expect.poll(async () => (await headOf('transaction_reference').boundingBox())?.width).toBeLessThan(100)
  await expectWholeLabels()
})

test('when the shown columns are others, the key not among them', async () => {
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  const list = page.getByRole('dialog', { name: 'Columns' })
  for (const title of ['Transaction reference', 'Currency', 'State', 'Billed net'])
    await list.getByRole('checkbox', { name: title, exact: true }).uncheck()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await expectWholeLabels()
})

test('of a look that an older version had kept without the first column at the left', async () => {
  const columns = ['transaction_reference', 'currency', 'state', 'billed_net'].map((name) => ({ name }))
  const broken = columns.map((column) => (column.name === 'currency' ? { ...column, pinned: true } : column))
  await clientOf(sample.shell).settings.change({ grids: { [query]: { columns: broken, orderBy: [] } } })
  await openGrid()
  await expectWholeLabels()
  expect((await columnsShown()).slice(0, 2)).toEqual(['transaction_reference', 'currency'])
})
