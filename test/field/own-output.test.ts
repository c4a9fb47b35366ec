import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { isOwnTable, matchHeader } from '../../main/import/structure/headers.ts'
import { ownOutput, ownWorkbook } from '../../main/import/structure/table-sentences.ts'
import { queries } from '../../main/queries/catalogue.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { newBook, newFolder, write } from '../import/books.ts'
import { type Started, finished, start } from '../service/services.ts'
import {
  billedHeader,
  billedLine,
  caseFolder,
  dis1Header,
  dis1Line,
  fileCalled,
  importAll,
  importTexts,
  workbookOf,
} from './tables.ts'

test('what Tieout saved lies among the reports: it is listed with the reason, and nothing counts twice', async () => {
  const imported = await importAll([caseFolder('01-own-output')])
  expect(imported).toMatchObject({ billed: '291.00', disbursed: '291.00' })
  for (const name of ['saved dis1.csv', 'saved billed_revenue.csv', 'saved disbursed_lines.csv'])
    expect(fileCalled(imported, name)).toMatchObject({ status: 'unrecognised', reason: ownOutput, rows_kept: 0 })
  expect(fileCalled(imported, 'reconciled.xlsx')).toMatchObject({ status: 'unrecognised', reason: ownWorkbook })
})

test('the same saved again by a spreadsheet, with another separator, in part, or as a workbook', async () => {
  const saved = readFileSync(join(caseFolder('01-own-output'), 'saved dis1.csv'), 'utf8').replace('\uFEFF', '')
  const cells = saved
    .trim()
    .split('\r\n')
    .map((line) => line.split(','))
  const part = ['transaction_reference_id', 'net_amount', 'seller_rev', 'aws_ref_fee', 'product', 'path', 'line']
  const columns = part.map((name) => cells[0]?.indexOf(name) ?? -1)
  const resaved = new ExcelJS.Workbook()
  const sheet = resaved.addWorksheet('saved dis1')
  for (const row of cells) sheet.addRow(row)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(join(caseFolder('01-own-output'), 'reconciled.xlsx'))
  workbook.lastModifiedBy = 'Ann'
  const imported = await importTexts({
    'semicolons.csv': cells.map((row) => row.join(';')).join('\r\n'),
    'tabs.txt': cells.map((row) => row.join('\t')).join('\n'),
    'part.csv': cells.map((row) => columns.map((column) => row[column]).join(',')).join('\n'),
    'resaved.xlsx': Buffer.from(await resaved.xlsx.writeBuffer()),
    'reconciled again.xlsx': Buffer.from(await workbook.xlsx.writeBuffer()),
  })
  expect(imported.files.map(({ status }) => status)).toEqual(imported.files.map(() => 'unrecognised'))
  for (const { reason } of imported.files) expect(reason).toContain('Tieout wrote')
  expect(imported.disbursed).toBe('0.00')
})

test('a sheet of a grid under its caption is known without the properties of its workbook', async () => {
  const text = `Dis1\n"One row is one row of the grid, with its filters and in its order. Book acme.tieout, as of 2026-06-30."\n\n${dis1Header}\n${dis1Line('T1', '97.00')}\n`
  const { files, disbursed } = await importTexts({ 'dis1.csv': text })
  expect(files[0]).toMatchObject({ status: 'unrecognised', reason: ownOutput })
  expect(disbursed).toBe('0.00')
})

test('its sheets copied into another workbook, or saved one by one, are known by caption and headings', async () => {
  const caption = 'One row is one reference. Book acme.tieout, as of 2026-06-30.;;'
  const headings = `${dis1Header.split(',').slice(0, 10).join(',')},Path,Sha256,Section,Sheet,Line`
  const line = dis1Line('T1', '97.00').split(',').slice(0, 10).join(',')
  const { files, disbursed } = await importTexts({
    'cash.csv': `Cash application;;\n${caption}\n;;\nCurrency;Payment terms;Product\nUSD;Net 30 days;Anchor\n`,
    'copied.xlsx': await workbookOf({ Sheet1: [headings, `${line},a.csv,716a,dis1,,2`] }),
    'without hash.csv': `${headings.replace('Sha256,', '')}\n${line},a.csv,dis1,,2\n`,
  })
  expect(files.map(({ reason }) => reason)).toEqual([ownOutput, ownOutput, ownOutput])
  expect(disbursed).toBe('0.00')
  // Two words that a person may use too do not make a table Tieout's.
  expect(isOwnTable([...dis1Header.split(','), 'Section', 'Line'])).toBe(false)
})

test('a table of Tieout under a report is left aside, and the report counts', async () => {
  const own = `${dis1Header},path,sha256,section,sheet,line\n${dis1Line('T1', '97.00')},a.csv,716a,dis1,,2\n`
  const { files, disbursed } = await importTexts({
    'disbursed_amount_by_product_2026-06-27.csv': `${dis1Header}\n${dis1Line('T1', '97.00')}\n\n${own}`,
  })
  expect(files[0]).toMatchObject({ status: 'imported', rows_kept: 1, refused_rows: 2 })
  expect(files[0]?.warnings).toEqual([`Left aside: the table on line 4. ${ownOutput}`])
  expect(disbursed).toBe('97.00')
})

async function book(): Promise<Started> {
  const started = await start()
  await started.client.books.open({ path: started.at('a.tieout'), create: true })
  const report = `${billedHeader}\n${billedLine('T1', '97.00')}\n`
  await finished(started.client.imports.run({ paths: [started.file('billed.csv', report)] }))
  return started
}

test('columns of AWS alone, saved from a grid or printed, are known by their bytes, in every book', async () => {
  const { client, at, file } = await book()
  const columns = [
    'invoice_date',
    'invoice_id',
    'gross_revenue',
    'seller_net_revenue',
    'currency',
    'transaction_reference_id',
    'aws_tax_share',
    'product_title',
  ]
  await finished(client.exports.rows({ name: 'billed_revenue', columns, path: at('saved.csv'), format: 'csv' }))
  let printed = ''
  for await (const piece of await client.queries.text({ name: 'feed_billed_revenue', format: 'csv' })) printed += piece
  const paths = [file('renamed.csv', readFileSync(at('saved.csv'), 'utf8')), file('printed.csv', printed)]
  for (const name of ['a.tieout', 'another.tieout']) {
    await client.books.open({ path: at(name), create: name !== 'a.tieout' })
    const { result } = await finished(client.imports.run({ paths }))
    expect(result.files.map(({ reason }) => reason)).toEqual([ownOutput, ownOutput])
    const listed = await finished(client.imports.recognise({ paths }))
    expect(listed.result.files.map(({ status }) => status)).toEqual(['unrecognised', 'unrecognised'])
  }
})

test('a report saved in part, without a date or a trace of Tieout, counts in its own book once', async () => {
  const report = [dis1Header, dis1Line('T1', '97.00'), dis1Line('T2', '194.00'), dis1Line('T2', '1.00')].join('\n')
  const part =
    'product,seller_rev,aws_ref_fee,product_code,net_amount,transaction_reference_id\nAnchor,194,0,p1,194,T2\nAnchor,97,0,p1,97,T1\n'
  const { disbursed } = await importTexts({ 'disbursed_amount_by_product_2026-06-27.csv': report, 'part.csv': part })
  expect(disbursed).toBe('292.00')
})

test('every named query is known by its columns, but those that carry AWS’s alone', async () => {
  const { client } = await book()
  const unknown: string[] = []
  for (const { name } of queries) {
    const columns = await client.queries.columns({ name })
    if (!isOwnTable(columns.map((column) => column.name))) unknown.push(name)
  }
  expect(unknown).toEqual([
    'feed_billed_revenue',
    'feed_collections_and_disbursements',
    'feed_taxation',
    'feed_agreements',
    'feed_usage',
    'feed_sales_compensation',
    'feed_disbursements',
    'feed_revenue_at_subscription',
    'feed_revenue_at_invoice',
    'feed_revenue_at_disbursement',
  ])
})

test('no report of AWS is taken for Tieout’s', () => {
  for (const section of sections)
    for (const layout of section.layouts) {
      const labels = layout.map((name) => section.columns.find((column) => column.name === name)?.label ?? name)
      for (const header of [layout, labels]) expect(matchHeader(header).kind).toBe('match')
    }
})

test('a workbook of somebody else that names Tieout in a cell is read', async () => {
  const folder = newFolder()
  const other = new ExcelJS.Workbook()
  other.creator = 'Ann'
  const sheet = other.addWorksheet('Tieout')
  for (const line of [billedHeader, billedLine('T1', '97.00')]) sheet.addRow(line.split(','))
  const path = write(folder, 'a.xlsx', Buffer.from(await other.xlsx.writeBuffer()))
  expect((await importAll([path])).billed).toBe('97.00')
})

test('another book that lies among the reports: its log and the files that it keeps are not taken from it', async () => {
  const folder = newFolder()
  const former = join(folder, 'last-year.tieout')
  const { book, ...others } = await newBook(former)
  await others.import([write(newFolder(), 'kept.csv', `${billedHeader}\n${billedLine('T1', '97.00')}\n`)])
  await book.close()
  expect(readdirSync(folder)).toContain('last-year.tieout.files')
  write(folder, 'report.csv', `${billedHeader}\n${billedLine('T2', '19.40')}\n`)
  const { files, billed } = await importAll([folder])
  expect(files.map(({ path, status }) => [basename(path), status])).toEqual([
    ['last-year.tieout', 'unrecognised'],
    ['report.csv', 'imported'],
  ])
  expect(billed).toBe('19.40')
})
