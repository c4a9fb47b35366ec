import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { billedReport, finished, start } from './services.ts'

const header = [
  'Customer Billed Amount',
  'AWS Listing Fee',
  'Partner Revenue Amount',
  'Currency',
  'Transaction Reference ID',
]

test('a key shows its lines on both sides with the record of each, whichever sheet it stands on', async () => {
  const { client, at } = await start()
  const workbook = new ExcelJS.Workbook()
  for (const [name, rows] of Object.entries({ July: ['T1', 'T2'], August: ['T3', 'T1'] })) {
    const sheet = workbook.addWorksheet(name)
    sheet.addRow(header)
    for (const reference of rows)
      sheet.addRow(['5.00', '0.00', '5.00', 'USD', `${reference}-${name}`.replace(/T1-.*/, 'T1')])
  }
  await workbook.xlsx.writeFile(at('billed.xlsx'))
  await client.books.open({ path: at('a.tieout'), create: true })
  await finished(client.imports.run({ paths: [at('billed.xlsx')], delivered: '2022-08-15' }))
  const details = await client.queries.keyDetails({ transaction_reference: 'T1', currency: 'USD' })
  expect(details.reconciliation).toMatchObject({ billed_net: '10.00', billed_lines: 2 })
  expect(details.billed.map((line) => [line['sheet'], line['line'], line['raw_text']])).toEqual([
    ['August', 3, '"5.00","0.00","5.00","USD","T1"'],
    ['July', 2, '"5.00","0.00","5.00","USD","T1"'],
  ])
  expect(details.disbursed).toEqual([])
  expect(details.exceptions).toMatchObject([{ exception: 'not-disbursed', transaction_reference: 'T1' }])
  expect(details.more).toBe(false)
  const sha256 = String(details.billed[0]?.['sha256'])
  expect(await client.queries.fileLine({ sha256, sheet: 'August', line: 2 })).toMatchObject({
    path: at('billed.xlsx'),
    text: '"5.00","0.00","5.00","USD","T3-August"',
  })
  expect(await client.queries.fileLine({ sha256, sheet: 'July', line: 99 })).toMatchObject({ text: null })
  await expect(client.queries.fileLine({ sha256: 'none', line: 1 })).rejects.toMatchObject({ code: 'not-found' })
})

test('lines without a reference are asked for by their currency and settlement', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const lines = billedReport([
    ['', '1.00'],
    ['', '2.00', 'EUR'],
    ['T1', '3.00'],
  ])
  await finished(client.imports.run({ paths: [file('billed_report_2022-08-15.csv', lines)] }))
  const details = await client.queries.keyDetails({ transaction_reference: null, currency: 'EUR' })
  expect(details.reconciliation).toMatchObject({ reason: 'no-reference', billed_net: '2.00' })
  expect(details.billed).toMatchObject([{ net: '2.00', currency: 'EUR', raw_text: '2.00,0.00,2.00,EUR,,Anchor,p1' }])
})

test('a refused row is looked up in its own file and sheet, also where a path held other bytes before', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  for (const refused of ['first', 'second']) {
    const lines = billedReport([
      [`T-${refused}`, '5.00'],
      ['T-refused', refused],
    ])
    await finished(client.imports.run({ paths: [file('billed_report_2022-08-15.csv', lines)] }))
  }
  const workbook = new ExcelJS.Workbook()
  for (const name of ['July', 'August']) {
    const sheet = workbook.addWorksheet(name)
    sheet.addRow(header)
    sheet.addRow(['5.00', '0.00', '5.00', 'USD', `T-${name}`])
    sheet.addRow(['5.00', '0.00', name, 'USD', 'T-refused'])
  }
  await workbook.xlsx.writeFile(at('billed.xlsx'))
  await finished(client.imports.run({ paths: [at('billed.xlsx')], delivered: '2022-07-15' }))

  const filters = [{ operator: 'equals' as const, column: 'exception', value: 'refused-row' }]
  const { rows } = await client.queries.page({ name: 'exceptions', filters, offset: 0, limit: 10 })
  const texts = await Promise.all(
    rows.map(async (row) => {
      const place = { sha256: String(row['sha256']), sheet: row['sheet'] as string | null, line: Number(row['line']) }
      return { said: String(row['explanation']), text: (await client.queries.fileLine(place)).text }
    }),
  )
  for (const word of ['first', 'second', 'July', 'August']) {
    const [one, ...others] = texts.filter(({ text }) => text?.includes(word))
    expect({ word, others, said: one?.said }).toEqual({ word, others: [], said: expect.stringContaining('refused') })
  }
  expect(rows).toHaveLength(4)
})

test('of a key with very many lines the first are listed, and it says that there are more', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const many = Array.from({ length: 250 }, () => ['T1', '1.00'] as const)
  await finished(client.imports.run({ paths: [file('billed_report_2022-08-15.csv', billedReport(many))] }))
  const details = await client.queries.keyDetails({ transaction_reference: 'T1', currency: 'USD' })
  expect(details.billed).toHaveLength(200)
  expect(details.more).toBe(true)
})
