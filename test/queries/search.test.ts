import { expect, test } from 'vitest'
import { type Started, billedReport, finished, start } from '../service/services.ts'

async function filled(): Promise<Started> {
  const started = await start()
  await started.client.books.open({ path: started.at('a.tieout'), create: true })
  const lines = billedReport([
    ['acme-1', '10.00', 'EUR'],
    ['acme-2', '20.00', 'USD'],
    ['other-3', '30.00', 'EUR'],
    ['other-4', '20.00', 'EUR'],
  ])
  await finished(started.client.imports.run({ paths: [started.file('billed_report_2022-08-15.csv', lines)] }))
  return started
}

const inEuro = [{ operator: 'equals' as const, column: 'currency', value: 'EUR' }]

async function found({ client }: Started, search: string, filters = inEuro): Promise<unknown[]> {
  const texts: string[] = []
  for await (const text of await client.queries.text({ name: 'reconciliation', format: 'json', filters, search }))
    texts.push(text)
  const rows = JSON.parse(texts.join('')) as { transaction_reference: string }[]
  return rows.map(({ transaction_reference: reference }) => reference)
}

test('a search narrows what the filters leave, and never brings back a row that they took out', async () => {
  const started = await filled()
  expect(await found(started, 'acme')).toEqual(['acme-1'])
  // The product stands in a column behind that of the filter, and is the same on every line.
  expect(await found(started, 'anchor')).toEqual(['acme-1', 'other-3', 'other-4'])
  expect(await found(started, 'acme', [])).toEqual(['acme-1', 'acme-2'])
})

test('each word of a search must stand in the row', async () => {
  const started = await filled()
  expect(await found(started, 'acme 20.00', [])).toEqual(['acme-2'])
  expect(await found(started, '20.00 other')).toEqual(['other-4'])
  expect(await found(started, 'acme 20.00')).toEqual([])
})
