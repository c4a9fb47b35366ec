import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import type { Connection } from './connection.ts'

/**
 * The database takes in whatever log lies beside its file: that of another book, or of another state of the same one,
 * whose rows then stand in places that this file has not got. So each file has a mark, and so has the log that goes on
 * from it: the first thing that stands in a log is the mark of the file, and the last before the log is written into
 * the file is the file's next one. The database writes both as they are.
 */
const pattern = /tieout-log-[0-9a-f]{32}/g
const prefix = 'tieout-log-'
const markBytes = prefix.length + 32

/** How many former marks stay in the table. */
const mostKept = 1000

/** The mark of a file that never had one of its own. */
export const noMark = `${prefix}${'0'.repeat(32)}`

/** The mark of the state that the connection sees; null for a book of an older Tieout, which knew of none. */
export async function readMark(connection: Connection): Promise<string | null> {
  const table = await connection.value(
    `select table_name from duckdb_tables() where table_name = 'log_mark' and database_name = current_database()`,
  )
  if (table === null) return null
  return String((await connection.value(`select max_by(mark, number) from log_mark`)) ?? noMark)
}

/**
 * Says in an empty log which file it goes on from. In a transaction of its own: within one, the database writes tables in
 * an order of its own, and what is cut off must leave the mark.
 */
export async function markLog(connection: Connection): Promise<void> {
  await connection.run(`insert into log_mark (number, mark) select max(number), max_by(mark, number) from log_mark`)
}

/**
 * Gives the file a mark that no other file has, in a transaction of its own, to be followed by a checkpoint. Nothing for a
 * book of an older Tieout.
 */
export async function renewMark(connection: Connection): Promise<void> {
  if ((await readMark(connection)) === null) return
  const mark = `${prefix}${randomBytes(16).toString('hex')}`
  await connection.run('begin')
  try {
    await markLog(connection)
    // Not always: while a read goes on that began before, a row that is deleted keeps the log from being written.
    await connection.run(`delete from log_mark where number < (select max(number) - ${mostKept} from log_mark)`)
    await connection.run(`insert into log_mark (number, mark) select max(number) + 1, $mark from log_mark`, { mark })
    await connection.run('commit')
  } catch (error) {
    await connection.run('rollback').catch(() => undefined)
    throw error
  }
}

/** What the marks in a log say of it: whether it goes on from the file with this mark. */
export type LogStanding = 'own' | 'other' | 'unreadable'

/**
 * Judges the log at `path` by the mark of the file beside it. A log that holds the file's mark further behind is one
 * that was written into the file, and the process ended before it could be removed; the database sees that too.
 */
export function judgeLog(path: string, fileMark: string | null): LogStanding {
  if (!statSync(path).isFile()) return 'unreadable'
  const marks = marksIn(path)
  const first = marks.next()
  if (first.done) return fileMark === null ? 'own' : 'unreadable'
  const own = fileMark ?? noMark
  if (first.value === own) return 'own'
  // The mark of all files without one says nothing when it comes later.
  if (own !== noMark) for (const mark of marks) if (mark === own) return 'own'
  return 'other'
}

/** Where the database writes what is not in the file yet: beside the file itself, not beside a link to it. */
export function logOf(file: string): string {
  return `${trueFile(file)}.wal`
}

/** The file behind a link, or the path itself. */
export function trueFile(file: string): string {
  try {
    return realpathSync.native(file)
  } catch {
    return file
  }
}

/** Whether there is anything in the log. */
export function hasLog(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** The marks in a log, read piece by piece: it may be large, and the first one nearly always tells. */
function* marksIn(path: string): Generator<string, undefined, undefined> {
  const buffer = Buffer.allocUnsafe(1 << 20)
  const handle = openSync(path, 'r')
  try {
    let kept = 0
    while (true) {
      const read = readSync(handle, buffer, kept, buffer.length - kept, null)
      if (read === 0) return
      const text = buffer.toString('latin1', 0, kept + read)
      let end = 0
      for (const found of text.matchAll(pattern)) {
        end = found.index + markBytes
        yield found[0]
      }
      const from = Math.max(end, text.length - markBytes + 1)
      kept = text.length - from
      buffer.copy(buffer, 0, from, text.length)
    }
  } finally {
    closeSync(handle)
  }
}
