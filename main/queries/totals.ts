import type { Selection, Totals } from '../../shared/contract/rows.ts'
import type { Connection } from '../database/connection.ts'
import { columnCalled, columnType, form, reference } from './columns.ts'
import { addableOf, sumOf } from './currencies.ts'
import { type Relation, narrowed } from './relation.ts'

/** Counts and exact sums; amounts of different currencies are never added, those in yet another currency left out. */
export async function sumUp(connection: Connection, relation: Relation, selection: Selection): Promise<Totals> {
  const { where, parameters } = narrowed(relation, selection)
  const { currencies, columns, where: counts } = addableOf(relation.name, relation.columns)
  const added = relation.columns.filter(({ name }) => columns.includes(name))
  const only = counts === null ? null : reference(columnCalled(relation.columns, counts, relation.name))
  const named = currencies.map((name) => reference(columnCalled(relation.columns, name, relation.name)))
  const currency = named.length > 1 ? `coalesce(${named.join(', ')})` : (named[0] ?? 'null')
  const sums = added.map((column) => `${sumOf(reference(column), only)} as "${column.name}"`)
  const texts = added.map((column) => {
    const type = columnType(column) === 'integer' ? 'integer' : 'money'
    return `${form(type, reference(column))} as "${column.name}"`
  })
  const lines = await connection.rows(
    `select q."of currency", q."number of rows"${texts.map((text) => `, ${text}`).join('')} from (
       select ${currency} as "of currency", count(*)::integer as "number of rows"
         ${sums.map((sum) => `, ${sum}`).join('')}
       from ${relation.sql} as q ${where} group by 1
     ) as q order by 1 nulls last`,
    parameters,
  )
  const found = lines.filter((line) => Number(line['number of rows']) > 0)
  return {
    rows: found.reduce((sum, line) => sum + Number(line['number of rows']), 0),
    sums: found.map((line) => ({
      currency: line['of currency'] === null ? null : String(line['of currency']),
      rows: Number(line['number of rows']),
      sums: Object.fromEntries(
        added.flatMap(({ name }) => (line[name] === null ? [] : [[name, String(line[name])] as const])),
      ),
    })),
    revision: relation.revision,
  }
}
