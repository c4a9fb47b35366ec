import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * Lets the window go before the work: an import takes every processor, and a page that has to wait for one stutters.
 * To be called before the first book is opened.
 */
export function yieldToWindow(): void {
  try {
    for (const id of ownThreads()) setPriority(id, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // A machine that forbids it only stutters.
  }
}

/** On Linux each thread has a priority of its own, which those that it starts take over; elsewhere the process has one. */
function ownThreads(): number[] {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
}
