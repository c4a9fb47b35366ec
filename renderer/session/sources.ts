import { useQuery } from '@tanstack/react-query'
import type { Source } from '../../shared/contract/sources.ts'
import { useQueries } from '../connection/index.ts'

const none: readonly Source[] = []

/** The S3 sources that were added on this machine; none until the core has said. */
export function useSources(): readonly Source[] {
  const queries = useQueries()
  return useQuery(queries.sources.list.queryOptions()).data ?? none
}
