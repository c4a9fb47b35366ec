import { type QueryColumn, type QueryColumnType, form, reference } from '../queries/columns.ts'

/** For whom a CSV is written. */
export type CsvReader =
  /** A program at the other end of a pipe: values exactly as they are, UTF-8 without a mark, lines ended by LF. */
  | 'program'
  /**
   * A person with a spreadsheet: a byte order mark, so that UTF-8 is seen; lines ended by CRLF as RFC 4180 has it; and
   * an apostrophe before text that a spreadsheet would run as a formula, also behind blanks, marks and control characters
   * that it drops, and in the wide forms that it takes for the plain ones. Amounts and dates are never touched; ids of AWS
   * are letters and digits, so one that begins like a formula is none.
   */
  | 'spreadsheet'

/** The header of a CSV (RFC 4180), without its line feed. */
export function csvHeader(columns: readonly QueryColumn[], reader: CsvReader): string {
  const names = columns.map(({ name }) => quoted(name)).join(',')
  return reader === 'spreadsheet' ? `\ufeff${names}\r` : names
}

/** The select term that makes one line of a CSV of a row of the relation `q`, without its line feed. */
export function csvLine(columns: readonly QueryColumn[], reader: CsvReader): string {
  // What is null is nothing in it.
  const fields = columns.map((column) => field(column, reader)).join(`, ',', `)
  return reader === 'spreadsheet' ? `concat(${fields}, chr(13))` : `concat(${fields})`
}

/** A text as a field of a CSV, as `csvLine` has it. */
export function quoted(text: string): string {
  // An empty text is not the same as no value, and blanks at the ends are lost by some readers.
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Their forms have nothing that is quoted, and a negative amount is no formula. */
const plain: ReadonlySet<QueryColumnType> = new Set(['money', 'decimal', 'percent', 'datetime'])

function field(column: QueryColumn, reader: CsvReader): string {
  const value = reference(column)
  if (plain.has(column.type)) return form(column.type, value)
  if (column.type !== 'text') return `${value}::varchar`
  const text = `${value}::varchar`
  const inQuotes = `replace(${text}, '"', '""')`
  const unguarded = `case when ${hasSigns(text)} or ${text} = '' or ${hasBlankAt('start or end', text)} then concat('"', ${inQuotes}, '"') else ${text} end`
  if (reader === 'program') return unguarded
  const guarded = `case when ${hasSigns(text)} or ${hasBlankAt('end', text)} then concat('"''', ${inQuotes}, '"') else concat('''', ${text}) end`
  return `case when ${mayRun(text)} then ${guarded} else ${unguarded} end`
}

function hasSigns(text: string): string {
  const signs = [`','`, `'"'`, 'chr(10)', 'chr(13)']
  return signs.map((sign) => `contains(${text}, ${sign})`).join(' or ')
}

/** JavaScript's blanks: the database's own class of them has those of ASCII only, and of these not all. */
const blank = String.raw`\t\n\x0b\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`

/** What costs little is asked first: nearly every text begins and ends with a letter or digit and is ASCII. */
function hasBlankAt(place: 'end' | 'start or end', text: string): string {
  const asciiEnds = [`' '`, 'chr(9)', 'chr(11)', 'chr(12)'].map((sign) => `suffix(${text}, ${sign})`)
  const pattern = place === 'end' ? `[${blank}]\\z` : String.raw`\A[${blank}]|[${blank}]\z`
  const mayHave = [`${text} < '!'`, `strlen(${text}) <> length(${text})`, ...asciiEnds].join(' or ')
  return `((${mayHave}) and regexp_matches(${text}, '${pattern}'))`
}

/**
 * Tabs and line ends begin a formula whatever follows (OWASP, CSV injection); other blanks, control and format characters
 * only where a sign of one comes behind them, in its plain, full-width or small form, or as a mathematical minus.
 */
const formula = String.raw`\A(?:[\t\r\n]|[${blank}\p{Cc}\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])`

function mayRun(text: string): string {
  // No letter, no digit and hardly any sign of ASCII begins one.
  const mayBegin = `${text} < '0' or (${text} >= '=' and ${text} < 'A') or ${text} >= chr(127)`
  return `(${mayBegin}) and regexp_matches(${text}, '${formula}')`
}
