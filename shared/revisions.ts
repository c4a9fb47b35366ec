/**
 * What changes a book, each counted on its own: what imports bring and undo takes back, what a person decides, and what is
 * set for the book. Everything else in it follows from these.
 */
export const bookParts = ['facts', 'decisions', 'settings'] as const
export type BookPart = (typeof bookParts)[number]

/** Of each part the revision of the book at which it changed last. */
export type PartRevisions = Readonly<Record<BookPart, number>>

/** What stands for these parts as they are: as long as it stays, so does whatever follows from no other part. */
export function stateOf(parts: readonly BookPart[], revisions: PartRevisions): string {
  return parts.map((part) => `${part} ${revisions[part]}`).join(', ')
}
