import { statSync } from 'node:fs'
import type { Connection } from '../database/connection.ts'
import { isFeed } from './kept/book-files.ts'
import type { Taken, Told } from './choices.ts'
import { feedMonthOf } from './evidence.ts'
import { detailTables } from './kept/feed-versions.ts'
import type { Inspection } from './formats/inspect.ts'
import type { RefusalResult, SectionResult } from './result.ts'
import type { NoSource, SourceFile } from './sources/sources.ts'

/** What a file gave, whatever else the book has and whatever it is called. */
export interface Written {
  readonly sections: readonly SectionResult[]
  readonly refusals: readonly RefusalResult[]
  readonly otherLines: readonly { readonly line: number; readonly kind: string; readonly text: string }[]
  readonly linesRead: number
  readonly blankLines: number
  /** Refused records that stand under no section, or do not fit theirs. */
  readonly refusedLines: number
  readonly warnings: readonly string[]
  readonly delimiter: string
  /** First day of its section 2, `YYYY-MM-DD`. */
  readonly depositDate: string | null
  readonly hasFineMoney: boolean
}

/** A file that was read for a list: its rows lie in the list's own database under `fileId`. */
export interface ListedFile {
  readonly fileId: number
  readonly inspection: Inspection
  readonly told: Told
  readonly taken: Taken
  /** Signatures of the lines that could be headers. */
  readonly signatures: ReadonlySet<string>
  /** Null for a file that is no report. */
  readonly written: Written | null
  readonly reason: string | null
  readonly nearest: string | null
}

/**
 * What is known of files that were read for a list, so that neither the next list nor the import reads them again. A file
 * is known by where it lies, its size and its times, and forgotten as soon as one of them changes.
 */
export interface Listed {
  /** Path of the database that holds their rows; closed while nothing is being listed. */
  readonly database: string
  inspection(identity: string): Inspection | undefined
  /** The files inside an archive, in the order of the archive. */
  entries(identity: string): readonly (SourceFile | NoSource)[] | undefined
  /** The file with these bytes as it was read under the same choice. */
  file(sha256: string, path: string, told: Told): ListedFile | undefined
  noteInspection(identity: string, inspection: Inspection): void
  noteEntries(identity: string, entries: readonly (SourceFile | NoSource)[]): void
  noteFile(path: string, file: ListedFile): void
  /** A file whose rows did not come to stay. */
  dropFile(path: string, file: ListedFile): void
  /** False for bytes that are known to be anything but a data feed. */
  mayBeFeed(sha256: string): boolean
}

/** Nothing is known yet. */
export function createListed(database: string): Listed {
  const inspections = new Map<string, Inspection>()
  const archives = new Map<string, readonly (SourceFile | NoSource)[]>()
  const files = new Map<string, ListedFile>()
  const feeds = new Set<string>()
  const others = new Set<string>()
  // The same bytes are another file of a feed under another month (see `importedFile`).
  const keyOf = (sha256: string, path: string, chosen: string | null): string =>
    `${sha256} ${feedMonthOf(path) ?? ''} ${chosen ?? ''}`
  return {
    database,
    inspection: (identity) => inspections.get(identity),
    entries: (identity) => archives.get(identity),
    file(sha256, path, told) {
      const file = files.get(keyOf(sha256, path, told.chosen))
      const isSame = [...(file?.signatures ?? [])].every(
        (signature) => file?.told.remembered.get(signature) === told.remembered.get(signature),
      )
      return isSame ? file : undefined
    },
    noteInspection: (identity, inspection) => void inspections.set(identity, inspection),
    noteEntries: (identity, entries) => void archives.set(identity, entries),
    noteFile(path, file) {
      const { sha256 } = file.inspection
      files.set(keyOf(sha256, path, file.told.chosen), file)
      if (file.written?.sections.some(({ section }) => isFeed(section))) feeds.add(sha256)
      else others.add(sha256)
    },
    dropFile: (path, file) => void files.delete(keyOf(file.inspection.sha256, path, file.told.chosen)),
    mayBeFeed: (sha256) => feeds.has(sha256) || !others.has(sha256),
  }
}

/** File systems whose times have whole seconds can be changed twice within one. */
const coarse = 2_000
const fine = 50

/**
 * What tells a file as it is now from every other, and from itself after a change; null where that cannot be told: it
 * is gone, or was written so lately that its times could stay the same through one more change.
 */
export function identityOf(source: SourceFile, now = Date.now()): string | null {
  if (source.identity !== undefined) return source.identity
  const stats = statSync(source.disk, { bigint: true, throwIfNoEntry: false })
  if (!stats) return null
  const latest = stats.mtimeNs > stats.ctimeNs ? stats.mtimeNs : stats.ctimeNs
  const settles = latest % 1_000_000_000n === 0n ? coarse : fine
  if (now - Number(latest / 1_000_000n) < settles) return null
  return [source.disk, stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino, stats.dev].join(' ')
}

/** Whether nothing of a file that lies on the disk, or of what is inside it, need be read again for a list. */
export function isKnown(listed: Listed, source: SourceFile, told: (source: SourceFile) => Told): boolean {
  const identity = identityOf(source)
  const inspection = identity === null ? undefined : listed.inspection(identity)
  if (!inspection || identity === null) return false
  if (inspection.kind === 'foreign') return true
  const entries = listed.entries(identity)
  if (entries) return entries.every((entry) => isEntryKnown(listed, entry, told))
  return listed.file(inspection.sha256, source.path, told(source)) !== undefined
}

/** The same of a file in an archive; one that is an archive itself is opened again with the other. */
export function isEntryKnown(
  listed: Listed,
  entry: SourceFile | NoSource,
  told: (source: SourceFile) => Told,
): boolean {
  if ('reason' in entry) return true
  return listed.entries(entry.identity ?? '') === undefined && isKnown(listed, entry, told)
}

/** A file whose rows are taken over: under which number they lie, and which they get. */
export interface Move {
  readonly from: number
  readonly to: number
  readonly sections: readonly string[]
}

/** Copies everything that the attached list holds of these files into the book, in the transaction of `write`. */
export async function takeRows(write: Connection, list: string, moves: readonly Move[]): Promise<void> {
  const tables = new Map<string, Move[]>(detailTables.map((table) => [table, [...moves]]))
  for (const move of moves)
    for (const section of new Set(move.sections)) {
      const own = tables.get(section)
      if (own) own.push(move)
      else tables.set(section, [move])
    }
  for (const [table, own] of tables)
    if (own.length > 0)
      await write.run(
        `insert into "${table}" by name
         select m.new_id as file_id, l.* exclude (file_id) from ${list}."${table}" as l
         join (select unnest(string_split($from, ',')::integer[]) as old_id,
                 unnest(string_split($to, ',')::integer[]) as new_id) as m on m.old_id = l.file_id`,
        { from: own.map(({ from }) => from).join(','), to: own.map(({ to }) => to).join(',') },
      )
}
