/** One column of a table on the terminal. */
export interface TextColumn {
  readonly header: string
  /** Figures stand at the right, words at the left. */
  readonly align?: 'left' | 'right'
}

/** A text of a file or a store without what a terminal would take for a command. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\u{FFFD}')
}

/** A table of aligned columns for a person: header, rule, rows; no colours, so that it reads the same everywhere. */
export function textTable(columns: readonly TextColumn[], given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(printable))
  const widths = columns.map((column, index) =>
    Math.max(...[column.header, ...rows.map((row) => row[index] ?? '')].map((text) => width(text))),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align === 'right'))
      .join('  ')
      .trimEnd()
  const rule = widths
    .map((length) => '─'.repeat(length))
    .join('  ')
    .trimEnd()
  return [line(columns.map((column) => column.header)), rule, ...rows.map(line)].map((text) => `  ${text}\n`).join('')
}

/**
 * A decimal string as a person reads it: thousands separated, two decimals or more where it has more, negatives in
 * parentheses; positive figures end in a blank so that the points of a column stand under each other.
 */
export function figure(decimal: string | number | null | undefined): string {
  if (decimal === null || decimal === undefined) return ''
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(decimal))
  if (!parts) return String(decimal)
  const whole = (parts[2] ?? '0').replace(/\B(?=(\d{3})+$)/g, ',')
  const text = `${whole}.${(parts[3] ?? '').replace(/0+$/, '').padEnd(2, '0')}`
  return parts[1] === '-' && /[1-9]/.test(text) ? `(${text})` : `${text} `
}

/** A figure, or that no loaded file tells it. */
export function knownFigure(decimal: unknown): string {
  return typeof decimal === 'string' ? figure(decimal) : 'not known '
}

/** A count with its thousands separated. */
export function count(value: number | string | null | undefined): string {
  return value === null || value === undefined ? '' : String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 file`, `2 files`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

function pad(text: string, length: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, length - width(text)))
  return right ? blanks + text : text + blanks
}

/** How many cells of a terminal a text takes; letters of East Asia take two, marks above letters none. */
function width(text: string): number {
  let cells = 0
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue
    cells += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
      character,
    )
      ? 2
      : 1
  }
  return cells
}
