import { expect } from 'vitest'
import { clientOf } from './client.ts'
import type { Shell } from './shell.ts'

/** Does the work once it may be done: the screen Import reads its list anew for each book that is opened. */
export async function whenFree(work: () => Promise<unknown>): Promise<void> {
  const refused = async (): Promise<string> => {
    try {
      await work()
      return ''
    } catch (error) {
      return String(error)
    }
  }
  await expect.poll(refused).toBe('')
}

/** Waits until no job runs: what would change the book is refused until then. */
export async function untilIdle(shell: Shell): Promise<void> {
  await expect.poll(async () => (await clientOf(shell).app.state()).job).toBe(null)
}
