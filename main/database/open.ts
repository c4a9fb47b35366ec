import { DuckDBInstance } from '@duckdb/node-api'
import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { type Connection, wrapConnection } from './connection.ts'
import { migrate } from './migrate.ts'

/** An open book: the only way to its data, and the only owner of its file in this process. */
export interface Book {
  /** Absolute path of the book, or `:memory:`. */
  readonly path: string
  connect(): Promise<Connection>
  /** Runs `work` in one transaction after every write before it; a throw rolls all of it back. */
  write<Result>(work: (connection: Connection) => Promise<Result>, signal?: AbortSignal): Promise<Result>
  /** Waits for running writes, checkpoints and closes the file. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** For example `1GB`; half of the machine's memory and at most 4 GB when absent. */
  readonly memoryLimit?: string
  /** When false, a path at which there is no book is refused instead of created. */
  readonly create?: boolean
}

const openPaths = new Set<string>()

/**
 * Opens the book at `path` (`:memory:` for one that leaves nothing), creating and migrating it where needed.
 * Errors: `book-locked` when another process or this one has it open, `book-damaged` when the file is no book,
 * `not-found` when it must exist and does not.
 */
export async function openBook(path: string, options: OpenOptions = {}): Promise<Book> {
  const file = path === ':memory:' ? path : resolve(path)
  if (openPaths.has(file)) throw locked(file)
  if (options.create === false && file !== ':memory:' && !existsSync(file))
    throw new TieoutError('not-found', `There is no book at ${file}.`, { book: file })
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })

  const temporary = `${file}.tieout-tmp`
  refuseForeignFile(file)
  const instance = await createInstance(file, temporary, options)
  if (file !== ':memory:') openPaths.add(file)
  const connections = new Set<Connection>()
  let queue: Promise<unknown> = Promise.resolve()

  const connect = async (): Promise<Connection> => {
    const connection: Connection = wrapConnection(await instance.connect(), () => connections.delete(connection))
    connections.add(connection)
    // A book must not depend on the zone of the machine it is opened on.
    await connection.run(`set TimeZone = 'UTC'`)
    return connection
  }
  const closeNow = (): void => {
    for (const connection of connections) connection.close()
    instance.closeSync()
    openPaths.delete(file)
    if (file !== ':memory:') rmSync(temporary, { recursive: true, force: true })
  }
  const write: Book['write'] = (work, signal) => {
    const turn = queue.then(() => inTransaction(connect, work, signal))
    queue = turn.catch(() => undefined)
    return turn
  }

  try {
    await migrate(connect)
  } catch (error) {
    closeNow()
    throw error
  }
  return {
    path: file,
    connect,
    write,
    async close() {
      await queue
      const connection = await connect()
      await connection.run('checkpoint')
      closeNow()
    },
  }
}

async function createInstance(file: string, temporary: string, options: OpenOptions): Promise<DuckDBInstance> {
  const settings = {
    memory_limit: options.memoryLimit ?? `${Math.min(4096, Math.floor(totalmem() / 2 ** 21))}MB`,
    temp_directory: file === ':memory:' ? '' : temporary,
    // Nothing may reach for the network: every extension that Tieout needs is built in.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
  try {
    return await DuckDBInstance.create(file, settings)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (/Could not set lock|being used by another process/i.test(message)) throw locked(file)
    throw new TieoutError('book-damaged', `${file} cannot be opened as a Tieout book: ${firstLine(message)}`, {
      book: file,
    })
  }
}

async function inTransaction<Result>(
  connect: () => Promise<Connection>,
  work: (connection: Connection) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const connection = await connect()
  const stopListening = connection.interruptOn(signal)
  try {
    await connection.run('begin')
    const result = await work(connection)
    stopListening()
    await connection.run('commit')
    return result
  } catch (error) {
    stopListening()
    await connection.run('rollback').catch(() => undefined)
    throw error
  } finally {
    connection.close()
  }
}

/** DuckDB opens a CSV file as if it were a database; only a file with DuckDB's mark can be a book. */
function refuseForeignFile(file: string): void {
  if (file === ':memory:' || !existsSync(file) || statSync(file).size === 0) return
  const head = Buffer.alloc(12)
  const handle = openSync(file, 'r')
  readSync(handle, head, 0, head.length, 0)
  closeSync(handle)
  if (head.toString('latin1', 8, 12) === 'DUCK') return
  throw new TieoutError('book-damaged', `${file} is no Tieout book.`, { book: file })
}

function locked(file: string): TieoutError {
  return new TieoutError('book-locked', `${file} is open in another Tieout. Close it there and try again.`, {
    book: file,
  })
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
