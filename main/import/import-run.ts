import type { Connection } from '../database/connection.ts'
import type { Choice, Taken } from './choices.ts'
import type { Limits } from './limits.ts'
import type { Listed, ListedFile, Move } from './listed.ts'
import type { FileResult, ImportResult, Progress } from './result.ts'
import type { Waiting } from './several-files.ts'

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
  /** How many small files are written together at most. */
  readonly together?: number | undefined
  /** Bytes of a text from which its lines are taken for its records where they are. */
  readonly linesFrom?: number | undefined
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
  readonly known: KnownFiles
  /** Files that are read and wait to be written together, in their order. */
  readonly waiting: Waiting[]
  /** Work folders that are in use until they are written. */
  readonly folders: string[]
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

/** What of the files of the book, and of those that wait, is kept in mind so that not every file asks for it. */
export interface KnownFiles {
  /** SHA-256 of each. */
  readonly hashes: Set<string>
  /** The months of which there are files, by the section of a data feed; null is a file without. */
  readonly feedMonths: Map<string, Set<string | null>>
}

/** Adds what a file came to, and tells of it: `held` is what was read of it, `at` from which of the given paths it came. */
export function add(
  run: ImportRun,
  files: FileResult[],
  file: FileResult,
  { held = null, at = run.at }: { held?: ListedFile | null | undefined; at?: number } = {},
): void {
  files.push(file)
  run.options.onFile?.(file, at, held)
}

/** Something went wrong inside the transaction of the book, which no longer can be committed. */
export class WriteFailed extends Error {}

/** Throws it. */
export function failWrite(error: unknown): never {
  throw new WriteFailed(error instanceof Error ? error.message : String(error), { cause: error })
}

/** Attaches a database for staging, which is to be detached, and gives its name. */
export async function newStaging({ stage, importId }: ImportRun): Promise<string> {
  // A database of its own: a transaction that is under way sees new databases, but no new tables.
  const staging = `staging_${importId}_${stagingCount++}`
  await stage.run(`attach ':memory:' as ${staging}`)
  return staging
}

let stagingCount = 0
