import { type BookPart, type PartRevisions, bookParts } from '../../shared/revisions.ts'

/** Counts the states of a book, or of books that are opened one after another. */
export interface Revisions {
  /** Grows with every committed write. */
  readonly current: number
  readonly parts: PartRevisions
  /** Counts one more state, in which these parts are others than before; none where a write only made what follows. */
  grow(changed: readonly BookPart[]): void
}

/** Counts from `first` on; `told` is called after each change. */
export function createRevisions(first = 0, told: () => void = () => undefined): Revisions {
  let current = first
  let parts = Object.fromEntries(bookParts.map((part) => [part, first])) as PartRevisions
  return {
    get current() {
      return current
    },
    get parts() {
      return parts
    },
    grow(changed) {
      current += 1
      parts = { ...parts, ...Object.fromEntries(changed.map((part) => [part, current])) }
      told()
    },
  }
}
