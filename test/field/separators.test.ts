import { basename, join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { keptFolder } from '../../main/import/kept/keep.ts'
import { openRawTexts } from '../../main/import/kept/kept-text.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'
import { billedHeader, billedLine, caseFiles, lines } from './reports.ts'

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const netByFile = `select f.name, list(seller_net_revenue::decimal(18, 2)::varchar order by line)::varchar as net
  from billed_revenue join files as f using (file_id) group by all order by all`

test('pipes and lines in one cell, as they came', async () => {
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles(caseFiles('10-separators'))
  expect(files.map((file) => [basename(file.path), file.rows_kept, file.refused_rows, unaccounted(file)])).toEqual([
    ['export-semicolons.csv', 2, 0, 0],
    ['export.csv', 2, 0, 0],
    ['pipe-sep.csv', 2, 0, 0],
    ['pipe.txt', 1, 0, 0],
  ])
  expect(await rows(netByFile)).toEqual([
    { name: 'export-semicolons.csv', net: '[1197.52, 145500.00]' },
    { name: 'export.csv', net: '[1197.52, 145500.00]' },
    { name: 'pipe-sep.csv', net: '[1197.52, 145500.00]' },
    { name: 'pipe.txt', net: '[9.70]' },
  ])
  expect(
    await rows(`select distinct subscriber_company_name as name from billed_revenue where seller_net_revenue = 145500`),
  ).toEqual([{ name: 'Müller & Söhne Example GmbH' }])
  expect(await rows(`select distinct title from blocks`)).toEqual([{ title: 'Billed revenue' }])
})

test('any separator that the header shows, whatever the line above it says', async () => {
  const table = [billedHeader, billedLine('T1', '1.00', '"Quartz | Heron; Example, Ltd"'), billedLine('T2', '2.00')]
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles([
    write(folder, 'bar.csv', lines(table, '|')),
    write(folder, 'bars.csv', lines(table, '||')),
    write(folder, 'caret.csv', lines(table, '^')),
    write(folder, 'colon.csv', lines(table, ':')),
    write(folder, 'comma.csv', `\uFEFFsep=,\r\n${lines(table, ',', '\r\n')}`),
    write(folder, 'letters.csv', `sep=\\t\n${lines(table, '\t')}`),
    write(folder, 'quoted.csv', `"sep=|"\n${lines(table, '|')}`),
    write(folder, 'semicolon.csv', `sep=;\n${lines(table, ';')}`),
    write(folder, 'tab.csv', `sep=\t\n${lines(table, '\t')}`),
    write(folder, 'tilde.csv', lines(table, '~')),
    write(folder, 'wrong.csv', `sep=;\n${lines(table)}`),
  ])
  expect(files.map((file) => [basename(file.path), file.rows_kept, unaccounted(file)])).toEqual(
    files.map(({ path }) => [basename(path), 2, 0]),
  )
  expect(files.filter(({ title_lines: titles }) => titles === 1)).toHaveLength(6)
  expect(
    await rows('select count(*)::integer as n, sum(seller_net_revenue)::integer as net from billed_revenue'),
  ).toEqual([{ n: 22, net: 33 }])
  expect(await rows(`select distinct subscriber_company_name as name from billed_revenue order by 1`)).toEqual([
    { name: 'Quartz Heron Example Ltd' },
    { name: 'Quartz | Heron; Example, Ltd' },
  ])
})

test('lines in one cell keep their line, their text, and what is wrong with them', async () => {
  const inside = [
    'Billed revenue of May',
    lines([billedHeader], ',', ''),
    lines([billedLine('T1', '1.00', '"Heron; ""Quartz"", Ltd"')], ',', ''),
    '',
    lines([billedLine('T2', 'abc')], ',', ''),
    'T3,too short',
    lines([billedLine('T4', '4.00')], ',', ''),
  ]
  const wrapped = inside.map((line) => (line === '' ? '' : quoted(line)))
  const folder = newFolder()
  const { book, import: importFiles, rows } = await newBook()
  const { files } = await importFiles([
    write(folder, 'commas.csv', `${wrapped.map((line) => `${line},,`).join('\r\n')}\r\n`),
    write(folder, 'plain.csv', wrapped.join('\n')),
    write(folder, 'semicolons.csv', `${wrapped.map((line) => `${line};;;;`).join('\n')}\n`),
    write(folder, 'twice.csv', `${wrapped.map((line) => (line === '' ? '' : quoted(line))).join('\n')}\n`),
    write(folder, 'tabs inside.csv', `${wrapped.map((line) => line.replaceAll(/,(?! Ltd)/g, '\t')).join('\n')}\n`),
  ])
  for (const file of files) {
    expect(file, file.path).toMatchObject({
      lines_read: 7,
      rows_kept: 2,
      header_lines: 1,
      title_lines: 1,
      blank_lines: 1,
    })
    expect(file.refusals.map(({ line }) => line)).toEqual([5, 6])
    expect(file.refusals.map(({ reason }) => reason)).toEqual([
      'Seller net revenue: "abc" is not a number.',
      'It has 2 cells; the header on line 2 has 8.',
    ])
  }
  expect(
    await rows(
      `select distinct line, seller_net_revenue::integer as net, subscriber_company_name as name from billed_revenue order by line`,
    ),
  ).toEqual([
    { line: 3, net: 1, name: 'Heron; "Quartz", Ltd' },
    { line: 7, net: 4, name: 'Quartz Heron Example Ltd' },
  ])
  const [plain] = await rows(`select sha256 from files where name = 'plain.csv'`)
  const connection = await book.connect()
  const texts = openRawTexts(connection, keptFolder(book.path) ?? '', join(newFolder(), 'raw'))
  const at = { sha256: String(plain?.['sha256']), sheet: null }
  expect(
    await texts.at([
      { ...at, line: 3 },
      { ...at, line: 7 },
    ]),
  ).toEqual([wrapped[2], wrapped[6]])
  await texts.close()
  connection.close()
  expect(
    await rows(
      `select raw_text from refused_rows join files as f using (file_id) where f.name = 'plain.csv' order by line`,
    ),
  ).toEqual([{ raw_text: wrapped[4] }, { raw_text: wrapped[5] }])
})

test('where only some lines stand in one cell they are rows all the same, and a title stays one', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const some = [
    lines([billedHeader], ',', ''),
    lines([billedLine('T1', '1.00')], ',', ''),
    quoted(lines([billedLine('T2', '2.00', '"Quartz, Ltd"')], ',', '')),
    quoted('Printed for May, June, July'),
    lines([billedLine('T3', '3.00')], ',', ''),
  ]
  const { files } = await importFiles([write(folder, 'some.csv', `${some.join('\n')}\n`)])
  expect(files).toMatchObject([{ rows_kept: 3, title_lines: 1, refused_rows: 0 }])
  expect(await rows('select line, subscriber_company_name as name from billed_revenue order by line')).toMatchObject([
    { line: 2 },
    { line: 3, name: 'Quartz, Ltd' },
    { line: 5 },
  ])
})

test('lines with another separator than those above are rows, or refused, and never titles', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const rowsOf = (separator: string, ...references: string[]): string =>
    lines(
      references.map((one) => billedLine(one, '1.00')),
      separator,
    )
  const { files } = await importFiles([
    write(folder, 'header apart.csv', lines([billedHeader]) + rowsOf(';', 'A1', 'A2') + rowsOf('\t', 'A3')),
    write(
      folder,
      'pasted.csv',
      lines([billedHeader], ';') + rowsOf(';', 'B1') + lines([billedHeader]) + rowsOf(',', 'B2'),
    ),
    write(
      folder,
      'short.csv',
      `${lines([billedHeader])}${rowsOf(',', 'C1')}C2;Quartz;1.00;USD;0;2290017741;Net 30 days\nPrinted: 10:11\n`,
    ),
    write(
      folder,
      'wrapped.csv',
      `${lines([billedHeader], ';').trim().replace(/.*/, '"$&"')};;;;\n"${rowsOf(';', 'D1').trim()}";;;;\n`,
    ),
  ])
  expect(files.map((file) => [basename(file.path), file.rows_kept, file.title_lines, file.refused_rows])).toEqual([
    ['header apart.csv', 3, 0, 0],
    ['pasted.csv', 2, 0, 0],
    ['short.csv', 1, 1, 1],
    ['wrapped.csv', 1, 0, 0],
  ])
  expect(await rows(`select string_agg(transaction_reference_id, ' ' order by 1) as keys from billed_revenue`)).toEqual(
    [{ keys: 'A1 A2 A3 B1 B2 C1 D1' }],
  )
})

test('a workbook with the lines of a text file in its first column', async () => {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('export')
  for (const cells of [billedHeader, billedLine('T1', '1.50', '"Quartz, Ltd"'), billedLine('T2', '2.25')])
    sheet.addRow([cells.join(';').replace('"Quartz, Ltd"', 'Quartz, Ltd')])
  const folder = newFolder()
  const path = join(folder, 'opened.xlsx')
  await workbook.xlsx.writeFile(path)
  sheet.spliceColumns(1, 0, [])
  await workbook.xlsx.writeFile(join(folder, 'second column.xlsx'))
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles([path, join(folder, 'second column.xlsx')])
  expect(files).toMatchObject([
    { status: 'imported', rows_kept: 2, refused_rows: 0 },
    { status: 'imported', rows_kept: 2, refused_rows: 0 },
  ])
  expect(
    await rows(
      'select distinct line, seller_net_revenue::decimal(9, 2)::varchar as net from billed_revenue order by line',
    ),
  ).toEqual([
    { line: 2, net: '1.50' },
    { line: 3, net: '2.25' },
  ])
})
