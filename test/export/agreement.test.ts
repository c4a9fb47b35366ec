import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { cashApplicationSheet, exceptionsSheet, uncollectedSheet } from '../../main/export/key-sheets.ts'
import {
  ageingSheet,
  controlsSheet,
  rollForwardSheet,
  settlementsSheet,
  sourcesSheet,
} from '../../main/export/proof-sheets.ts'
import type { Sheet } from '../../main/export/relation-table.ts'
import { namedQuery } from '../../main/queries/catalogue.ts'
import type { Row, Totals } from '../../shared/contract/rows.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { bridgeWords } from '../../shared/words/bridge.ts'
import { controlName } from '../../shared/words/codes.ts'
import { controlNames } from '../../shared/words/controls.ts'
import { plainWord, stateWords, wordsOf } from '../../shared/words/states.ts'
import { type ReadyBook, copyReadyBook } from '../packaging/programs.ts'
import { type Exported, exportedBook, exportedFrom } from './exported.ts'
import { hasLibreOffice, recalculate } from './libreoffice.ts'
import { headerRow, read, tableOf } from './reading.ts'

// The workbook states what the window states. Each figure is compared with what a grid answers, never with another cell:
// a workbook that is wrong throughout agrees with itself.

const folder = mkdtempSync(join(tmpdir(), 'tieout-agreement-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const queryOf: readonly (readonly [string, Sheet])[] = [
  ['cash_application', cashApplicationSheet(null)],
  ['uncollected_funds', uncollectedSheet],
  ['settlements', settlementsSheet],
  ['exceptions', exceptionsSheet],
  ['controls', controlsSheet],
  ['ageing_schedule', ageingSheet],
  ['roll_forward', rollForwardSheet],
  ['source_files', sourcesSheet],
]

const books: Readonly<Record<string, ReadyBook | null>> = {
  'the sample': 'sample',
  'the sample of data feeds': 'sample-feeds',
  'both together': 'both-samples',
  'one side alone': null,
  'the first data feeds of the oracle': 'seed-101',
  'the second data feeds of the oracle': 'seed-102',
}
const oneSide = resolve('assets/sample/monthly_revenue_billing_and_revenue_data_2026-06-15.csv')

describe.each(Object.entries(books))('the workbook of %s', (name, ready) => {
  let exported: Exported
  const place = join(folder, name.replaceAll(' ', '-'))

  beforeAll(async () => {
    if (ready === null) exported = await exportedBook(`${place}.tieout`, [oneSide])
    else {
      await copyReadyBook(ready, `${place}.tieout`)
      exported = exportedFrom(await openBook(`${place}.tieout`))
    }
  })
  afterAll(() => exported.close())

  const all = async (query: string): Promise<Row[]> => {
    const rows: Row[] = []
    for (;;) {
      const page = await exported.grids.page({ name: query, offset: rows.length, limit: 1000 })
      rows.push(...page.rows)
      if (page.rows.length < 1000) return rows
    }
  }

  describe.runIf(hasLibreOffice)('calculated anew', () => {
    /** As it was written, which has the places of the tables. */
    let written: ExcelJS.Workbook
    let workbook: ExcelJS.Workbook

    beforeAll(async () => {
      await exported.write({ out: `${place}.xlsx` })
      written = await read(`${place}.xlsx`)
      workbook = await read(await recalculate(`${place}.xlsx`, folder))
    })

    it('has every amount of the bridge, and says of the others that they are not known', async () => {
      const sheet = workbook.getWorksheet('Summary') as ExcelJS.Worksheet
      const head = rowWith(sheet, 'Bridge').number + 1
      const shown = new Map<string, unknown>()
      let section = ''
      for (let number = head + 1; sheet.getCell(number, 1).text !== 'States'; number++) {
        const label = sheet.getCell(number, 1).text
        if (label !== '' && sheet.getCell(number, 2).text === '') section = label
        for (let column = 2; sheet.getCell(head, column).text !== ''; column++)
          shown.set(`${label} ${sheet.getCell(head, column).text}`, valueOf(sheet.getCell(number, column)))
      }
      expect(section).not.toBe('')
      const bridge = await all('bridge')
      expect(bridge.length).toBeGreaterThanOrEqual(24)
      for (const { currency, line, amount, adds } of bridge) {
        const words = `${adds === -1 ? 'less ' : ''}${bridgeWords[String(line)]?.text} ${String(currency)}`
        expect([words, shown.get(words)]).toEqual([words, amount === null ? 'not known' : Number(amount)])
      }
      for (const note of new Set(bridge.flatMap((row) => row['note'] ?? []))) {
        const texts = sheet.getColumn(1).values.map(String)
        expect(texts.some((text) => text.endsWith(String(note)))).toBe(true)
      }
    })

    it.each(queryOf)(
      'has in every total of %s what the grid has, and no other total',
      async (query, { sheet, columns }) => {
        const { sums, rows } = await exported.grids.totals({ name: query })
        const worksheet = workbook.getWorksheet(sheet) as ExcelJS.Worksheet
        const planned = written.getWorksheet(sheet) as ExcelJS.Worksheet
        if (rows > 0) expect(tableOf(planned)).toHaveLength(rows)
        const header = headerRow(planned)
        const found: Record<string, unknown> = {}
        for (let number = 4; number < header.number; number++)
          columns.forEach(({ name: column, kind }, index) => {
            const value = valueOf(worksheet.getCell(number, index + 1))
            const currency = worksheet.getCell(number, 1).text
            if (kind === 'money' && value !== null) found[`${currency} ${column}`] = value
          })
        expect(found).toEqual(sumsOn(columns, sums))
      },
    )

    it('has in its states and ages what the screens have', async () => {
      const sheet = workbook.getWorksheet('Summary') as ExcelJS.Worksheet
      const states = await all('summary_states')
      for (const row of states) {
        const line = rowWith(sheet, wordsOf(String(row['state']))?.text ?? '', String(row['currency']))
        expect([3, 4, 5, 6, 7].map((column) => valueOf(line.getCell(column)))).toEqual(
          ['keys', 'billed_net', 'disbursed_net', 'difference', 'open_net'].map((column) => known(row[column])),
        )
      }
      for (const { currency, sums } of (await exported.grids.totals({ name: 'summary_states' })).sums) {
        const line = rowWith(sheet, 'Total', String(currency))
        expect([3, 4, 5, 6, 7].map((column) => valueOf(line.getCell(column)))).toEqual(
          ['keys', 'billed_net', 'disbursed_net', 'difference', 'open_net'].map((column) => known(sums[column])),
        )
      }
      const head = rowWith(sheet, 'Age')
      const column = (currency: unknown): number => (head.values as unknown[]).indexOf(currency)
      const isOpenKnown = (await all('bridge')).some(({ line, amount }) => line === 'open' && amount !== null)
      const aged = (await all('ageing')).filter(({ basis }) => basis === 'due date')
      expect(aged.length).toBeGreaterThan(name === 'one side alone' ? 0 : 3)
      for (const { currency, bucket, net } of aged)
        expect([
          bucket,
          valueOf(rowWith(sheet, wordsOf(String(bucket))?.text ?? '').getCell(column(currency))),
        ]).toEqual([bucket, isOpenKnown ? Number(net) : 'not known'])
    })

    it('has words for every code of the core, and no folder of this machine', async () => {
      const closed: Record<string, (code: string) => string> = {}
      for (const state of Object.keys(stateWords)) closed[state] = (code) => wordsOf(code)?.text ?? ''
      for (const line of Object.keys(bridgeWords)) closed[line] = (code) => bridgeWords[code]?.text ?? ''
      for (const control of Object.keys(controlNames)) closed[control] = controlName
      for (const { id } of sections) closed[id] = () => ''
      for (const [query, column] of [
        ['reconciliation', 'reason'],
        ['reconciliation', 'notes'],
        ['exceptions', 'reason'],
        ['settlements', 'source'],
        ['uncollected_funds', 'on_list'],
        ['uncollected_funds', 'list_line'],
        ['ageing', 'basis'],
      ] as const)
        for (const { value } of await exported.grids.facets({ name: query }, column))
          if (value) closed[value] = column === 'basis' ? () => '' : plainWord
      const codes = Object.entries(closed).flatMap(([code, words]) => (words(code) === code ? [] : [code]))
      // A code of several words is one wherever it stands; others are words of the language, but for a cell of their own.
      const joined = codes
        .filter((code) => /[a-z]/.test(code) && /[-_]|\d$/.test(code))
        .filter((code) => closed[code]?.(code).toLowerCase() !== code)
      const within = new RegExp(`(?<![\\w./-])(?:${joined.join('|')})(?![\\w./-])`)
      const wrong: string[] = []
      for (const sheet of workbook.worksheets)
        sheet.eachRow((row) =>
          row.eachCell((cell) => {
            const { text } = cell
            const isPath = /(?:^|[\s"'(])(?:[A-Za-z]:|s3:)?[\\/]{1,2}\S+[\\/]/.test(text) || text.includes('assets')
            if (codes.includes(text) || within.test(text) || isPath)
              wrong.push(`${sheet.name} ${cell.address}: ${text}`)
          }),
        )
      expect(wrong).toEqual([])
    })
  })

  it('has of a settlement the same lines in the list of settlements, in cash application, and in the workbook for it alone', async () => {
    const { grids, book } = exported
    const settlements = await all('settlements')
    if (name !== 'one side alone') expect(settlements.length).toBeGreaterThan(5)
    // For all of them in one statement: the select of the query takes longer to plan than to run.
    const keysOfEach = namedQuery('cash_application').sql.replaceAll('$settlement', 'chosen.settlement')
    const paidOfEach = await book.read((connection) =>
      connection.rows(
        `select chosen.settlement, paid_currency, sum(settlement_lines) as settlement_lines, sum(paid_net) as paid_net
         from (select distinct settlement from settlements) as chosen, lateral (${keysOfEach}) as keys group by all`,
      ),
    )
    const expectPaid = (listed: readonly Row[], keys: readonly Row[]): void => {
      for (const { settlement, currency, lines, lines_net: net } of listed) {
        const paid = keys.filter((row) => row['paid_currency'] === currency)
        expect([settlement, sum(paid.map((row) => row['settlement_lines']))]).toEqual([settlement, Number(lines)])
        expect(sum(paid.map((row) => row['paid_net']))).toBeCloseTo(Number(net), 6)
      }
    }
    for (const listed of settlements)
      expectPaid(
        [listed],
        paidOfEach.filter((row) => row['settlement'] === listed['settlement']),
      )
    // A grid and a workbook for each take long: the one with most lines of each source, and the one with fewest of all.
    const byLines = settlements.toSorted((one, other) => Number(other['lines']) - Number(one['lines']))
    const sources = new Set(settlements.map((row) => row['source']))
    const chosen = [...sources].map((source) => byLines.find((row) => row['source'] === source))
    for (const settlement of new Set([...chosen, byLines.at(-1)].flatMap((row) => row?.['settlement'] ?? []))) {
      const listed = settlements.filter((row) => row['settlement'] === settlement)
      const selection = { name: 'cash_application', settlement: String(settlement) }
      const { rows: keys } = await grids.page({ ...selection, offset: 0, limit: 1000 })
      expectPaid(listed, keys)
      const out = `${place}-settlement.xlsx`
      await exported.write({ out, settlement: selection.settlement })
      const sheet = (await read(out)).getWorksheet('Cash application') as ExcelJS.Worksheet
      const written = keys.length === 0 ? [] : tableOf(sheet)
      expect(written).toHaveLength(keys.length)
      for (const { currency, lines_net: net } of listed) {
        const cells = written.filter((row) => row['Paid in'] === currency)
        expect(sum(cells.map((row) => row['Paid']))).toBeCloseTo(Number(net), 6)
      }
      const { sums } = await grids.totals(selection)
      sums.forEach(({ currency, sums: totals }, index) => {
        expect(sheet.getCell(4 + index, 1).text).toBe(currency)
        expect(sheet.getCell(4 + index, 5).result).toBe(Number(totals['settlement_net']))
      })
    }
    expect(sources.size > 0).toBe(name !== 'one side alone')
  })
})

/** The sums of a grid, of the columns that a sheet has. */
function sumsOn(columns: Sheet['columns'], sums: Totals['sums']): Record<string, number> {
  const entries = sums.flatMap(({ currency, sums: totals }) =>
    columns
      .filter(({ name }) => totals[name] !== undefined)
      .map(({ name }) => [`${currency ?? ''} ${name}`, Number(totals[name])] as const),
  )
  return Object.fromEntries(entries)
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + Number(value ?? 0), 0)
}

/** A figure of a query as the workbook shows it. */
function known(amount: unknown): unknown {
  return amount === null || amount === undefined ? 'not known' : Number(amount)
}

/** What a cell shows: of a formula its result. */
function valueOf(cell: ExcelJS.Cell): unknown {
  return cell.formula ? (cell.result ?? 0) : cell.value
}

/** The first row that begins with these texts. */
function rowWith(sheet: ExcelJS.Worksheet, ...texts: string[]): ExcelJS.Row {
  for (let number = 1; number <= sheet.rowCount; number++)
    if (texts.every((text, index) => sheet.getCell(number, index + 1).text === text)) return sheet.getRow(number)
  throw new Error(`No row begins with ${texts.join(', ')}`)
}
