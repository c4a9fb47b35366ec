import type { Row } from '../database/connection.ts'
import { plainValue, type ResultColumn } from './plain-value.ts'

/**
 * The answer of a query as one JSON array of objects, a piece of text for each chunk of rows. Amounts, ids and dates
 * are strings, so that no reader rounds them; counts are numbers.
 */
export async function* jsonText(
  columns: readonly ResultColumn[],
  chunks: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void, undefined> {
  let separator = '[\n'
  for await (const rows of chunks) {
    let text = ''
    for (const row of rows) {
      text +=
        separator + JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, valueOf(column, row)])))
      separator = ',\n'
    }
    yield text
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

function valueOf(column: ResultColumn, row: Row): Row[string] {
  const value = row[column.name] ?? null
  if (typeof value === 'boolean') return value
  if (column.type === 'integer' && value !== null && Number.isSafeInteger(Number(value))) return Number(value)
  return plainValue(column, value)
}
