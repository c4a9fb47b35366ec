import { aliasOf, sections } from '../reports/catalogue.ts'
import { type BookPart, bookParts } from '../revisions.ts'
import type { ColumnCard, QueryCard } from './card.ts'
import { columnIn, titleOf } from './columns.ts'
import { bookQueries, lineOrder } from './queries/book.ts'
import { feedQueries } from './queries/feeds.ts'
import { reconciliationQueries } from './queries/reconciliation.ts'

/** The queries that are worked out, in the order in which a person looks for them. */
const derived = { ...reconciliationQueries, ...bookQueries, ...feedQueries }

/** The name of a query that is worked out, whose text stands in the file of this name, with hyphens. */
export type DerivedName = keyof typeof derived

declare const isDataSet: unique symbol

/** The name of a data set: the id of its section, which is also that of its table. */
export type DataSetName = string & { readonly [isDataSet]: true }

/** The name of a named query. */
export type QueryName = DerivedName | DataSetName

/** The names of the queries that are worked out. */
export const derivedNames = Object.keys(derived) as readonly DerivedName[]

/** The names of the data sets: the rows of each section as they were read. */
export const dataSetNames = sections.map(({ id }) => id as DataSetName)

const dataSets = new Map(sections.map((section) => [section.id, section]))

const dataSetCards = new Map<string, QueryCard>(
  sections.map(({ id, title, category, feed, reportTitle, columns }) => {
    const currency = columns.find(({ role }) => role === 'currency')?.name
    return [
      id,
      {
        title,
        category,
        description: `One row per line of ${feed ? `the data feed ${title}` : `${reportTitle}: ${title}`}, as it was read.`,
        order: lineOrder,
        undated: true as const,
        ...(currency === undefined ? {} : { currency }),
      },
    ]
  }),
)

const byAlias = new Map(sections.flatMap((section) => [[aliasOf(section) ?? section.id, section.id as DataSetName]]))

/** The name of the query that is called so, by its name or by AWS's; undefined where there is none. */
export function queryName(called: string): QueryName | undefined {
  if (isDerived(called)) return called
  return dataSets.has(called) ? (called as DataSetName) : byAlias.get(called)
}

/** Whether a text is the name of a query. */
export function isQueryName(name: string): name is QueryName {
  return isDerived(name) || dataSets.has(name)
}

/** Whether a query is worked out, and not the rows of a section. */
export function isDerived(name: string): name is DerivedName {
  return Object.hasOwn(derived, name)
}

/** Every name under which a query can be asked for. */
export const callableNames: readonly string[] = [
  ...derivedNames,
  ...sections.flatMap((section) => {
    const alias = aliasOf(section)
    return alias === null ? [section.id] : [section.id, alias]
  }),
]

/** The card of a query. */
export function queryCard(name: QueryName): QueryCard {
  const card = isDerived(name) ? derived[name] : dataSetCards.get(name)
  if (!card) throw new Error(`There is no query ${name}`)
  return card
}

/** The parts of the book from which the answer of a query follows; all of them for a name that is none. */
export function partsOf(called: string): readonly BookPart[] {
  const name = queryName(called)
  return name !== undefined && queryCard(name).undated === true ? ['facts'] : bookParts
}

/** The card of a column that a query answers; a closed one where nothing is known of it. */
export function columnCard(query: QueryName, column: string): ColumnCard {
  return columnIn(queryCard(query), isDerived(query) ? null : query, column)
}

/** What stands above a column of a query, the same in window and workbook. */
export function columnTitle(query: QueryName, column: string): string {
  return titleOf(columnCard(query, column), column)
}

/** The columns of which the first that a row fills names the currency of its amounts; none where the query has no sums. */
export function currencyColumns(query: QueryName): readonly string[] {
  const section = dataSets.get(query)
  if (section) return section.columns.filter(({ role }) => role === 'currency').map(({ name }) => name)
  const { currency } = queryCard(query)
  return currency === undefined ? [] : [currency]
}
