import type { Overview } from '../../shared/contract/books.ts'
import { useQueries } from '../connection/index.ts'
import { useAppState, useBookQuery } from '../session/app-state.tsx'

/** Which sides of the reconciliation any loaded file tells of; undefined until it is known. */
export function useTells(): Overview['tells'] | undefined {
  const { book } = useAppState()
  const queries = useQueries()
  return useBookQuery({ ...queries.queries.overview.queryOptions(), enabled: book?.empty === false }).data?.tells
}
