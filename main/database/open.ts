import { existsSync } from 'node:fs'
import { setMaxListeners } from 'node:events'
import { resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import type { BookPart, PartRevisions } from '../../shared/revisions.ts'
import { begin, fillFrom, startFrom } from './blank.ts'
import { createBookLog } from './book-log.ts'
import type { Connection } from './connection.ts'
import { createConnections, inTransaction } from './connections.ts'
import { createBookCopies } from './copy.ts'
import { locked } from './damage.ts'
import { createGuard, guardOf } from './guard.ts'
import { holdFile } from './held-files.ts'
import { type FileOptions, openFile } from './instance.ts'
import { type Problem, removeLeftovers } from './leftovers.ts'
import { logOf } from './log-mark.ts'
import { migrate } from './migrate.ts'
import { type Revisions, createRevisions } from './revisions.ts'
import { createScratch } from './scratch.ts'
import type { LogAside } from './stray-log.ts'
import { type BookState, createQueue, createReaders } from './turns.ts'

/** An open book: the only way to its data, and the only owner of its file in this process. */
export interface Book {
  /** Absolute path of the book, or `:memory:`. */
  readonly path: string
  /** The write-ahead log that was damaged, or that of another file, and was moved aside when the book was opened. */
  readonly badLog: LogAside | null
  /** Grows with every committed write. */
  readonly revision: number
  /** Of each part of the book the revision at which it changed last. */
  readonly parts: PartRevisions
  /** To be told of what failed beside the work, which is done all the same. */
  readonly onProblem: Problem
  connect(): Promise<Connection>
  /**
   * Runs `work` on one state of the book, which does not change under it, and which it is told of; any number at
   * once. Statements are interrupted when the signal is aborted or the book is closed.
   */
  read<Result>(
    work: (connection: Connection, state: BookState) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>
  /**
   * Runs `work` in one transaction after every write before it; a throw rolls all of it back. `changes` are the parts of
   * the book that it changes, `facts` unless told; none for what only follows from them.
   */
  write<Result>(
    work: (connection: Connection) => Promise<Result>,
    signal?: AbortSignal,
    changes?: readonly BookPart[],
  ): Promise<Result>
  /** Copies the book to `target` while nothing is written, then does `after`, still before the next write. */
  copyTo(target: string, after?: (connection: Connection) => Promise<void>): Promise<void>
  /** Writes everything that was committed into the file. */
  settle(): Promise<void>
  /** Name of an attached database for what is made from the book and can be made again; it is gone with `close`. */
  scratch(): Promise<string>
  /** Waits for running writes, ends running reads, checkpoints and closes the file. */
  close(): Promise<void>
}

/** Told what is about to change, for example `migration 2` or `new columns`; `copyTo` copies the book as it is. */
export type BeforeMigration = (change: string, copyTo: (target: string) => Promise<void>) => Promise<void>

export interface OpenOptions extends FileOptions {
  /** When false, a path at which there is no book is refused instead of created. */
  readonly create?: boolean
  /** A book without files from which a new one is copied, which is much sooner than to make its tables. */
  readonly blank?: string | null | undefined
  /** For a book that nobody opens again: it is not put in order before it goes. */
  readonly isPassing?: boolean | undefined
  /** Where revisions go on from and are counted; books that are opened one after another may share one. */
  readonly revisions?: Revisions
  /** Called before an older book is brought to the schema of this version, while its file holds everything. */
  readonly beforeMigration?: BeforeMigration
}

/**
 * Opens the book at `path` (`:memory:` for one that leaves nothing), creating and migrating it where needed.
 * Errors: `book-locked` when another process or this one has it open, `book-damaged` when the file is no book,
 * `not-found` when it must exist and does not.
 */
export async function openBook(path: string, options: OpenOptions = {}): Promise<Book> {
  const file = path === ':memory:' ? path : resolve(path)
  const { onProblem = () => undefined } = options
  if (options.create === false && file !== ':memory:' && !existsSync(file))
    throw new TieoutError('not-found', `There is no book at ${file}.`, { book: file })
  // Before anything looks into the file.
  const hold = file === ':memory:' ? null : holdFile(file)
  if (file !== ':memory:' && !hold) throw locked(file)

  const temporary = `${file}.tieout-tmp`
  const isNew = file !== ':memory:' && !existsSync(file)
  /** Of a book that could not be made nothing stays, or the next attempt would find a damaged one. */
  const removeUnmade = (): void => {
    if (isNew) for (const left of [logOf(file), guardOf(file), file, temporary]) removeLeftovers(left, onProblem)
  }
  const isCopied = isNew && startFrom(options.blank, file)
  const { instance, badLog } = await openFile(file, temporary, options).catch((error: unknown) => {
    // Any other error may be about a file that another process is making at this moment.
    if (error instanceof TieoutError && error.details['problem'] === 'disk-full') removeUnmade()
    hold?.release()
    throw error
  })
  hold?.renew()
  // What a process that was killed has left.
  if (file !== ':memory:') removeLeftovers(temporary, onProblem)
  const revisions = options.revisions ?? createRevisions()
  const closing = new AbortController()
  // Every read listens.
  setMaxListeners(0, closing.signal)
  const connections = createConnections(instance, file, closing.signal)
  const { connect } = connections
  const isPassing = options.isPassing === true
  // What can be made again, or is gone with the process, needs none.
  const guard = file === ':memory:' || isPassing ? null : createGuard(file, connections, onProblem)
  const log = createBookLog(file, connections, { closing: closing.signal, isPassing, guard })
  const copies = createBookCopies(file)
  const turn = createQueue()
  // A state and its revision belong together: no commit may come between the two.
  const gate = createQueue()
  const commit = (connection: Connection, changes: readonly BookPart[]): Promise<void> =>
    gate(async () => {
      await connection.run('commit')
      revisions.grow(changes)
      log.committed()
    })
  const letGo = async (closed: () => void = () => undefined): Promise<void> => {
    try {
      connections.closeAll()
      instance.closeSync()
    } finally {
      await copies.close().catch((error: unknown) => onProblem('close.copies', error))
      await guard?.close().catch((error: unknown) => onProblem('close.guard', error))
    }
    if (file !== ':memory:') removeLeftovers(temporary, onProblem)
    closed()
    // Last: closing what was copied from would take the lock off whoever has the file by then.
    hold?.release()
  }
  const readers = createReaders(
    connect,
    () => ({ revision: revisions.current, parts: revisions.parts, layout: log.layout + revisions.current }),
    gate,
    closing.signal,
  )

  try {
    if (file === ':memory:' && options.blank) await fillFrom(options.blank, connect)
    const putInFile = isPassing ? async (): Promise<void> => undefined : log.empty
    await migrate(connect, putInFile, async (change, connection) => {
      await guard?.renew()
      await options.beforeMigration?.(change, (target) => copies.copy(connection, target))
    })
    if (isCopied) {
      await begin(connect)
      // The mark is that of the book that it was copied from.
      if (!isPassing) await log.putInOrder()
    }
  } catch (error) {
    await letGo(removeUnmade)
    throw error
  }
  return {
    path: file,
    badLog,
    onProblem,
    get revision() {
      return revisions.current
    },
    get parts() {
      return revisions.parts
    },
    connect,
    read: readers.read,
    write: (work, signal, changes = ['facts']) =>
      turn(async () => {
        await log.prepare()
        return inTransaction(connections, work, (connection) => commit(connection, changes), signal)
      }),
    copyTo: (target, after) =>
      turn(async () => {
        await log.empty()
        const connection = await connect()
        try {
          log.copied()
          await copies.copy(connection, target)
          await after?.(connection)
        } finally {
          connection.close()
        }
      }),
    settle: () => turn(log.settle),
    scratch: createScratch(file, temporary, connections, onProblem),
    async close() {
      await turn(async () => {
        closing.abort()
        await readers.ended()
        await connections.stopAll()
        try {
          await (isPassing ? log.forget() : log.empty())
        } finally {
          // A full disk must not leave the file in our hands: what was committed stands in its log.
          await letGo()
        }
      })
    },
  }
}
