import { z } from 'zod'
import { isoDate, row } from './rows.ts'

/** The book that is open. */
export const bookInfo = z.object({
  path: z.string(),
  /** File name without the ending. */
  name: z.string(),
  bytes: z.number(),
  /** A difference up to this amount is accepted as rounding; a decimal string in the currency of the key. */
  tolerance: z.string(),
  /** The day up to which lines count, null for the latest that the book knows. */
  asOf: isoDate.nullable(),
  /** True while nothing has been imported. */
  empty: z.boolean(),
  /** Says that the book lies on a network or synchronised folder, where files get damaged; null when it does not. */
  warning: z.string().nullable(),
})
export type BookInfo = z.infer<typeof bookInfo>

export const recentBook = z.object({ path: z.string(), name: z.string(), openedAt: z.string(), exists: z.boolean() })

/** A copy of a book as it was before something changed it. */
export const backup = z.object({
  /** Name of the file in the backup folder; identifies the backup. */
  id: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** For example `before import 3`, `before migration 2`, `before new columns`, `by hand`, `before restore`. */
  reason: z.string(),
  bytes: z.number(),
})
export type Backup = z.infer<typeof backup>

/** Work that takes its time, as every window sees it. */
export const runningJob = z.object({
  kind: z.enum(['recognise', 'import', 'undo', 'reconcile', 'export', 'restore', 'sample', 'list', 'sync']),
  startedAt: z.string(),
})

/** Of each part of the book the revision at which it changed last: what follows from other parts alone still stands. */
export const partRevisions = z.object({ facts: z.int(), decisions: z.int(), settings: z.int() })

/** The procedures that take back, or bring back, what another has changed, by their names in the contract. */
export const undoing = z.enum(['imports.undo', 'imports.redo'])
export type Undoing = z.infer<typeof undoing>

/** What a window needs to know to draw its frame. */
export const appState = z.object({
  version: z.string(),
  shell: z.enum(['desktop', 'web', 'command-line']),
  book: bookInfo.nullable(),
  recent: z.array(recentBook),
  /** Folder in which new books are made when nobody says where. */
  booksFolder: z.string(),
  job: runningJob.nullable(),
  /** Grows with every change of the book; rows of different revisions are never mixed. */
  revision: z.int(),
  revisions: partRevisions,
  /** What Ctrl+Z and Ctrl+Shift+Z would do, in words, and by which procedure; null when there is nothing. */
  undo: z.object({ by: undoing, importId: z.number(), label: z.string() }).nullable(),
  redo: z.object({ by: undoing, label: z.string() }).nullable(),
})
export type AppState = z.infer<typeof appState>

/** What changed; the window asks anew for what it shows. */
export const appEvent = z.object({
  type: z.enum(['ready', 'book', 'settings', 'job']),
  revision: z.int(),
  revisions: partRevisions,
})
export type AppEvent = z.infer<typeof appEvent>

/** Everything the Overview shows, from one state of the book. */
export const overview = z.object({
  asOf: isoDate.nullable(),
  /** Rows of the query `bridge`. */
  bridge: z.array(row),
  /** Which sides any loaded file tells of; the sums of the other are not known. */
  tells: z.object({ billed: z.boolean(), disbursed: z.boolean() }),
  /** One sentence that names the next file to get; null when nothing is missing. */
  nextFile: z.string().nullable(),
  /** Rows of the query `coverage`. */
  coverage: z.array(row),
  /** Rows of the query `data_feeds`. */
  feeds: z.array(row),
  /** Rows of the query `synced_sources`. */
  sources: z.array(row),
  /** Rows of the query `controls`. */
  controls: z.array(row),
  /** Rows of the query `ageing`. */
  ageing: z.array(row),
  /** Billed and disbursed per month (`YYYY-MM`) and currency; decimal strings. */
  months: z.array(
    z.object({
      month: z.string(),
      currency: z.string(),
      billed: z.string().nullable(),
      disbursed: z.string().nullable(),
    }),
  ),
  /** Number of keys and sums per currency and state. */
  states: z.array(row),
  exceptions: z.int(),
  refusedRows: z.int(),
  revision: z.int(),
})
export type Overview = z.infer<typeof overview>
