import type { Row } from '../../main/database/connection.ts'
import type { CsvReader } from '../../main/export/csv.ts'
import type { QueryColumn } from '../../main/queries/query.ts'

/** CSV written value by value: what the database's lines must equal byte by byte. */
export async function* csvText(
  columns: readonly QueryColumn[],
  chunks: AsyncIterable<readonly Row[]>,
  reader: CsvReader,
): AsyncGenerator<string, void, undefined> {
  const end = reader === 'spreadsheet' ? '\r\n' : '\n'
  const line = (values: readonly (string | null)[]): string => values.map(quoted).join(',') + end
  const mayRun = columns.map((column) => reader === 'spreadsheet' && column.type === 'text')
  yield (reader === 'spreadsheet' ? '\ufeff' : '') + line(columns.map((column) => column.name))
  for await (const rows of chunks)
    yield rows
      .map((row) => line(columns.map(({ name }, index) => field(row[name] ?? null, mayRun[index] ?? false))))
      .join('')
}

function field(value: Row[string], mayRun: boolean): string | null {
  if (value === null) return null
  const text = String(value)
  return mayRun && formula.test(text) ? `'${text}` : text
}

/**
 * Tabs and line ends begin one whatever follows (OWASP, CSV injection); other blanks, control and format characters only
 * where a sign of a formula comes behind them, in its plain, full-width or small form, or as a mathematical minus.
 */
const formula = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/u

function quoted(text: string | null): string {
  if (text === null) return ''
  // An empty text is not the same as no value, and blanks at the ends are lost by some readers.
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
