import ExcelJS from 'exceljs'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type App, openApp } from '../../main/app.ts'
import type { RowsExport } from '../../main/app/rows-export.ts'
import { addableOf } from '../../main/queries/currencies.ts'
import { type QueryName, columnCard, currencyColumns, queryName } from '../../shared/queries/queries.ts'
import { sectionById } from '../../shared/reports/catalogue.ts'
import { hasLibreOffice } from '../export/libreoffice.ts'
import { compare } from '../export/reading.ts'

const apps: App[] = []
const folders: string[] = []

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

type Line = Readonly<Record<string, string>>

/** A file as AWS writes this layout of a section: cells by column, the others empty. */
function fileOf(section: string, layout: number, lines: readonly Line[]): string {
  const { layouts, columns } = sectionById(section)
  const names = layouts[layout] ?? []
  const labels = names.map((name) => columns.find((column) => column.name === name)?.label ?? name)
  const rows = lines.map((line) => names.map((name) => line[name] ?? ''))
  return [labels, ...rows].map((cells) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`).join('')
}

interface Loaded {
  readonly app: App
  readonly folder: string
}

async function load(files: Readonly<Record<string, string>>): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-currencies-'))
  folders.push(folder)
  const app = await openApp({ book: join(folder, 'a.tieout') })
  apps.push(app)
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  })
  const { files: found } = await app.import(paths, { reconcile: true })
  expect(found.map(({ refused_rows: refused }) => refused)).toEqual(paths.map(() => 0))
  return { app, folder }
}

/** Totals of a query by currency. */
async function totalsOf({ app }: Loaded, name: string): Promise<Record<string, Record<string, string>>> {
  const { sums } = await app.grids.totals({ name })
  return Object.fromEntries(sums.map((one) => [one.currency ?? 'none', one.sums]))
}

interface Exported {
  /** The lines of totals above the header: the texts and results of their cells by their headers. */
  readonly totals: Record<string, unknown>[]
  /** The rows below it, in the same form. */
  readonly rows: Record<string, unknown>[]
}

/** A sheet of the query, whose formulas LibreOffice agrees with where it is installed. */
async function exported({ app, folder }: Loaded, name: string, chosen: Partial<RowsExport> = {}): Promise<Exported> {
  const path = join(folder, `${name}.xlsx`)
  await app.exportRows({ name, path, format: 'xlsx', ...chosen })
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  const [sheet] = workbook.worksheets
  if (!sheet) throw new Error('The workbook has no sheet')
  const header = sheet.getRow(Number(/^A(\d+):/.exec(sheet.autoFilter as string)?.[1]))
  const rowAt = (number: number): Record<string, unknown> => {
    const row: Record<string, unknown> = {}
    header.eachCell((cell, column) => {
      const { value, result } = sheet.getCell(number, column)
      if (value !== null && value !== 'Total') row[String(cell.value)] = result ?? value
    })
    return row
  }
  const rowsFrom = (from: number, to: number): Record<string, unknown>[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => rowAt(from + index))
  const totals = rowsFrom(4, header.number - 1)
  if (hasLibreOffice && totals.length > 0) expect(await compare(path, folder)).toBeGreaterThan(0)
  return { totals, rows: rowsFrom(header.number + 1, sheet.rowCount + 1) }
}

const agreement = { agreement_id: 'agmt-1', agreement_start_date: '2026-01-05' }

test('agreements are added by their currency code', async () => {
  const loaded = await load({
    'agreements.csv': fileOf('agreements', 0, [
      { ...agreement, currency_code: 'USD', total_contract_value: '100.10' },
      { ...agreement, agreement_id: 'agmt-2', currency_code: 'EUR', total_contract_value: '50.00' },
      { ...agreement, agreement_id: 'agmt-3', currency_code: 'USD', total_contract_value: '0.20' },
    ]),
  })
  expect(await totalsOf(loaded, 'agreements')).toEqual({
    EUR: { total_contract_value: '50.00' },
    USD: { total_contract_value: '100.30' },
  })
  const columns = ['agreement_id', 'currency_code', 'total_contract_value']
  const orderBy = [{ column: 'total_contract_value', descending: true }]
  expect(await exported(loaded, 'agreements', { columns, orderBy })).toEqual({
    totals: [
      { 'Currency code': 'EUR', 'Total contract value': 50 },
      { 'Currency code': 'USD', 'Total contract value': 100.3 },
    ],
    rows: [
      { 'Agreement ID': 'agmt-1', 'Currency code': 'USD', 'Total contract value': 100.1 },
      { 'Agreement ID': 'agmt-2', 'Currency code': 'EUR', 'Total contract value': 50 },
      { 'Agreement ID': 'agmt-3', 'Currency code': 'USD', 'Total contract value': 0.2 },
    ],
  })
}, 60_000)

test('sales tax records are added by their base currency', async () => {
  const record = { transaction_type_code: 'Sale', customer_bill_id: 'b1', transaction_date: '2022-07-01' }
  const loaded = await load({
    'us_sales_and_use_tax_records_2022-08-15.csv': fileOf('tx1', 0, [
      { ...record, line_item_id: '1', base_currency_code: 'USD', total_tax: '7.00', tax_amount: '3.00' },
      { ...record, line_item_id: '2', base_currency_code: 'EUR', total_tax: '2.00', tax_amount: '1.00' },
    ]),
  })
  expect(await totalsOf(loaded, 'tx1')).toMatchObject({
    EUR: { tax_amount: '1.00' },
    USD: { tax_amount: '3.00' },
  })
  // The total repeats with each jurisdiction of a line.
  expect(Object.keys((await totalsOf(loaded, 'tx1'))['USD'] ?? {})).not.toContain('total_tax')
  expect((await exported(loaded, 'tx1')).totals).toMatchObject([
    { 'Base currency code': 'EUR', 'Tax amount': 1 },
    { 'Base currency code': 'USD', 'Tax amount': 3 },
  ])
  expect((await exported(loaded, 'tx1', { columns: ['line_item_id', 'tax_amount'] })).totals).toEqual([])
}, 60_000)

const older = fileOf('taxation', 0, [
  { transaction_reference_id: 'T1', tax_amount: '1.10', tax_currency: 'USD', line_item_id: '1' },
  { transaction_reference_id: 'T2', tax_amount: '2.00', tax_currency: 'EUR', line_item_id: '2' },
  { transaction_reference_id: 'T3', tax_amount: '0.20', tax_currency: 'USD', line_item_id: '3' },
])
const legal = { legal_tax_amount: '900.00', legal_tax_currency: 'INR' }
const newer = fileOf('taxation', 1, [
  { transaction_reference_id: 'T4', tax_amount: '10.00', currency: 'USD', line_item_id: '4', ...legal },
  { transaction_reference_id: 'T5', tax_amount: '20.00', currency: 'EUR', line_item_id: '5', ...legal },
  { transaction_reference_id: 'T6', tax_amount: '30.00', currency: 'GBP', line_item_id: '6' },
])

test('tax of the older layout is added by its tax currency', async () => {
  const loaded = await load({ 'taxation.csv': older })
  expect(await totalsOf(loaded, 'taxation')).toEqual({ EUR: { tax_amount: '2.00' }, USD: { tax_amount: '1.30' } })
}, 60_000)

test('tax of the newer layout is added by its currency, and the legal tax, whose currency is another, not at all', async () => {
  const loaded = await load({ 'taxation.csv': newer })
  expect(await totalsOf(loaded, 'taxation')).toEqual({
    EUR: { tax_amount: '20.00' },
    GBP: { tax_amount: '30.00' },
    USD: { tax_amount: '10.00' },
  })
}, 60_000)

test('tax of both layouts is added by whichever currency its line has, in a workbook too', async () => {
  const loaded = await load({ 'taxation 1.csv': older, 'taxation 2.csv': newer })
  expect(await totalsOf(loaded, 'taxation')).toEqual({
    EUR: { tax_amount: '22.00' },
    GBP: { tax_amount: '30.00' },
    USD: { tax_amount: '11.30' },
  })
  const columns = ['line_item_id', 'tax_amount', 'tax_currency', 'currency', 'legal_tax_amount', 'legal_tax_currency']
  const { totals, rows } = await exported(loaded, 'taxation', { columns })
  expect(totals).toEqual([
    { 'Currency of totals': 'EUR', 'Tax amount': 22 },
    { 'Currency of totals': 'GBP', 'Tax amount': 30 },
    { 'Currency of totals': 'USD', 'Tax amount': 11.3 },
  ])
  // What the files say stays as it is.
  expect(rows[0]).toEqual({
    'Currency of totals': 'USD',
    'Line item ID': '1',
    'Tax amount': 1.1,
    'Tax currency': 'USD',
  })
  expect(rows[3]).toEqual({
    'Currency of totals': 'USD',
    'Line item ID': '4',
    'Tax amount': 10,
    Currency: 'USD',
    'Legal tax amount': 900,
    'Legal tax currency': 'INR',
  })
  // Without one of the currencies its lines would be added under none.
  const fewer = ['tax_amount', 'legal_tax_amount', 'currency']
  expect((await exported(loaded, 'taxation', { columns: fewer })).totals).toEqual([])
}, 60_000)

test('a data set is known by its CAS name too, and has its currencies whichever columns are chosen', () => {
  const named = (name: string): QueryName => {
    const found = queryName(name)
    if (!found) throw new Error(`There is no query ${name}`)
    return found
  }
  expect(currencyColumns(named('us_sales_and_use_tax_records'))).toEqual(['base_currency_code'])
  expect(named('us_sales_and_use_tax_records')).toBe('tx1')
  expect(addableOf(named('taxation'), [{ name: 'tax_amount' }, { name: 'legal_tax_amount' }])).toEqual({
    currencies: ['tax_currency', 'currency'],
    columns: ['tax_amount'],
    where: null,
  })
  expect(currencyColumns(named('dis1'))).toEqual([])
})

test('a derived query adds its amounts where it tells their currency, and only there', () => {
  const named = (...names: string[]) => names.map((name) => ({ name }))
  expect(addableOf('settlements', named('currency', 'lines_net', 'difference'))).toMatchObject({
    currencies: ['currency'],
    columns: ['lines_net'],
  })
  expect(addableOf('deliveries', named('report', 'net'))).toMatchObject({ currencies: [], columns: [] })
})

test('every currency among the columns of a query is that of its sums, or of an amount that is left out', async () => {
  const { app } = await load({ 'taxation.csv': older })
  for (const { name } of await app.grids.entries()) {
    const columns = await app.grids.columns(name)
    const names = columns.map((column) => column.name)
    const others = columns.flatMap((column) => columnCard(name, column.name).currency ?? [])
    const told = new Set([...currencyColumns(name), ...others])
    expect(names).toEqual(expect.arrayContaining([...told]))
    const own = columns.filter((column) => column.type === 'text' && /(^|_)currency(_code)?$/.test(column.name))
    expect({ name, own: own.map((column) => column.name).filter((one) => !told.has(one)) }).toEqual({ name, own: [] })
  }
}, 60_000)
