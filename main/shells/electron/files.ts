import { resolve } from 'node:path'
import { z } from 'zod'
import type { ElectronParts } from './parts.ts'

/** What a second start of the application hands to the first one. */
export const secondStart = z.object({ books: z.array(z.string()) })
export type SecondStart = z.infer<typeof secondStart>

/** The books named among arguments of the program, as absolute paths. */
export function booksAmong(values: readonly string[], workingDirectory: string): string[] {
  return values
    .filter((value) => !value.startsWith('-') && value.toLowerCase().endsWith('.tieout'))
    .map((value) => resolve(workingDirectory, value))
}

/**
 * Calls `open` with each book that the system asks the application to open: by a double click, the dock, or a second start.
 * Those that come before `listen` is called are kept for it. To be called before the application is ready.
 */
export function collectBooks(
  { app }: Pick<ElectronParts, 'app'>,
  first: readonly string[],
): { listen(open: (path: string) => void): void } {
  let early = [...first]
  let receive = (path: string): void => void early.push(path)
  app.on('open-file', (event, path) => {
    event.preventDefault()
    receive(path)
  })
  app.on('second-instance', (_event, _arguments, _workingDirectory, data) => {
    // The system may add arguments of its own and reorder them, so the other start says itself what it was given.
    const start = secondStart.safeParse(data)
    for (const path of start.success ? start.data.books : []) receive(path)
  })
  return {
    listen: (open) => {
      receive = open
      for (const path of early) open(path)
      early = []
    },
  }
}
