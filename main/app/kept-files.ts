import { TieoutError } from '../../shared/errors.ts'
import type { Book } from '../database/open.ts'
import { forgetFiles } from '../import/keep.ts'
import { lostFiles, writeKeptIndex } from '../import/kept-index.ts'

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
  if (folder === null) return lossSentence([], book.badLog !== null)
  try {
    const lost = await book.read((connection) => lostFiles(connection, folder))
    return lossSentence([...new Set(lost.map(({ name }) => name))], book.badLog !== null)
  } catch (error) {
    if (!isOfFiles(error)) throw error
    const unknown = 'The list of the files that are kept with this book cannot be read, so none of them is removed.'
    return [
      book.badLog === null ? null : 'The last changes of this book could not be read and were put aside.',
      unknown,
    ]
      .filter((sentence) => sentence !== null)
      .join(' ')
  }
}

function lossSentence(names: readonly string[], isLogBad: boolean): string | null {
  if (names.length === 0 && !isLogBad) return null
  const what = isLogBad
    ? 'The last changes of this book could not be read and were put aside; it is as it was before them.'
    : 'Files that were imported into this book are no longer in it, because a state of it was damaged.'
  const again =
    names.length === 0
      ? 'No import was lost.'
      : `Import again: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}.`
  return `${what} ${again}`
}

/** Whether the file system or the index spoke, and not the database. */
function isOfFiles(error: unknown): boolean {
  return error instanceof TieoutError ? error.code === 'file-unreadable' : error instanceof Error && 'syscall' in error
}
