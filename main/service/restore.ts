import { constants, existsSync, renameSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import { TieoutError, throwIfAborted } from '../../shared/errors.ts'
import type { App, Running } from '../app.ts'
import type { Service } from './service.ts'

/** Puts a backup in the place of the book, which is backed up before, whole or not; then opens it. */
export async function restoreBook(service: Service, book: string, backup: string, running: Running): Promise<BookInfo> {
  const { backups, desk } = service
  const path = resolve(book)
  // Making a backup may push the oldest ones out, this one among them.
  const part = `${path}.restoring`
  running.onProgress?.({ step: 'Restoring the backup', done: 0, total: null, unit: 'steps' })
  try {
    await copyFile(backups.pathOf(path, backup), part, constants.COPYFILE_FICLONE)
    const former = await backUpFormer(service, path)
    throwIfAborted(running.signal)
    await former?.giveUpFiles()
    if (desk.app?.book === path) await desk.close()
    rmSync(`${path}.wal`, { force: true })
    renameSync(part, path)
  } finally {
    rmSync(part, { force: true })
  }
  await desk.open(path, { create: false })
  return service.bookInfo()
}

/**
 * A whole book is copied by way of the database, with the list of its files, and is open afterwards; a damaged one is
 * copied as it lies there, and the answer is null. Error `book-locked` when another Tieout has it open.
 */
async function backUpFormer(service: Service, path: string): Promise<App | null> {
  if (!existsSync(path)) return null
  const { backups, desk, log } = service
  try {
    const app = desk.app?.book === path ? desk.app : await desk.open(path, { create: false })
    await backups.make(app, 'before restore')
    return app
  } catch (error) {
    if (!isDamage(error)) throw error
    log.problem('restore.former', error)
    // Its last changes may not find their way into a file that is damaged; they are copied with it.
    if (desk.app?.book === path) await desk.close().catch((reason: unknown) => log.problem('restore.close', reason))
    await backups.copy(path, 'damaged before restore')
    return null
  }
}

/** Whether the database could not read the book; an error of the file system or a sentence of ours is none. */
function isDamage(error: unknown): boolean {
  if (error instanceof TieoutError) return error.code === 'book-damaged'
  return !(error instanceof Error && 'syscall' in error)
}
