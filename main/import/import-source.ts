import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { removeLeftovers } from '../database/leftovers.ts'
import type { Book } from '../database/open.ts'
import { throwIfAborted } from '../../shared/errors.ts'
import { type CopyOfBytes, importedFile, nextId, storedResult } from './kept/book-files.ts'
import { chosenSection, toldOf } from './choices.ts'
import { deliveryEvidence, feedMonthOf } from './evidence.ts'
import { importFile } from './import-file.ts'
import type { Inspection } from './formats/inspect.ts'
import { keepFile, keptFolder } from './kept/keep.ts'
import { type ListedFile, identityOf } from './listed.ts'
import { prepareFile, readSource } from './prepare-file.ts'
import type { ReadFile } from './formats/read-file.ts'
import { archiveProblems, generalSentence, isExplained, sentenceOf } from './problems.ts'
import { type FileResult, withoutRows } from './result.ts'
import type { SourceFile } from './sources/sources.ts'
import { type Nesting, copyMoves, entriesOf, inspectOnce, takeOver } from './take-over.ts'
import { allowanceOf } from './sources/unzip.ts'
import { type ImportRun, WriteFailed, add, failWrite, newStaging } from './import-run.ts'
import { blockToWait, isFull, wait, writeWaiting } from './several-files.ts'

/** Copies on their way into the folder of kept files, by hash: the same bytes may lie under two names. */
export type Keeping = Map<string, Promise<void>>

/** Imports one file, or what is in it where it is an archive, and adds what became of it to `files`. */
export async function importSource(
  run: ImportRun,
  book: Book,
  source: SourceFile,
  files: FileResult[],
  keeping: Keeping,
  nesting?: Nesting,
): Promise<void> {
  const { options, stage, write } = run
  throwIfAborted(options.signal)
  const depth = nesting?.depth ?? 0
  const folder = join(options.workFolder, `file-${files.length + run.waiting.length}-${depth}`)
  const settle = (): Promise<void> => writeWaiting(run, book, files)
  const tell = async (file: FileResult, held?: ListedFile): Promise<void> => {
    await settle()
    add(run, files, file, { held })
  }
  try {
    const identity = run.listed ? identityOf(source) : null
    const inspection = await inspectOnce(run, source, identity)
    const known = { sha256: inspection.sha256, bytes: inspection.bytes }
    if (inspection.kind === 'foreign') {
      await tell(withoutRows(source.path, 'unrecognised', inspection.sentence ?? generalSentence, known))
      return
    }
    if (inspection.kind === 'zip' || inspection.kind === 'gzip') {
      const inside = { depth, allowance: nesting?.allowance ?? allowanceOf(inspection.bytes, options.limits) }
      mkdirSync(folder, { recursive: true })
      const entries = await entriesOf(run, source, inspection, identity, folder, inside)
      if (entries !== 'workbook' && 'sentence' in entries) {
        await tell(withoutRows(source.path, 'unrecognised', entries.sentence, known))
        return
      }
      if (entries !== 'workbook') {
        if (entries.length === 0) await tell(withoutRows(source.path, 'unrecognised', archiveProblems.empty, known))
        for (const entry of entries)
          if ('reason' in entry) await tell(withoutRows(entry.path, 'failed', entry.reason))
          else await importSource(run, book, entry, files, keeping, { ...inside, depth: depth + 1 })
        return
      }
    }
    const isKnown = run.known.hashes.has(inspection.sha256)
    if (isKnown) await settle()
    const before = options.isList || !isKnown ? null : await importedFile(write, copyOf(source, inspection))
    if (before) {
      await copyMoves(run)
      await tell(await answerAgain(run, source, before))
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
    const copied = async (): Promise<void> => {
      // Files out of an archive are gone with the work folder; of files that are taken over many copies would wait at once.
      if (depth > 0 || keeping.size % mostCopies === 0) await Promise.all(keeping.values())
    }
    if (listed) {
      await settle()
      await tell(await takeOver(run, source, { ...listed, inspection }).catch(failWrite), listed)
      return await copied()
    }
    const read = await readSource(stage, source, inspection, folder, told, options)
    const block = await blockToWait(run, source, inspection, read)
    if (block !== null) {
      wait(run, { source, inspection, told, read, block, folder, at: run.at })
      if (isFull(run)) await settle()
      return await copied()
    }
    await settle()
    const fileId = await nextId(write, 'files', 'file_id')
    const result = await writeAlone(run, source, inspection, folder, read, fileId)
    await tell(result, run.read.at(-1)?.file)
    await copied()
  } catch (error) {
    if (options.signal?.aborted || error instanceof WriteFailed) throw error
    if (!isExplained(error)) book.onProblem('import.file', error)
    await tell(withoutRows(source.path, 'failed', sentenceOf(error)))
  } finally {
    if (run.waiting.length > 0) run.folders.push(folder)
    else removeLeftovers(folder, book.onProblem)
  }
}

/** What tells a copy of bytes that the book may have. */
function copyOf(source: SourceFile, { sha256 }: Inspection): CopyOfBytes {
  const { metaDate, nameDate } = source.evidence ?? deliveryEvidence(source.name, source.meta)
  return { sha256, path: source.path, day: metaDate ?? nameDate }
}

/** Copies that are under way at once. */
const mostCopies = 16

/** Reads a file below `folder` and writes it into the book as `fileId`. A throw of the first step concerns this file only. */
export async function prepareAndWrite(
  run: ImportRun,
  source: SourceFile,
  inspection: Inspection,
  folder: string,
  fileId: number,
): Promise<FileResult> {
  const told = toldOf(source, run.options.choices ?? [], run.remembered)
  const read = await readSource(run.stage, source, inspection, folder, told, run.options)
  return writeAlone(run, source, inspection, folder, read, fileId)
}

/** Stages a file that was read and writes it into the book. */
async function writeAlone(
  run: ImportRun,
  source: SourceFile,
  inspection: Inspection,
  folder: string,
  read: ReadFile,
  fileId: number,
): Promise<FileResult> {
  const { stage, options } = run
  const staging = await newStaging(run)
  try {
    const told = toldOf(source, options.choices ?? [], run.remembered)
    const prepared = await prepareFile(stage, staging, source, inspection, folder, read, options)
    throwIfAborted(options.signal)
    return await importFile(run, source, inspection, prepared, fileId, told).catch(failWrite)
  } finally {
    await stage.run(`detach ${staging}`)
  }
}

/**
 * The bytes are in the book: nothing is added, but what this copy knows better of its delivery is taken, so that it
 * does not matter which copy came first. A date that was given may be given anew, and that is said: it is no row, which an
 * undo would bring back.
 */
async function answerAgain(
  run: ImportRun,
  source: SourceFile,
  { fileId, isReplaced }: { fileId: number; isReplaced: boolean },
): Promise<FileResult> {
  const { write, options } = run
  const evidence = source.evidence ?? deliveryEvidence(source.name, source.meta)
  const given = await write.value(
    `select delivered::varchar from files where file_id = $file_id and delivered <> $delivered::date`,
    { file_id: fileId, delivered: options.delivered ?? null },
  )
  await write.run(
    `update files set
       meta_date = least(meta_date, $meta_date::date), name_date = least(name_date, $name_date::date),
       delivered = coalesce($delivered::date, delivered),
       coverage_start = coalesce(coverage_start, $coverage_start::timestamp),
       coverage_end = coalesce(coverage_end, $coverage_end::timestamp),
       feed_month = case
         when file_id in (select file_id from blocks where report like '%\\_feed' escape '\\')
           then coalesce(feed_month, $feed_month::date)
         else feed_month
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
  const anew = given === null ? '' : ` Its delivery date was given as ${given}, and is ${options.delivered} now.`
  return { ...result, reason: `The same bytes are in the book already, from ${from}${since}.${anew}${undo}` }
}
