import { statSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { logOf } from './log-mark.ts'

/** Bytes for the database's own pages, beside what stands in the log, which is packed on its way into the file. */
const leastRoom = 6 << 20

/**
 * A disk that fills up while the log is written into the file loses nothing, but leaves a database that answers nothing
 * until it is opened again; so it is asked before. Throws what the system says of a full disk.
 */
export function requireRoom(file: string): void {
  if (hasRoom(file, 0)) return
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'statfs' })
}

/** Whether the log could be written into the file after so many bytes were written beside it. */
export function hasRoom(file: string, bytes: number): boolean {
  const { bavail, bsize } = statfsSync(dirname(file))
  const log = statSync(logOf(file), { throwIfNoEntry: false })?.size ?? 0
  return bavail * bsize - bytes >= leastRoom + log / 4
}
