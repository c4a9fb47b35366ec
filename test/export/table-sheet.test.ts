import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { rounded } from '../../main/export/formulas.ts'
import { writeTable } from '../../main/export/table-sheet.ts'
import { type Table, type TableRows, planTable } from '../../main/export/table.ts'
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

async function write(name: string, of: Table, sheetRows?: number, signal?: AbortSignal): Promise<string> {
  const path = join(folder, name)
  const planned = await planTable(connection, of, sheetRows === undefined ? {} : { sheetRows })
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
    const workbook = await read(await write('long.xlsx', table(keys), 9))
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

describe('writing', () => {
  it('that is cancelled leaves nothing, and what was there before', async () => {
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
    await expect(write('cancelled.xlsx', many, undefined, stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
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
    for (const [name, of, rows] of [
      ['plain', table(keys), undefined],
      ['continued', table(keys), 9],
      ['odd', table(`('*', 'a', 1, 0, ''), ('usd', 'b', 2, 0, ''), ('USD', 'c', 4, 0, '')`), undefined],
      ['unknown', table(`(null, 'a', 1.1, 0, ''), (null, 'b', 2.2, 0, ''), ('USD', 'c', 4, 0, '')`), undefined],
      ['unknown and odd', table(`(null, 'a', 1.1, 0, ''), ('*', 'b', 2.2, 0, ''), ('USD', 'c', 4, 0, '')`), undefined],
    ] as const) {
      const path = await write(`${name}.xlsx`, of, rows)
      expect(await compare(path, folder)).toBeGreaterThan(5)
    }
  })
})
