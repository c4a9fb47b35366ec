import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { keptFolder } from '../../main/import/kept/keep.ts'
import { openRawTexts } from '../../main/import/kept/kept-text.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'
import { billedHeader, billedLine, caseFiles, lines } from './reports.ts'

const keys = `select transaction_reference_id as key, seller_net_revenue::decimal(9, 2)::varchar as net
  from billed_revenue join files as f using (file_id)`
const rowsOf = (...references: string[]): string =>
  lines([billedHeader, ...references.map((one) => billedLine(one, '9.70'))])

test('an end-of-file mark and a zero byte, as they came', async () => {
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles(caseFiles('15-control-characters'))
  expect(files.map((file) => [basename(file.path), file.rows_kept, file.refused_rows, unaccounted(file)])).toEqual([
    ['ctrlz-line.csv', 1, 0, 0],
    ['ctrlz.csv', 1, 0, 0],
    ['nul.csv', 1, 1, 0],
  ])
  expect(await rows(`${keys} order by 1`)).toEqual([
    { key: 'refN1', net: '9.70' },
    { key: 'refZ1', net: '9.70' },
    { key: 'refZ2', net: '9.70' },
  ])
  expect(files[2]?.refusals).toEqual([
    {
      line: 3,
      column: null,
      reason: expect.stringMatching(/^Product title: the cell holds a character that cannot be seen \(U\+0000\)/),
    },
  ])
})

test('what stands behind the text is no part of it', async () => {
  const folder = newFolder()
  const text = rowsOf('T1', 'T2')
  const open = text.slice(0, -1)
  const endings: Record<string, string> = {
    'mark.csv': `${open}\x1a`,
    'mark and zeros.csv': `${open}\x1a${'\0'.repeat(500)}`,
    'marks.csv': `${text}${'\x1a'.repeat(128)}`,
    'mark, line end.csv': `${text}\x1a\r\n`,
    'mark behind the cell, line end.csv': `${open}\x1a\r\n`,
    'zeros.csv': text + '\0'.repeat(3_000_000),
    'zeros behind the cell.csv': `${open}\0\0\0`,
    'wide mark.csv': `\uFEFF${text}\x1a`,
  }
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles(
    Object.entries(endings).map(([name, content]) =>
      write(folder, name, Buffer.from(content, name.startsWith('wide') ? 'utf16le' : 'utf8')),
    ),
  )
  expect(files.map((file) => [basename(file.path), file.lines_read, file.rows_kept, file.refused_rows])).toEqual(
    Object.keys(endings).map((name) => [name, 3, 2, 0]),
  )
  expect(await rows(`select distinct * from (${keys}) order by 1`)).toEqual([
    { key: 'T1', net: '9.70' },
    { key: 'T2', net: '9.70' },
  ])
  expect(files.map(({ warnings }) => warnings.length)).toEqual([0, 0, 0, 0, 0, 1, 1, 0])
  expect(files[5]?.warnings[0]).toMatch(/^It ends in 3000000 zero bytes/)
})

test('a mark in the middle ends nothing', async () => {
  const { import: importFiles, rows } = await newBook()
  const text = `${rowsOf('T1')}\x1a${rowsOf('T2')}\x1a\n${lines([billedLine('T3\x1a', '9.70'), billedLine('T4', '9.70\x1a'), billedLine('T5', '9.70', 'Ltd\x1aCo')])}`
  const { files } = await importFiles([write(newFolder(), 'joined.csv', text)])
  expect(files).toMatchObject([{ lines_read: 8, header_lines: 2, blank_lines: 1, rows_kept: 3, refused_rows: 2 }])
  expect(files[0]?.refusals.map(({ line }) => line)).toEqual([6, 7])
  expect(await rows(`${keys} order by line`)).toMatchObject([{ key: 'T1' }, { key: 'T2' }, { key: 'T5' }])
})

test('no control character becomes part of a key or an amount, and zeros cost their own row only', async () => {
  const folder = newFolder()
  const references = Array.from({ length: 33 }, (_, code) => (code === 32 ? 127 : code))
    .filter((code) => ![9, 10, 13].includes(code))
    .map((code) => `T${String.fromCharCode(code)}${code}`)
  const { book, import: importFiles, rows } = await newBook()
  const holes = `${rowsOf('T1')}T2,Quartz,9.7${'\0'.repeat(4096)}${billedLine('T3', '9.70').join(',')}\n${lines([billedLine('T4', '9.70')])}`
  const { files } = await importFiles([
    write(folder, 'keys.csv', rowsOf('good', ...references)),
    write(folder, 'quoted.csv', rowsOf('good', ...references.map((one) => `"${one}"`))),
    write(folder, 'edges.csv', rowsOf('good', '\x0bT1', 'T2\x0c')),
    write(folder, 'hole.csv', holes),
    write(folder, 'name.csv', lines([billedHeader, billedLine('T1', '9.70', 'two\x0blines\x1f')])),
  ])
  expect(files.map((file) => [file.rows_kept, file.refused_rows, unaccounted(file)])).toEqual([
    [1, 30, 0],
    [1, 30, 0],
    [3, 0, 0],
    [2, 1, 0],
    [1, 0, 0],
  ])
  expect(await rows(`${keys} where f.name = 'edges.csv' order by line`)).toMatchObject([
    { key: 'good' },
    { key: 'T1' },
    { key: 'T2' },
  ])
  expect(files[3]?.refusals.map(({ line }) => line)).toEqual([3])
  expect(
    await rows(
      `select length(raw_text) > 4096 as whole from refused_rows join files as f using (file_id) where f.name = 'hole.csv'`,
    ),
  ).toEqual([{ whole: true }])
  const [file] = await rows(`select sha256 from files where name = 'hole.csv'`)
  const connection = await book.connect()
  const texts = openRawTexts(connection, keptFolder(book.path) ?? '', join(newFolder(), 'raw'))
  expect(await texts.at([{ sha256: String(file?.['sha256']), sheet: null, line: 4 }])).toEqual([
    billedLine('T4', '9.70').join(','),
  ])
  await texts.close()
  connection.close()
})

test('a file of nothing but zeros and one of other bytes are no text', async () => {
  const folder = newFolder()
  const { import: importFiles } = await newBook()
  const { files } = await importFiles([
    write(folder, 'zeros.csv', Buffer.alloc(100_000)),
    write(folder, 'program.csv', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251))),
  ])
  expect(files.map(({ status }) => status)).toEqual(['unrecognised', 'unrecognised'])
})
