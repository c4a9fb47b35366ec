import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App, QueryColumn } from '../../main/app.ts'
import type { ColumnType } from '../../shared/contract/rows.ts'
import type { Look } from '../../shared/queries/card.ts'
import { type ColumnName, columns, isColumnName } from '../../shared/queries/columns.ts'
import {
  type QueryName,
  columnCard,
  currencyColumns,
  derivedNames,
  isDerived,
  queryCard,
} from '../../shared/queries/queries.ts'
import { openSampleBook } from './sample-book.ts'

let app: App
let close: () => Promise<void>
const answered = new Map<QueryName, QueryColumn[]>()
beforeAll(async () => {
  ;({ app, close } = await openSampleBook())
  for (const { name } of await app.grids.entries()) answered.set(name, await app.grids.columns(name))
})
afterAll(() => close())

const looks: Readonly<Record<ColumnType, readonly Look[]>> = {
  money: ['money'],
  decimal: ['decimal'],
  percent: ['percent'],
  integer: ['count', 'ordinal'],
  // A feed has moments where other sources have days.
  date: ['date', 'moment'],
  datetime: ['date', 'moment'],
  boolean: ['yes-no'],
  text: ['id', 'state', 'code', 'sentence', 'subject', 'text', 'raw', 'file', 'object-key'],
}

describe('the card of every query', () => {
  it('has a text of its own, and every text a card', () => {
    const files = readdirSync(join(import.meta.dirname, '../../main/queries')).filter((name) => name.endsWith('.sql'))
    expect(files.toSorted()).toEqual(derivedNames.map((name) => `${name.replaceAll('_', '-')}.sql`).toSorted())
  })

  it('names columns that the query answers', () => {
    for (const [query, found] of answered) {
      const names = new Set(found.map(({ name }) => name))
      const { order, shown, folded, sorted, adds, addsWhere, means } = queryCard(query)
      const named = [
        ...order,
        ...(shown ?? []),
        ...(sorted ?? []).map(({ column }) => column),
        ...(adds === undefined || adds === false ? [] : adds),
        ...(addsWhere === undefined ? [] : [addsWhere]),
        ...Object.keys(means ?? {}),
        ...currencyColumns(query),
      ]
      // Two queries of both sides share the list of their parts, of which one has no wholesale cost.
      const missing = named.filter((name) => !names.has(name) && !folded?.includes(name))
      expect({ query, missing }).toEqual({ query, missing: [] })
    }
  })
})

describe('the card of every column', () => {
  it('says how its type looks', () => {
    for (const [query, found] of answered)
      for (const { name, type } of found) {
        const { look } = columnCard(query, name)
        expect({ query, name, type, look, fits: looks[type].includes(look) }).toMatchObject({ fits: true })
      }
  })

  it('is there for every column that is worked out, and for none that no query has', () => {
    const used = new Set([...answered.values()].flatMap((found) => found.map(({ name }) => name)))
    expect(Object.keys(columns).filter((name) => !used.has(name))).toEqual([])
    for (const query of derivedNames) {
      const { like, category } = queryCard(query)
      if (like !== undefined || category !== 'Reconciliation') continue
      const unknown = answered.get(query)?.filter(({ name }) => !isColumnName(name))
      expect({ query, unknown }).toEqual({ query, unknown: [] })
    }
  })

  it('lists every value of a column with a closed list', async () => {
    let checked = 0
    for (const [query, found] of answered) {
      if (!isDerived(query)) continue
      for (const { name } of found) {
        const { choices } = columnCard(query, name)
        if (choices === undefined || choices === 'listed') continue
        const values = (await app.grids.facets({ name: query }, name)).flatMap(({ value }) => value ?? [])
        expect({ query, name, values: values.filter((value) => !choices.includes(value)) }).toEqual({
          query,
          name,
          values: [],
        })
        checked += values.length
      }
    }
    expect(checked).toBeGreaterThan(40)
  })
})

describe('what may be added', () => {
  const summed = async (query: QueryName): Promise<string[]> => {
    const { sums } = await app.grids.totals({ name: query })
    return [...new Set(sums.flatMap((one) => Object.keys(one.sums)))].toSorted()
  }

  it('is no control, no exception, no balance, and nothing that is aged in several ways', async () => {
    for (const query of ['controls', 'control_lines', 'exceptions', 'ageing', 'ageing_schedule'] as const)
      expect([query, await summed(query)]).toEqual([query, []])
    expect(await summed('uncollected_lines')).toEqual([])
    expect(await summed('roll_forward')).toEqual(['billed', 'disbursed'])
    expect(await summed('settlements')).toEqual(['bank_difference', 'banked_net', 'in_transit_net', 'lines_net'])
    expect(await summed('figures')).toEqual([])
  })

  it('is money alone', () => {
    const wrong = (Object.keys(columns) as ColumnName[]).filter((name) => {
      const { adds, look } = columnCard('reconciliation', name)
      return adds === true && look !== 'money'
    })
    expect(wrong).toEqual([])
  })
})
