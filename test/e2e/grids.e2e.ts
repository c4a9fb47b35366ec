import ExcelJS from 'exceljs'
import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnTitle } from '../../shared/queries/queries.ts'
import { clientOf, finish } from './client.ts'
import { cellsOf, goTo, gridRow } from './screens.ts'
import { type SampleWindow, openSampleWindow } from './sample-window.ts'
import type { Shell } from './shell.ts'

// What a person does with a grid: columns, order, filters, views, copies and files, and what stays of it.

let shell: Shell
let window: SampleWindow['window']
let stop: SampleWindow['stop'] | undefined

beforeAll(async () => {
  ;({ shell, window, stop } = await openSampleWindow({ viewport: { width: 2560, height: 1000 } }))
  await goTo(window.page, 'Data')
  await window.page
    .getByRole('button', { name: /^Reconciliation\b/ })
    .first()
    .click()
  await gridRow(window.page, 0)
})

afterAll(() => stop?.())

const headOf = (page: Page, column: string): Locator => page.locator(`.ag-header-cell[col-id="${column}"]`)
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })

/** Names of the columns that are shown, from the left. */
async function shownColumns(page: Page): Promise<string[]> {
  const heads = await page
    .locator('.ag-header-cell[col-id]:not([col-id^="#"])')
    .evaluateAll((cells) =>
      cells.map((cell) => ({ name: cell.getAttribute('col-id') ?? '', left: cell.getBoundingClientRect().left })),
    )
  return heads.toSorted((a, b) => a.left - b.left).map(({ name }) => name)
}

/** The view that the core holds for this grid now. */
async function kept() {
  return (await clientOf(shell).settings.get()).grids['reconciliation']
}

async function openFilter(page: Page, title: string): Promise<Locator> {
  await button(page, 'Filter').click()
  const list = page.getByRole('dialog', { name: 'Filter', exact: true })
  await list.getByRole('searchbox').fill(title)
  await list.getByRole('button', { name: title, exact: true }).click()
  return page.getByRole('dialog', { name: `Filter ${title}` })
}

test('a click on a heading orders all rows of the book, a second one turns the order around', async () => {
  const { page } = window
  const ordered = async (descending: boolean): Promise<unknown[]> => {
    const orderBy = [{ column: 'difference', descending }]
    const { rows } = await clientOf(shell).queries.page({ name: 'reconciliation', offset: 0, limit: 3, orderBy })
    return rows.map((row) => row['transaction_reference'])
  }
  const shown = async (): Promise<string[]> => (await cellsOf(page, 'transaction_reference')).slice(0, 3)
  await headOf(page, 'difference').click()
  await expect.poll(shown).toEqual(await ordered(false))
  await headOf(page, 'difference').click()
  await expect.poll(shown).toEqual(await ordered(true))
  await expect.poll(async () => (await kept())?.orderBy).toEqual([{ column: 'difference', descending: true }])
})

test('columns are hidden, moved and kept at the left in the list of columns', async () => {
  const { page } = window
  await button(page, 'Columns').click()
  const list = page.getByRole('dialog', { name: 'Columns' })
  await list.getByRole('checkbox', { name: 'Billed net', exact: true }).uncheck()
  await list.getByRole('searchbox').fill('open')
  await list.getByRole('button', { name: 'Keep Open at the left', exact: true }).click()
  await list.getByRole('searchbox').fill('difference')
  await list.getByRole('button', { name: 'Move Difference to the front' }).click()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await expect
    .poll(async () => (await shownColumns(page)).slice(0, 6))
    .toEqual(['transaction_reference', 'currency', 'open_net', 'state', 'difference', 'disbursed_net'])
})

test('a column keeps the width to which it was dragged', async () => {
  const { page } = window
  const head = headOf(page, 'state')
  const before = (await head.boundingBox())?.width ?? 0
  const edge = await head.locator('.ag-header-cell-resize').boundingBox()
  if (!edge) throw new Error('The edge of the heading is not there.')
  await page.mouse.move(edge.x + edge.width / 2, edge.y + edge.height / 2)
  await page.mouse.down()
  await page.mouse.move(edge.x + edge.width / 2 + 60, edge.y + edge.height / 2, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => Math.round(((await head.boundingBox())?.width ?? 0) - before)).toBe(60)
})

test('an amount is filtered by a condition, a state by its values; both are named and can be taken out', async () => {
  const { page } = window
  const amount = await openFilter(page, 'Difference')
  await amount.getByRole('combobox', { name: 'Condition' }).click()
  await page.getByRole('option', { name: 'is more than', exact: true }).click()
  await amount.getByRole('textbox', { name: 'Value' }).fill('a lot')
  await amount.getByRole('button', { name: 'Apply' }).click()
  await amount.getByText('A number such as 1250.00 or -12.5 is needed.').waitFor()
  await amount.getByRole('textbox', { name: 'Value' }).fill('100')
  await amount.getByRole('button', { name: 'Apply' }).click()
  await button(page, 'Change the filter Difference is more than 100.00').waitFor()

  const state = await openFilter(page, 'State')
  await state.getByRole('checkbox', { name: /^Partially disbursed/ }).check()
  await state.getByRole('button', { name: 'Apply' }).click()
  await button(page, 'Change the filter State is Partially disbursed').waitFor()
  const filters = [
    { operator: 'greater' as const, column: 'difference', value: '100' },
    { operator: 'in' as const, column: 'state', values: ['partially-disbursed'] },
  ]
  const { rows, sums } = await clientOf(shell).queries.totals({ name: 'reconciliation', filters })
  expect(rows).toBeGreaterThan(0)
  await expect.poll(async () => new Set(await cellsOf(page, 'state'))).toEqual(new Set(['Partially disbursed']))
  expect(await cellsOf(page, 'state')).toHaveLength(rows)
  // The sums below the rows are those of the filtered rows, a line per currency.
  await expect
    .poll(() => page.locator('[row-index^="b-"] [role="gridcell"][col-id="difference"]').count())
    .toBe(sums.length)
  await button(page, 'Remove the filter Difference is more than 100.00').click()
  await expect.poll(() => button(page, 'Remove the filter Difference is more than 100.00').count()).toBe(0)
  const left = await clientOf(shell).queries.totals({ name: 'reconciliation', filters: filters.slice(1) })
  await expect
    .poll(async () => (await cellsOf(page, 'transaction_reference')).filter((reference) => reference !== ''))
    .toHaveLength(left.rows)
})

test('all of it is there again after a restart of the application', async () => {
  const { page } = window
  const columns = await shownColumns(page)
  const width = (await headOf(page, 'state').boundingBox())?.width
  const rows = await cellsOf(page, 'transaction_reference')
  await shell.restart()
  await finish(await clientOf(shell).books.openSample())
  await page.reload()
  await gridRow(page, 0)
  await expect.poll(() => shownColumns(page)).toEqual(columns)
  expect((await headOf(page, 'state').boundingBox())?.width).toBe(width)
  await button(page, 'Change the filter State is Partially disbursed').waitFor()
  await expect.poll(() => cellsOf(page, 'transaction_reference')).toEqual(rows)
})

test('what is seen is exported as CSV, JSON and workbook, with its columns, filters and order', async () => {
  const { page } = window
  const seen = await cellsOf(page, 'transaction_reference')
  const columns = await shownColumns(page)
  const pathOf = async (format: string): Promise<string> => {
    const download = page.waitForEvent('download')
    await button(page, 'Export rows').click()
    await page.getByRole('menuitem', { name: format }).click()
    return (await download).path()
  }
  // Headings beyond the right edge are not drawn, so only those that are seen are compared.
  const csv = Papa.parse<string[]>(readFileSync(await pathOf('CSV file'), 'utf8').replace(/^\uFEFF/, ''), {
    skipEmptyLines: true,
  }).data
  expect(csv[0]?.slice(0, columns.length)).toEqual(columns)
  expect(csv.slice(1).map(([reference]) => reference)).toEqual(seen)

  const json: Record<string, string>[] = JSON.parse(readFileSync(await pathOf('JSON file'), 'utf8'))
  expect(json.map((row) => row['transaction_reference'])).toEqual(seen)
  expect(Object.keys(json[0] ?? {}).slice(0, columns.length)).toEqual(columns)

  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(await pathOf('Excel workbook'))
  const sheet = workbook.worksheets[0]
  const texts: string[] = []
  const lines: string[][] = []
  sheet?.eachRow((row) => {
    texts.push(row.getCell(1).text)
    lines.push(columns.map((_, index) => row.getCell(index + 1).text))
  })
  // A workbook has the titles of the grid, of which some are no column's name in other letters.
  expect(columns).toContain('open_net')
  expect(lines).toContainEqual(columns.map((name) => columnTitle('reconciliation', name)))
  for (const reference of seen) expect(texts).toContain(reference)
  expect(texts.filter((text) => /^[0-9a-z]{24}$/.test(text))).toHaveLength(seen.length)
})

test('all rows that match are copied with headings, ids as text', async () => {
  const { page } = window
  const seen = await cellsOf(page, 'transaction_reference')
  await button(page, 'Copy rows').click()
  await page.getByRole('menuitem', { name: `Copy all ${seen.length} rows` }).click()
  await page.getByText(/copied with headings/).waitFor()
  const { html, text } = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const read = async (type: string) => (item?.types.includes(type) ? (await item.getType(type)).text() : '')
    return { html: await read('text/html'), text: await read('text/plain') }
  })
  expect(
    text
      .split('\r\n')
      .slice(1)
      .map((line) => line.split('\t')[0]),
  ).toEqual(seen)
  expect(html).toContain(seen[0])
})

test('a view is saved under a name, shown again, renamed and deleted', async () => {
  const { page } = window
  const columns = await shownColumns(page)
  const views = page.getByRole('dialog', { name: 'Views' })
  await button(page, 'Views').click()
  await views.getByRole('textbox', { name: 'Save as a view' }).fill('Too much')
  await views.getByRole('button', { name: 'Save', exact: true }).click()
  await views.getByRole('button', { name: 'Back to the first columns, no filters' }).click()
  await expect.poll(async () => (await shownColumns(page)).includes('billed_net')).toBe(true)
  await button(page, 'Change the filter State is Partially disbursed').waitFor({ state: 'detached' })

  await button(page, 'Views').click()
  await views.getByRole('button', { name: 'Show Too much' }).click()
  await button(page, 'Change the filter State is Partially disbursed').waitFor()
  await expect.poll(() => shownColumns(page)).toEqual(columns)

  await button(page, 'Views').click()
  await views.getByRole('button', { name: 'Rename Too much' }).click()
  await views.getByRole('textbox').fill('Over-paid')
  await views.getByRole('button', { name: 'Save', exact: true }).click()
  await views.getByRole('button', { name: 'Show Over-paid' }).waitFor()
  await expect
    .poll(async () => Object.keys((await clientOf(shell).settings.get()).views['reconciliation'] ?? {}))
    .toEqual(['Over-paid'])
  await views.getByRole('button', { name: 'Delete Over-paid' }).click()
  await views.getByText('No view is saved yet.').waitFor()
  await page.keyboard.press('Escape')
})
