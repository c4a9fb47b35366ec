import { type Column, type Section, sections } from '../../../shared/reports/catalogue.ts'
import { isOwnHeader } from './own-output.ts'
import { chosenWarning, ownListDoubt, thinWarning } from './table-sentences.ts'

/** A header line bound to a section: one entry per cell, null where the column is not in the catalogue. */
export interface HeaderMatch {
  readonly section: Section
  readonly columns: readonly (Column | null)[]
  /** The cells as they stand, trimmed. */
  readonly headings: readonly string[]
  /** Headings that the catalogue does not have, and repeated ones. */
  readonly unknown: readonly string[]
  /** Labels of columns of the section that are not here. */
  readonly missing: readonly string[]
  /** Why the table may be none of AWS's, though its columns are: then it is read only when a person says what it is. */
  readonly doubt: string | null
  /** What a person should know of a header that is read all the same. */
  readonly warning: string | null
}

/** What came of comparing a line with every known header. */
export type HeaderFinding =
  | { readonly kind: 'match'; readonly match: HeaderMatch }
  | { readonly kind: 'ambiguous'; readonly sections: readonly Section[] }
  | { readonly kind: 'none'; readonly nearest: NearMiss | null }
  /** A table that Tieout wrote itself. */
  | { readonly kind: 'own' }

/** The section that a line came nearest to, and what it lacks. */
export interface NearMiss {
  readonly section: Section
  readonly found: number
  readonly of: number
  readonly lacking: readonly string[]
  /** True where a person says that it is this section. */
  readonly chosen: boolean
}

/**
 * A header cell as it is compared: without what nobody sees, quotes, apostrophes and asterisks, every dash a hyphen,
 * underscores and runs of white space one blank, case folded: AWS has written most headings in several ways.
 */
export function normaliseHeader(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/[\p{Cf}\u034F\uFE00-\uFE0F*"'`\u2018\u2019\u201C\u201D]/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\s_]+/g, ' ')
    .trim()
    .toLowerCase()
}

/**
 * The headings of a table as one text, by which a person's choice for it is found again: the same for every order,
 * spelling and number of empty cells.
 */
export function headingsSignature(cells: readonly string[]): string {
  return cells
    .map(normaliseHeader)
    .filter((name) => name !== '')
    .toSorted()
    .join(' | ')
}

interface Vocabulary {
  readonly section: Section
  readonly columns: ReadonlyMap<string, Column>
}

const vocabularies: readonly Vocabulary[] = sections.map((section) => ({ section, columns: vocabularyOf(section) }))
const everyHeader: ReadonlySet<string> = new Set(vocabularies.flatMap(({ columns }) => [...columns.keys()]))

/** The share of a line's cells that must be known before it can be a header: titles, notes and totals know fewer. */
const knownShare = 0.6
function vocabularyOf(section: Section): Map<string, Column> {
  const columns = new Map<string, Column>()
  // A column's own label wins over another column's alias.
  for (const column of section.columns)
    for (const name of column.aliases ?? []) columns.set(normaliseHeader(name), column)
  for (const column of section.columns)
    for (const name of [column.name, column.label]) columns.set(normaliseHeader(name), column)
  return columns
}

/** True for the header of a table that Tieout wrote and that shows it. */
export function isOwnTable(headings: readonly string[]): boolean {
  return isOwnHeader(headings, isHeaderCell)
}

/** True when the cell is the header of some column of some report. */
export function isHeaderCell(cell: string): boolean {
  return everyHeader.has(normaliseHeader(cell))
}

/**
 * Compares the cells of one line with the header of every section. `chosen` is the section (its id) that a person says
 * the file is of: a header that has the columns which that section cannot do without is one of it, whatever else is
 * missing, but for a layout that AWS has used for another.
 */
export function matchHeader(cells: readonly string[], chosen: string | null = null): HeaderFinding {
  if (chosen === null && isOwnTable(cells)) return { kind: 'own' }
  const finding = findSection(cells)
  if (chosen === null) return finding.kind === 'match' ? withDoubt(finding.match) : finding
  const names = cells.map(normaliseHeader)
  const wanted = vocabularies.find(({ section }) => section.id === chosen)
  const candidate = wanted && bind(wanted, names)
  if (!candidate || candidate.found.size < 2) return finding
  if (finding.kind === 'match' && isKnownLayout(finding.match)) return finding
  const { section, found } = candidate
  const lacking = essentialsOf(section).filter((name) => !found.has(name))
  if (lacking.length === 0) {
    const match = toMatch(candidate, cells)
    return { kind: 'match', match: { ...match, warning: chosenWarning(match) } }
  }
  if (finding.kind === 'match') return withDoubt(finding.match)
  const of = names.filter((name) => name !== '').length
  return {
    kind: 'none',
    nearest: { section, found: found.size, of, lacking: labelsOf(section, lacking), chosen: true },
  }
}

/** True for a header that has every column of a layout and no other. */
function isKnownLayout({ section, columns, unknown }: HeaderMatch): boolean {
  const bound = new Set(columns.flatMap((column) => (column === null ? [] : [column.name])))
  const isThat = (layout: readonly string[]): boolean =>
    layout.length === bound.size && layout.every((name) => bound.has(name))
  return unknown.length === 0 && section.layouts.some(isThat)
}

/** Columns without which a section cannot be read, whoever says that it is one: its amounts and what they belong to. */
function essentialsOf(section: Section): readonly string[] {
  const roles = new Set<string | undefined>([
    'net',
    'currency',
    'transaction_reference',
    'settlement',
    'disbursement_total',
  ])
  const essential = section.required.filter((name) => roles.has(columnOf(section, name)?.role))
  return essential.length > 0 && !section.feed ? essential : section.required
}

function columnOf(section: Section, name: string): Column | undefined {
  return section.columns.find((column) => column.name === name)
}

function labelsOf(section: Section, names: readonly string[]): string[] {
  return names.map((name) => columnOf(section, name)?.label ?? name)
}

/** Fewer columns than these make no report. */
const fewestColumns = 5

/**
 * A person's own list beside the reports has a reference and an amount too. AWS's legacy reports have all their columns
 * always, an export those that the seller chose; neither has columns of a person's own.
 */
function withDoubt(match: HeaderMatch): HeaderFinding {
  const { section, columns, headings } = match
  if (section.feed) return { kind: 'match', match }
  const found = columns.filter((column) => column !== null).length
  const filled = headings.filter((heading) => heading !== '').length
  const foreign = new Set(match.unknown.map(normaliseHeader)).size - repeatedOf(match)
  const of = Math.min(section.columns.length, ...section.layouts.map((layout) => layout.length))
  const isFew =
    found < Math.min(fewestColumns, of / 2) ||
    (foreign > 1 && foreign * 4 >= filled && found < fewestColumns + 2 && found * 3 < of)
  if (isFew) return { kind: 'match', match: { ...match, doubt: ownListDoubt(match) } }
  const isThin = found * 2 < of && (foreign > 0 || found < fewestColumns + 3)
  return { kind: 'match', match: { ...match, warning: isThin ? thinWarning(match) : null } }
}

/** Headings that are a column of the section printed once more. */
function repeatedOf({ section, unknown }: HeaderMatch): number {
  const known = vocabularies.find((vocabulary) => vocabulary.section === section)?.columns
  return new Set(unknown.map(normaliseHeader).filter((name) => known?.has(name))).size
}

function findSection(cells: readonly string[]): HeaderFinding {
  const names = cells.map(normaliseHeader)
  const filled = names.filter((name) => name !== '').length
  if (names.filter((name) => everyHeader.has(name)).length < 2) return { kind: 'none', nearest: null }

  const candidates = vocabularies.map((vocabulary) => bind(vocabulary, names))
  const complete = candidates
    .filter((candidate) => candidate.lacking.length === 0 && candidate.found.size >= 2)
    .filter((candidate) => candidate.found.size + candidate.repeated >= filled * knownShare)
    .toSorted((a, b) => b.repeatsExplained - a.repeatsExplained || b.likeness - a.likeness)
  const [best] = complete
  if (best) {
    const rivals = complete.filter((other) => best.likeness < 1 && fitsAsWell(other, best))
    if (rivals.length > 1) return { kind: 'ambiguous', sections: rivals.map(({ section }) => section) }
    return { kind: 'match', match: toMatch(best, cells) }
  }
  const nearest = candidates.toSorted((a, b) => b.found.size - a.found.size || b.likeness - a.likeness)[0]
  if (!nearest || nearest.found.size < 2) return { kind: 'none', nearest: null }
  const { section, found, lacking } = nearest
  return { kind: 'none', nearest: { section, found: found.size, of: filled, lacking, chosen: false } }
}

/** A section that binds every cell that the best one binds leaves nothing to tell the two apart by. */
function fitsAsWell(other: Candidate, best: Candidate): boolean {
  if (other.repeatsExplained < best.repeatsExplained) return false
  return other.columns.every((column, index) => (column !== null) === (best.columns[index] !== null))
}

interface Candidate {
  readonly section: Section
  readonly columns: readonly (Column | null)[]
  readonly found: ReadonlySet<string>
  /** Cells that repeat a heading already bound. */
  readonly repeated: number
  /** Those of them that the section is known to repeat. */
  readonly repeatsExplained: number
  readonly lacking: readonly string[]
  /** Shared columns over all columns of the nearest layout and this line together: 1 for a layout met exactly. */
  readonly likeness: number
}

function bind({ section, columns }: Vocabulary, names: readonly string[]): Candidate {
  const found = new Set<string>()
  let repeated = 0
  let repeatsExplained = 0
  const bound = names.map((name) => {
    const column = columns.get(name) ?? null
    if (!column) return null
    if (found.has(column.name)) {
      // A heading printed twice: the first one counts, the second is kept like an unknown column.
      repeated++
      if (section.repeatedHeadings?.includes(column.name)) repeatsExplained++
      return null
    }
    found.add(column.name)
    return column
  })
  const unknown = names.filter((name) => name !== '').length - found.size - repeated
  const likeness = Math.max(
    ...section.layouts.map((layout) => {
      const shared = layout.filter((name) => found.has(name)).length
      return shared / (layout.length + found.size - shared + unknown)
    }),
  )
  const lacking = labelsOf(
    section,
    section.required.filter((name) => !found.has(name)),
  )
  const either = section.requiredAny
  if (either && !either.some((name) => found.has(name))) lacking.push(labelsOf(section, either).join(' or '))
  return { section, columns: bound, found, repeated, repeatsExplained, lacking, likeness }
}

function toMatch(candidate: Candidate, cells: readonly string[]): HeaderMatch {
  const headings = cells.map((cell) => cell.trim())
  return {
    section: candidate.section,
    columns: candidate.columns,
    headings,
    unknown: headings.filter((heading, index) => !candidate.columns[index] && heading !== ''),
    missing: candidate.section.columns
      .filter((column) => !candidate.found.has(column.name))
      .map((column) => column.label),
    doubt: null,
    warning: null,
  }
}
