import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Connection } from '../database/connection.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import type { Book } from '../database/open.ts'
import { cancelled, throwIfAborted } from '../../shared/errors.ts'
import { nextId, recordFiles } from './kept/book-files.ts'
import { readRemembered, rememberChoices, requireSections } from './choices.ts'
import { deliveryEvidence } from './evidence.ts'
import { feedFileSizes } from './kept/feed-versions.ts'
import { rememberedWith } from './heads.ts'
import { forgetFiles, importedHashes, keptFolder } from './kept/keep.ts'
import { writeKeptIndex } from './kept/kept-index.ts'
import { cellMacros } from './cells/macros.ts'
import { type FileResult, type ImportResult, withoutRows } from './result.ts'
import { type SourceFile, findSources, originalsFirst } from './sources/sources.ts'
import { attachList, copyMoves, detachList } from './take-over.ts'
import { type ImportOptions, type ImportRun, add } from './import-run.ts'
import { type Keeping, importSource } from './import-source.ts'
import { writeWaiting } from './several-files.ts'

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
        known: { hashes: new Set(await importedHashes(write)), feedMonths: new Map() },
        waiting: [],
        folders: [],
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
          if ('reason' in source) {
            await writeWaiting(run, book, files)
            add(run, files, withoutRows(source.path, 'failed', source.reason))
          } else await importSource(run, book, source, files, keeping)
        }
        await writeWaiting(run, book, files)
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

/** What a failure leaves here is put right when the book is opened. */
async function tidyKept(connection: Connection, folder: string, alsoKept?: ReadonlySet<string>): Promise<void> {
  await forgetFiles(connection, folder, alsoKept)
  await writeKeptIndex(connection, folder)
}

/** Files that gave nothing are named in the history of the import too, each once. */
async function rememberWithoutRows(write: Connection, importId: number, file: FileResult): Promise<void> {
  if (file.status !== 'unrecognised' && file.status !== 'failed') return
  const known = await write.value(`select file_id from files where sha256 = $sha256`, { sha256: file.sha256 })
  if (known !== null) return
  const fileId = await nextId(write, 'files', 'file_id')
  const evidence = { ...deliveryEvidence('', null), delivered: null, delimiter: null }
  const told = { chosen: null, remembered: null }
  await recordFiles(write, [
    { fileId, importId, name: basename(file.path), inspection: null, result: file, evidence, told },
  ])
}
