import { existsSync } from 'node:fs'
import type { Connection } from '../database/connection.ts'
import { widenMoney } from '../database/fine-money.ts'
import type { Problem } from '../database/leftovers.ts'
import { isFeed, nextId } from './kept/book-files.ts'
import { type Told, toldOf } from './choices.ts'
import { unpackGzip } from './sources/gunzip.ts'
import { enterFile } from './enter-file.ts'
import type { ImportRun } from './import-run.ts'
import { type Inspection, inspect } from './formats/inspect.ts'
import { limits } from './limits.ts'
import { type Listed, type ListedFile, identityOf, isEntryKnown, takeRows } from './listed.ts'
import { archiveProblems } from './problems.ts'
import type { FileResult } from './result.ts'
import { type SourceFile, openArchive } from './sources/sources.ts'
import type { Allowance } from './sources/unzip.ts'

/** The name of the list's database beside the book. */
const attachedList = 'listed'

/** False where there is none, or it cannot be opened: everything is read then as if there had been no list. */
export async function attachList(stage: Connection, { database }: Listed, onProblem: Problem): Promise<boolean> {
  if (!existsSync(database)) return false
  try {
    await stage.run(`attach '${database.replaceAll("'", "''")}' as ${attachedList} (read_only)`)
    return true
  } catch (error) {
    onProblem('import.list', error)
    return false
  }
}

/** Lets go of the list's database. */
export async function detachList(stage: Connection, onProblem: Problem): Promise<void> {
  await stage.run(`detach ${attachedList}`).catch((error: unknown) => onProblem('import.list', error))
}

/** The inspection of a file that is known to be as it was; else it is read for it. */
export async function inspectOnce(run: ImportRun, source: SourceFile, identity: string | null): Promise<Inspection> {
  const { options, feedSizes, listed } = run
  const { isList } = options
  const known = identity === null ? undefined : listed?.inspection(identity)
  const sizes = [...feedSizes]
  const isEnough = ({ sha256, bytes, beginnings }: Inspection): boolean =>
    isList || !listed?.mayBeFeed(sha256) || sizes.every((size) => size >= bytes || beginnings.has(size))
  if (known && isEnough(known)) return known
  const inspection = await inspect(source.disk, options.signal, sizes)
  if (identity !== null && identityOf(source) === identity) listed?.noteInspection(identity, inspection)
  return inspection
}

/** How many archives a file lies in, and what the outermost may still unpack to. */
export interface Nesting {
  readonly depth: number
  readonly allowance: Allowance
}

/**
 * What lies in a ZIP or a gzip file (see `openArchive`). A list that knows all of it already leaves the archive shut.
 */
export async function entriesOf(
  run: ImportRun,
  source: SourceFile,
  { kind }: Inspection,
  identity: string | null,
  folder: string,
  inside: Nesting,
): ReturnType<typeof openArchive> {
  const { options, remembered, listed } = run
  const known = identity !== null && options.isList ? listed?.entries(identity) : undefined
  const told = (entry: SourceFile): Told => toldOf(entry, options.choices ?? [], remembered)
  if (listed && known?.every((entry) => isEntryKnown(listed, entry, told))) return [...known]
  const entries = await unpack(source, kind, folder, inside, options.signal)
  if (identity === null || entries === 'workbook' || 'sentence' in entries) return entries
  const named = entries.map((entry, index) =>
    'reason' in entry ? entry : { ...entry, identity: `${identity} ${index} ${entry.path}` },
  )
  listed?.noteEntries(identity, named)
  return named
}

async function unpack(
  source: SourceFile,
  kind: Inspection['kind'],
  folder: string,
  inside: Nesting,
  signal: AbortSignal | undefined,
): ReturnType<typeof openArchive> {
  if (kind === 'zip') return openArchive(source, folder, inside, signal)
  if (inside.depth >= limits.nestedArchives) return { sentence: archiveProblems.tooDeep }
  return [await unpackGzip(source, folder, inside.allowance, signal)]
}

/**
 * Enters a file of the list with the rows that the list has read of it. Those of a feed are compared at once. The list
 * itself has them already.
 */
export async function takeOver(run: ImportRun, source: SourceFile, file: ListedFile): Promise<FileResult> {
  const { written, inspection } = file
  if (run.options.isList) return enterFile(run, source, file, null)
  const fileId = await nextId(run.write, 'files', 'file_id')
  if (written) {
    run.moves.push({ from: file.fileId, to: fileId, sections: written.sections.map(({ section }) => section) })
    if (written.hasFineMoney) await widenMoney(run.write)
    if (written.sections.some(({ section }) => isFeed(section))) await copyMoves(run)
    const { bytes } = inspection
    run.options.onProgress?.({ step: 'Reading', done: bytes, total: bytes, unit: 'bytes', file: source.path })
  }
  return enterFile(run, source, file, fileId)
}

/** Copies the rows of the files that were taken over: of many at once, which takes one statement for each table. */
export async function copyMoves(run: ImportRun): Promise<void> {
  const moves = run.moves.splice(0)
  if (moves.length > 0) await takeRows(run.write, attachedList, moves)
}
