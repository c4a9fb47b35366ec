import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { AppState } from '../../shared/contract/books.ts'
import type { Log } from './log.ts'
import { storedJson } from './stored.ts'

const mostRecent = 12
const entries = z.array(z.object({ path: z.string(), openedAt: z.string() }))

/** The books that were opened last, the latest first. */
export interface Recents {
  list(): AppState['recent']
  has(path: string): boolean
  add(path: string): void
  forget(path: string): void
}

/** Remembers them in `recent.json` of the data folder. */
export function openRecents(dataFolder: string, log: Log): Recents {
  const stored = storedJson(join(dataFolder, 'recent.json'), 1, (content) => entries.parse(content ?? []), log)
  return {
    list: () =>
      stored.read().map(({ path, openedAt }) => ({ path, openedAt, name: bookName(path), exists: existsSync(path) })),
    has: (path) => stored.read().some((one) => one.path === path),
    add: (path) =>
      void stored.change((before) =>
        [{ path, openedAt: new Date().toISOString() }, ...without(before, path)].slice(0, mostRecent),
      ),
    forget: (path) => void stored.change((before) => without(before, path)),
  }
}

function without(before: z.infer<typeof entries>, path: string): z.infer<typeof entries> {
  return before.filter((one) => one.path !== path)
}

/** The name of a book as a person says it: its file name without the ending. */
export function bookName(path: string): string {
  return basename(path).replace(/\.tieout$/i, '')
}
