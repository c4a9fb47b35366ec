import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropFiles } from './browser.ts'
import { clientOf } from './client.ts'
import { cellsOf, goTo, gridRow, openRow, overviewReady, settled } from './screens.ts'
import { type SampleWindow, openSampleWindow } from './sample-window.ts'
import type { Shell } from './shell.ts'

// The ways from a figure to the rows behind it, on the screens that have them.

let shell: Shell
let window: SampleWindow['window']
let stop: SampleWindow['stop'] | undefined

beforeAll(async () => {
  ;({ shell, window, stop } = await openSampleWindow({ viewport: { width: 1920, height: 1080 } }))
})

afterAll(() => stop?.())

/** One deposit of 97.00 and one of 3.00, and lines that do not say to which they belong. */
const sharedReport = `Disbursed amount by product
Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,SellerRevCredit,AWSRefFeeCredit,Net Amount,Transaction Reference ID,SellerUSSalesTax,SellerUSSalesTaxRefund,Customer AWS Account Number,Customer Country,Customer State,Customer City,Customer Zip Code,Customer Email Domain,Solution Title,Solution ID,Payer Reference ID,Payer Address ID
Tide Gauge,3x1p7k2v9q,60.00,0.00,0.00,0.00,0.00,0.00,60.00,T1,0.00,0.00,012345678901,US,WA,Tacoma,98402,harbor.example,,,pr-harbor,pa-harbor
Tide Gauge,3x1p7k2v9q,40.00,0.00,0.00,0.00,0.00,0.00,40.00,T2,0.00,0.00,012345678901,US,WA,Tacoma,98402,harbor.example,,,pr-harbor,pa-harbor

Disbursed amount by customer geography
Settlement ID,Settlement Period Start Date,Settlement Period End Date,Deposit Date,Disbursed Amount,Country Code,State or Region,City,Postal Code,Net Amount by Tax Location,Gross Amount by Tax Location,Seller U.S. Sales Tax,Seller U.S. Sales Tax Refund
12,2022-07-10 00:00:00,2022-08-09 23:59:59,2022-08-09 08:00:00,97.00,US,WA,Tacoma,98402,97.00,,0.00,0.00
123,2022-07-10 00:00:00,2022-08-09 23:59:59,2022-08-10 08:00:00,3.00,US,WA,Tacoma,98402,3.00,,0.00,0.00
`

const chip = (page: Page, filter: string): Locator =>
  page.getByRole('button', { name: `Change the filter ${filter}`, exact: true })

const count = async (...request: Parameters<ReturnType<typeof clientOf>['queries']['totals']>): Promise<number> =>
  (await clientOf(shell).queries.totals(...request)).rows

/** What the line below the grid says. */
async function rowsShown(page: Page, rows: number): Promise<void> {
  const text = rows === 1 ? /^1 row( matches)?$/ : new RegExp(`^${rows} rows( match)?$`)
  await page.getByRole('main').getByText(text).first().waitFor()
}

test('a settlement is picked by its amount: its figures, its failed control and its keys', async () => {
  const { page } = window
  await goTo(page, 'Cash application')
  const picker = page.getByRole('combobox', { name: 'Settlement' })
  await picker.click()
  await picker.fill('120489.52')
  await page.getByRole('option').filter({ hasText: '120,489.52' }).click()
  const main = page.getByRole('main')
  await main.getByText('120,502.02').first().waitFor()
  await main.getByText('12.50').first().waitFor()
  await main.getByText('Fail', { exact: true }).first().waitFor()
  await rowsShown(page, await count({ name: 'cash_application', settlement: '77720260710' }))
})

test('states carry numbers and sums, and narrow the keys of the settlement', async () => {
  const { page } = window
  const states = page.getByRole('group', { name: 'States' })
  const over = states.getByRole('button', { name: /Over-disbursed/ })
  const filters = [{ operator: 'in' as const, column: 'state', values: ['over-disbursed'] }]
  const { rows, sums } = await clientOf(shell).queries.totals({
    name: 'cash_application',
    settlement: '77720260710',
    filters,
  })
  const sum = Number(sums[0]?.sums['settlement_net']).toLocaleString('en-US', { minimumFractionDigits: 2 })
  await expect.poll(() => over.innerText()).toContain(sum)
  expect(await over.innerText()).toMatch(new RegExp(`\\b${rows}\\b`))
  await over.click()
  await rowsShown(page, rows)
  await expect.poll(() => cellsOf(page, 'state')).toEqual(Array<string>(rows).fill('Over-disbursed'))
  await states.getByRole('button', { name: /^All states/ }).click()
})

test('from a key the delivery of its billed line is reached', async () => {
  const { page } = window
  const { rows } = await clientOf(shell).queries.page({
    name: 'billed_lines',
    filters: [{ operator: 'not-blank', column: 'delivery_id' }],
    orderBy: [{ column: 'transaction_reference' }],
    offset: 0,
    limit: 1,
  })
  const reference = String(rows[0]?.['transaction_reference'])
  const delivery = String(rows[0]?.['delivery_id'])
  const key = { transaction_reference: reference, currency: String(rows[0]?.['currency']) }
  await page.goto(`${shell.origin}/#/cash-application?${encodeURIComponent(JSON.stringify({ key }))}`)
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByText(reference).first().waitFor()
  await details.getByRole('button', { name: 'Show the delivery' }).first().click()
  await chip(page, `Delivery number is ${delivery}`).waitFor()
  await rowsShown(
    page,
    await count({
      name: 'billed_lines',
      filters: [{ operator: 'equals', column: 'delivery_id', value: delivery }],
    }),
  )
})

test('lines without a reference stay those of their settlement, as wide as they were, when the page is loaded anew', async () => {
  const { page } = window
  await goTo(page, 'Cash application')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('0022026071048')
  // The list is another one until the search has narrowed it.
  await page
    .getByText(/rows? match(es)?$/)
    .first()
    .waitFor()
  const row = page.locator('.ag-root [role="row"]:not([row-index^="b-"])').filter({ hasText: '(15.00)' }).first()
  await openRow(page, row)
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByText('Disbursed lines').first().waitFor()
  const before = await details.innerText()
  const width = async (): Promise<number> => Math.round((await details.boundingBox())?.width ?? 0)
  const border = page.getByRole('separator', { name: 'Width of the details' })
  const narrow = await width()
  await border.press('ArrowLeft')
  await expect.poll(width).toBeGreaterThan(narrow)
  const edge = await border.boundingBox()
  if (!edge) throw new Error('The border of the details is not there.')
  await page.mouse.move(edge.x + 1, edge.y + 100)
  await page.mouse.down()
  await page.mouse.move(edge.x - 79, edge.y + 100, { steps: 5 })
  await page.mouse.up()
  await expect.poll(width).toBeGreaterThan(narrow + 60)
  const wide = await width()
  await page.reload()
  await expect.poll(() => details.innerText()).toBe(before)
  expect(await width()).toBe(wide)
  await page.keyboard.press('Escape')

  await openRow(page, row)
  const listed = await details.getByRole('heading', { name: /^Disbursed lines/ }).innerText()
  await details.getByRole('button', { name: 'Show in Data: Disbursed lines' }).click()
  await chip(page, 'Settlement is 0022026071048').waitFor()
  await rowsShown(page, Number(/\((\d+)\)/.exec(listed)?.[1]))
  await goTo(page, 'Cash application')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('')
})

test('an age filters what is uncollected, and its bar shows the sum', async () => {
  const { page } = window
  await goTo(page, 'Uncollected funds')
  const filters = [{ operator: 'in' as const, column: 'ageing_bucket', values: ['31-60'] }]
  const { rows } = await clientOf(shell).queries.totals({ name: 'uncollected_funds', filters })
  const bar = page.getByRole('group', { name: 'Ageing' }).getByRole('button', { name: /31–60|31-60/ })
  await expect.poll(() => bar.innerText()).toContain(`${rows} items`)
  await bar.click()
  await rowsShown(page, rows)
  expect(await bar.getAttribute('aria-pressed')).toBe('true')
  await bar.click()
})

test('an uncollected line is followed to the billed lines of its AR period', async () => {
  const { page } = window
  await goTo(page, 'Uncollected funds')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('xndvtr358darkdt43nzx9mad')
  await rowsShown(page, 1)
  await openRow(page, 0)
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByText('Billed lines: billed revenue export, invoice of Apr 30, 2026').waitFor()
  await details.getByRole('button', { name: 'Billed lines of 2026-04' }).click()
  await chip(page, 'AR period is 2026-04').waitFor()
  const filters = [{ operator: 'equals' as const, column: 'ar_period', value: '2026-04' }]
  await rowsShown(page, await count({ name: 'billed_lines', filters }))
})

test('customers are listed with their days late, and lead to their items', async () => {
  const { page } = window
  await goTo(page, 'Uncollected funds')
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('')
  await page.getByText('Customers', { exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('521439395491')
  await rowsShown(page, 1)
  await expect.poll(() => cellsOf(page, 'days_late')).toEqual(['50'])
  expect(await cellsOf(page, 'past_due_net')).toEqual(['4,850.00'])
  await openRow(page, 0)
  await chip(page, 'Payer account is 521439395491').waitFor()
  await rowsShown(page, 1)
  await expect.poll(() => cellsOf(page, 'transaction_reference')).toEqual(['zsxkwrqnxpdknchwwj0fvgxm'])
})

test('a month of a report says what is there or what to get', async () => {
  const { page } = window
  await goTo(page, 'Overview')
  await overviewReady(page)
  const coverage = page.getByRole('table', { name: 'Reports by month' })
  await coverage
    .getByRole('button', { name: /^Disbursement, .*: loaded$/ })
    .first()
    .click()
  const cell = page.getByRole('dialog')
  await cell
    .getByText(/Delivered \w+ \d+, 2026/)
    .first()
    .waitFor()
  await cell.getByRole('button', { name: 'Show the deliveries' }).click()
  await chip(page, 'Report is Disbursement report').waitFor()
  await chip(page, 'Delivery date is Jun 13, 2026').waitFor()
  const filters = [
    { operator: 'equals' as const, column: 'report', value: 'disbursement' },
    { operator: 'equals' as const, column: 'delivery_date', value: '2026-06-13' },
  ]
  await rowsShown(page, await count({ name: 'deliveries', filters }))

  await goTo(page, 'Overview')
  await overviewReady(page)
  await coverage.getByRole('button', { name: /^Billed revenue \(export\), Jun.*: loaded$/ }).click()
  await cell.getByRole('button', { name: 'Show the deliveries' }).click()
  const exported = [
    { operator: 'equals' as const, column: 'report', value: 'billed_revenue' },
    { operator: 'less-or-equal' as const, column: 'coverage_start', value: '2026-06-30' },
    { operator: 'greater-or-equal' as const, column: 'coverage_end', value: '2026-06-01' },
  ]
  await chip(page, 'Report is Billed revenue').waitFor()
  const exports = await count({ name: 'deliveries', filters: exported })
  expect(exports).toBeGreaterThan(0)
  await rowsShown(page, exports)

  await goTo(page, 'Overview')
  await overviewReady(page)
  await coverage
    .getByRole('button', { name: /: missing$/ })
    .first()
    .click()
  await cell.getByRole('button', { name: 'Import files' }).click()
  await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor()
})

test('a failed control stands once, names its cause, and leads to the lines that make the difference', async () => {
  const { page } = window
  await goTo(page, 'Overview')
  await overviewReady(page)
  const controls = page.getByRole('region', { name: 'Controls' })
  expect(await controls.getByRole('button', { name: /^Net is the sum of its parts/ }).count()).toBe(2)
  await controls.getByText('The net of 801.61 is 4.00 less than its parts together.', { exact: false }).waitFor()
  await controls.getByRole('button', { name: /^Net is the sum of its parts, .*: show the rows/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Data' }).waitFor()
  await rowsShown(page, 1)
  await expect.poll(() => cellsOf(page, 'transaction_reference')).toEqual(['a0y7kzhw5jcz67gragacsppk'])
  await expect.poll(() => cellsOf(page, 'role')).toEqual(['the cause'])

  await goTo(page, 'Overview')
  await overviewReady(page)
  await controls.getByRole('button', { name: /^Opening, billed and disbursed give closing, .*: show the rows/ }).click()
  await rowsShown(page, 4)
})

test('a figure, an age and a state of the Overview lead to as many rows as they count', async () => {
  const { page } = window
  await goTo(page, 'Overview')
  await overviewReady(page)
  await page.getByRole('region', { name: 'Ageing of open items' }).getByRole('button', { name: '31–60' }).click()
  const filters = [
    { operator: 'equals' as const, column: 'currency', value: 'USD' },
    { operator: 'equals' as const, column: 'ageing_bucket', value: '31-60' },
  ]
  await rowsShown(page, await count({ name: 'open_items', filters }))

  await goTo(page, 'Overview')
  await overviewReady(page)
  await page.getByRole('region', { name: 'Where the keys stand' }).getByRole('button', { name: 'reversed' }).click()
  await rowsShown(page, 1)
})

test('an earlier as-of date reconciles anew, and the latest day brings it back', async () => {
  const { page } = window
  await goTo(page, 'Overview')
  await overviewReady(page)
  const figures = page.getByRole('region', { name: 'From billed to the bank' })
  const before = await figures.innerText()
  await page.getByRole('button', { name: /As of Aug 13, 2026/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '1 August 2026', exact: true }).click()
  await page.getByText('Reconciled as of Aug 01, 2026').waitFor()
  await expect.poll(() => figures.innerText()).not.toBe(before)
  await page.getByRole('button', { name: /As of Aug 01/ }).click()
  await page.getByRole('button', { name: 'Latest day in the book' }).click()
  await page.getByText('Reconciled as of Aug 13, 2026').waitFor()
  await expect.poll(() => figures.innerText()).toBe(before)
})

test('another as-of date loads the reconciliation again, and leaves the list of the files where it is', async () => {
  const { page } = window
  const pages: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/rpc/queries/page')) pages.push(request.postData() ?? '')
  })
  const asked = (query: string): number => pages.filter((body) => body.includes(`"${query}"`)).length
  const chosen = async (title: RegExp, asOf: string | null): Promise<boolean> => {
    await goTo(page, 'Data')
    await page.getByRole('button', { name: title }).first().click()
    await (await gridRow(page, 1)).click()
    await page.getByText('1 selected', { exact: true }).waitFor()
    pages.length = 0
    await clientOf(shell).books.configure({ asOf })
    await page.getByText(asOf === null ? 'Reconciled as of Aug 13, 2026' : 'Reconciled as of Aug 01, 2026').waitFor()
    await settled(page)
    return page.getByText('1 selected', { exact: true }).isVisible()
  }
  expect(await chosen(/^Source files\b/, '2026-08-01')).toBe(true)
  expect(asked('source_files')).toBe(0)
  expect(await chosen(/^Reconciliation\b/, null)).toBe(false)
  expect(asked('reconciliation')).toBeGreaterThan(0)
})

test('each line of the bridge leads to its keys, and their total is its amount', async () => {
  const { page } = window
  await goTo(page, 'Overview')
  await overviewReady(page)
  const bridge = page.getByRole('region', { name: 'From billed to the bank' })
  for (const [line, amount] of [
    [/^Billed in USD: show the \d+ rows/, '890,532.97'],
    [/^Open, past due in USD: show the 9 rows/, '26,530.71'],
    [/^Disbursed, not billed in GBP: show the row/, '(768.40)'],
    [/^Open here, not on AWS’s list in USD: show the 2 rows/, '(4,250.20)'],
    [/^Banked in EUR: show the 6 rows/, '150,719.83'],
  ] as const) {
    await bridge.getByTitle(line).click()
    await page.getByRole('main').getByText(amount).first().waitFor()
    await goTo(page, 'Overview')
    await overviewReady(page)
  }
  await bridge.getByRole('button', { name: 'not known' }).first().click()
  await page.getByText("AWS's lists of uncollected funds say nothing of EUR.").waitFor()
  await page.keyboard.press('Escape')
})

test('a refused row shows its line in its file, and what was copied is named; a refused clipboard is told', async () => {
  const { page } = window
  const filters = [{ operator: 'equals' as const, column: 'exception', value: 'refused-row' }]
  const client = clientOf(shell)
  const { rows } = await client.queries.page({ name: 'exceptions', filters, offset: 0, limit: 1 })
  const [refused = {}] = rows
  const { text } = await client.queries.fileLine({
    sha256: String(refused['sha256']),
    line: Number(refused['line']),
    ...(typeof refused['sheet'] === 'string' ? { sheet: refused['sheet'] } : {}),
  })
  await page.goto(`${shell.origin}/#/exceptions?${encodeURIComponent(JSON.stringify({ filters }))}`)
  await chip(page, 'Kind is refused-row')
    .or(page.getByRole('button', { name: /^Change the filter Kind/ }))
    .first()
    .waitFor()
  await expect.poll(async () => new Set(await cellsOf(page, 'exception'))).toEqual(new Set(['Refused row']))
  await openRow(page, 0)
  const details = page.getByRole('complementary', { name: 'Details' })
  await details
    .getByText(text ?? 'a text')
    .first()
    .waitFor()
  await details.getByRole('button', { name: 'Copy the text of the line' }).click()
  await page.getByText('Copied', { exact: true }).waitFor()

  const key = { transaction_reference: 'h2wvxkxrr6t6z79x0xc0p6vn', currency: 'USD' }
  await page.goto(`${shell.origin}/#/cash-application?${encodeURIComponent(JSON.stringify({ key, filters: [] }))}`)
  const copy = details.getByRole('button', { name: 'Copy the transaction reference' })
  await copy.click()
  await page.getByText('Transaction reference copied', { exact: true }).waitFor()
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))
  })
  await copy.click()
  await page.getByText('The clipboard did not take the text.').waitFor()
  await page.reload()
})

test('the workbook takes the day of the book until another is typed, and says which', async () => {
  const { page } = window
  const client = clientOf(shell)
  await goTo(page, 'Export')
  const field = page.getByRole('textbox', { name: 'As of', exact: true })
  const shown = (): Promise<string | null> => field.getAttribute('placeholder')
  await expect.poll(shown).toBe('Latest day in the book: Aug 13, 2026')
  await client.books.configure({ asOf: '2026-08-01' })
  await expect.poll(shown).toBe('Day of the book: Aug 01, 2026')
  expect(await field.inputValue()).toBe('')
  await client.books.configure({ asOf: null })
  await expect.poll(shown).toBe('Latest day in the book: Aug 13, 2026')
})

test('a report with several settlements shows all its lines for each of them, and says so', async () => {
  const { page } = window
  const client = clientOf(shell)
  await client.books.open({ path: join(shell.dataFolder, 'books', 'Shared.tieout'), create: true })
  const folder = mkdtempSync(join(tmpdir(), 'tieout-shared-'))
  try {
    const report = join(folder, 'disbursement_report_2022-08-12.csv')
    writeFileSync(report, sharedReport)
    await goTo(page, 'Import')
    await dropFiles(page, [report])
    await page
      .getByRole('button', { name: /^Import 1 file/ })
      .last()
      .click()
    await expect.poll(async () => (await client.app.state()).book?.empty).toBe(false)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // What was searched for in the sample is remembered.
  await page.goto(`${shell.origin}/#/cash-application?${encodeURIComponent(JSON.stringify({ filters: [] }))}`)
  const picker = page.getByRole('combobox', { name: 'Settlement' })
  for (const [amount, other] of [
    ['97.00', '3.00'],
    ['3.00', '97.00'],
  ] as const) {
    await picker.click()
    const option = page.getByRole('option').filter({ hasText: amount })
    expect(await option.innerText()).toContain('lines not known')
    expect(await option.innerText()).not.toContain(other)
    await option.click()
    await page.getByText('The report lists several settlements (12, 123)').waitFor()
    await rowsShown(page, 2)
    await page.getByRole('main').getByText('Pass', { exact: true }).waitFor()
  }
})

test('the page complained of nothing on the way', () => {
  expect(window.foreignRequests).toEqual([])
  expect(window.complaints).toEqual([])
})
