import { existsSync, mkdirSync } from 'node:fs'
import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { join, resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { begin, fillFrom, startFrom } from './blank.ts'
import { type Connection, wrapConnection } from './connection.ts'
import { createBookCopies } from './copy.ts'
import { locked } from './damage.ts'
import { holdFile } from './held-files.ts'
import { type FileOptions, openFile, requireRoom } from './instance.ts'
import { type Problem, removeLeftovers } from './leftovers.ts'
import { hasLog, logOf, markLog, renewMark } from './log-mark.ts'
import { migrate } from './migrate.ts'
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
  /** Runs `work` in one transaction after every write before it; a throw rolls all of it back. */
  write<Result>(work: (connection: Connection) => Promise<Result>, signal?: AbortSignal): Promise<Result>
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
  readonly revisions?: { current: number }
  /** Called before an older book is brought to the schema of this version, while its file holds everything. */
  readonly beforeMigration?: BeforeMigration
  /** Told of what failed beside the work, which is done all the same. */
  readonly onProblem?: Problem | undefined
}

/** Milliseconds between the last two attempts to write everything into the file. */
const longestWait = 1000

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
    if (isNew) for (const left of [logOf(file), file, temporary]) removeLeftovers(left, onProblem)
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
  const connections = new Set<Connection>()
  const revisions = options.revisions ?? { current: 0 }
  const closing = new AbortController()
  // Every read listens.
  setMaxListeners(0, closing.signal)
  const copies = createBookCopies(file)
  const turn = createQueue()
  // A state and its revision belong together: no commit may come between the two.
  const gate = createQueue()

  const connecting = new Set<Promise<unknown>>()
  const openConnection = async (): Promise<Connection> => {
    const connection: Connection = wrapConnection(await instance.connect(), () => connections.delete(connection))
    connections.add(connection)
    // A book must not depend on the zone of the machine it is opened on.
    await connection.run(`set TimeZone = 'UTC'`)
    return connection
  }
  const connect = async (): Promise<Connection> => {
    if (closing.signal.aborted) throw new TieoutError('no-book', 'The book was closed.', { book: file })
    const opening = openConnection()
    connecting.add(opening)
    try {
      return await opening
    } finally {
      connecting.delete(opening)
    }
  }
  /** Settles when no thread of the database works for us any more. */
  const stopAll = async (): Promise<void> => {
    while (connecting.size > 0) await Promise.allSettled(connecting)
    await Promise.all([...connections].map((connection) => connection.stop()))
  }
  const letGo = async (closed: () => void = () => undefined): Promise<void> => {
    try {
      for (const connection of connections) connection.close()
      instance.closeSync()
    } finally {
      await copies.close().catch((error: unknown) => onProblem('close.copies', error))
    }
    if (file !== ':memory:') removeLeftovers(temporary, onProblem)
    closed()
    // Last: closing what was copied from would take the lock off whoever has the file by then.
    hold?.release()
  }
  // Whether no other file has the mark of this one, and whether the log begins with it.
  let isMarkOwn = false
  let isLogMarked = false
  // Whether the database has written the log into the file itself, which then has the mark of the state before.
  let isMarkStale = false
  const checkpoint = async (): Promise<void> => {
    if (file !== ':memory:' && !closing.signal.aborted) requireRoom(file)
    const connection = await openConnection()
    try {
      if (file !== ':memory:') await renewMark(connection)
      for (let wait = 5; ; wait *= 2) {
        try {
          await connection.run(wait > longestWait ? 'force checkpoint' : 'checkpoint')
          isMarkOwn = true
          isLogMarked = isMarkStale = false
          return
        } catch (error) {
          // The database refuses while it is tidying up behind a read, which takes a moment.
          if (wait > longestWait || !/Cannot CHECKPOINT/.test(String(error))) throw error
          await setTimeout(wait)
        }
      }
    } finally {
      connection.close()
    }
  }
  let layout = 0
  const isInFile = (): boolean => file === ':memory:' || !hasLog(logOf(file))
  /** Rows may get other numbers in it; what is read meanwhile belongs to neither side. */
  const putInOrder = async (): Promise<void> => {
    layout += 1
    await checkpoint()
    layout += 1
  }
  const emptyLog = async (): Promise<void> => {
    if (!isInFile() || isMarkStale) await putInOrder()
  }
  /** Sees to it that nobody has a copy of the file as it is, to which the log would fit as well. */
  const settle = async (): Promise<void> => {
    if (!isInFile() || !isMarkOwn) await putInOrder()
  }
  const prepareLog = async (): Promise<void> => {
    if (file === ':memory:' || options.isPassing) return
    if (!isMarkOwn) await putInOrder()
    if (isLogMarked) return
    const connection = await connect()
    try {
      await markLog(connection)
      isLogMarked = true
    } finally {
      connection.close()
    }
  }
  const commit = (connection: Connection): Promise<void> =>
    gate(async () => {
      await connection.run('commit')
      revisions.current += 1
      // The database writes a large change into the file at once.
      if (!isInFile()) return
      isMarkStale = true
      isMarkOwn = isLogMarked = false
    })
  let scratch: Promise<string> | null = null
  const attachScratch = async (): Promise<string> => {
    if (file !== ':memory:') mkdirSync(temporary, { recursive: true })
    const path = file === ':memory:' ? file : join(temporary, 'scratch')
    const connection = await connect()
    try {
      await connection.run(`attach '${path.replaceAll("'", "''")}' as scratch`)
      return 'scratch'
    } catch (error) {
      // A full disk is no longer full at the next attempt, which half a file would fail.
      scratch = null
      for (const end of ['', '.wal']) removeLeftovers(`${path}${end}`, onProblem)
      throw error
    } finally {
      connection.close()
    }
  }
  const readers = createReaders(
    connect,
    () => ({ revision: revisions.current, layout: layout + revisions.current }),
    gate,
    closing.signal,
  )

  try {
    if (file === ':memory:' && options.blank) await fillFrom(options.blank, connect)
    const putInFile = options.isPassing ? async (): Promise<void> => undefined : emptyLog
    await migrate(connect, putInFile, async (change, connection) =>
      options.beforeMigration?.(change, (target) => copies.copy(connection, target)),
    )
    if (isCopied) {
      await begin(connect)
      // The mark is that of the book that it was copied from.
      if (!options.isPassing) await putInOrder()
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
    connect,
    read: readers.read,
    write: (work, signal) =>
      turn(async () => {
        await prepareLog()
        return inTransaction(connect, work, commit, signal)
      }),
    copyTo: (target, after) =>
      turn(async () => {
        await emptyLog()
        const connection = await connect()
        try {
          isMarkOwn = false
          await copies.copy(connection, target)
          await after?.(connection)
        } finally {
          connection.close()
        }
      }),
    settle: () => turn(settle),
    scratch: () => (scratch ??= attachScratch()),
    async close() {
      await turn(async () => {
        closing.abort()
        await readers.ended()
        await stopAll()
        try {
          await (options.isPassing ? forgetLog(openConnection) : emptyLog())
        } finally {
          // A full disk must not leave the file in our hands: what was committed stands in its log.
          await letGo()
        }
      })
    },
  }
}

/** The database writes the log into the file when it is closed, unless it is told that nobody needs it. */
async function forgetLog(connect: () => Promise<Connection>): Promise<void> {
  const connection = await connect()
  await connection.run('pragma disable_checkpoint_on_shutdown')
  connection.close()
}

async function inTransaction<Result>(
  connect: () => Promise<Connection>,
  work: (connection: Connection) => Promise<Result>,
  commit: (connection: Connection) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const connection = await connect()
  const stopListening = connection.interruptOn(signal)
  try {
    await connection.run('begin')
    const result = await work(connection)
    stopListening()
    await commit(connection)
    return result
  } catch (error) {
    stopListening()
    await connection.run('rollback').catch(() => undefined)
    throw error
  } finally {
    connection.close()
  }
}
