import type { Book } from '../database/open.ts'
import { readHistory } from '../import/kept/history.ts'
import { keepForBackup } from '../import/kept/keep.ts'
import { dropFromIndex, writeKeptIndex } from '../import/kept/kept-index.ts'
import type { Running } from './answers.ts'
import { type BookFacts, type BookSettings, changeSettings, readFacts } from './book-settings.ts'
import { besideTheBook, lossOf } from './kept-files.ts'
import { type Opened, mayChange, reconcileAfter } from './opened.ts'
import { readOnlySentence } from './read-only.ts'

/** The book itself: its settings, its health and its copies. */
export interface Keeping {
  facts(): Promise<BookFacts>
  /** Changes tolerance or as-of date, and reconciles. Error `wrong-usage`. */
  configure(change: BookSettings, running?: Running): Promise<void>
  /** False when its database, or the one beside it for what is made from the book, takes nothing any more. */
  isSound(): Promise<boolean>
  /** Writes everything into the one file, so that little is left to a log that a crash could damage. */
  settle(): Promise<void>
  /**
   * Says which files were imported once and are lost to the book, of changes that could not be read, and that nothing of
   * it can be changed; else null.
   */
  loss(): Promise<string | null>
  /** Before another state takes the place of this book: what that one lacks is not lost, but was given up. */
  giveUpFiles(): Promise<void>
  /** Copies the book to `target`, and keeps its files for as long as the backup `name` is listed. */
  backUp(name: string, target: string): Promise<void>
  /** Copies the book to `target`, for a look at it from another day. */
  copyTo(target: string): Promise<void>
}

/** Settings, health and copies of an open book. */
export function createKeeping(opened: Opened): Keeping {
  const { book, kept, texts, original } = opened
  return {
    facts: () => book.read(readFacts),
    configure: async (change, running = {}) => {
      mayChange(opened)
      await book.write(
        async (connection) => {
          await changeSettings(connection, change)
          await reconcileAfter(running)(connection)
          if (kept) await besideTheBook(book, () => writeKeptIndex(connection, kept))
        },
        running.signal,
        ['settings'],
      )
    },
    isSound: () => isSound(book),
    settle: () => book.settle(),
    loss: async () => {
      const loss = await lossOf(book, original === null ? kept : texts)
      return original === null ? loss : [readOnlySentence, ...(loss === null ? [] : [loss])].join(' ')
    },
    giveUpFiles: async () => {
      const history = await book.read(readHistory)
      const sha256s = history.flatMap(({ files }) => files.flatMap(({ sha256 }) => sha256 ?? []))
      if (kept) await besideTheBook(book, async () => dropFromIndex(kept, sha256s))
    },
    backUp: (name, target) =>
      book.copyTo(target, async (connection) => {
        if (kept) await keepForBackup(connection, kept, name)
      }),
    copyTo: (target) => book.copyTo(target),
  }
}

async function isSound(book: Book): Promise<boolean> {
  try {
    const scratch = await book.scratch()
    await book.read((connection) => connection.run(`create or replace table ${scratch}.sound as select 1 as sound`))
    return true
  } catch {
    return false
  }
}
