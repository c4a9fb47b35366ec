import type { ImportResult, Running } from '../app.ts'
import type { Service } from './service.ts'
import { bytesOf, requireSpace } from './place.ts'

/** Text on its way in, rows, and the kept copy: what an import needs on the disk for each byte of a file. */
const perByte = 3
/** What it needs for each byte of an archive or workbook, which hold many times their size. */
const perCompressedByte = 12

/** Imports files into the open book, which is backed up before, and reconciles it; all of it comes in, or nothing. */
export async function importFiles(
  service: Service,
  { paths, delivered }: { paths: readonly string[]; delivered?: string | undefined },
  running: Running,
): Promise<ImportResult> {
  const app = service.app()
  const compressed = bytesOf(paths.filter((path) => /\.(zip|xlsx|xlsm|gz)$/i.test(path)))
  const needed = perByte * (bytesOf(paths) - compressed) + perCompressedByte * compressed
  requireSpace(app.book, needed, 'for this import')
  if (!app.isTemporary && !(await app.facts()).empty) {
    const next = ((await app.latestImport())?.importId ?? 0) + 1
    running.onProgress?.({ step: 'Backing up the book', done: 0, total: null, unit: 'steps' })
    await service.backups.make(app, `before import ${next}`)
  }
  const result = await app.import(paths, { ...running, delivered, reconcile: service.options.shell !== 'command-line' })
  service.log.note('import', {
    files: result.files.length,
    rows: result.files.reduce((sum, file) => sum + file.rows_kept, 0),
    refused: result.files.reduce((sum, file) => sum + file.refused_rows, 0),
    isNew: result.importId !== null,
  })
  await app.settle()
  return result
}
