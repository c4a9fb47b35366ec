import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type App, openApp } from '../../main/app.ts'
import { findRow, read, tableOf } from '../export/reading.ts'
import { newFolder, write } from '../import/books.ts'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { billedReport } from '../service/services.ts'

const billing = 'billing_event_feed'
const apps: App[] = []

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

async function newApp(): Promise<App> {
  const app = await openApp({ book: join(newFolder(), 'book.tieout'), create: true })
  apps.push(app)
  return app
}

/** A month of the usual form, and one in which an amount has ten decimals. */
function months(): { usual: string; fine: string } {
  const folder = newFolder()
  return {
    usual: write(folder, feedPath(billing, '2026-05'), feedCsv(billing, [event({ amount: '100.000001' })])),
    fine: write(
      folder,
      feedPath(billing, '2026-06'),
      feedCsv(billing, [
        event({ billing_event_id: 'event-2', amount: '0.1234567891', transaction_reference_id: 'reference-2' }),
        event({ billing_event_id: 'event-3', amount: '-0.0000000001', transaction_reference_id: 'reference-2' }),
        event({
          billing_event_id: 'event-4',
          amount: '999999999999.9',
          currency: 'EUR',
          transaction_reference_id: 'reference-4',
        }),
      ]),
    ),
  }
}

const asOf = '2026-07-01'

async function billedNet(app: App): Promise<Record<string, unknown>> {
  const { stream } = await app.query('reconciliation', { asOf })
  const nets: Record<string, unknown> = {}
  for await (const chunk of stream)
    for (const row of chunk) nets[String(row['transaction_reference'])] = row['billed_net']
  return nets
}

const everyNet = { 'reference-1': '100.000001', 'reference-2': '0.123456789', 'reference-4': '999999999999.90' }

test('an amount with ten decimals is kept to the last of them, from its file to CSV, JSON and workbook', async () => {
  const app = await newApp()
  const { usual, fine } = months()
  await app.import([usual])
  const { files } = await app.import([fine])
  expect(files.map(({ status, refused_rows: refused }) => [status, refused])).toEqual([['imported', 0]])
  expect(await billedNet(app)).toEqual(everyNet)

  const folder = newFolder()
  for (const format of ['csv', 'json'] as const) {
    const path = join(folder, `events.${format}`)
    await app.exportRows({ name: billing, path, format })
    expect(readFileSync(path, 'utf8')).toContain('0.1234567891')
  }
  const path = join(folder, 'events.xlsx')
  await app.exportRows({
    name: billing,
    path,
    format: 'xlsx',
    filters: [{ operator: 'equals', column: 'amount', value: '0.1234567891' }],
  })
  const [events] = (await read(path)).worksheets
  expect(events && tableOf(events).map((row) => row['Amount'])).toEqual([0.1234567891])

  const out = join(folder, 'reconciled.xlsx')
  await app.exportWorkbook({ out, asOf })
  const workbook = await read(out)
  const sheet = workbook.getWorksheet('Uncollected funds')
  if (!sheet) throw new Error('The workbook has no sheet of uncollected funds')
  const key = tableOf(sheet).find((row) => row['Transaction reference'] === 'reference-2')
  expect(key?.['Open net']).toEqual({ formula: expect.stringMatching(/^ROUND\(.*,12\)$/), result: 0.123456789 })
  // The total that is worked out anew keeps them as well.
  expect(findRow(sheet, ['USD', 'Total']).values).toContainEqual({
    formula: expect.stringMatching(/^ROUND\(.*,12\)$/),
    result: 100.123457789,
  })
})

test('a report that is saved anew is known again, whether or not such an amount came in between', async () => {
  const app = await newApp()
  const { fine } = months()
  const report = billedReport([['T1', '97.00']])
  await app.import([write(newFolder(), 'billed.csv', report)])
  await app.import([fine])
  await app.import([write(newFolder(), 'billed anew.csv', report.replaceAll('\n', '\r\n'))])
  await app.reconcile({ asOf })
  expect(await billedNet(app)).toMatchObject({ T1: '97.00' })
})

test('undo, a rebuilt reconciliation and a second import leave such amounts as they are', async () => {
  const app = await newApp()
  const { usual, fine } = months()
  await app.import([usual, fine])
  expect(await billedNet(app)).toEqual(everyNet)
  await app.undo(1)
  expect(await billedNet(app)).toEqual({})
  await app.import([fine])
  await app.import([usual])
  await app.reconcile({ asOf })
  expect(await billedNet(app)).toEqual(everyNet)
  expect((await app.import([fine])).files.map(({ status }) => status)).toEqual(['already-imported'])
})
