import type { Connection } from '../database/connection.ts'
import type { Choice, Taken } from './choices.ts'
import type { Limits } from './limits.ts'
import type { Listed, ListedFile, Move } from './listed.ts'
import type { FileResult, ImportResult, Progress } from './result.ts'

export interface ImportOptions {
  /** Delivery date, `YYYY-MM-DD`, for the files whose own date cannot be known. */
  readonly delivered?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Folder for the text of the files on their way in; emptied afterwards. */
  readonly workFolder: string
  /** Whether copies of the files are kept beside the book. */
  readonly keepFiles: boolean
  /** What a file may ask for at most, where that is not the usual. */
  readonly limits?: Partial<Limits> | undefined
  /** Done at the end, in the transaction of the import, so that it comes into the book with it or not at all. */
  readonly after?: ((connection: Connection, result: ImportResult) => Promise<void>) | undefined
  /** Whether Tieout wrote the bytes with this hash, although nothing in them shows it. */
  readonly isOwn?: ((sha256: string) => boolean) | undefined
  /** Hashes of kept files that stay although no import refers to them. */
  readonly alsoKept?: ReadonlySet<string> | undefined
  /** What a person says that files are; of several that concern a file the last. */
  readonly choices?: readonly Choice[] | undefined
  /** Sections that were chosen for files with the same headings before, instead of what the book remembers. */
  readonly remembered?: ReadonlyMap<string, string> | undefined
  /** Files that were read for a list: what of them is the same still is taken over instead of read again. */
  readonly listed?: Listed | undefined
  /** True while a list is made in a book of its own: every file is read for itself, whatever else the book has. */
  readonly isList?: boolean | undefined
  /** Told of each file as soon as it is done: which of the given paths it came from, and what was read of it. */
  readonly onFile?: ((file: FileResult, at: number, held: ListedFile | null) => void) | undefined
  /** Further sizes of files that a feed may have grown out of. */
  readonly feedSizes?: readonly number[] | undefined
}

/** What the files of one import share. */
export interface ImportRun {
  /** Outside the transaction: staging tables and looks at them. */
  readonly stage: Connection
  /** In the transaction of the import. */
  readonly write: Connection
  readonly importId: number
  readonly options: ImportOptions
  /** Sizes of the feed files that the book has: what a file begins with tells whether it grew out of one. */
  readonly feedSizes: Set<number>
  readonly remembered: ReadonlyMap<string, string>
  /** What choices have come to in the files of this run. */
  readonly taken: Taken[]
  /** The files that this run has read itself. */
  readonly read: { readonly path: string; readonly file: ListedFile }[]
  /** Files out of the list whose rows are still to be copied. */
  readonly moves: Move[]
  /** What of a list can be taken over. */
  readonly listed?: Listed | undefined
  /** Which of the given paths is being read. */
  at: number
  /** Of a file that comes back: what its import said of it, in place of comparing it again. */
  readonly said?: { readonly replaces: string | null; readonly warnings: readonly string[] }
}
