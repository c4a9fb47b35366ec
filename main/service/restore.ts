import { constants, existsSync, renameSync, rmSync } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import { TieoutError, throwIfAborted } from '../../shared/errors.ts'
import type { App, Running } from '../app.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import type { Log } from './log.ts'
import type { Service } from './service.ts'

/**
 * Puts a backup in the place of the book, which is backed up before, whole or not; then opens it. Where the backup
 * cannot take that place, the book that was there is open again.
 */
export async function restoreBook(service: Service, book: string, backup: string, running: Running): Promise<BookInfo> {
  const { backups, desk, log } = service
  const path = resolve(book)
  const part = `${path}.restoring`
  running.onProgress?.({ step: 'Restoring the backup', done: 0, total: null, unit: 'steps' })
  try {
    // Making a backup may push the oldest ones out, this one among them.
    await copyWithLog(backups.pathOf(path, backup), part)
    const former = await backUpFormer(service, path)
    throwIfAborted(running.signal)
    await former?.giveUpFiles()
    try {
      if (desk.holds(path)) await desk.close()
      replaceBook(path, part, log)
    } catch (error) {
      const isOpen = desk.holds(path)
      if (former && !isOpen)
        await desk.open(path, { create: false }).catch((reason: unknown) => log.problem('restore.reopen', reason))
      throw error
    }
  } finally {
    for (const end of ['', '.wal']) removeLeftovers(`${part}${end}`, log.problem)
  }
  await desk.open(path, { create: false })
  return service.bookInfo()
}

/** A copy that is on the disk when this has ended; with the log, in which the last changes of a damaged book stand. */
async function copyWithLog(from: string, to: string): Promise<void> {
  rmSync(`${to}.wal`, { force: true })
  for (const end of ['', '.wal']) {
    if (end !== '' && !existsSync(`${from}${end}`)) continue
    await copyFile(`${from}${end}`, `${to}${end}`, constants.COPYFILE_FICLONE)
    const file = await open(`${to}${end}`, 'r+')
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

/**
 * A book never stands beside a log that is not its own, which would be read into it: the log goes first and comes last.
 * What was there is in its place again when the file cannot be replaced.
 */
function replaceBook(path: string, part: string, log: Log): void {
  const wal = `${path}.wal`
  const aside = `${part}-former.wal`
  if (existsSync(wal)) renameSync(wal, aside)
  try {
    renameSync(part, path)
  } catch (error) {
    if (existsSync(aside)) renameSync(aside, wal)
    throw error
  }
  if (existsSync(`${part}.wal`)) renameSync(`${part}.wal`, wal)
  for (const left of [aside, `${path}.guard`]) removeLeftovers(left, log.problem)
}

/**
 * A whole book is copied by way of the database, with the list of its files, and is open afterwards; a damaged one is
 * copied as it lies there, and the answer is null. Error `book-locked` when another Tieout has it open.
 */
async function backUpFormer(service: Service, path: string): Promise<App | null> {
  if (!existsSync(path)) return null
  const { backups, desk, log } = service
  try {
    const app = await desk.open(path, { create: false })
    // Its file would be replaced under it, and its log would stay under the other name.
    if (app.book !== path)
      throw new TieoutError('wrong-usage', `This book is open as ${app.book}. Restore it under that name.`, {
        book: path,
      })
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
