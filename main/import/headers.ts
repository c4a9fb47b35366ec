import { type Column, type Section, sections } from '../../shared/reports/catalogue.ts'

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
}

/** What came of comparing a line with every known header. */
export type HeaderFinding =
  | { readonly kind: 'match'; readonly match: HeaderMatch }
  | { readonly kind: 'ambiguous'; readonly sections: readonly Section[] }
  | { readonly kind: 'none'; readonly nearest: NearMiss | null }

/** The section that a line came nearest to, and what it lacks. */
export interface NearMiss {
  readonly section: Section
  readonly found: number
  readonly of: number
  readonly lacking: readonly string[]
}

/**
 * A header cell as it is compared: without byte order mark, quotes, apostrophes and asterisks, every dash a hyphen,
 * underscores and runs of white space one blank, case folded (`file-quirks.md` section 2).
 */
export function normaliseHeader(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/[\uFEFF*"'`\u2018\u2019\u201C\u201D]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\s_]+/g, ' ')
    .trim()
    .toLowerCase()
}

interface Vocabulary {
  readonly section: Section
  readonly columns: ReadonlyMap<string, Column>
}

const vocabularies: readonly Vocabulary[] = sections.map((section) => ({ section, columns: vocabularyOf(section) }))
const everyHeader: ReadonlySet<string> = new Set(vocabularies.flatMap(({ columns }) => [...columns.keys()]))

/** The share of a line's cells that must be known before it can be a header (`file-quirks.md` section 6, rule 2). */
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

/** True when the cell is the header of some column of some report. */
export function isHeaderCell(cell: string): boolean {
  return everyHeader.has(normaliseHeader(cell))
}

/** Compares the cells of one line with the header of every section. */
export function matchHeader(cells: readonly string[]): HeaderFinding {
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
  return { kind: 'none', nearest: { section, found: found.size, of: filled, lacking } }
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
  const label = (name: string): string => section.columns.find((column) => column.name === name)?.label ?? name
  const lacking = section.required.filter((name) => !found.has(name)).map(label)
  const either = section.requiredAny
  if (either && !either.some((name) => found.has(name))) lacking.push(either.map(label).join(' or '))
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
  }
}

/** Says in one sentence why no header of a file was recognised, and what came nearest. */
export function describeNearMiss(nearest: NearMiss | null): string {
  if (!nearest) return 'No line of it is the header of a report that Tieout knows.'
  const { section, found, of, lacking } = nearest
  const what = `Nearest is ${describeSection(section)}: ${found} of ${of} columns are its own`
  return lacking.length > 0
    ? `No header of a known report was found. ${what}, but it needs ${lacking.join(', ')} too.`
    : `No header of a known report was found. ${what}, too few to be sure.`
}

/** A section as a person calls it: `Disbursement report, section 1 (Disbursed amount by product)`. */
export function describeSection(section: Section): string {
  if (section.cadence === 'export') return `the ${section.title} export`
  if (section.cadence === 'feed') return `the ${section.reportTitle}`
  return `${section.reportTitle}, section ${section.number ?? 1} (${section.title})`
}
