import { constants, existsSync, renameSync, rmSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import { throwIfAborted } from '../../shared/errors.ts'
import type { Running } from '../app.ts'
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
    await backUpFormer(service, path)
    throwIfAborted(running.signal)
    if (desk.app?.book === path) await desk.close()
    rmSync(`${path}.wal`, { force: true })
    renameSync(part, path)
  } finally {
    rmSync(part, { force: true })
  }
  await desk.open(path, { create: false })
  return service.bookInfo()
}

/** A whole book is copied by way of the database, with the list of its files; a damaged one as it lies there. */
async function backUpFormer(service: Service, path: string): Promise<void> {
  if (!existsSync(path)) return
  const { backups, desk, log } = service
  if (desk.app?.book === path) {
    await backups.make(desk.app, 'before restore')
    return
  }
  try {
    await backups.make(await desk.open(path, { create: false }), 'before restore')
  } catch (error) {
    log.problem('restore.former', error)
    await backups.copy(path, 'damaged before restore')
  }
}
