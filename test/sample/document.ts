/** One line of a report file as it is written, and what a reader must take it for. */
export interface Line {
  readonly kind: 'title' | 'blank' | 'header' | 'row' | 'refused' | 'total' | 'trailer'
  readonly cells: readonly string[]
}

/** A section of a file: where it belongs and its lines. */
export interface Table {
  readonly section: string
  readonly lines: readonly Line[]
}

/** A whole file: sections, and the lines around them. */
export interface Layout {
  readonly delimiter?: ',' | ';' | '\t'
  readonly quotes?: 'all' | 'needed'
  readonly eol?: '\n' | '\r\n'
  readonly encoding?: 'utf8' | 'utf8 with mark' | 'utf16' | 'windows-1252'
}

/** What the import must say about a file; the manifest holds it. */
export interface ExpectedFile {
  readonly name: string
  readonly path: string
  readonly sections: readonly { readonly section: string; readonly rows: number }[]
  readonly lines_read: number
  readonly rows_kept: number
  readonly header_lines: number
  readonly title_lines: number
  readonly blank_lines: number
  readonly refused_rows: number
}

/** A file of the sample: its bytes, and what is expected of it (null for what only stands beside a report). */
export interface SampleFile {
  readonly path: string
  readonly bytes: Buffer
  readonly expected: readonly ExpectedFile[]
}

export type Row = Readonly<Record<string, string>>

/** A header and its rows, bound by column label; a label that no row has is written empty. */
export function table(
  section: string,
  header: readonly string[],
  rows: readonly Row[],
  more: readonly Line[] = [],
): Table {
  for (const row of rows)
    for (const label of Object.keys(row))
      if (!header.includes(label) && !label.startsWith('#')) throw new Error(`${section} has no column ${label}`)
  const line = (row: Row): Line => ({
    kind: row['#refused'] ? 'refused' : 'row',
    cells: header.map((label) => row[label] ?? ''),
  })
  return { section, lines: [{ kind: 'header', cells: header }, ...rows.map(line), ...more] }
}

export const blank: Line = { kind: 'blank', cells: [] }
export const title = (text: string): Line => ({ kind: 'title', cells: [text] })
export const trailer = (text: string): Line => ({ kind: 'trailer', cells: [text] })

/** A line that adds up a column, which a reader must not take for data. */
export function totalLine(header: readonly string[], values: Row): Line {
  return { kind: 'total', cells: header.map((label, index) => values[label] ?? (index === 0 ? 'Total' : '')) }
}

/** Writes a file of one or more sections, with lines before, between and after them. */
export function delimitedFile(path: string, content: readonly (Table | Line)[], layout: Layout = {}): SampleFile {
  const delimiter = layout.delimiter ?? ','
  const eol = layout.eol ?? '\n'
  const tables = content.filter((part): part is Table => 'lines' in part)
  const lines = content.flatMap((part) => ('lines' in part ? part.lines : [part]))
  const text = lines.map((line) => lineText(line, delimiter, layout.quotes ?? 'needed') + eol).join('')
  return { path, bytes: encode(text, layout.encoding ?? 'utf8'), expected: [expectedFile(path, tables, lines)] }
}

/** Counts what a reader must find in a file. */
export function expectedFile(path: string, tables: readonly Table[], lines: readonly Line[]): ExpectedFile {
  const count = (...kinds: readonly Line['kind'][]): number => lines.filter(({ kind }) => kinds.includes(kind)).length
  return {
    name: path.split('/').at(-1) as string,
    path,
    sections: tables.map(({ section, lines }) => ({
      section,
      rows: lines.filter(({ kind }) => kind === 'row').length,
    })),
    lines_read: lines.length,
    rows_kept: count('row'),
    header_lines: count('header'),
    title_lines: count('title', 'total', 'trailer'),
    blank_lines: count('blank'),
    refused_rows: count('refused'),
  }
}

function lineText(line: Line, delimiter: string, quotes: 'all' | 'needed'): string {
  const always = quotes === 'all' && line.kind !== 'title' && line.kind !== 'trailer'
  return line.cells
    .map((cell) =>
      always || /["\n\r]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join(delimiter)
}

function encode(text: string, encoding: NonNullable<Layout['encoding']>): Buffer {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8')
  if (encoding === 'utf8 with mark') return Buffer.from(`\ufeff${text}`, 'utf8')
  if (encoding === 'utf16') return Buffer.from(`\ufeff${text}`, 'utf16le')
  // In Windows-1252 the sign of the euro and typographic quotes have places of their own; all else here is Latin-1.
  const bytes = Buffer.from(
    text.replaceAll('€', '\u0080').replaceAll('’', '\u0092').replaceAll('–', '\u0096'),
    'latin1',
  )
  return bytes
}
