import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Window, dropFiles, openWindow, startBrowser } from './browser.ts'
import { clientOf, finish } from './client.ts'
import { untilIdle, whenFree } from './idle.ts'
import { goTo, gridRow, openRow, overviewReady, settled } from './screens.ts'
import { type Shell, startShell } from './shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-states-'))
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
  await whenFree(() => clientOf(shell).books.close())
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
  await whenFree(async () => finish(await client.books.openSample()))
  await whenFree(() => client.books.backUp())
  const path = (await client.app.state()).book?.path ?? ''
  const before = await client.queries.totals({ name: 'reconciliation' })
  await whenFree(() => client.books.close())
  truncateSync(path, 5000)

  await openByPath(page, path)
  await page.getByText('The book is damaged').first().waitFor()
  expect((await client.app.state()).book).toBe(null)
  await page
    .getByRole('button', { name: /^Restore the backup of/ })
    .first()
    .click()
  await expect.poll(async () => (await client.app.state()).book?.path).toBe(path)
  await goTo(page, 'Overview')
  await overviewReady(page)
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(before.rows)
})

test('a path at which there is no book says so', async () => {
  const { page } = window
  const field = page.getByRole('textbox', { name: 'Path of the book' })
  const says = (): Promise<string> =>
    field.evaluate(
      (input) =>
        document.getElementById(input.getAttribute('aria-describedby')?.trim().split(' ')[0] ?? '')?.textContent ?? '',
    )
  await untilIdle(shell)
  await openByPath(page, join(shell.dataFolder, 'books', 'nowhere.tieout'))
  await expect.poll(says).toMatch(/There is no book at .*nowhere\.tieout/)
  // What is wrong stands at the field, in words for who types there, until something else is typed.
  for (const [path, sentence] of [
    ['/elsewhere/x.tieout', /only books in .* can be opened/],
    [join(shell.dataFolder, 'books'), /is a folder, not a Tieout book/],
  ] as const) {
    await field.fill(path)
    expect(await says()).toBe('A file that ends in .tieout')
    await field.press('Enter')
    await expect.poll(says).toMatch(sentence)
  }
  expect(await page.getByRole('alert').count()).toBe(0)
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

test('what moves while rows are waited for is moved as it stands, and not drawn anew for every frame', async () => {
  const { page } = window
  await goTo(page, 'Exceptions')
  const animated = new Set<string>()
  await page.route('**/rpc/queries/**', async (route) => {
    await page.getByText('Reading rows').waitFor()
    // Once all that waits a moment before it shows itself is to be seen.
    await expect.poll(() => movingNow(page)).toContainEqual({ properties: ['transform'], turns: true })
    for (const { properties } of await movingNow(page)) for (const property of properties) animated.add(property)
    await route.continue()
  })
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('there is no such text either')
  await page.getByText('No row matches').waitFor()
  await page.unroute('**/rpc/queries/**')
  // One that changes its opacity has a sheet of its own, which may be as large as the grid.
  expect([...animated].toSorted()).toEqual(['transform', 'visibility'])
  await page.getByRole('button', { name: 'Clear filters and search' }).click()
  await page.locator('.ag-root [row-index="0"]').waitFor()
})

/** What is animated on the page at this moment: which properties, and whether it goes on without an end. */
function movingNow(page: Page): Promise<{ properties: string[]; turns: boolean }[]> {
  return page.evaluate(() =>
    document.getAnimations().map(({ effect }) => ({
      properties: (effect as KeyframeEffect)
        .getKeyframes()
        .flatMap((frame) => Object.keys(frame))
        .filter((name, index, all) => all.indexOf(name) === index)
        .filter((name) => !['offset', 'computedOffset', 'easing', 'composite'].includes(name)),
      turns: effect?.getComputedTiming().iterations === Infinity,
    })),
  )
}

test('privacy mode hides names and amounts', async () => {
  const { page, context } = await openWindow(browser, shell, { viewport: { width: 2560, height: 1440 } })
  const details = page.getByRole('complementary', { name: 'Details' })
  const { rows } = await clientOf(shell).queries.page({
    name: 'reconciliation',
    filters: [{ operator: 'equals', column: 'state', value: 'over-disbursed' }],
    offset: 0,
    limit: 1,
  })
  const key = { transaction_reference: rows[0]?.['transaction_reference'], currency: rows[0]?.['currency'] }
  const data = async (query: string): Promise<void> => {
    await openPlace(page, 'data', { query, filters: [] })
    await page
      .getByText(/^\d+ rows$/)
      .first()
      .waitFor()
    await gridRow(page, 0)
  }
  const places: Readonly<Record<string, () => Promise<unknown>>> = {
    Overview: async () => {
      await goTo(page, 'Overview')
      await overviewReady(page)
    },
    'Cash application': async () => {
      await goTo(page, 'Cash application')
      await gridRow(page, 0)
    },
    Payers: async () => {
      await goTo(page, 'Uncollected funds')
      await page.getByText('Customers', { exact: true }).click()
      await page.getByRole('columnheader', { name: /^Customer/ }).waitFor()
      await gridRow(page, 0)
    },
    Exceptions: async () => {
      await goTo(page, 'Exceptions')
      await gridRow(page, 0)
    },
    'Refused rows': () => data('refused_rows'),
    'A refused row': async () => {
      await openRow(page, 0)
      await details.getByText('Line of the file').waitFor()
    },
    'Billed lines': () => data('billed_lines'),
    'Billed revenue': () => data('billed_revenue'),
    'A key': async () => {
      await openPlace(page, 'cash-application', { key })
      await details.getByRole('table', { name: 'Both sides' }).waitFor()
    },
  }
  const leaks = async (): Promise<Record<string, readonly string[]>> => {
    const found: Record<string, readonly string[]> = {}
    for (const [name, show] of Object.entries(places)) {
      await show()
      await settled(page)
      found[name] = await told(page)
    }
    return found
  }
  for (const [name, texts] of Object.entries(await leaks())) expect(texts.length, name).toBeGreaterThan(0)
  await page.keyboard.press('Control+Shift+h')
  await page.getByRole('button', { name: 'Names and amounts are hidden: show them' }).waitFor()
  expect(await leaks()).toEqual(Object.fromEntries(Object.keys(places).map((name) => [name, []])))
  expect(await page.locator('body').innerText()).toContain('•••')
  await page.keyboard.press('Control+Shift+h')
  await context.close()
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
  await page.reload()
  await page.getByText(said).first().waitFor()
  expect(await page.getByRole('searchbox', { name: 'Search rows' }).inputValue()).toBe('EUR')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('')
})

async function openPlace(page: Page, screen: string, details: object): Promise<void> {
  await page.goto(`${shell.origin}/#/${screen}?${encodeURIComponent(JSON.stringify(details))}`)
}

/** What the page tells of customers and amounts, also in tooltips and in the names of controls. */
function told(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const attributes = ['title', 'aria-label', 'alt', 'placeholder']
    const texts = [...document.querySelectorAll('*')].flatMap((element) =>
      attributes.map((attribute) => element.getAttribute(attribute) ?? ''),
    )
    // The tolerance is a setting, and 0.03 a rate.
    return [...document.body.innerText.split('\n'), ...texts]
      .map((text) => text.replace(/Tolerance\s+\d+\.\d{2}/, ''))
      .filter((text) => /Example (Inc|Ltd)|\d,\d{3}\.\d{2}|[1-9]\d*\.\d{2}\b/.test(text))
  })
}

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
