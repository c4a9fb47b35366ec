import { aliasOf, sections } from '../../shared/reports/catalogue.ts'

/** Which columns of a query say in which currency its amounts are. */
export interface Currencies {
  /** The first of these that a row fills is the currency of its amounts; none where the query has no currency at all. */
  readonly columns: readonly string[]
  /** Amounts in another currency than that of these columns, which no sum by them may hold. */
  readonly apart: readonly string[]
}

/** How a derived query calls the column; the reports of AWS that are derived from the feeds have names of their own. */
const currencyNames: ReadonlySet<string> = new Set(['currency', 'tax_currency', 'currency_code'])

/**
 * The currencies of a query, which goes by its name or its CAS name. A data set has them from the catalogue, whether or
 * not they are among `columns`; a derived query has one where it has a column `currency`, and no sums where it has none.
 * Currencies are never added, so everything that makes totals asks here.
 */
export function currenciesOf(queryName: string, columns: readonly { readonly name: string }[]): Currencies {
  const section = sections.find((one) => one.id === queryName || aliasOf(one) === queryName)
  if (!section) {
    const names = columns.map(({ name }) => name)
    // Amounts of which nobody says the currency may be of several.
    const own = names.find((name) => currencyNames.has(name))
    return own ? { columns: [own], apart: [] } : { columns: [], apart: names }
  }
  const currencies = section.columns.filter(({ role }) => role === 'currency').map(({ name }) => name)
  const apart = section.columns.filter(({ currency }) => currency !== undefined && !currencies.includes(currency))
  return { columns: currencies, apart: apart.map(({ name }) => name) }
}
