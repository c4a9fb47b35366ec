import type { ColumnCard } from './card.ts'
import { fileColumns } from './columns/files.ts'
import { keyColumns } from './columns/keys.ts'
import { lineColumns } from './columns/lines.ts'
import { proofColumns } from './columns/proofs.ts'
import { columnOfAnySection, reportColumns, sectionColumn } from './columns/reports.ts'

/** A card for each column of Tieout's own; those of AWS's reports come from the catalogue. */
export const columns = { ...keyColumns, ...lineColumns, ...proofColumns, ...fileColumns, ...reportColumns }

/** The name of a column of Tieout's own. */
export type ColumnName = keyof typeof columns

/** What a query that answers it says of a column. */
interface Asking {
  readonly means?: Readonly<Record<string, ColumnCard | undefined>> | undefined
  readonly like?: string | undefined
  readonly adds?: false | readonly string[] | undefined
}

/** Nothing is known of the column, and so nothing is shown of it in privacy mode. */
const unknown: ColumnCard = { look: 'text' }

/**
 * The card of a column in a query: what the query says of it, else what the section of its report does, else the card of
 * its name. `section` is the section whose rows the query answers, null for a query that is worked out.
 */
export function columnIn(query: Asking, section: string | null, name: string): ColumnCard {
  const ofSection = section ?? query.like
  const card =
    query.means?.[name] ??
    (ofSection === undefined ? undefined : sectionColumn(ofSection, name)) ??
    ownColumn(name) ??
    columnOfAnySection(name) ??
    unknown
  return withAdding(card, query.adds, name)
}

function ownColumn(name: string): ColumnCard | undefined {
  return isColumnName(name) ? columns[name] : undefined
}

/** Whether Tieout itself has a column of this name. */
export function isColumnName(name: string): name is ColumnName {
  return Object.hasOwn(columns, name)
}

function withAdding(card: ColumnCard, adds: Asking['adds'], name: string): ColumnCard {
  if (adds === undefined) return card
  if (adds === false) {
    const { adds: _adds, ...rest } = card
    return rest
  }
  return adds.includes(name) ? { ...card, adds: true } : card
}

/** Words that are not written in small letters. */
const words: Readonly<Record<string, string>> = {
  ar: 'AR',
  aws: 'AWS',
  cas: 'CAS',
  cppo: 'CPPO',
  gb: 'GB',
  id: 'ID',
  isv: 'ISV',
  url: 'URL',
  us: 'US',
  usd: 'USD',
  zip: 'ZIP',
}

/** The title of a column: that of its card, else the words of its name, the first with a capital. */
export function titleOf(card: ColumnCard, name: string): string {
  if (card.title !== undefined) return card.title
  const parts = name.split('_').filter(Boolean)
  return parts.map((word, index) => words[word] ?? (index === 0 ? capitalised(word) : word)).join(' ')
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
