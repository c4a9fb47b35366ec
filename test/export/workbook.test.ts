import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../main/database/connection.ts'
import { openBook } from '../../main/database/open.ts'
import { type Exported, exportedBook, exportedFrom } from './exported.ts'
import { hasLibreOffice } from './libreoffice.ts'
import { compare, findRow, headerRow, read, sheetText, tableOf } from './reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-workbook-'))
const sampleBook = join(folder, 'sample.tieout')
let book: Exported
let sample: ExcelJS.Workbook
let sheetsWritten: readonly { name: string; rows: number }[]
const out = join(folder, 'sample.xlsx')

beforeAll(async () => {
  book = await exportedBook(sampleBook, ['assets/sample'])
  sheetsWritten = (await book.write({ out })).sheets
  sample = await read(out)
})
afterAll(async () => {
  await book.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the workbook of the sample', () => {
  it('has the nine sheets in their order, and says how many rows each has', async () => {
    const names = [
      'Summary',
      'Controls',
      'Cash application',
      'Exceptions',
      'Uncollected funds',
      'Settlements',
      'Ageing',
      'Roll-forward',
      'Sources',
    ]
    expect(sample.worksheets.map((sheet) => sheet.name)).toEqual(names)
    expect(sheetsWritten.map((sheet) => sheet.name)).toEqual(names)
    const rows = Object.fromEntries(sheetsWritten.map((sheet) => [sheet.name, sheet.rows]))
    expect(rows['Controls']).toBe(await number('select count(*) from controls'))
    expect(rows['Cash application']).toBe(await number('select count(*) from reconciliation where disbursed_lines > 0'))
    expect(rows['Exceptions']).toBe(await number('select count(*) from exceptions'))
    expect(rows['Sources']).toBe(await number('select count(*) from files'))
  })

  it('opens with the bridge, each amount a formula over the other sheets, and ends with lines to sign on', () => {
    const sheet = sample.getWorksheet('Summary') as ExcelJS.Worksheet
    const texts = sheet.getColumn(1).values.map(String)
    const order = ['Bridge', 'Billed', 'less Disbursed', 'Difference', 'Open, past due', 'Banked', 'States', 'Checks']
    const places = [...order, 'Made from', 'Prepared by', 'Reviewed by'].map((text) => texts.indexOf(text))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    for (const line of ['Billed', 'Open, past due', 'Rounding', 'On both, with other amounts', 'Banked'])
      expect(findRow(sheet, [line]).getCell(4).formula).toMatch(
        /SUMIFS\('(Cash application|Uncollected funds|Settlements)'/,
      )
    expect(findRow(sheet, ['Difference']).getCell(4).formula).toBe('ROUND(D7-D8,6)')
    for (const check of ['Controls failed', 'Files imported'])
      expect(findRow(sheet, [check]).getCell(2).formula).toContain('COUNTIFS')
  })

  it('prints landscape on A4, never too small to read, with the key on each page', () => {
    for (const sheet of sample.worksheets) {
      expect(sheet.pageSetup).toMatchObject({ orientation: 'landscape', paperSize: 9 })
      expect(sheet.pageSetup.scale).toBeGreaterThanOrEqual(70)
      expect(sheet.pageSetup.fitToPage ?? false).toBe(false)
    }
    const keys = sample.getWorksheet('Cash application') as ExcelJS.Worksheet
    expect(keys.pageSetup).toMatchObject({ printTitlesColumn: 'A:B', printTitlesRow: '8:8' })
    expect(keys.headerFooter.oddHeader).toContain('sample.tieout, as of 2026-08-13')
  })

  it('has on its key sheets every key once for each state that the summary counts there', async () => {
    const keys = (name: string, states: (state: string) => boolean): string[] => {
      const table = tableOf(sample.getWorksheet(name) as ExcelJS.Worksheet)
      return table
        .filter((row) => states(String(row['State'])))
        .map((row) => `${row['Currency']} ${row['Transaction reference']}`)
    }
    const isUnpaid = (state: string): boolean => state === 'Not disbursed' || state === 'Nothing due'
    const all = [...keys('Cash application', () => true), ...keys('Uncollected funds', isUnpaid)]
    const known = await rowsOf('select currency, transaction_reference from reconciliation')
    const wanted = known.map((row) => `${row['currency']} ${row['transaction_reference']}`)
    expect(all.toSorted()).toEqual(wanted.toSorted())
  })

  it('explains each key in a sentence', () => {
    for (const name of ['Cash application', 'Uncollected funds', 'Exceptions'])
      for (const row of tableOf(sample.getWorksheet(name) as ExcelJS.Worksheet))
        expect(row['Explanation']).toMatch(/\.$/)
  })

  it('accounts for every line of every file by a formula', async () => {
    const table = tableOf(sample.getWorksheet('Sources') as ExcelJS.Worksheet)
    expect(table.map((row) => row['SHA-256'])).toEqual(
      expect.arrayContaining((await rowsOf('select sha256 from files')).map((row) => row['sha256'])),
    )
    const sheet = sample.getWorksheet('Sources') as ExcelJS.Worksheet
    const header = headerRow(sheet)
    const column = (header.values as string[]).indexOf('Unaccounted')
    for (let row = header.number + 1; row <= sheet.rowCount; row++) {
      expect(sheet.getCell(row, column).formula).toMatch(/^\w+-\w+-\w+-\w+-\w+-\w+$/)
      expect(sheet.getCell(row, column).result).toBe(0)
    }
  })

  it('holds nothing but text, numbers, dates and formulas of ours', () => {
    for (const sheet of sample.worksheets)
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          expect([ExcelJS.ValueType.Hyperlink, ExcelJS.ValueType.Error, ExcelJS.ValueType.RichText]).not.toContain(
            cell.type,
          )
          if (cell.type === ExcelJS.ValueType.Formula) expect(cell.formula).toMatch(/^[-+A-Z0-9$().,:!'"<> a-z&=’–]+$/)
        }),
      )
  })

  it.runIf(hasLibreOffice)('has in every formula the value that LibreOffice calculates', async () => {
    expect(await compare(out, folder)).toBeGreaterThan(500)
  })

  it('is the same when the database writes its rows', async () => {
    const path = join(folder, 'by database.xlsx')
    await book.write({ out: path, limits: { longRows: 1, pieceRows: 70 } })
    const sheets = (await read(path)).worksheets.filter(({ name }) => name !== 'Summary')
    expect(sheets.map(({ model }) => model)).toEqual(
      sample.worksheets.filter(({ name }) => name !== 'Summary').map(({ model }) => model),
    )
  })

  it('of one settlement holds its keys only, and the states of the whole book as figures', async () => {
    const [settlement] = await rowsOf(
      `select settlement, bank_trace_id, lines_net from settlements where source = 'collections_and_disbursements' order by lines desc limit 1`,
    )
    const path = join(folder, 'settlement.xlsx')
    await book.write({ out: path, settlement: String(settlement?.['settlement']) })
    const workbook = await read(path)
    const rows = tableOf(workbook.getWorksheet('Cash application') as ExcelJS.Worksheet)
    expect(rows.length).toBe(
      await number(
        `select count(distinct (transaction_reference, currency)) from disbursed_lines where settlement = '${settlement?.['settlement']}'`,
      ),
    )
    const summary = workbook.getWorksheet('Summary') as ExcelJS.Worksheet
    const keys = await number(`select count(*) from reconciliation where currency = 'USD' and state = 'disbursed'`)
    expect(findRow(summary, ['Disbursed', 'USD']).getCell(3).value).toBe(keys)
    expect(findRow(summary, ['Settlement', settlement?.['settlement']])).toBeDefined()
    if (hasLibreOffice) await compare(path, folder)
    await expect(book.write({ out: path, settlement: 'none' })).rejects.toMatchObject({ code: 'wrong-usage' })
  })

  it('of a long book goes on upon further sheets, and agrees there too', async () => {
    const path = join(folder, 'long.xlsx')
    const { sheets } = await book.write({ out: path, limits: { sheetRows: 60, pieceRows: 20, longRows: 10 } })
    expect(sheets.map((sheet) => sheet.name)).toContain('Cash application (3)')
    const rows = sheets
      .filter((sheet) => sheet.name.startsWith('Cash application'))
      .reduce((sum, sheet) => sum + sheet.rows, 0)
    expect(rows).toBe(await number('select count(*) from reconciliation where disbursed_lines > 0'))
    // Read in slices, the rows come in the same order as at once.
    const long = await read(path)
    for (const name of ['Cash application', 'Uncollected funds', 'Exceptions']) {
      const pieces = sheets
        .filter((sheet) => sheet.name.startsWith(name))
        .map((sheet) => long.getWorksheet(sheet.name) as ExcelJS.Worksheet)
      const explanations = (of: ExcelJS.Worksheet[]): unknown[] =>
        of.flatMap((sheet) => tableOf(sheet).map((row) => row['Explanation']))
      expect(explanations(pieces)).toEqual(explanations([sample.getWorksheet(name) as ExcelJS.Worksheet]))
    }
    if (hasLibreOffice) await compare(path, folder)
  })
})

describe('the workbook of data feeds', () => {
  const month = 'billingeventfeed_v1/year=2026/month=06/data.csv'
  let feeds: Exported
  let workbook: ExcelJS.Workbook
  const path = join(folder, 'feeds.xlsx')

  beforeAll(async () => {
    // June comes twice: first as it was before its last events.
    const former = join(folder, 'former')
    const lines = readFileSync(join('assets/sample-feeds', month), 'utf8').split('\n')
    mkdirSync(join(former, month, '..'), { recursive: true })
    writeFileSync(join(former, month), `${lines.slice(0, 100).join('\n')}\n`)
    feeds = await exportedBook(join(folder, 'feeds.tieout'), ['assets/sample', former], ['assets/sample-feeds'])
    await feeds.write({ out: path })
    workbook = await read(path)
  })
  afterAll(() => feeds.close())

  const rows = (sheet: string): Record<string, ExcelJS.CellValue>[] =>
    tableOf(workbook.getWorksheet(sheet) as ExcelJS.Worksheet)

  it('tells by which payout, through whom and on which terms a key was paid', async () => {
    const paid = rows('Cash application')
    const known = await rowsOf(
      `select transaction_reference, currency, bank_trace_id, disbursement_reference_number,
         seller_of_record_name(seller_of_record) as seller_of_record
       from disbursed_lines where source = 'data_feed' and counted and bank_trace_id is not null`,
      feeds,
    )
    expect(known.length).toBeGreaterThan(50)
    for (const line of known) {
      const row = paid.find(
        (one) =>
          one['Transaction reference'] === line['transaction_reference'] &&
          one['Currency'] === line['currency'] &&
          (line['transaction_reference'] !== null || one['Bank trace ID'] === line['bank_trace_id']),
      )
      expect(String(row?.['Bank trace ID']).split(', ')).toContain(line['bank_trace_id'])
      expect(String(row?.['Disbursement reference number']).split(', ')).toContain(
        line['disbursement_reference_number'],
      )
      expect(row?.['AWS seller of record']).toBe(line['seller_of_record'])
    }
    expect(paid.some((row) => /^0\d+, 0\d+$/.test(String(row['Bank trace ID'])))).toBe(true)
    const terms = await rowsOf(
      `select transaction_reference_id as reference, any_value(payment_term) as term from feed_billed_revenue
       where transaction_reference_id is not null group by all having count(distinct payment_term) = 1`,
      feeds,
    )
    const byReference = new Map(terms.map((row) => [row['reference'], row['term']]))
    const both = [...paid, ...rows('Uncollected funds')].filter((row) =>
      byReference.has(String(row['Transaction reference'])),
    )
    expect(both.length).toBeGreaterThan(100)
    for (const row of both) expect(row['Payment terms']).toBe(byReference.get(String(row['Transaction reference'])))
  })

  it('tells what was collected, and nothing where no source tells it', async () => {
    const known = await rowsOf(
      `select transaction_reference, currency, sum(net)::varchar as net from feed_movements
       where side = 'collected' and transaction_reference is not null group by all`,
      feeds,
    )
    const byKey = new Map(
      known.map((row) => [`${row['currency']} ${row['transaction_reference']}`, Number(row['net'])]),
    )
    const shown = [...rows('Cash application'), ...rows('Uncollected funds')]
    const ofFeed = shown.filter((row) => byKey.has(`${row['Currency']} ${row['Transaction reference']}`))
    expect(ofFeed.length).toBeGreaterThanOrEqual(byKey.size)
    for (const row of ofFeed)
      expect(row['Collected']).toBe(byKey.get(`${row['Currency']} ${row['Transaction reference']}`))
    const legacy = rows('Cash application').filter((row) =>
      String(row['Explanation']).includes('monthly billed revenue'),
    )
    expect(legacy.length).toBeGreaterThan(0)
    // What was paid out had been collected before.
    for (const row of legacy) expect([row['Collected'], row['Payment terms']]).toEqual([row['Disbursed net'], null])
    const untold = await rowsOf(
      'select transaction_reference from reconciliation where is_open and collected_net is null',
      feeds,
    )
    const references = untold.map((row) => row['transaction_reference'])
    expect(references.length).toBeGreaterThan(0)
    for (const row of rows('Uncollected funds'))
      if (references.includes(String(row['Transaction reference']))) expect(row['Collected']).toBeNull()
  })

  it('lists a replaced file beside the one that took its place, whose rows alone count', async () => {
    const june = rows('Sources').filter((row) => String(row['File']).endsWith('2026-06/data.csv'))
    const events = june.filter((row) => row['Report'] === 'Billing event feed')
    // Both files are called alike, so that each has as many folders as tell it from the other.
    const [former, newer] = events.map((row) => String(row['File']))
    expect(newer).toMatch(/^\S*billingeventfeed_v1\/2026-06\/data.csv$/)
    expect(former).not.toBe(newer)
    expect(events.map((row) => [row['Import'], row['Status'], row['Replaced by'] ?? null])).toEqual([
      [1, 'Replaced by a newer version', newer],
      [2, 'Imported', null],
    ])
    expect(events[1]?.['Remarks']).toMatch(/^It grew: \d+ rows came to the 99 rows of /)
    expect(events[1]?.['Remarks']).toContain(former)
    const summary = workbook.getWorksheet('Summary') as ExcelJS.Worksheet
    const [held] = await rowsOf(
      `select sum(rows_kept)::integer as kept, count(*)::integer as files from files where status = 'imported'`,
      feeds,
    )
    expect(findRow(summary, ['Rows kept']).getCell(2).result).toBe(held?.['kept'])
    expect(findRow(summary, ['Files imported']).getCell(2).result).toBe(held?.['files'])
  })

  it.runIf(hasLibreOffice)('has in every formula the value that LibreOffice calculates', async () => {
    expect(await compare(path, folder)).toBeGreaterThan(500)
  })
})

describe('the workbook of hostile reports', () => {
  it('keeps text as text and money exact', async () => {
    const reports = join(folder, 'hostile')
    mkdirSync(reports)
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
    const products = [
      '=HYPERLINK("http://x","y")',
      '+1+1',
      '-1',
      '@SUM(A1)',
      '_x0041_',
      'a\u0007b\u001f',
      '<b>&</b>',
      'x'.repeat(40_000),
      '😀 日本語',
    ]
    const lines = products.map((product, index) =>
      [
        '2026-01-31',
        '2026-03-02',
        quote(product),
        index % 2 ? '0.10' : '0.20',
        index % 2 ? '0.10' : '0.20',
        'USD',
        `00${index}r`,
        '2026-01-31',
      ].join(','),
    )
    const header =
      'Invoice date,Payment due date,Product title,Gross revenue,Seller net revenue,Currency,Transaction reference ID,Agreement start date'
    writeFileSync(join(reports, 'billed.csv'), [header, ...lines].join('\n'))
    const hostile = await exportedBook(join(folder, 'hostile.tieout'), [reports])
    try {
      const path = join(folder, 'hostile.xlsx')
      await hostile.write({ out: path })
      const workbook = await read(path)
      const rows = tableOf(workbook.getWorksheet('Uncollected funds') as ExcelJS.Worksheet)
      const by = new Map(rows.map((row) => [row['Transaction reference'], row]))
      expect(by.get('000r')?.['Product']).toBe(products[0])
      expect(by.get('001r')?.['Product']).toBe('+1+1')
      expect(by.get('002r')?.['Product']).toBe('-1')
      expect(by.get('003r')?.['Product']).toBe('@SUM(A1)')
      expect(by.get('004r')?.['Product']).toBe('_x005F_x0041_')
      expect(by.get('005r')?.['Product']).toBe('a␇b␟')
      expect(by.get('006r')?.['Product']).toBe('<b>&</b>')
      expect(String(by.get('007r')?.['Product'])).toHaveLength(32_767)
      expect(by.get('008r')?.['Product']).toBe('😀 日本語')
      // 5 times 0.20 and 4 times 0.10 is 1.4000000000000001 in binary.
      expect(
        findRow(workbook.getWorksheet('Summary') as ExcelJS.Worksheet, ['Not disbursed', 'USD']).getCell(4).result,
      ).toBe(1.4)
      // No loaded file tells what was disbursed: nowhere is it 0.00.
      const summary = workbook.getWorksheet('Summary') as ExcelJS.Worksheet
      for (const line of ['less Disbursed', 'Difference', 'Open', 'Open, past due', 'Banked'])
        expect([line, findRow(summary, [line]).getCell(2).value]).toEqual([line, 'not known'])
      expect(findRow(summary, ['Billed']).getCell(2).result).toBe(1.4)
      expect(findRow(summary, ['Not disbursed', 'USD']).getCell(5).value).toBe('not known')
      expect(sheetText(workbook, 'Summary')).toContain('No loaded file tells what was disbursed.')
      if (hasLibreOffice) await compare(path, folder)
    } finally {
      await hostile.close()
    }
  })

  it('of an empty book says what is missing', async () => {
    const empty = await exportedBook(join(folder, 'empty.tieout'), [])
    try {
      const path = join(folder, 'empty.xlsx')
      await empty.write({ out: path })
      expect(sheetText(await read(path), 'Cash application')).toContain('No loaded file has a disbursed line')
      if (hasLibreOffice) await compare(path, folder)
    } finally {
      await empty.close()
    }
  })
})

describe('an export that does not end', () => {
  it('when cancelled leaves the old workbook and nothing else', async () => {
    const path = join(folder, 'cancel', 'kept.xlsx')
    mkdirSync(join(folder, 'cancel'))
    writeFileSync(path, 'before')
    for (const step of ['Writing Controls', 'Writing Sources']) {
      const stop = new AbortController()
      const onProgress = (progress: { step: string }): void => {
        if (progress.step === step) stop.abort()
      }
      await expect(book.write({ out: path, signal: stop.signal, onProgress })).rejects.toMatchObject({
        code: 'cancelled',
      })
      expect(readFileSync(path, 'utf8')).toBe('before')
      expect(readdirSync(join(folder, 'cancel'))).toEqual(['kept.xlsx'])
    }
  })

  it('when killed leaves no half workbook, and the next one cleans up after it', async () => {
    const place = join(folder, 'killed')
    const path = join(place, 'out.xlsx')
    const script = `
      import { openBook } from './main/database/open.ts'
      import { exportedFrom } from './test/export/exported.ts'
      const book = exportedFrom(await openBook(${JSON.stringify(join(folder, 'copy.tieout'))}))
      process.stdout.write('ready')
      while (true) await book.write({ out: ${JSON.stringify(path)} })`
    writeFileSync(join(folder, 'copy.tieout'), await copyOfBook())
    for (const wait of [0, 40, 150]) {
      rmSync(path, { force: true })
      const child = spawn(
        process.execPath,
        ['--import', './main/shells/typescript.mjs', '--input-type=module', '-e', script],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      await new Promise((resolve) => child.stdout.once('data', resolve))
      while (!existsSync(place) || readdirSync(place).length === 0)
        await new Promise((resolve) => setTimeout(resolve, 2))
      await new Promise((resolve) => setTimeout(resolve, wait))
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      if (existsSync(path)) expect((await read(path)).worksheets).toHaveLength(9)
    }
    await book.write({ out: path })
    expect(readdirSync(place)).toEqual(['out.xlsx'])
  })
})

/** The bytes of the sample's book, which another process may open. */
async function copyOfBook(): Promise<Buffer> {
  await book.close()
  const bytes = readFileSync(sampleBook)
  book = exportedFrom(await openBook(sampleBook))
  return bytes
}

async function rowsOf(sql: string, of: Exported = book): Promise<Row[]> {
  const connection = await of.book.connect()
  try {
    return await connection.rows(sql)
  } finally {
    connection.close()
  }
}

async function number(sql: string): Promise<number> {
  return Number(Object.values((await rowsOf(sql))[0] ?? {})[0])
}
