import { createHash } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Six letters for this machine, or for the container in it: elsewhere the number of a process means another one. */
export const machineMark = createHash('sha256').update(`${hostname()} ${processSpace()}`).digest('hex').slice(0, 6)

/** Whether there is a process of this number on this machine, whosever it is. */
export function isRunning(processId: number): boolean {
  if (processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Containers may share a folder and a name, but count their processes apart. */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}
