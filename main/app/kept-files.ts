import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import type { Book } from '../database/open.ts'
import type { LogAside } from '../database/stray-log.ts'
import { forgetFiles } from '../import/kept/keep.ts'
import { lostFiles, writeKeptIndex } from '../import/kept/kept-index.ts'

/** Puts right what a run that was killed has left in the folder of kept files. */
export async function tidyKept(book: Book, folder: string): Promise<void> {
  await besideTheBook(book, async () => {
    const connection = await book.connect()
    try {
      await forgetFiles(connection, folder)
      await writeKeptIndex(connection, folder)
    } finally {
      connection.close()
    }
  })
}

/**
 * Does `work` on the folder of kept files. A folder that may not be written, or an index that cannot be read, keeps
 * nobody from the book: it is told as a problem. What the database says is thrown.
 */
export async function besideTheBook(book: Book, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isOfFiles(error)) throw error
    book.onProblem('kept', error)
  }
}

/** Says which files were imported once and are lost to the book, and of changes that could not be read; else null. */
export async function lossOf(book: Book, folder: string | null): Promise<string | null> {
  const log = book.badLog === null ? null : logSentence(book.badLog)
  if (folder === null) return log
  try {
    const lost = await book.read((connection) => lostFiles(connection, folder))
    return lossSentence([...new Set(lost.map(({ name }) => name))], log, existsSync(folder))
  } catch (error) {
    if (!isOfFiles(error)) throw error
    const unknown = 'The list of the files that are kept with this book cannot be read, so none of them is removed.'
    return [log, unknown].filter((sentence) => sentence !== null).join(' ')
  }
}

/** What became of a log that was not taken in, and where it lies. */
function logSentence({ path, isOther }: LogAside): string {
  const aside = `put aside as ${basename(path)}`
  return isOther
    ? `The log beside this book belongs to another book, or to another state of this one. It was ${aside}; nothing of it came into this book. If it was copied here, put it back beside its own book.`
    : `The last changes of this book could not be read and were ${aside}; it is as it was before them.`
}

function lossSentence(names: readonly string[], log: string | null, isIndexed: boolean): string | null {
  const none = isIndexed
    ? 'No import was lost.'
    : 'Whether an import was lost is not known: no kept files lie beside it.'
  if (names.length === 0) return log === null ? null : `${log} ${none}`
  const what = log ?? 'Files that were imported into this book are no longer in it, because a state of it was lost.'
  return `${what} Import again: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`
}

/** Whether the file system or the index spoke, and not the database. */
function isOfFiles(error: unknown): boolean {
  return error instanceof TieoutError ? error.code === 'file-unreadable' : error instanceof Error && 'syscall' in error
}
