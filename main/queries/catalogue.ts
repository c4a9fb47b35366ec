import { bookQueries } from './book-queries.ts'
import { dataSetQueries } from './data-set-queries.ts'
import { feedQueries } from './feed-queries.ts'
import type { NamedQuery } from './named-query.ts'
import { reconciliationQueries } from './reconciliation-queries.ts'

/** Every named query, in the order in which a person looks for them. */
export const queries: readonly NamedQuery[] = [
  ...reconciliationQueries,
  ...bookQueries,
  ...feedQueries,
  ...dataSetQueries,
]

/** The names of the data sets among them, each of which is the name of its table. */
export const dataSetNames: readonly string[] = dataSetQueries.map(({ name }) => name)
