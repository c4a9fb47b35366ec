import { queryCalled } from './query.ts'
import { aliasOf, sections } from '../../shared/reports/catalogue.ts'

/** Which columns of a query say in which currency its amounts are. */
export interface Currencies {
  /** The first of these that a row fills is the currency of its amounts; none where the query has no currency at all. */
  readonly columns: readonly string[]
  /** Amounts in another currency than that of these columns, which no sum by them may hold. */
  readonly apart: readonly string[]
}

/** What of a query may be added up over rows, and by which currency. */
export interface Addable {
  /** The first of these that a row fills is the currency of its amounts. */
  readonly currencies: readonly string[]
  /** Of the columns that were asked about. */
  readonly columns: readonly string[]
  /** A column that is true for the rows whose amounts are added; null when those of all rows are. */
  readonly where: string | null
}

/**
 * The amounts of a query that its totals may hold: those that its catalogue entry declares, in a currency that its rows
 * tell. Everything that makes totals asks here.
 */
export function addableOf(queryName: string, columns: readonly { readonly name: string }[]): Addable {
  const { added, addedWhere } = queryCalled(queryName)
  const { columns: currencies, apart } = currenciesOf(queryName, columns)
  const may = (name: string): boolean => added.includes(name) && !apart.includes(name)
  return {
    currencies,
    columns: columns.filter(({ name }) => may(name)).map(({ name }) => name),
    where: addedWhere ?? null,
  }
}

/** How a derived query calls the column; the reports of AWS that are derived from the feeds have names of their own. */
const currencyNames: ReadonlySet<string> = new Set(['currency', 'tax_currency', 'currency_code'])

/** Amounts that are in the currency of another column than `currency`: of the deposit that was paid, of a line behind a control. */
const otherAmounts: ReadonlySet<string> = new Set(['paid_net', 'line_amount'])

/**
 * The currencies of a query, which goes by its name or its CAS name. A data set has them from the catalogue, whether or
 * not they are among `columns`; a derived query has one where it has a column `currency`, and no sums where it has none.
 * Currencies are never added.
 */
export function currenciesOf(queryName: string, columns: readonly { readonly name: string }[]): Currencies {
  const section = sections.find((one) => one.id === queryName || aliasOf(one) === queryName)
  if (!section) {
    const names = columns.map(({ name }) => name)
    // Amounts of which nobody says the currency may be of several.
    const own = names.find((name) => currencyNames.has(name))
    return own
      ? { columns: [own], apart: names.filter((name) => otherAmounts.has(name)) }
      : { columns: [], apart: names }
  }
  const currencies = section.columns.filter(({ role }) => role === 'currency').map(({ name }) => name)
  const apart = section.columns.filter(({ currency }) => currency !== undefined && !currencies.includes(currency))
  return { columns: currencies, apart: apart.map(({ name }) => name) }
}
