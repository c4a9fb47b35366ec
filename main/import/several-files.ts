import type { Book } from '../database/open.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import { throwIfAborted } from '../../shared/errors.ts'
import { type FileRecord, isFeed, nextId, recordFiles } from './kept/book-files.ts'
import { type Told, takenOf } from './choices.ts'
import { feedMonthOf } from './evidence.ts'
import type { Inspection } from './formats/inspect.ts'
import type { ReadFile } from './formats/read-file.ts'
import { noteWritten, recordOf } from './enter-file.ts'
import { blockRecord, importFile } from './import-file.ts'
import { type ImportRun, add, failWrite, newStaging } from './import-run.ts'
import { feedMonths } from './kept/feed-versions.ts'
import type { ListedFile, Written } from './listed.ts'
import { type PreparedFile, prepareFile } from './prepare-file.ts'
import { isExplained, sentenceOf } from './problems.ts'
import { type FileResult, withoutRows } from './result.ts'
import type { SourceFile } from './sources/sources.ts'
import { type StagedGroup, loadGroup, stageGroup } from './staged-group.ts'
import type { Block } from './structure/structure.ts'
import { noFacts, warningsOf } from './structure/warnings.ts'

/** A file that was cut into its one section and waits to be written with others. */
export interface Waiting {
  readonly source: SourceFile
  readonly inspection: Inspection
  readonly told: Told
  readonly read: ReadFile
  readonly block: Block
  /** Work folder of the file. */
  readonly folder: string
  /** Which of the given paths it came from. */
  readonly at: number
}

const largestFile = 1 << 20
const most = 200

/**
 * The section of a small file in which nothing stands but one table, so that it can be written with others; null for any
 * other file, and for one of a feed that may be a version of another.
 */
export async function blockToWait(
  run: ImportRun,
  source: SourceFile,
  inspection: Inspection,
  { structure, asLines }: ReadFile,
): Promise<Block | null> {
  if (asLines) return null
  const { blocks, refused, aside } = structure
  const [block] = blocks
  if (!block || blocks.length > 1 || refused.length > 0 || aside.length > 0) return null
  if (inspection.kind !== 'text' || inspection.bytes > largestFile || run.said || (run.options.together ?? most) < 2)
    return null
  const { id } = block.match.section
  if (!isFeed(id) || run.options.isList) return block
  // Files of other months share no rows and have not grown out of each other.
  const months = run.known.feedMonths.get(id) ?? (await feedMonths(run.write, id))
  run.known.feedMonths.set(id, months)
  const month = feedMonthOf(source.path)
  return month === null || months.has(month) || months.has(null) ? null : block
}

/** Puts a file among those that wait. */
export function wait(run: ImportRun, file: Waiting): void {
  run.waiting.push(file)
  const { section } = file.block.match
  run.known.hashes.add(file.inspection.sha256)
  if (!isFeed(section.id)) return
  run.feedSizes.add(file.inspection.bytes)
  run.known.feedMonths.get(section.id)?.add(feedMonthOf(file.source.path))
}

/** Whether so many files wait that they are to be written. */
export function isFull({ waiting, options }: ImportRun): boolean {
  return waiting.length >= (options.together ?? most)
}

/**
 * Writes the files that wait, in their order: those with one header together where every cell of them can be read as it
 * stands, the others one by one. What is known of them afterwards is the same either way.
 */
export async function writeWaiting(run: ImportRun, book: Book, files: FileResult[]): Promise<void> {
  const waiting = run.waiting.splice(0)
  const folders = run.folders.splice(0)
  const stagings: string[] = []
  try {
    if (waiting.length > 0) await writeAll(run, book, waiting, files, stagings)
  } finally {
    for (const staging of stagings) await run.stage.run(`detach ${staging}`)
    for (const folder of folders) removeLeftovers(folder, book.onProblem)
  }
}

async function writeAll(
  run: ImportRun,
  book: Book,
  waiting: readonly Waiting[],
  files: FileResult[],
  stagings: string[],
): Promise<void> {
  const { stage, options } = run
  const attach = async (): Promise<string> => {
    const staging = await newStaging(run)
    stagings.push(staging)
    return staging
  }
  const groups: StagedGroup[] = []
  for (const members of groupsOf(waiting)) {
    throwIfAborted(options.signal)
    if (members.length < 2) continue
    const staged = await stageGroup(stage, `${await attach()}.block_0`, members).catch((error: unknown) => {
      throwIfAborted(options.signal)
      book.onProblem('import.together', error)
      return null
    })
    if (staged) groups.push(staged)
  }
  const together = new Set(groups.flatMap(({ plain }) => [...plain]))
  const alone = new Map<Waiting, PreparedFile | Error>()
  for (const file of waiting) {
    const { source, inspection, read, folder, block } = file
    throwIfAborted(options.signal)
    if (together.has(file))
      options.onProgress?.({ step: 'Typing', done: block.records, total: null, unit: 'rows', file: source.path })
    else
      alone.set(
        file,
        await prepareFile(stage, await attach(), source, inspection, folder, read, options).catch(asError),
      )
  }
  throwIfAborted(options.signal)
  await writePrepared(run, book, { waiting, groups, alone }, files).catch(failWrite)
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Writes what was prepared into the book, in the run's transaction: a throw ends the whole import. */
async function writePrepared(
  run: ImportRun,
  book: Book,
  {
    waiting,
    groups,
    alone,
  }: {
    waiting: readonly Waiting[]
    groups: readonly StagedGroup[]
    alone: ReadonlyMap<Waiting, PreparedFile | Error>
  },
  files: FileResult[],
): Promise<void> {
  let next = await nextId(run.write, 'files', 'file_id')
  const ids = new Map(waiting.flatMap((file) => (alone.get(file) instanceof Error ? [] : [[file, next++] as const])))
  const written = await writeTogether(run, groups, ids)
  const records: FileRecord[] = []
  for (const file of waiting) {
    const { source, inspection, told, at } = file
    const prepared = alone.get(file)
    const fileId = Number(ids.get(file))
    const own = written.get(file)
    if (prepared instanceof Error) {
      if (!isExplained(prepared)) book.onProblem('import.file', prepared)
      add(run, files, withoutRows(source.path, 'failed', sentenceOf(prepared)), { at })
    } else if (prepared) {
      const result = await importFile(run, source, inspection, prepared, fileId, told)
      add(run, files, result, { at, held: run.read.at(-1)?.file })
    } else if (own) {
      const held = noteRead(run, file, fileId, own)
      const record = recordOf(run, source, held, own, { kind: 'another', warning: null })
      records.push({ ...record, fileId })
      noteWritten(run, source, record.result)
      add(run, files, record.result, { at, held })
    }
  }
  await recordFiles(run.write, records)
}

/** The rows of the files that are written together, what stands beside them, and what is known of their blocks. */
async function writeTogether(
  { write }: ImportRun,
  groups: readonly StagedGroup[],
  ids: ReadonlyMap<Waiting, number>,
): Promise<Map<Waiting, Written>> {
  const written = new Map<Waiting, Written>()
  const blocks: Record<string, string | number | null>[] = []
  const others: (string | number | null)[][] = []
  for (const group of groups) {
    for (const [file, loaded] of await loadGroup(write, group, ids)) {
      const fileId = Number(ids.get(file))
      const { row, result } = blockRecord(file.block, { fileId, blockNumber: 0 }, loaded, 0, [])
      blocks.push(row)
      written.set(file, writtenOf(file, result, loaded.depositDate))
      for (const { sheet, line, kind, text } of file.read.structure.otherLines)
        others.push([fileId, sheet, line, kind, text])
    }
  }
  const [first] = blocks
  if (first)
    await write.append(
      'blocks',
      Object.keys(first),
      blocks.map((row) => Object.values(row)),
    )
  if (others.length > 0) await write.append('other_lines', ['file_id', 'sheet', 'line', 'kind', 'text'], others)
  return written
}

function noteRead(
  run: ImportRun,
  { source, inspection, told, read }: Waiting,
  fileId: number,
  written: Written,
): ListedFile {
  const taken = takenOf(read.structure, told)
  const { signatures } = read.structure
  const file = { fileId, inspection, told, taken, signatures, written, reason: null, nearest: null }
  run.read.push({ path: source.path, file })
  run.taken.push(taken)
  if (run.options.isList) run.options.listed?.noteFile(source.path, file)
  return file
}

/** Files with one header, as it is written, and one separator. */
function groupsOf(waiting: readonly Waiting[]): Waiting[][] {
  const groups = new Map<string, Waiting[]>()
  for (const file of waiting) {
    const { match, width, named, padded } = file.block
    const columns = match.columns.map((column) => column?.name ?? null)
    const key = JSON.stringify([match.section.id, match.headings, columns, width, named, padded, file.read.delimiter])
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  return [...groups.values()]
}

function writtenOf(
  { read, block }: Waiting,
  section: Written['sections'][number],
  depositDate: string | null,
): Written {
  const { otherLines, linesRead, blankLines } = read.structure
  return {
    sections: [section],
    refusals: [],
    otherLines: otherLines.map(({ line, kind, text }) => ({ line, kind, text })),
    linesRead,
    blankLines,
    refusedLines: 0,
    warnings: warningsOf(read.structure, block, section.rows, [], noFacts),
    delimiter: read.delimiter,
    depositDate,
    hasFineMoney: false,
  }
}
