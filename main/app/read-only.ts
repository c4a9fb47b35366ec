import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { guardOf } from '../database/guard.ts'
import { probeLock } from '../database/instance.ts'
import { logOf } from '../database/log-mark.ts'

/** Why nothing of a book can be changed, and what to do. */
export const readOnlySentence =
  'This book is read-only: its file or folder cannot be written, so nothing of it can be changed. To work on it, copy the book and the folder of its files to a folder that can be written.'

/** Error for what would change a book that cannot be written. */
export function readOnlyBook(book: string): TieoutError {
  return new TieoutError('internal', readOnlySentence, { problem: 'read-only', book })
}

/** Whether there is a file at the path that a book cannot live in: it needs the file and its folder, for its log. */
export function isReadOnly(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  return !mayWrite(path) || !mayWrite(dirname(logOf(path)))
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Copies a book, with what the database left beside it, into `folder`, and gives the copy. Error `book-locked` while it is open elsewhere. */
export async function copyForReading(path: string, folder: string): Promise<string> {
  const target = join(folder, basename(path))
  const release = await probeLock(path)
  try {
    await copyFile(path, target, constants.COPYFILE_FICLONE)
    for (const beside of [logOf, guardOf]) {
      if (existsSync(beside(path))) await copyFile(beside(path), beside(target), constants.COPYFILE_FICLONE)
    }
  } catch (error) {
    await rm(target, { force: true })
    throw error
  } finally {
    release()
  }
  return target
}
