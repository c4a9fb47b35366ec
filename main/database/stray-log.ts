import { constants, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBInstance } from '@duckdb/node-api'
import { wrapConnection } from './connection.ts'
import { strayLog } from './damage.ts'
import { hasLog, judgeLog, logOf, readMark, trueFile } from './log-mark.ts'

/** A log that was moved aside instead of being taken in. */
export interface LogAside {
  readonly path: string
  /** Whether it is of another file; else it could not be read. */
  readonly isOther: boolean
}

/**
 * Moves the log of another book, or of another state of this one, aside before the database can take it in. `open`
 * opens a file for reading. Null when the log may be taken in, or there is none. Error `book-damaged` where it may not be moved.
 */
export async function setStrayLogAside(
  file: string,
  temporary: string,
  open: (path: string) => Promise<DuckDBInstance>,
  mayMove: boolean,
): Promise<LogAside | null> {
  const log = logOf(file)
  if (!hasLog(log)) return null
  // The database would remove it from beside a file that it makes.
  const standing = existsSync(file) ? judgeLog(log, await markWithoutLog(file, temporary, open)) : 'other'
  if (standing === 'own') return null
  if (!mayMove) throw strayLog(file)
  return { path: moveLogAside(file), isOther: standing === 'other' }
}

/** Gives the log a name under which the database does not find it; nothing of it is lost. */
export function moveLogAside(file: string): string {
  const log = logOf(file)
  const aside = `${log}.bad-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  renameSync(log, aside)
  return aside
}

/** The mark of the file as it is: under another name the database finds no log beside it. */
async function markWithoutLog(
  file: string,
  temporary: string,
  open: (path: string) => Promise<DuckDBInstance>,
): Promise<string | null> {
  const look = join(temporary, 'look')
  rmSync(look, { force: true })
  mkdirSync(temporary, { recursive: true })
  try {
    linkSync(trueFile(file), look)
  } catch {
    // Not every file system knows two names of one file.
    copyFileSync(trueFile(file), look, constants.COPYFILE_FICLONE)
  }
  try {
    const instance = await open(look)
    try {
      const connection = wrapConnection(await instance.connect(), () => undefined)
      try {
        return await readMark(connection)
      } finally {
        connection.close()
      }
    } finally {
      instance.closeSync()
    }
  } finally {
    rmSync(look, { force: true })
  }
}
