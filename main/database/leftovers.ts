import { rmSync } from 'node:fs'

/** Told what went wrong where the work itself did not; the name of the event is fixed. */
export type Problem = (event: string, error: unknown) => void

/**
 * Removes a file or folder that nobody needs any more. Where that fails (Windows refuses it while a virus scanner or
 * an indexer looks at it) the work that it was made for is no less done, and the next opening tries again.
 */
export function removeLeftovers(path: string, onProblem: Problem): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 4, retryDelay: 25 })
  } catch (error) {
    onProblem('leftovers', error)
  }
}
