import { sections } from '../../shared/reports/catalogue.ts'
import { type Slicing, slicingOf, sourceOf } from './slicing.ts'
import { type Step, textOf } from './step.ts'

/** What a statement leaves behind: in the book, or with its connection (temporary tables and views, variables). */
export type Kind = 'table' | 'view' | 'macro' | 'insert' | 'temp table' | 'temp view' | 'variable'

/** One statement of the reconciliation. */
export interface Statement {
  readonly text: string
  readonly kind: Kind
  /** The table, view or macro that it makes or fills; a variable with a `$` in front. */
  readonly name: string
  /**
   * Every name that was made before it, or that the import fills, and that its text mentions. Rather one too many, a column
   * that is called like a table, than one too few: what a statement reads decides whether it is run again.
   */
  readonly reads: readonly string[]
  /** It makes no row while all of these have none, as its text says; null where it may all the same. */
  readonly needs: readonly string[] | null
  /** How its table can be made anew in part, as its text says; null for one that is made whole. */
  readonly slicing: Slicing | null
  /** The step that it belongs to. */
  readonly step: Step
}

/** The tables that imports and settings fill; those of the sections hold the rows of reports. */
export const sectionTables: ReadonlySet<string> = new Set(sections.map(({ id }) => id))
export const bookTables: ReadonlySet<string> = new Set(['files', 'blocks', 'refused_rows', 'copied_lines', 'run'])

/** The statements of these steps for a book that holds these sections, in the order in which they run. */
export function statementsOf(steps: readonly Step[], loaded: ReadonlySet<string>): readonly Statement[] {
  const made = new Set([...sectionTables, ...bookTables])
  const byFile = new Set<string>()
  return steps.flatMap((step) =>
    split(textOf(step, loaded)).map((text) => {
      const { kind, name } = headOf(text)
      const slicing = slicingOf(text)
      const names = slicing ? [...namesIn(text), sourceOf(slicing)] : namesIn(text)
      const reads = names.filter((word) => made.has(word) && (word !== name || kind === 'insert'))
      made.add(name)
      if (slicing && slicing.by !== 'value') byFile.add(name)
      // It would add its rows to those that were kept.
      if (kind === 'insert' && byFile.has(name)) throw new Error(`${name} is made by file: nothing can be inserted`)
      return { text, kind, name, reads, needs: needsOf(text), slicing, step }
    }),
  )
}

/** Of a line like `-- Nothing without br1, dis1 or feed_events.` the names. */
function needsOf(text: string): readonly string[] | null {
  const names = /^-- Nothing without ((?:\w+(?:, | or |,\n-- ))*\w+)\.$/m.exec(text)?.[1]
  return names?.split(/,\n-- |, | or /) ?? null
}

/** Every name in a statement or a query: words, and variables with a `$` in front. */
export function namesIn(text: string): readonly string[] {
  const words = withoutComments(text).match(/\w+/g) ?? []
  const variables = Array.from(text.matchAll(/getvariable\('(\w+)'\)/g), ([, name]) => variableName(String(name)))
  // A feed row is told apart by the hash of its own file, which its rows bring along (`feeds/010-latest-rows.sql`).
  const notRead = new Set(Array.from(text.matchAll(/^-- Reads (\w+) only through its rows\.$/gm), ([, name]) => name))
  return [...new Set([...words, ...variables])].filter((name) => !notRead.has(name))
}

/** The as-of date and the tolerance are those of the run. */
function variableName(name: string): string {
  return name === 'as_of' || name === 'tolerance' ? 'run' : `$${name}`
}

const heads: readonly [RegExp, Kind][] = [
  [/^create or replace table (\w+)/, 'table'],
  [/^create or replace view (\w+)/, 'view'],
  [/^create or replace macro (\w+)/, 'macro'],
  [/^create or replace temp table (\w+)/, 'temp table'],
  [/^create or replace temp view (\w+)/, 'temp view'],
  [/^insert into (\w+)/, 'insert'],
  [/^set variable (\w+)/, 'variable'],
]

function headOf(text: string): { kind: Kind; name: string } {
  const body = withoutComments(text).trimStart()
  for (const [head, kind] of heads) {
    const name = head.exec(body)?.[1]
    if (name !== undefined) return { kind, name: kind === 'variable' ? variableName(name) : name }
  }
  throw new Error(`No statement of the reconciliation begins with ${body.slice(0, 40)}`)
}

/** The statements of a script with the comments before and in them. */
function split(script: string): string[] {
  const statements: string[] = []
  let text = ''
  for (const [part] of script.matchAll(/--[^\n]*|'(?:[^']|'')*'|;|[^-';]+|-/g)) {
    if (part !== ';') {
      text += part
      continue
    }
    statements.push(text.trim())
    text = ''
  }
  if (withoutComments(text).trim() !== '') statements.push(text.trim())
  return statements
}

function withoutComments(text: string): string {
  return text.replaceAll(/--[^\n]*|('(?:[^']|'')*')/g, '$1')
}
