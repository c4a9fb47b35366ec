import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sections } from '../../shared/reports/catalogue.ts'
import { type Window, dropFiles, openWindow, startBrowser } from './browser.ts'
import { hostileCells, writeHostileFiles } from './hostile-files.ts'
import { goTo, openRow, settled } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-hostile-'))
let shell: Shell
let browser: Browser
let window: Window
const dialogs: string[] = []

beforeAll(async () => {
  const files = writeHostileFiles(folder)
  ;[shell, browser] = await Promise.all([startShell(), startBrowser()])
  window = await openWindow(browser, shell, { viewport: { width: 2560, height: 1440 } })
  window.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  await window.page.getByRole('heading', { name: 'Open a book to begin' }).waitFor()
  await dropFiles(
    window.page,
    files.map(({ path }) => path),
  )
  await window.page.getByRole('button', { name: 'Make the book' }).click()
  await window.page.getByRole('button', { name: `Import ${files.length} files` }).click()
  await window.page.getByText(/rows entered the book/).waitFor()
})
afterAll(async () => {
  await browser?.close()
  await shell?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What has become markup, a link or a script although it came out of a cell. */
function live(): Promise<string[]> {
  return window.page.evaluate(() => [
    ...('harmed' in globalThis ? ['a cell ran as a script'] : []),
    ...[...document.querySelectorAll('[onerror], img[src="x"], a[href^="javascript" i], a[href^="http" i]')].map(
      (element) => element.outerHTML,
    ),
    ...[...document.querySelectorAll('script:not([src])')].map((element) => element.outerHTML),
  ])
}

test('every data set shows the hostile cells as text', async () => {
  const { page } = window
  // Section 4 of the disbursement report and its like hold amounts only.
  const withText = sections.filter(({ columns }) => columns.some(({ type }) => type === 'text'))
  for (const { id } of withText) {
    await page.goto(`${shell.origin}/#/data?${encodeURIComponent(JSON.stringify({ query: id }))}`)
    const grid = page.locator('.ag-root')
    await grid.waitFor()
    await expect.poll(() => page.locator('.ag-root [row-index="10"]').count()).toBeGreaterThan(0)
    const shownCells = (): Promise<string> => page.locator('.ag-root').innerText()
    for (const cell of ['<img src=x onerror="window.harmed=1">', '<script>window.harmed=1</script>', '+1+cmd|harm'])
      await expect.poll(shownCells, { message: `${cell} in ${id}` }).toContain(cell)
    expect(await live(), id).toEqual([])
    const shown = await shownCells()
    // An order to the text direction is shown as a sign of its own; it never takes effect.
    expect(shown, id).not.toContain('\u202E')
  }
})

test('the screens show them as text too', async () => {
  const { page } = window
  for (const screen of ['Overview', 'Import', 'Cash application', 'Uncollected funds', 'Exceptions', 'Export']) {
    await goTo(page, screen)
    await settled(page)
    expect(await live(), screen).toEqual([])
    expect(await page.locator('body').innerText(), screen).not.toContain('\u202E')
  }
})

test('the details of a key show its text as text', async () => {
  const { page } = window
  await goTo(page, 'Cash application')
  // A double click on a row that is just being drawn anew opens nothing.
  await settled(page)
  for (let index = 0; index < hostileCells.length; index++) {
    const row = page.locator(`.ag-root [row-index="${index}"]`)
    await openRow(page, row)
    const details = page.getByRole('complementary', { name: 'Details' })
    await details
      .getByText(/Billed lines/)
      .first()
      .waitFor()
    expect(await live()).toEqual([])
    expect(await details.innerText()).not.toContain('\u202E')
  }
  await page.keyboard.press('Escape')
})

test('the workbook holds them as text: no formula and no link comes out of a cell', async () => {
  const { page } = window
  await goTo(page, 'Export')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export and download' }).click()
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(await (await download).path())
  const links: string[] = []
  const formulas: string[] = []
  for (const sheet of workbook.worksheets)
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.hyperlink) links.push(cell.text)
        if (cell.formula && /HYPERLINK|cmd|harm/i.test(cell.formula)) formulas.push(cell.formula)
      }),
    )
  expect({ links, formulas }).toEqual({ links: [], formulas: [] })
})

test('copied rows cannot run in a spreadsheet, and keep their text', async () => {
  const { page } = window
  await page.goto(`${shell.origin}/#/data?${encodeURIComponent(JSON.stringify({ query: 'br1' }))}`)
  await page.locator('.ag-root [row-index="4"]').getByText('+1+cmd|harm').first().waitFor()
  await page.locator('.ag-root [row-index="4"]').click()
  await page.getByText('1 selected', { exact: true }).first().waitFor()
  await page.keyboard.press('Control+c')
  await page.getByText('1 row copied with headings.').waitFor()
  const { html, text } = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read()
    const read = async (type: string) => (item?.types.includes(type) ? (await item.getType(type)).text() : '')
    return { html: await read('text/html'), text: await read('text/plain') }
  })
  expect(`${html}${text}`).toContain('+1+cmd|harm')
  expect(html).not.toMatch(/<script|onerror=|href=/i)
  // A cell that begins like a formula is quoted or marked as text.
  expect(text).not.toMatch(/(^|\t)[=+@-]\w/m)
})

test('nothing ran, nothing asked, nothing left the machine', () => {
  expect(dialogs).toEqual([])
  expect(window.foreignRequests).toEqual([])
  expect(readFileSync(join(folder, 'br1_2026-07-15.csv'), 'utf8')).toContain('onerror')
})
