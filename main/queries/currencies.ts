import { type QueryName, columnCard, currencyColumns, isDerived, queryCard } from '../../shared/queries/queries.ts'

/** The amounts of a column that count, added up, in SQL; `where` as in what may be added. */
export function sumOf(column: string, where: string | null): string {
  return where === null ? `sum(${column})` : `sum(${column}) filter (where ${where})`
}

/** What of a query may be added up over rows, and by which currency. */
export interface Addable {
  /** The first of these that a row fills is the currency of its amounts; none where the rows name no currency. */
  readonly currencies: readonly string[]
  /** Of the columns that were asked about. */
  readonly columns: readonly string[]
  /** A column that is true for the rows whose amounts are added; null when those of all rows are. */
  readonly where: string | null
}

/**
 * The amounts of a query that its totals may hold: those whose cards say so, in the currency that its rows tell. Of a data
 * set without a currency amounts add up as they stand in the files; a query that is worked out has no sums without one,
 * because amounts of which nobody says the currency may be of several. Everything that makes totals asks here.
 */
export function addableOf(query: QueryName, columns: readonly { readonly name: string }[]): Addable {
  const currencies = currencyColumns(query)
  const hasSums = currencies.length > 0 || !isDerived(query)
  const may = (name: string): boolean => {
    const { adds, currency } = columnCard(query, name)
    return hasSums && adds === true && (currency === undefined || currencies.includes(currency))
  }
  return {
    currencies,
    columns: columns.filter(({ name }) => may(name)).map(({ name }) => name),
    where: queryCard(query).addsWhere ?? null,
  }
}
