import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, queryNames } from '../../main/app.ts'
import type { QueryColumn } from '../../main/queries/query.ts'
import type { Filter, Order, Row } from '../../shared/contract/rows.ts'
import { exact, fits, isFound, sumsOf } from './oracle.ts'
import { openSampleBook } from './sample-book.ts'

let app: App
let close: () => Promise<void>

beforeAll(async () => {
  ;({ app, close } = await openSampleBook())
}, 120_000)

afterAll(() => close())

interface Whole {
  readonly columns: readonly QueryColumn[]
  readonly rows: readonly Row[]
}

const known = new Map<string, Promise<Whole>>()

/** The whole answer, as the command line gives it; asked for once, as nothing here changes the book. */
function wholeAnswer(name: string): Promise<Whole> {
  const answer = known.get(name) ?? answerOf(name)
  known.set(name, answer)
  return answer
}

async function answerOf(name: string, orderBy: readonly Order[] = []): Promise<Whole> {
  const { columns, stream } = await app.query(name, { orderBy: orderBy.map((one) => ({ ...one })) })
  const rows: Row[] = []
  for await (const chunk of stream) rows.push(...chunk)
  return { columns, rows }
}

async function allPages(
  request: { name: string; filters?: Filter[]; search?: string; orderBy?: Order[] },
  limit: number,
): Promise<Row[]> {
  const rows: Row[] = []
  while (true) {
    const page = await app.grids.page({ ...request, offset: rows.length, limit })
    rows.push(...page.rows)
    if (page.rows.length < limit) return rows
  }
}

describe.each(queryNames)('%s', (name) => {
  test('pages put together are the whole answer, in the order of the query and in others', async () => {
    const whole = await wholeAnswer(name)
    expect(await allPages({ name }, 37)).toEqual(whole.rows)
    for (const index of [0, 3, whole.columns.length - 1]) {
      const column = whole.columns[index]?.name
      if (column === undefined) continue
      const orderBy = [{ column, descending: index % 2 === 1 }]
      // One row, or none, has no other order.
      const { rows } = whole.rows.length > 1 ? await answerOf(name, orderBy) : whole
      expect(await allPages({ name, orderBy }, 53)).toEqual(rows)
    }
    expect(await app.grids.columns(name)).toEqual(whole.columns)
  })

  test('totals are the sums of the rows by currency, to the last digit', async () => {
    const { columns, rows } = await wholeAnswer(name)
    const totals = await app.grids.totals({ name })
    expect(totals.rows).toBe(rows.length)
    const given = new Map(
      totals.sums.map(({ currency, sums }) => [
        currency,
        new Map(Object.entries(sums).map(([column, sum]) => [column, exact(sum)])),
      ]),
    )
    expect(given).toEqual(sumsOf(name, rows, columns))
  })
})

const searched = [
  'reconciliation',
  'cash_application',
  'billed_lines',
  'dis1',
  'billed_revenue',
  'source_files',
  'payers',
]

describe.each(searched)('chosen rows of %s', (name) => {
  let whole: Whole
  beforeAll(async () => {
    whole = await wholeAnswer(name)
  })

  test('are the rows that fit every filter, whatever the filters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFilter(whole), { minLength: 1, maxLength: 3 }), async (filters) => {
        const expected = whole.rows.filter((row) => filters.every((filter) => fits(row, whole.columns, filter)))
        expect(await allPages({ name, filters }, 1000)).toEqual(expected)
        expect((await app.grids.totals({ name, filters })).rows).toBe(expected.length)
      }),
      { numRuns: Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 20) },
    )
  })

  test('hold every word of the search', async () => {
    const words = whole.rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...words),
        fc.nat(30),
        fc.integer({ min: 1, max: 6 }),
        async (text, at, length) => {
          const search = text.slice(at % text.length, (at % text.length) + length)
          const expected = whole.rows.filter((row) => isFound(row, whole.columns, search))
          expect(await allPages({ name, search }, 1000)).toEqual(expected)
        },
      ),
      { numRuns: 20 },
    )
  })
})

/** A filter on a column that is there, with a value that may be in it. */
function anyFilter({ columns, rows }: Whole): fc.Arbitrary<Filter> {
  return fc
    .record({
      column: fc.constantFrom(...columns),
      row: fc.constantFrom(...rows),
      other: fc.constantFrom(...rows),
      operator: fc.constantFrom(
        ...(['contains', 'not-contains', 'starts-with', 'ends-with', 'equals', 'not-equals'] as const),
        ...(['less', 'less-or-equal', 'greater', 'greater-or-equal'] as const),
        ...(['between', 'in', 'blank', 'not-blank'] as const),
      ),
      cut: fc.nat(6),
    })
    .map(({ column: { name: column, type }, row, other, operator, cut }): Filter => {
      const value = row[column] ?? null
      const text = value === null ? '' : String(value)
      const second = other[column] === null ? '' : String(other[column])
      switch (operator) {
        case 'contains':
        case 'not-contains':
        case 'starts-with':
        case 'ends-with':
          return {
            operator,
            column,
            value: operator === 'ends-with' ? text.slice(cut) : text.slice(0, text.length - cut),
          }
        case 'blank':
        case 'not-blank':
          return { operator, column }
        case 'in':
          return { operator, column, values: [value === null ? null : text, second === '' ? null : second] }
        case 'between':
          if (text === '' || second === '' || type === 'boolean') return { operator: 'not-blank', column }
          return { operator, column, from: text, to: second }
        default:
          if (text === '') return { operator: 'blank', column }
          if (type === 'boolean') return { operator: 'equals', column, value: text }
          return { operator, column, value: text }
      }
    })
}

describe('a value from outside', () => {
  const hostile = [
    `' or 1=1 --`,
    `"; drop table files; --`,
    '%',
    '_',
    '\\',
    '$value_0',
    '?',
    '\u0000',
    '🙂 Ünïcode ﷽',
    'x'.repeat(100_000),
    '<img src=x onerror=alert(1)>',
  ]

  let keys: Whole
  let lines: Whole
  beforeAll(async () => {
    keys = await wholeAnswer('reconciliation')
    lines = await wholeAnswer('billed_lines')
  })

  test.each(hostile.map((text) => [text.slice(0, 40), text]))('%s is a text like any other', async (_, text) => {
    for (const operator of ['contains', 'equals', 'starts-with', 'less'] as const) {
      const filters: Filter[] = [{ operator, column: 'transaction_reference', value: text }]
      const { rows } = await app.grids.page({ name: 'reconciliation', filters, offset: 0, limit: 1000 })
      expect(rows).toEqual(keys.rows.filter((row) => fits(row, keys.columns, filters[0] as Filter)))
    }
    const search = text.slice(0, 200)
    const found = await app.grids.page({ name: 'billed_lines', search, offset: 0, limit: 1000 })
    expect(found.rows).toEqual(lines.rows.filter((row) => isFound(row, lines.columns, search)))
    expect((await app.grids.totals({ name: 'source_files' })).rows).toBe(26)
  })

  test.each([
    ['billed_net', '12,50', 'is not an amount'],
    ['billed_net', '1e9', 'is not an amount'],
    ['due_date', '2026-02-30', 'is not a date'],
    ['billed_lines', '1.5', 'is not a whole number'],
    ['currency_assumed', 'perhaps', 'is not true or false'],
  ])('for %s that is none, %s, is refused with a sentence', async (column, value, sentence) => {
    const asked = app.grids.page({
      name: 'reconciliation',
      filters: [{ operator: 'equals', column, value }],
      offset: 0,
      limit: 10,
    })
    await expect(asked).rejects.toMatchObject({ code: 'wrong-usage', message: expect.stringContaining(sentence) })
  })

  test('for the name of a query or a column is refused, with the nearest names', async () => {
    const page = { offset: 0, limit: 10 }
    await expect(app.grids.page({ ...page, name: 'reconcilation' })).rejects.toMatchObject({ code: 'wrong-usage' })
    await expect(
      app.grids.page({ ...page, name: 'reconciliation', orderBy: [{ column: 'state" desc; --' }] }),
    ).rejects.toMatchObject({ code: 'wrong-usage' })
    await expect(app.grids.page({ ...page, name: 'reconciliation', settlement: 'S1' })).rejects.toMatchObject({
      code: 'wrong-usage',
    })
    await expect(app.grids.facets({ name: 'reconciliation' }, 'nothing')).rejects.toMatchObject({ code: 'wrong-usage' })
  })
})

test('an amount is compared exactly, whatever the number of its digits', async () => {
  const whole = await wholeAnswer('reconciliation')
  for (const value of ['0.0000000001', '-0.0000000001', '0', '-0', '0000000000000001.50', '99999999999999999999999999'])
    for (const operator of ['less', 'greater', 'equals', 'not-equals'] as const) {
      const filter: Filter = { operator, column: 'open_net', value }
      const { rows } = await app.grids.page({ name: 'reconciliation', filters: [filter], offset: 0, limit: 1000 })
      expect(rows).toEqual(whole.rows.filter((row) => fits(row, whole.columns, filter)))
    }
})

test('one settlement of the cash application is what the query gives for it', async () => {
  const settlements = await app.grids.facets({ name: 'cash_application' }, 'settlement')
  expect(settlements.length).toBeGreaterThan(3)
  for (const { value } of settlements.slice(0, 6)) {
    const settlement = String(value).split(', ')[0] ?? ''
    const { stream } = await app.query('cash_application', { settlement })
    const whole: Row[] = []
    for await (const chunk of stream) whole.push(...chunk)
    const rows: Row[] = []
    for (let offset = 0; offset < whole.length + 7; offset += 7)
      rows.push(...(await app.grids.page({ name: 'cash_application', settlement, offset, limit: 7 })).rows)
    expect(rows).toEqual(whole)
  }
})

test('facets count the values of a column in the chosen rows, the most frequent first', async () => {
  const whole = await wholeAnswer('reconciliation')
  const chosen = whole.rows.filter((row) => row['currency'] === 'USD')
  const facets = await app.grids.facets(
    { name: 'reconciliation', filters: [{ operator: 'equals', column: 'currency', value: 'USD' }] },
    'state',
  )
  expect(facets.reduce((sum, { rows }) => sum + rows, 0)).toBe(chosen.length)
  for (const { value, rows } of facets) expect(chosen.filter((row) => row['state'] === value).length).toBe(rows)
  expect(facets.map(({ rows }) => rows)).toEqual(facets.map(({ rows }) => rows).toSorted((a, b) => b - a))
})
