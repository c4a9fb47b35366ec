import type { Row } from '../database/connection.ts'
import type { QueryColumn } from '../queries/query.ts'

/**
 * The answer of a query as one JSON array of objects, a piece of text for each chunk of rows. Amounts, ids and dates
 * are strings, so that no reader rounds them; counts are numbers.
 */
export async function* jsonText(
  columns: readonly QueryColumn[],
  chunks: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void, undefined> {
  let separator = '[\n'
  for await (const rows of chunks) {
    let text = ''
    for (const row of rows) {
      text += separator + JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])))
      separator = ',\n'
    }
    yield text
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}
