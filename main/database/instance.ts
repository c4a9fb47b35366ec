import { DuckDBInstance } from '@duckdb/node-api'
import { existsSync, renameSync } from 'node:fs'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { openError, refuseDamagedFile } from './damage.ts'
import type { Problem } from './leftovers.ts'
import { makeFolder } from './make-folder.ts'
import { logOf } from './log-mark.ts'
import { mendBlocks } from './mend.ts'
import { type LogAside, moveLogAside, setStrayLogAside } from './stray-log.ts'

export { version as databaseVersion } from '@duckdb/node-api'

/** How the file of a book is opened. */
export interface FileOptions {
  /** For example `1GB`; half of the machine's memory and at most 4 GB when absent. */
  readonly memoryLimit?: string | undefined
  /** When false, a book whose log is damaged or belongs to another file is refused: who puts it aside must say so. */
  readonly mayMoveLog?: boolean
  /** Told of what failed beside the work, which is done all the same. */
  readonly onProblem?: Problem | undefined
}

/**
 * Keeps other processes from opening a book that this one may only read; gives what lets go of it. A book that cannot be
 * opened is let pass: whoever reads a copy of it will say so. Error `book-locked` when another process has it.
 */
export async function probeLock(file: string): Promise<() => void> {
  try {
    const instance = await createInstance(file, '', {}, 'READ_ONLY')
    return () => instance.closeSync()
  } catch (error) {
    if (error instanceof TieoutError && error.code === 'book-locked') throw error
    return () => undefined
  }
}

/**
 * Opens the file of a book, made where there is none. What a killed process wrote half is put back, and a log that is
 * damaged or another file's is moved aside first and is in `badLog`. Errors: `book-locked`, `book-damaged`.
 */
export async function openFile(file: string, temporary: string, options: FileOptions): ReturnType<typeof openInstance> {
  if (file === ':memory:') return openInstance(file, temporary, options)
  makeFolder(dirname(file))
  refuseDamagedFile(file)
  await mendBlocks(file, async () => (await probeLock(file))(), options.onProblem ?? (() => undefined))
  const open = (path: string): Promise<DuckDBInstance> => createInstance(path, temporary, options, 'READ_ONLY', file)
  const stray = await setStrayLogAside(file, temporary, open, options.mayMoveLog ?? true)
  try {
    const { instance, badLog } = await openInstance(file, temporary, options)
    return { instance, badLog: badLog ?? stray }
  } catch (error) {
    // Whoever has the book has its log, too.
    if (stray && error instanceof TieoutError && error.code === 'book-locked') renameSync(stray.path, logOf(file))
    throw error
  }
}

/**
 * Opens the file; when only its write-ahead log is damaged, that is moved aside, and the book is as it was at the last
 * checkpoint.
 */
async function openInstance(
  file: string,
  temporary: string,
  options: FileOptions,
): Promise<{ instance: DuckDBInstance; badLog: LogAside | null }> {
  try {
    return { instance: await createInstance(file, temporary, options), badLog: null }
  } catch (error) {
    const isLogBad = error instanceof TieoutError && error.details['problem'] === 'log' && existsSync(logOf(file))
    if (!isLogBad || options.mayMoveLog === false) throw error
    const badLog = { path: moveLogAside(file), isOther: false }
    return { instance: await createInstance(file, temporary, options), badLog }
  }
}

/** `named` is the book of which an error speaks, where `file` is another name of it. */
async function createInstance(
  file: string,
  temporary: string,
  options: FileOptions,
  mode: 'READ_WRITE' | 'READ_ONLY' = 'READ_WRITE',
  named = file,
): Promise<DuckDBInstance> {
  const threads = process.env['TIEOUT_THREADS']
  const settings = {
    ...(threads ? { threads } : {}),
    access_mode: file === ':memory:' ? 'AUTOMATIC' : mode,
    memory_limit: options.memoryLimit ?? `${Math.min(4096, Math.floor(totalmem() / 2 ** 21))}MB`,
    temp_directory: file === ':memory:' ? '' : temporary,
    // Nothing may reach for the network: every extension that Tieout needs is built in.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  }
  try {
    return await DuckDBInstance.create(file, settings)
  } catch (error) {
    throw openError(named, error)
  }
}
