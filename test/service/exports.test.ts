import ExcelJS from 'exceljs'
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { billedReport, finished, manyLines, start, type Started } from './services.ts'

async function filled(): Promise<Started> {
  const started = await start()
  await started.client.books.open({ path: started.at('a.tieout'), create: true })
  const lines = billedReport([
    ['0012', '97.10'],
    ['@SUM(1)', '-3.00', 'EUR'],
    ['T3', '0.125'],
  ])
  await finished(started.client.imports.run({ paths: [started.file('billed_report_2022-08-15.csv', lines)] }))
  return started
}

const chosen = {
  name: 'reconciliation',
  columns: ['transaction_reference', 'currency', 'billed_net', 'billing_date'],
  orderBy: [{ column: 'billed_net', descending: true }],
}

test('rows are written as a grid shows them: its columns, filters and order', async () => {
  const { client, at } = await filled()
  const written = await finished(client.exports.rows({ ...chosen, path: at('rows.csv'), format: 'csv' }))
  expect(written.result).toEqual({ path: at('rows.csv'), rows: 3 })
  expect(readFileSync(at('rows.csv'), 'utf8')).toBe(
    "\ufefftransaction_reference,currency,billed_net,billing_date\r\n0012,USD,97.10,2022-07-31\r\nT3,USD,0.125,2022-07-31\r\n'@SUM(1),EUR,-3.00,2022-07-31\r\n",
  )
  const filters = [{ operator: 'greater' as const, column: 'billed_net', value: '0' }]
  await finished(client.exports.rows({ ...chosen, filters, search: 'usd', path: at('rows.json'), format: 'json' }))
  expect(JSON.parse(readFileSync(at('rows.json'), 'utf8'))).toEqual([
    { transaction_reference: '0012', currency: 'USD', billed_net: '97.10', billing_date: '2022-07-31' },
    { transaction_reference: 'T3', currency: 'USD', billed_net: '0.125', billing_date: '2022-07-31' },
  ])
  await expect(
    finished(client.exports.rows({ ...chosen, columns: ['nothing'], path: at('x.csv'), format: 'csv' })),
  ).rejects.toMatchObject({ code: 'wrong-usage' })
})

test('rows are the same in the same order whether a grid has made their table or not', async () => {
  const { client, at } = await filled()
  const write = async (name: string, more = {}): Promise<string> => {
    await finished(client.exports.rows({ name: 'billed_lines', path: at(name), format: 'csv', ...more }))
    return readFileSync(at(name), 'utf8')
  }
  const orderBy = [{ column: 'net', descending: true }]
  const before = [await write('own order.csv'), await write('by amount.csv', { orderBy })]
  await client.queries.page({ name: 'billed_lines', offset: 0, limit: 10 })
  expect([await write('own order 2.csv'), await write('by amount 2.csv', { orderBy })]).toEqual(before)
  expect(before[0]?.match(/0012|SUM|T3/g)).toEqual(['0012', 'SUM', 'T3'])
  expect(before[1]?.match(/0012|SUM|T3/g)).toEqual(['0012', 'T3', 'SUM'])
})

test('rows in a workbook are ids as text, amounts as numbers, totals by currency, under a frozen header', async () => {
  const { client, at } = await filled()
  await finished(client.exports.rows({ ...chosen, path: at('rows.xlsx'), format: 'xlsx' }))
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(at('rows.xlsx'))
  const [sheet] = workbook.worksheets
  const rows: unknown[][] = []
  sheet?.eachRow({ includeEmpty: true }, (row) => void rows.push((row.values as unknown[]).slice(1)))
  const header = rows.findIndex((row) => row[0] === 'Transaction reference')
  expect(rows[header]).toEqual(['Transaction reference', 'Currency', 'Billed net', 'Billing date'])
  expect(rows.slice(header + 1)).toEqual([
    ['0012', 'USD', 97.1, new Date('2022-07-31T00:00:00Z')],
    ['T3', 'USD', 0.125, new Date('2022-07-31T00:00:00Z')],
    ['@SUM(1)', 'EUR', -3, new Date('2022-07-31T00:00:00Z')],
  ])
  expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: header + 1 })
  expect(sheet?.autoFilter).toBeTruthy()
  const totals = rows.slice(0, header).flatMap((row) => row.filter((cell) => typeof cell === 'object' && cell !== null))
  expect(totals).toMatchObject([{ result: -3 }, { result: 97.225 }])
})

test('a workbook as of another day shows that day, and no window sees it', async () => {
  const { client, at } = await filled()
  const { revision } = await client.app.state()
  const { result } = await finished(client.exports.workbook({ path: at('book.xlsx'), asOf: '2022-07-01' }))
  expect(result.sheets.map(({ name }) => name)).toContain('Cash application')
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(at('book.xlsx'))
  expect(JSON.stringify(workbook.worksheets[1]?.getRow(2).values)).toContain('Book a.tieout, as of 2022-07-01.')
  expect((await client.app.state()).revision).toBe(revision)
  expect((await client.queries.overview()).asOf).toBe('2022-08-15')
  const texts: string[] = []
  for await (const text of await client.queries.text({ name: 'reconciliation', format: 'csv', asOf: '2022-07-01' }))
    texts.push(text)
  expect(texts.join('').trim().split('\n')).toHaveLength(1)
  expect(readdirSync(dirname(at('x'))).filter((name) => name.includes('as-of'))).toEqual([])
})

test('a target that cannot be replaced is busy, the book is never written over, and a cancelled export leaves nothing', async () => {
  const { client, at, file } = await filled()
  mkdirSync(at('folder.csv'))
  await expect(
    finished(client.exports.rows({ ...chosen, path: at('folder.csv'), format: 'csv' })),
  ).rejects.toMatchObject({ code: 'wrong-usage' })
  await expect(finished(client.exports.workbook({ path: at('a.tieout') }))).rejects.toMatchObject({
    code: 'wrong-usage',
    message: expect.stringContaining('is the book itself'),
  })
  await finished(client.imports.run({ paths: [file('many.csv', manyLines('M', 60_000))] }))
  const job = await client.exports.rows({ name: 'br1', path: at('many.xlsx'), format: 'xlsx' })
  await job.next()
  await job.return?.()
  expect(readdirSync(dirname(at('x'))).filter((name) => /many\.xlsx|\.part$/.test(name))).toEqual([])
  expect((await client.app.state()).job).toBeNull()
})
