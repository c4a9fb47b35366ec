import type { App, Choice, ImportResult, Listed, Running, SourceFile, SyncRecord } from '../app.ts'
import type { Attempt } from './backups.ts'
import type { Service } from './service.ts'
import { bytesOf, requireSpace } from './place.ts'

/** Text on its way in, rows, and the kept copy: what an import needs on the disk for each byte of a file. */
const perByte = 3
/** What it needs for each byte of an archive or workbook, which hold many times their size. */
const perCompressedByte = 12

interface Incoming {
  readonly paths: readonly (string | SourceFile)[]
  readonly delivered?: string | undefined
  readonly choices?: readonly Choice[] | undefined
  readonly limitsTimes?: number | undefined
  readonly sync?: SyncRecord | undefined
  /** What was read of them for a list. */
  readonly listed?: Listed | undefined
}

/** The same for files that a person has looked at in the list: what was read for it is not read again. */
export async function importListed(service: Service, incoming: Incoming, running: Running): Promise<ImportResult> {
  const result = await importFiles(service, { ...incoming, listed: service.list.listed ?? undefined }, running)
  service.list.forget()
  return result
}

/** Imports files into the open book, which is backed up before, and reconciles it; all of it comes in, or nothing. */
export async function importFiles(
  service: Service,
  { paths, delivered, choices, limitsTimes, sync, listed }: Incoming,
  running: Running,
): Promise<ImportResult> {
  const app = service.app()
  const compressed = bytesOf(paths.filter((path) => /\.(zip|xlsx|xlsm|gz|parquet)$/i.test(nameOf(path))).map(diskOf))
  const needed = perByte * (bytesOf(paths.map(diskOf)) - compressed) + perCompressedByte * compressed
  requireSpace(app.book, needed, 'for this import')
  const before = (await app.latestImport())?.importId ?? 0
  let backup: Attempt | null = null
  if (paths.length > 0 && !app.isTemporary && !(await app.facts()).empty) {
    running.onProgress?.({ step: 'Backing up the book', done: 0, total: null, unit: 'steps' })
    backup = await service.backups.attempt(app, `before import ${before + 1}`)
  }
  const reconcile = service.options.shell !== 'command-line'
  let result: ImportResult
  try {
    result = await app.import(paths, {
      ...running,
      delivered,
      choices,
      limitsTimes,
      reconcile,
      sync,
      listed,
      isOwn: service.written.has,
    })
  } catch (error) {
    if (await isAsBefore(app, before)) backup?.drop()
    throw error
  }
  if (hasChanged(result, delivered)) backup?.keep()
  else backup?.drop()
  service.log.note('import', {
    files: result.files.length,
    rows: result.files.reduce((sum, file) => sum + file.rows_kept, 0),
    refused: result.files.reduce((sum, file) => sum + file.refused_rows, 0),
    isNew: result.importId !== null,
  })
  // What came in is committed: a full disk or a busy file changes nothing about that.
  await app.settle().catch((error: unknown) => service.log.problem('import.settle', error))
  return result
}

function nameOf(path: string | SourceFile): string {
  return typeof path === 'string' ? path : path.name
}

function diskOf(path: string | SourceFile): string {
  return typeof path === 'string' ? path : path.disk
}

/** After a failure; a book that does not answer is one that its backup may be wanted for. */
async function isAsBefore(app: App, importId: number): Promise<boolean> {
  try {
    return ((await app.latestImport())?.importId ?? 0) === importId
  } catch {
    return false
  }
}

/** A date that was given goes to files that the book has already, too, and no undo takes it back. */
function hasChanged({ importId, files }: ImportResult, delivered: string | undefined): boolean {
  return importId !== null || (delivered !== undefined && files.some(({ status }) => status === 'already-imported'))
}
