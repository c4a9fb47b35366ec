import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'
import type { Connection, Row } from '../../database/connection.ts'
import type { Book } from '../../database/open.ts'
import { removeLeftovers } from '../../database/leftovers.ts'
import { storedTold } from '../choices.ts'
import { noLimits } from '../limits.ts'
import { giveUpRows } from './feed-versions.ts'
import type { ImportRun } from '../import-run.ts'
import { prepareAndWrite } from '../import-source.ts'
import { inspect } from '../formats/inspect.ts'
import { keptFolder, keptPath, unpackKept } from './keep.ts'
import { cellMacros } from '../cells/macros.ts'

/** A file whose place an import had taken, and which file of that import stood in it. */
export interface Restored {
  readonly fileId: number
  readonly replacedBy: number
  /** False where a still newer version goes on standing in its place. */
  readonly cameBack: boolean
}

/** The files whose place the import's files have taken; `cameBack` is true for those that return when it leaves. */
export async function formerFiles(
  connection: Connection,
  importId: number,
): Promise<readonly (Restored & { readonly row: Row; readonly next: number | null })[]> {
  const rows = await connection.rows(
    `with recursive mine as (select file_id from files where import_id = $import_id),
     chain as (
       select file_id, replaced_by as first, replaced_by as at from files
       where replaced_by in (from mine) and file_id not in (from mine)
       union all
       select c.file_id, c.first, f.replaced_by from chain as c join files as f on f.file_id = c.at
       where c.at in (from mine)
     )
     select c.file_id as former, c.first, arg_max(c.at, case when c.at is null then 2 when c.at in (from mine) then 0 else 1 end) as next,
       bool_or(c.at is null) as returns
     from chain as c group by all order by c.file_id`,
    { import_id: importId },
  )
  const found = []
  for (const one of rows) {
    const [row] = await connection.rows(`select * from files where file_id = $file_id`, {
      file_id: Number(one['former']),
    })
    if (!row) continue
    const cameBack = one['returns'] === true
    const next = cameBack || one['next'] === null ? null : Number(one['next'])
    found.push({ fileId: Number(one['former']), replacedBy: Number(one['first']), cameBack, next, row })
  }
  return found
}

/**
 * Brings back the files whose place an import had taken, in the transaction in which its own rows have left: their
 * rows are read again from the copies beside the book. Error `not-found` when such a copy is not there.
 */
export async function restoreFormer(
  book: Book,
  write: Connection,
  former: Awaited<ReturnType<typeof formerFiles>>,
  signal?: AbortSignal,
): Promise<void> {
  for (const { fileId, next } of former.filter(({ cameBack }) => !cameBack))
    await write.run(`update files set replaced_by = $next where file_id = $file_id`, { next, file_id: fileId })
  const coming = former.filter(({ cameBack }) => cameBack)
  if (coming.length === 0) return
  const stage = await book.connect()
  const stopListening = stage.interruptOn(signal)
  const workFolder = `${book.path}.tieout-work`
  try {
    await stage.script(cellMacros)
    for (const { row, fileId } of coming) await readAgain(book, { stage, write, workFolder, signal }, row, fileId)
  } finally {
    stopListening()
    stage.close()
    if (book.path !== ':memory:') removeLeftovers(workFolder, book.onProblem)
  }
}

/** Gives up again what `restoreFormer` brought back. */
export async function giveUpFormer(connection: Connection, restored: readonly Restored[]): Promise<void> {
  for (const { fileId, replacedBy, cameBack } of restored) {
    if (cameBack) await giveUpRows(connection, fileId, replacedBy)
    else
      await connection.run(`update files set replaced_by = $replaced_by where file_id = $file_id`, {
        file_id: fileId,
        replaced_by: replacedBy,
      })
  }
}

async function readAgain(
  book: Book,
  place: { stage: Connection; write: Connection; workFolder: string; signal: AbortSignal | undefined },
  row: Row,
  fileId: number,
): Promise<void> {
  const kept = keptFolder(book.path)
  const sha256 = String(row['sha256'])
  const path = String(row['path'])
  if (!kept || !existsSync(keptPath(kept, sha256)))
    throw new TieoutError(
      'not-found',
      `No copy of ${path} is kept, so the import that took its place cannot be undone.`,
    )
  const { stage, write, workFolder, signal } = place
  const folder = join(workFolder, `former-${fileId}`)
  mkdirSync(folder, { recursive: true })
  const disk = join(folder, 'file')
  await unpackKept(kept, sha256, disk)
  const text = (name: string): string | null =>
    row[name] === null || row[name] === undefined ? null : String(row[name])
  const evidence = {
    metaDate: text('meta_date'),
    nameDate: text('name_date'),
    coverageStart: text('coverage_start'),
    coverageEnd: text('coverage_end'),
    feedMonth: text('feed_month'),
    brokenSideFile: false,
  }
  const told = storedTold(text('chosen'), text('remembered'))
  const source = { path, name: String(row['name']), disk, meta: null, evidence, delivered: text('delivered'), told }
  // It was let in before.
  const options = { workFolder, keepFiles: false, signal, limits: noLimits }
  const said = { replaces: text('replaces'), warnings: JSON.parse(text('warnings') ?? '[]') as string[] }
  const run: ImportRun = {
    stage,
    write,
    importId: Number(row['import_id']),
    options,
    feedSizes: new Set(),
    remembered: new Map(),
    known: { hashes: new Set(), feedMonths: new Map() },
    waiting: [],
    folders: [],
    taken: [],
    read: [],
    moves: [],
    at: 0,
    said,
  }
  await write.run(`delete from files where file_id = $file_id`, { file_id: fileId })
  await prepareAndWrite(run, source, await inspect(disk, signal), folder, fileId)
}
