import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { rounded } from '../../main/export/formulas.ts'
import { writeTable } from '../../main/export/table-sheet.ts'
import { type Limits, type Table, type TableRows, planTable } from '../../main/export/table.ts'
import { openWorkbookStream } from '../../main/export/workbook-stream.ts'
import { hasLibreOffice } from './libreoffice.ts'
import { compare, read } from './reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-table-'))
const caption = { book: 'R&D 2022.tieout', asOf: '2022-08-31' }
let book: Book
let connection: Connection
beforeAll(async () => {
  book = await openBook(':memory:')
  connection = await book.connect()
})
afterAll(async () => {
  connection.close()
  await book.close()
  rmSync(folder, { recursive: true, force: true })
})

function inOrder(sql: string): TableRows {
  return { sql, parameters: {}, pieces: () => [{ sql: `${sql} order by currency, reference`, parameters: {} }] }
}

/** One row = one key of a made-up table: `keys` lists (currency, reference, billed, disbursed, text). */
function table(keys: string, changes: Partial<Table> = {}): Table {
  return {
    sheet: 'Cash application',
    about: 'One row is one key.',
    empty: 'There are no keys.',
    rows: inOrder(
      `select currency, reference, date '2022-07-31' as due_date, billed, disbursed, billed - disbursed as difference, text
       from (values ${keys}) as t(currency, reference, b, d, text),
       lateral (select b::decimal(18, 6) as billed, d::decimal(18, 6) as disbursed)`,
    ),
    columns: [
      { name: 'currency', header: 'Currency', kind: 'id' },
      { name: 'reference', header: 'Reference', kind: 'id' },
      { name: 'due_date', header: 'Due date', kind: 'date' },
      { name: 'billed', header: 'Billed', kind: 'money', total: true },
      { name: 'disbursed', header: 'Disbursed', kind: 'money', total: true },
      {
        name: 'difference',
        header: 'Difference',
        kind: 'money',
        total: true,
        formula: { of: ['billed', 'disbursed'], text: (billed, disbursed) => rounded(`${billed}-${disbursed}`) },
      },
      { name: 'text', header: 'Text', kind: 'sentence', widest: 60 },
    ],
    ...changes,
  }
}

async function write(name: string, of: Table, limits: Limits = {}, signal?: AbortSignal): Promise<string> {
  const path = join(folder, name)
  const planned = await planTable(connection, of, limits)
  const file = await openWorkbookStream(path, signal)
  try {
    await writeTable(file, connection, planned, caption, () => undefined)
    await file.finish()
  } catch (error) {
    await file.abandon()
    throw error
  }
  return path
}

const keys = `('USD', '0012', 0.1, 0.2, '=1+1'), ('USD', 'b', 0.2, 0.1, null), ('USD', 'c', -0.3, 5, '@x'),
              ('EUR', 'a', 1234567.89, 1234567.89, 'one' || chr(10) || 'two'), ('EUR', '1.23E+11', 1, 0.99, '+1')`

describe('a table on a sheet', () => {
  it('has a frozen header, a filter, totals above it, and rows of the right kinds', async () => {
    const sheet = (await read(await write('kinds.xlsx', table(keys)))).getWorksheet('Cash application')
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 7, showGridLines: false })
    expect(sheet?.autoFilter).toBe('A7:G12')
    expect(sheet?.getCell('A1').value).toBe('Cash application')
    expect(sheet?.getRow(7).values).toEqual([
      undefined,
      'Currency',
      'Reference',
      'Due date',
      'Billed',
      'Disbursed',
      'Difference',
      'Text',
    ])
    // One currency per block.
    expect([8, 9, 10, 11, 12].map((row) => sheet?.getCell(row, 1).value)).toEqual(['EUR', 'EUR', 'USD', 'USD', 'USD'])
    expect(sheet?.getCell('B8').value).toBe('1.23E+11')
    expect(sheet?.getCell('B10').value).toBe('0012')
    expect(sheet?.getCell('B10').numFmt).toBe('@')
    expect(sheet?.getCell('C8').value).toEqual(new Date(Date.UTC(2022, 6, 31)))
    expect(sheet?.getCell('D12').value).toBe(-0.3)
    expect(sheet?.getCell('D12').numFmt).toContain('(#,##0.00)')
    expect(sheet?.getCell('F8').value).toEqual({ formula: 'ROUND(D8-E8,6)', result: 0.01 })
    expect(sheet?.getCell('G10').value).toBe('=1+1')
    expect(sheet?.getCell('G11').value).toBeNull()
    expect(sheet?.getCell('A4').value).toBe('EUR')
    expect(sheet?.getCell('D4').value).toEqual({
      formula: `ROUND(SUMIFS('Cash application'!$D$8:$D$12,'Cash application'!$A$8:$A$12,$A4),6)`,
      result: 1234568.89,
    })
    expect(sheet?.getCell('D5').result).toBe(0)
    expect(sheet?.getCell('F5').value).toMatchObject({ result: -5.3 })
  })

  it('prints landscape, with its header and key on each page, and says what it is a page of', async () => {
    const sheet = (await read(await write('print.xlsx', table(keys)))).getWorksheet('Cash application')
    expect(sheet?.pageSetup).toMatchObject({ orientation: 'landscape', paperSize: 9, printTitlesRow: '7:7' })
    expect(sheet?.pageSetup.scale).toBeGreaterThanOrEqual(70)
    expect(sheet?.headerFooter.oddHeader).toContain('&A')
    // Digits behind the size of a font would belong to the size, and a sign & begins a code.
    expect(sheet?.headerFooter.oddHeader).toContain('"R&&D 2022.tieout, as of 2022-08-31')
    expect(sheet?.headerFooter.oddFooter).toContain('Page &P of &N')
  })

  it('fits its columns to their contents, within limits', async () => {
    const wide = `('USD', '${'r'.repeat(36)}', 123456789.01, 1, '${'long words '.repeat(40)}')`
    const sheet = (await read(await write('widths.xlsx', table(wide)))).getWorksheet('Cash application')
    expect(sheet?.getColumn(2).width).toBe(38)
    expect(sheet?.getColumn(4).width).toBeGreaterThanOrEqual('(123,456,789.01)'.length + 1)
    expect(sheet?.getColumn(7).width).toBe(60)
    expect(sheet?.getRow(sheet.rowCount).height).toBeGreaterThan(60)
  })

  it('without rows says so', async () => {
    const nothing = table(keys, { rows: inOrder(`select * from (${table(keys).rows.sql}) where false`) })
    const sheet = (await read(await write('empty.xlsx', nothing))).getWorksheet('Cash application')
    expect(sheet?.getCell('A4').value).toBe('Currency')
    expect(sheet?.getCell('A5').value).toBe('There are no keys.')
  })

  it('that is longer than a sheet goes on upon the next, and is summed over all of them', async () => {
    const workbook = await read(await write('long.xlsx', table(keys), { sheetRows: 9 }))
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(['Cash application', 'Cash application (2)'])
    const [first, second] = workbook.worksheets
    expect(first?.rowCount).toBe(9)
    expect(second?.getCell('A4').value).toBe('Currency')
    expect(second?.getCell('B5').value).toBe('0012')
    expect(second?.rowCount).toBe(7)
    expect(first?.getCell('E5').formula).toBe(
      `ROUND(SUMIFS('Cash application'!$E$8:$E$9,'Cash application'!$A$8:$A$9,$A5)+SUMIFS('Cash application (2)'!$E$5:$E$7,'Cash application (2)'!$A$5:$A$7,$A5),6)`,
    )
  })

  it('keeps every digit of an amount that no number can hold, also in its total', async () => {
    const exact = `('USD', 'a', 123456789012.123456, 0.01, ''), ('USD', 'b', 999999999999.999999, 1, '')`
    const sheet = (await read(await write('exact.xlsx', table(exact)))).getWorksheet('Cash application')
    expect(sheet?.getCell('D7').value).toBe('123456789012.123456')
    expect(sheet?.getCell('F7').value).toBe('123456789012.113456')
    expect(sheet?.getCell('D4').value).toBe('1123456789012.123455')
    expect(sheet?.getCell('E4').value).toMatchObject({ result: 1.01 })
  })

  it('compares currencies exactly when they are no plain codes', async () => {
    const odd = `('*', 'a', 1, 0, ''), ('usd', 'b', 2, 0, ''), ('USD', 'c', 4, 0, '')`
    const path = await write('odd.xlsx', table(odd))
    const sheet = (await read(path)).getWorksheet('Cash application')
    expect(sheet?.getCell('D4').value).toMatchObject({ formula: expect.stringContaining('EXACT') as string, result: 1 })
  })
})

describe('a long table, whose rows the database writes', () => {
  /** Every kind of cell: what the database can make, and with `isOdd` among it what only a cell of its own can hold. */
  const kinds = (values: string, isOdd: boolean): Table => ({
    sheet: 'Kinds',
    about: 'One row is one row.',
    empty: 'There are none.',
    rows: inOrder(
      `select currency, reference, state, reason, day::date as day, day::timestamp + interval 1500 milliseconds as moment, a::decimal(18, 6) as a,
         b::decimal(18, 6) as b, a::decimal(38, 12) - b::decimal(38, 12) + case when reference in ('0012', 'd') then 0.000000000004 else 0 end::decimal(38, 12) as fine, a::decimal(18, 6) - b::decimal(18, 6) as difference,
         (b::decimal(18, 6) / 1000)::decimal(18, 8) as share, (a::decimal(18, 6) * 7)::bigint as lines, a::decimal(18, 6) > 0 as is_more, text, text as note,
         ${isOdd ? `'odd' || chr(7) || '_x0041_x0042_'` : `'plain'`} as remark
       from (values ${values}) as t(currency, reference, state, reason, day, a, b, text)`,
    ),
    columns: [
      { name: 'currency', header: 'Currency', kind: 'id' },
      { name: 'reference', header: 'Reference', kind: 'id' },
      {
        name: 'state',
        header: 'State',
        kind: 'text',
        words: (state, row) => `<${state}> ${String(row['reason'])}`,
        wordsBeside: 'reason',
      },
      { name: 'reason', header: 'Reason', kind: 'text', words: (reason) => reason.toUpperCase() },
      { name: 'day', header: 'Day', kind: 'date' },
      { name: 'moment', header: 'Moment', kind: 'datetime' },
      { name: 'a', header: 'A', kind: 'money', total: true },
      { name: 'b', header: 'B', kind: 'money', total: true },
      {
        name: 'fine',
        header: 'Fine',
        kind: 'money',
        formula: { of: ['a', 'b'], text: (a, b) => rounded(`${a}-${b}`) },
      },
      {
        name: 'difference',
        header: 'Difference',
        kind: 'money',
        formula: { of: ['a', 'b'], when: { column: 'reason', beginsWith: 'op' }, text: (a, b) => rounded(`${a}-${b}`) },
      },
      { name: 'share', header: 'Share', kind: 'percent' },
      { name: 'lines', header: 'Lines', kind: 'integer' },
      { name: 'is_more', header: 'More', kind: 'text' },
      { name: 'text', header: 'Text', kind: 'text' },
      { name: 'note', header: 'Note', kind: 'sentence', words: (note) => `${note}.`, widest: 30 },
      { name: 'remark', header: 'Remark', kind: 'sentence', widest: 30 },
    ],
  })
  const both = async (of: Table, limits: Limits = {}): Promise<[unknown, unknown]> => {
    const models = async (name: string, longRows: number): Promise<unknown> =>
      (await read(await write(name, of, { ...limits, longRows }))).worksheets.map(({ model }) => model)
    return [await models('by database.xlsx', 1), await models('by cells.xlsx', Number.POSITIVE_INFINITY)]
  }
  const plain = `('USD', '0012', 'past-due', 'open', '2022-07-31', '0.1', '0.2', 'R&D "of" <it''s> é😀'), ('USD', 'b', null, null, null, null, '7', null),
    ('USD', 'c', 'past-due', 'other', '9999-12-30', '-0', '0', ''), ('EUR', 'd', 'pass', 'open', '1900-03-01', '-1234567.891', '0.000001', ' lead and trail ')`
  const odd = `${plain}, ('EUR', 'e', 'pass', 'open', '1850-01-01', '123456789012.123456', '0.01', '=1+1'), (null, 'f', null, 'open', null, '1', '999999999999.5', 'one' || chr(10) || 'two'),
    (null, 'g', '', '', '1900-02-28', '100000000000', '1', 'line' || chr(13) || chr(10) || 'end'), ('USD', 'h', 'x', 'y', null, '1', '1', repeat('😀&', 12000))`

  it('has the same cells, formulas, formats and heights as one that is written cell by cell', async () => {
    for (const values of [plain, odd])
      for (const isOdd of [false, true]) {
        const [ours, theirs] = await both(kinds(values, isOdd))
        expect(ours).toEqual(theirs)
      }
    const [sheet] = (await read(join(folder, 'by database.xlsx'))).worksheets
    expect(sheet?.getCell('J9').value).toMatchObject({ formula: 'ROUND(G9-H9,6)' })
    expect(sheet?.getColumn(14).values.slice(8)).toContain('R&D "of" <it\'s> é😀')
  })

  it('goes on upon the next sheets, in whatever pieces it is read', async () => {
    const of = kinds(odd, false)
    const { sql } = of.rows
    const pieces = ['EUR', 'USD', null].map((currency) => ({
      sql: `${sql} where currency is not distinct from $own order by reference`,
      parameters: { own: currency },
    }))
    const [ours, theirs] = await both({ ...of, rows: { ...of.rows, pieces: () => pieces } }, { sheetRows: 11 })
    expect(ours).toEqual(theirs)
    expect(ours).toHaveLength(2)
  })

  it('is the same whatever stands in its texts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 20 }), async (texts) => {
        const rows = texts.map((_, index) => `('USD', '${index}', null, 'open', null, '1', '2', $t${index}::varchar)`)
        const of = kinds(rows.join(', '), false)
        const parameters = Object.fromEntries(texts.map((text, index) => [`t${index}`, text]))
        const [piece] = of.rows.pieces([])
        const given = { sql: of.rows.sql, parameters, pieces: () => [{ sql: piece?.sql ?? '', parameters }] }
        const [ours, theirs] = await both({ ...of, rows: given })
        expect(ours).toEqual(theirs)
      }),
      { numRuns: 10 },
    )
  })
})

describe('writing', () => {
  it.each([1, 1e9])('that is cancelled leaves nothing, and what was there before (%d)', async (longRows) => {
    const path = join(folder, 'cancelled.xlsx')
    writeFileSync(path, 'before')
    const many = table(keys, {
      rows: inOrder(
        `select 'USD' as currency, i::varchar as reference, null::date as due_date, i::decimal(18,6) as billed, 0::decimal(18,6) as disbursed,
         i::decimal(18,6) as difference, '' as text from range(20000) as t(i)`,
      ),
    })
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    await expect(write('cancelled.xlsx', many, { longRows }, stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
    expect(existsSync(path)).toBe(true)
  })

  it('refuses to end short when the book gave fewer rows than it has', async () => {
    const planned = await planTable(connection, table(keys))
    const file = await openWorkbookStream(join(folder, 'short.xlsx'), undefined)
    const short = { ...planned, rows: planned.rows + 1 }
    await expect(writeTable(file, connection, short, caption, () => undefined)).rejects.toThrow(
      /should hold 6 rows, but 5/,
    )
    await file.abandon()
    expect(existsSync(join(folder, 'short.xlsx'))).toBe(false)
  })
})

describe.runIf(hasLibreOffice)('LibreOffice', () => {
  it('calculates every formula to the value that was written', async () => {
    for (const [name, of, limits] of [
      ['plain', table(keys), undefined],
      ['continued', table(keys), { sheetRows: 9 }],
      ['written by the database', table(keys), { sheetRows: 9, longRows: 1 }],
      ['odd', table(`('*', 'a', 1, 0, ''), ('usd', 'b', 2, 0, ''), ('USD', 'c', 4, 0, '')`), undefined],
      ['unknown', table(`(null, 'a', 1.1, 0, ''), (null, 'b', 2.2, 0, ''), ('USD', 'c', 4, 0, '')`), undefined],
      ['unknown and odd', table(`(null, 'a', 1.1, 0, ''), ('*', 'b', 2.2, 0, ''), ('USD', 'c', 4, 0, '')`), undefined],
    ] as const) {
      const path = await write(`${name}.xlsx`, of, limits)
      expect(await compare(path, folder)).toBeGreaterThan(5)
    }
  })
})
