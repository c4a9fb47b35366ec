import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { removeLeftovers } from '../database/leftovers.ts'
import type { Book } from '../database/open.ts'
import { throwIfAborted } from '../../shared/errors.ts'
import { importedFile, nextId, storedResult } from './kept/book-files.ts'
import { chosenSection, toldOf } from './choices.ts'
import { deliveryEvidence, feedMonthOf } from './evidence.ts'
import { importFile } from './import-file.ts'
import type { Inspection } from './formats/inspect.ts'
import { keepFile, keptFolder } from './kept/keep.ts'
import { type ListedFile, identityOf } from './listed.ts'
import { prepareFile } from './prepare-file.ts'
import { archiveProblems, generalSentence, isExplained, sentenceOf } from './problems.ts'
import { type FileResult, withoutRows } from './result.ts'
import type { SourceFile } from './sources/sources.ts'
import { type Nesting, copyMoves, entriesOf, inspectOnce, takeOver } from './take-over.ts'
import { allowanceOf } from './sources/unzip.ts'
import type { ImportRun } from './import-run.ts'

/** Copies on their way into the folder of kept files, by hash: the same bytes may lie under two names. */
export type Keeping = Map<string, Promise<void>>

/** Adds what a file came to, and tells of it. `held` is what was read of it. */
export function add(
  { options, at }: ImportRun,
  files: FileResult[],
  file: FileResult,
  held: ListedFile | null = null,
): void {
  files.push(file)
  options.onFile?.(file, at, held)
}

/** Imports one file, or what is in it where it is an archive, and adds what became of it to `files`. */
export async function importSource(
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
