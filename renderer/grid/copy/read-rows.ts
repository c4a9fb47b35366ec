import type { PageRequest, Row } from '../../../shared/contract/rows.ts'
import { type Client, PageError } from '../../connection/index.ts'
import { gridWording } from '../../wording/grid.ts'
import { pagesOf, type RowRanges } from '../row-ranges.ts'

/** More rows than these are slow to paste and heavy to hold twice; a file serves better. */
export const copyLimit = 100_000
const pageRows = 1000
const attempts = 3

/**
 * The rows of an answer at these places, all of one state of the book: when it changes while reading, reading starts
 * anew. Errors: those of the query; `cancelled` when the book keeps changing.
 */
export async function readRows(
  client: Client,
  question: Omit<PageRequest, 'offset' | 'limit'>,
  ranges: RowRanges,
): Promise<Row[]> {
  for (let attempt = 1; ; attempt += 1) {
    const rows: Row[] = []
    const revisions = new Set<number>()
    for (const part of pagesOf(ranges, pageRows)) {
      const page = await client.queries.page({ ...question, ...part })
      revisions.add(page.revision)
      if (revisions.size > 1) break
      rows.push(...page.rows)
    }
    if (revisions.size <= 1) return rows
    if (attempt === attempts) throw new PageError('cancelled', gridWording.bookChanged)
  }
}
