import { describe, expect, it } from 'vitest'
import { finish } from '../../renderer/session/job-stream.ts'
import { onDisk, pathsWithout } from '../../renderer/session/listed-paths.ts'
import { addressOf, placeOf } from '../../renderer/navigation.ts'
import { nextName, workbookName } from '../../renderer/screens/export/workbook-name.ts'
import { refusedPlace } from '../../renderer/screens/import/refused-place.ts'
import { coverageGrid, summaryOf } from '../../renderer/screens/overview/coverage-grid.ts'
import { controlPlace, deliveriesPlace, monthPlace } from '../../renderer/screens/overview/targets.ts'
import { noteText } from '../../renderer/wording/import.ts'
import { unknownDateWarning } from '../../main/import/kept/book-files.ts'
import type { Progress } from '../../shared/contract/imports.ts'

describe('places', () => {
  it('come back from their address', () => {
    const place = {
      screen: 'data',
      query: 'open_items',
      filters: [{ operator: 'equals', column: 'payer_name', value: 'Größe & Söhne? #1' }],
      key: { transaction_reference: null, currency: 'USD', settlement: '77720260710' },
    } satisfies Parameters<typeof addressOf>[0]
    expect(placeOf(addressOf(place))).toEqual(place)
    expect(addressOf({ screen: 'overview' })).toBe('#/overview')
  })

  it('fall back to what can be understood', () => {
    expect(placeOf('')).toEqual({ screen: 'overview' })
    expect(placeOf('#/nowhere')).toEqual({ screen: 'overview' })
    expect(placeOf('#/data?%7Bbroken')).toEqual({ screen: 'data' })
    expect(placeOf('#/data?%7B%22query%22%3A5%7D')).toEqual({ screen: 'data' })
  })
})

describe('the list of files', () => {
  const files = [{ path: '/r/a.csv' }, { path: '/r/b.csv' }, { path: '/r/c.zip/1.csv' }, { path: '/r/c.zip/2.csv' }]

  it('takes off a file that was chosen itself', () => {
    expect(pathsWithout(['/r/a.csv', '/r/b.csv'], files.slice(0, 2), '/r/a.csv')).toEqual({
      paths: ['/r/b.csv'],
      removed: ['/r/a.csv'],
    })
  })

  it('names the others of a folder when one of them goes', () => {
    expect(pathsWithout(['/r'], files, '/r/a.csv').paths).toEqual(['/r/b.csv', '/r/c.zip'])
  })

  it('takes an archive off as a whole', () => {
    expect(pathsWithout(['/r/a.csv', '/r/c.zip'], files, '/r/c.zip/1.csv')).toEqual({
      paths: ['/r/a.csv'],
      removed: ['/r/c.zip/1.csv', '/r/c.zip/2.csv'],
    })
    expect(onDisk('C:\\r\\c.ZIP\\1.csv')).toBe('C:\\r\\c.ZIP')
  })
})

describe('notes on listed files', () => {
  it('say what the page has for it, where the command line has an option', () => {
    expect(noteText(unknownDateWarning)).toBe('The delivery date is unknown. Choose the day above.')
    expect(noteText('7 rows have no date.')).toBe('7 rows have no date.')
  })
})

describe('a job', () => {
  const step: Progress = { step: 'Reading', done: 1, total: 2, unit: 'bytes' }

  it('tells its steps and gives its result', async () => {
    const told: Progress[] = []
    async function* work(): AsyncGenerator<Progress, string> {
      yield step
      return 'done'
    }
    const result = await finish(
      async () => work(),
      new AbortController().signal,
      (progress) => told.push(progress),
    )
    expect(result).toBe('done')
    expect(told).toEqual([step])
  })

  it('closes its stream when it is cancelled', async () => {
    const controller = new AbortController()
    let isClosed = false
    async function* work(): AsyncGenerator<Progress, string> {
      try {
        for (;;) {
          yield step
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      } finally {
        isClosed = true
      }
    }
    const running = finish(
      async () => work(),
      controller.signal,
      () => controller.abort(),
    )
    await expect(running).rejects.toThrow(/abort/i)
    await expect.poll(() => isClosed).toBe(true)
  })
})

describe('the overview', () => {
  it('folds the data feeds beside the billing events, and sums them up by month', () => {
    const cell = (report: string, month: string, status: string) => ({ report, month: `${month}-01`, status })
    const grid = coverageGrid([
      cell('account_feed', '2026-05', 'loaded'),
      cell('account_feed', '2026-06', 'missing'),
      cell('billing_event_feed', '2026-05', 'loaded'),
      cell('disbursement', '2026-05', 'withdrawn'),
      cell('offer_feed', '2026-05', 'loaded'),
      cell('offer_feed', '2026-06', 'loaded'),
    ])
    expect(grid.reports).toEqual(['billing_event_feed', 'disbursement'])
    expect(grid.otherFeeds).toEqual(['account_feed', 'offer_feed'])
    expect(summaryOf(grid, '2026-05')).toEqual({ status: 'loaded', loaded: 2, missing: 0 })
    expect(summaryOf(grid, '2026-06')).toEqual({ status: 'missing', loaded: 1, missing: 1 })
    expect(coverageGrid([cell('offer_feed', '2026-05', 'loaded')])).toMatchObject({
      reports: ['offer_feed'],
      otherFeeds: [],
    })
  })

  it('makes a grid of the coverage, with the months in order and every place filled', () => {
    const grid = coverageGrid([
      { month: '2026-02-01', report: 'usage', status: 'missing', next_step: 'Get it.' },
      { month: '2026-01-01', report: 'billed_revenue', status: 'loaded', delivered: null, files: 2, rows: null },
      { month: '2026-02-01', report: 'disbursement', status: 'not-due' },
    ])
    expect(grid.months).toEqual(['2026-01', '2026-02'])
    expect(grid.reports).toEqual(['billed_revenue', 'disbursement', 'usage'])
    expect(grid.cells.get('billed_revenue')?.map(({ status }) => status)).toEqual(['loaded', 'not-expected'])
    expect(grid.cells.get('disbursement')?.map(({ status }) => status)).toEqual(['not-expected', 'not-due'])
  })

  it('leads from a control to the lines that make its difference, or to itself where none could be named', () => {
    const subject = 'Disbursement report 2026-07-13, settlement 77720260710'
    const own = [
      { operator: 'equals', column: 'id', value: 'settlement-lines' },
      { operator: 'equals', column: 'subject', value: subject },
      { operator: 'equals', column: 'currency', value: 'USD' },
    ]
    const control = { id: 'settlement-lines', subject, currency: 'USD' }
    expect(controlPlace({ ...control, lines_role: 'cause' })).toEqual({
      screen: 'data',
      query: 'control_lines',
      filters: [...own, { operator: 'equals', column: 'role', value: 'cause' }],
    })
    expect(controlPlace({ ...control, lines_role: null })).toEqual({ screen: 'data', query: 'controls', filters: own })
  })

  it('leads from a month of a report to the deliveries of that month', () => {
    const cell = { status: 'loaded', files: 1, rows: 1, expected: null, nextStep: null } as const
    const report = { operator: 'equals', column: 'report', value: 'usage' }
    const of = (delivered: readonly string[]) =>
      deliveriesPlace({ ...cell, report: 'usage', month: '2026-06', delivered }).filters
    expect(of(['2026-06-13', '2026-06-20'])).toEqual([
      report,
      { operator: 'in', column: 'delivery_date', values: ['2026-06-13', '2026-06-20'] },
    ])
    expect(of([])).toEqual([
      report,
      { operator: 'less-or-equal', column: 'coverage_start', value: '2026-06-30' },
      { operator: 'greater-or-equal', column: 'coverage_end', value: '2026-06-01' },
    ])
  })

  it('asks for whole months', () => {
    expect(monthPlace('billed', '2024-02', 'USD').filters?.at(-1)).toMatchObject({
      from: '2024-02-01',
      to: '2024-02-29',
    })
  })
})

describe('the refused rows of an import', () => {
  it('are those of its files that have some', () => {
    const file = (sha256: string | null, refused_rows: number) => ({ sha256, refused_rows })
    expect(refusedPlace([file('a', 2), file('b', 0), file(null, 1), file('c', 1)]).filters).toEqual([
      { operator: 'in', column: 'sha256', values: ['a', 'c'] },
    ])
    expect(refusedPlace(Array.from({ length: 1001 }, (_, index) => file(String(index), 1))).filters).toEqual([])
  })
})

describe('names of workbooks', () => {
  it('count up', () => {
    expect(workbookName('Acme', '2026-08-13')).toBe('Acme 2026-08-13.xlsx')
    expect(nextName('Acme.xlsx')).toBe('Acme (2).xlsx')
    expect(nextName('Acme (2).xlsx')).toBe('Acme (3).xlsx')
    expect(nextName('Acme')).toBe('Acme (2)')
  })
})
