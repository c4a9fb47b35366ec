import { expect, test } from 'vitest'
import { undoImport } from '../../main/import/kept/undo.ts'
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

const name = 'disbursed_amount_by_product_2026-06-27.xlsx'

test('a table that was pasted twice, header and all, counts once; its rows are kept and named', async () => {
  const { files, billed, disbursed, book } = await importAll([caseFolder('08-pasted-twice')])
  expect([billed, disbursed]).toEqual(['29.10', '29.10'])
  for (const file of files) {
    expect(file).toMatchObject({ lines_read: 6, rows_kept: 4, header_lines: 2, refused_rows: 0 })
    expect(file.warnings.filter((one) => one.includes('repeats'))).toEqual([
      'The table on line 4 repeats rows of the one on line 1; they count once.',
    ])
  }
  expect(await book.rows(`select line, why_not_counted from billed_lines where line > 4 order by line`)).toEqual([
    { line: 5, why_not_counted: 'duplicate' },
    { line: 6, why_not_counted: 'duplicate' },
  ])
  await undoImport(book.book, 1)
  expect(await book.rows('select * from copied_lines')).toEqual([])
})

const report = [dis1Header, dis1Line('T1', '97.00'), dis1Line('T2', '194.00'), dis1Line('T2', '194.00')]

test.each([
  ['a copied sheet', { One: report, 'One (2)': report }, [], 'line 1 of the sheet "One (2)"'],
  ['a filtered copy', { One: report, Filtered: [dis1Header, report[2] ?? ''] }, [], 'the sheet "Filtered"'],
  ['a filtered copy in front', { Filtered: [dis1Header, report[2] ?? ''], One: report }, [], 'the sheet "Filtered"'],
  ['a hidden copy', { One: report, Old: report }, ['Old'], 'The hidden sheet "Old"'],
  ['a hidden copy in front', { Old: report, One: report }, ['Old'], 'The hidden sheet "Old"'],
])('%s counts once', async (_name, sheets, hidden, said) => {
  const { files, disbursed } = await importTexts({
    [name]: await workbookOf(sheets as Record<string, string[]>, hidden),
  })
  expect(disbursed).toBe('485.00')
  expect(files[0]?.warnings.join(' ')).toContain(said)
})

test('a copy with fewer columns and in another order counts once', async () => {
  const columns = [9, 8, 0, 1, 2, 3]
  const part = report.map((line) => columns.map((column) => line.split(',')[column]).join(',')).toReversed()
  const { disbursed } = await importTexts({
    [name]: await workbookOf({ One: report, Part: [part.at(-1) ?? '', ...part.slice(0, -1)] }),
  })
  expect(disbursed).toBe('485.00')
})

test('a copy in which a person changed something is named', async () => {
  const edited = [dis1Header, dis1Line('T1', '97.00'), dis1Line('T2', '190.00')]
  const all = [dis1Header, dis1Line('T1', '96.00'), dis1Line('T2', '190.00')]
  const { files } = await importTexts({
    'disbursed_amount_by_product_2026-06-27.xlsx': await workbookOf({ One: report, Edited: edited }),
    'disbursed_amount_by_product_2026-06-28.xlsx': await workbookOf({ One: report, Edited: all }),
  })
  expect(files[0]?.warnings).toContain(
    '1 of the 2 rows of the table on line 1 of the sheet "Edited" stand in the one on line 1 of the sheet "One" too, and count twice: it may be a copy that was changed. Import a file without it.',
  )
  expect(files[1]?.warnings.join(' ')).toContain('The table on line 1 of the sheet "Edited" has the references of')
})

test('a hidden sheet with rows of its own: those of both count once, and it is named', async () => {
  const hidden = [dis1Header, dis1Line('T1', '97.00'), dis1Line('T9', '9.00')]
  const { files, disbursed } = await importTexts({
    [name]: await workbookOf({ One: report, Old: hidden }, ['Old']),
  })
  expect(files[0]?.warnings.join(' ')).toContain(
    'The hidden sheet "Old" holds the same section as line 1 of the sheet "One"',
  )
  expect(disbursed).toBe('494.00')
})

test('equal lines under one header count each, and a header on every page begins no copy', async () => {
  const pages = [
    billedHeader,
    billedLine('T1', '1.00'),
    billedLine('T1', '1.00'),
    billedHeader,
    billedLine('T2', '1.00'),
  ]
  const { files, billed } = await importTexts({ 'billed.csv': pages.join('\n') })
  expect(billed).toBe('3.00')
  expect(files[0]?.warnings.filter((one) => /repeat|copy/.test(one))).toEqual([])
})

test('rows pasted twice under one header count, and a table beside another does not: both are told', async () => {
  const two = [billedLine('T1', '97.00'), billedLine('T2', '194.00')]
  const imported = await importTexts({
    'below.csv': [billedHeader, ...two, ',,', ...two].join('\n'),
    'beside.csv': [billedHeader, billedLine('U1', '1.00'), billedLine('U2', '2.00')]
      .map((line, index) => `${line},,${[billedHeader, ...two][index]}`)
      .join('\n'),
    // A column of one's own that looks its reference up is no table.
    'looked up.csv': [`${billedHeader},Transaction reference ID`, `${billedLine('V1', '4.00')},V1`].join('\n'),
  })
  expect(fileCalled(imported, 'below.csv').warnings).toEqual([
    'Each of the 2 rows of the table on line 1 stands in it twice, and both count: it may have been pasted twice without its header. If so, undo the import and take a file without the copy.',
  ])
  expect(fileCalled(imported, 'beside.csv').warnings).toEqual([
    'A second table stands beside the first one on line 1, which has "Transaction reference ID" twice; the rows of the right one do not count. Save it as a file of its own.',
  ])
  expect(fileCalled(imported, 'looked up.csv').warnings.join(' ')).not.toContain('second table')
  expect(imported.billed).toBe('589.00')
})
