import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Connection } from '../database/connection.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import type { Book } from '../database/open.ts'
import { cancelled, throwIfAborted } from '../../shared/errors.ts'
import { importedFile, nextId, recordFile, storedResult } from './kept/book-files.ts'
import {
  type Choice,
  type Taken,
  chosenSection,
  readRemembered,
  rememberChoices,
  requireSections,
  toldOf,
} from './choices.ts'
import { deliveryEvidence, feedMonthOf } from './evidence.ts'
import { feedFileSizes } from './kept/feed-versions.ts'
import { importFile } from './import-file.ts'
import { rememberedWith } from './heads.ts'
import type { Inspection } from './formats/inspect.ts'
import { forgetFiles, keepFile, keptFolder } from './kept/keep.ts'
import { writeKeptIndex } from './kept/kept-index.ts'
import type { Limits } from './limits.ts'
import { type Listed, type ListedFile, type Move, identityOf } from './listed.ts'
import { cellMacros } from './cells/macros.ts'
import { prepareFile } from './prepare-file.ts'
import { archiveProblems, generalSentence, isExplained, sentenceOf } from './problems.ts'
import { type FileResult, type ImportResult, type Progress, withoutRows } from './result.ts'
import { type SourceFile, findSources, originalsFirst } from './sources/sources.ts'
import { type Nesting, attachList, copyMoves, detachList, entriesOf, inspectOnce, takeOver } from './take-over.ts'
import { allowanceOf } from './sources/unzip.ts'

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

/**
 * Imports files, folders and ZIP archives as one import: one transaction, one number to undo. A file that cannot be
 * read or recognised is in the result with its reason and does not keep the others out; bytes that the book has
 * already are passed over. Errors: `cancelled`, with the book as it was.
 */
export async function importPaths(
  book: Book,
  paths: readonly (string | SourceFile)[],
  options: ImportOptions,
): Promise<ImportResult> {
  const { signal, listed } = options
  requireSections(options.choices ?? [])
  mkdirSync(options.workFolder, { recursive: true })
  const stage = await book.connect()
  const stopListening = stage.interruptOn(signal)
  const read: ImportRun['read'] = []
  let isAttached = false
  try {
    await stage.script(cellMacros)
    if (listed && !options.isList) isAttached = await attachList(stage, listed, book.onProblem)
    return await book.write(async (write) => {
      const importId = await nextId(write, 'imports', 'import_id')
      const run: ImportRun = {
        stage,
        write,
        importId,
        options,
        feedSizes: new Set([...(await feedFileSizes(write)), ...(options.feedSizes ?? [])]),
        remembered:
          options.remembered ??
          (await rememberedWith(
            paths.map((path) => (typeof path === 'string' ? path : path.path)),
            options.choices ?? [],
            await readRemembered(write),
            join(options.workFolder, 'heads'),
          )),
        taken: [],
        read,
        moves: [],
        listed: isAttached || options.isList ? listed : undefined,
        at: 0,
      }
      const files: FileResult[] = []
      const keeping: Keeping = new Map()
      try {
        const sources = paths.flatMap((path, at) =>
          (typeof path === 'string' ? findSources(path, book.path) : [path]).map((source) => ({ source, at })),
        )
        for (const { source, at } of originalsFirst(sources, (one) => one.source.path)) {
          run.at = at
          if ('reason' in source) add(run, files, withoutRows(source.path, 'failed', source.reason))
          else await importSource(run, book, source, files, keeping)
        }
      } finally {
        await Promise.allSettled(keeping.values())
      }
      await Promise.all(keeping.values())
      await copyMoves(run)
      throwIfAborted(signal)
      if (!files.some((file) => file.status === 'imported')) {
        const nothing = { importId: null, files }
        await rememberChoices(write, null, run.taken)
        await options.after?.(write, nothing)
        return nothing
      }
      await rememberChoices(write, importId, run.taken)
      for (const file of files) await rememberWithoutRows(write, importId, file)
      await write.run(
        `insert into imports (import_id, imported_at, delivered)
         values ($import_id, current_timestamp::timestamp, $delivered::date)`,
        { import_id: importId, delivered: options.delivered ?? null },
      )
      const result = { importId, files }
      await options.after?.(write, result)
      return result
    }, signal)
  } catch (error) {
    if (options.isList) for (const { path, file } of read) listed?.dropFile(path, file)
    if (signal?.aborted) throw cancelled()
    throw error
  } finally {
    stopListening()
    if (isAttached) await detachList(stage, book.onProblem)
    const folder = keptFolder(book.path)
    if (folder && options.keepFiles)
      await tidyKept(stage, folder, options.alsoKept).catch((error: unknown) => book.onProblem('import.kept', error))
    stage.close()
    removeLeftovers(options.workFolder, book.onProblem)
  }
}

/** Copies on their way into the folder of kept files, by hash: the same bytes may lie under two names. */
type Keeping = Map<string, Promise<void>>

/** What a failure leaves here is put right when the book is opened. */
async function tidyKept(connection: Connection, folder: string, alsoKept?: ReadonlySet<string>): Promise<void> {
  await forgetFiles(connection, folder, alsoKept)
  await writeKeptIndex(connection, folder)
}

function add({ options, at }: ImportRun, files: FileResult[], file: FileResult, held: ListedFile | null = null): void {
  files.push(file)
  options.onFile?.(file, at, held)
}

async function importSource(
  run: ImportRun,
  book: Book,
  source: SourceFile,
  files: FileResult[],
  keeping: Keeping,
  nesting?: Nesting,
): Promise<void> {
  const { options, write } = run
  throwIfAborted(options.signal)
  const depth = nesting?.depth ?? 0
  const folder = join(options.workFolder, `file-${files.length}-${depth}`)
  try {
    const identity = run.listed ? identityOf(source) : null
    const inspection = await inspectOnce(run, source, identity)
    const known = { sha256: inspection.sha256, bytes: inspection.bytes }
    if (inspection.kind === 'foreign') {
      add(run, files, withoutRows(source.path, 'unrecognised', inspection.sentence ?? generalSentence, known))
      return
    }
    if (inspection.kind === 'zip' || inspection.kind === 'gzip') {
      const inside = { depth, allowance: nesting?.allowance ?? allowanceOf(inspection.bytes, options.limits) }
      mkdirSync(folder, { recursive: true })
      const entries = await entriesOf(run, source, inspection, identity, folder, inside)
      if (entries !== 'workbook' && 'sentence' in entries) {
        add(run, files, withoutRows(source.path, 'unrecognised', entries.sentence, known))
        return
      }
      if (entries !== 'workbook') {
        if (entries.length === 0)
          add(run, files, withoutRows(source.path, 'unrecognised', archiveProblems.empty, known))
        for (const entry of entries)
          if ('reason' in entry) add(run, files, withoutRows(entry.path, 'failed', entry.reason))
          else await importSource(run, book, entry, files, keeping, { ...inside, depth: depth + 1 })
        return
      }
    }
    const before = options.isList ? null : await importedFile(write, inspection.sha256, source.path)
    if (before) {
      await copyMoves(run)
      add(run, files, await answerAgain(run, source, before))
      return
    }
    const told = toldOf(source, options.choices ?? [], run.remembered)
    const listed = run.listed?.file(inspection.sha256, source.path, told)
    // Compressing uses the core that cutting the file leaves idle; a copy that turns out useless is removed at the end.
    const kept = keptFolder(book.path)
    const { sha256 } = inspection
    const copy =
      keeping.get(sha256) ?? (kept && options.keepFiles ? keepFile(kept, source.disk, sha256) : Promise.resolve())
    keeping.set(sha256, copy)
    copy.catch(() => undefined)
    const result = await (listed
      ? takeOver(run, source, { ...listed, inspection }).catch(failWrite)
      : prepareAndWrite(run, source, inspection, folder, await nextId(write, 'files', 'file_id')))
    // A text in which no report was found may be in a format that says why.
    const isForeign = result.status === 'unrecognised' && inspection.sentence !== null
    const file = isForeign ? { ...result, reason: inspection.sentence } : result
    add(run, files, file, listed ?? run.read.at(-1)?.file)
    // Files out of an archive are gone with the work folder; of files that are taken over many copies would wait at once.
    if (depth > 0 || keeping.size % mostCopies === 0) await Promise.all(keeping.values())
  } catch (error) {
    if (options.signal?.aborted || error instanceof WriteFailed) throw error
    if (!isExplained(error)) book.onProblem('import.file', error)
    add(run, files, withoutRows(source.path, 'failed', sentenceOf(error)))
  } finally {
    removeLeftovers(folder, book.onProblem)
  }
}

/** Copies that are under way at once. */
const mostCopies = 16

/** Something went wrong inside the transaction of the book, which no longer can be committed. */
class WriteFailed extends Error {}

function failWrite(error: unknown): never {
  throw new WriteFailed(error instanceof Error ? error.message : String(error), { cause: error })
}

/** Stages a file below `folder` and writes it into the book as `fileId`. A throw of the first step concerns this file only. */
export async function prepareAndWrite(
  run: ImportRun,
  source: SourceFile,
  inspection: Inspection,
  folder: string,
  fileId: number,
): Promise<FileResult> {
  const { stage, options } = run
  // A database of its own for each file: a transaction that is under way sees new databases, but no new tables.
  const staging = `staging_${run.importId}_${stagingCount++}`
  await stage.run(`attach ':memory:' as ${staging}`)
  try {
    const told = toldOf(source, options.choices ?? [], run.remembered)
    const prepared = await prepareFile(stage, staging, source, inspection, folder, told, options)
    throwIfAborted(options.signal)
    return await importFile(run, source, inspection, prepared, fileId, told).catch(failWrite)
  } finally {
    await stage.run(`detach ${staging}`)
  }
}

let stagingCount = 0

/** Files that gave nothing are named in the history of the import too, each once. */
async function rememberWithoutRows(write: Connection, importId: number, file: FileResult): Promise<void> {
  if (file.status !== 'unrecognised' && file.status !== 'failed') return
  const known = await write.value(`select file_id from files where sha256 = $sha256`, { sha256: file.sha256 })
  if (known !== null) return
  const fileId = await nextId(write, 'files', 'file_id')
  const evidence = { ...deliveryEvidence('', null), delivered: null, delimiter: null }
  await recordFile(write, { fileId, importId }, basename(file.path), null, file, evidence)
}

/**
 * The bytes are in the book: nothing is added, but what this copy knows better of its delivery is taken, so that it
 * does not matter which copy came first. A date that was given may be given anew.
 */
async function answerAgain(
  run: ImportRun,
  source: SourceFile,
  { fileId, isReplaced }: { fileId: number; isReplaced: boolean },
): Promise<FileResult> {
  const { write, options } = run
  const evidence = source.evidence ?? deliveryEvidence(source.name, source.meta)
  await write.run(
    `update files set
       meta_date = least(meta_date, $meta_date::date), name_date = least(name_date, $name_date::date),
       delivered = coalesce($delivered::date, delivered),
       coverage_start = coalesce(coverage_start, $coverage_start::timestamp),
       coverage_end = coalesce(coverage_end, $coverage_end::timestamp),
       feed_month = case
         when file_id in (select file_id from blocks where report like '%\\_feed' escape '\\')
           then coalesce(feed_month, $feed_month::date)
       end
     where file_id = $file_id`,
    {
      meta_date: evidence.metaDate,
      name_date: evidence.nameDate,
      delivered: options.delivered ?? null,
      coverage_start: evidence.coverageStart,
      coverage_end: evidence.coverageEnd,
      feed_month: feedMonthOf(source.path),
      file_id: fileId,
    },
  )
  const from = await write.value(`select path from files where file_id = $file_id`, { file_id: fileId })
  const since = isReplaced ? ', and a newer version of the month took its place' : ''
  const result = await storedResult(write, fileId, source.path, 'already-imported')
  const chosen = chosenSection(toldOf(source, options.choices ?? [], run.remembered))
  const isOther = chosen !== null && result.sections.some(({ section }) => section !== chosen)
  const importId = isOther && (await write.value(`select import_id from files where file_id = $id`, { id: fileId }))
  const undo = isOther ? ` To take it for something else, undo import ${importId} first.` : ''
  return { ...result, reason: `The same bytes are in the book already, from ${from}${since}.${undo}` }
}
