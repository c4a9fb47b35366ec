import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk } from './desk.ts'
import type { Log } from './log.ts'

const ends = ['.tieout-tmp', '.tieout-work']

/**
 * Removes what processes that were killed have left beside books: temporary files of many times the size of an import. A
 * book that is opened tidies up behind itself, so each of the others is opened for a moment; one that is in use is left alone.
 */
export async function removeLeftovers(
  {
    books,
    folders,
    desk,
  }: { books: readonly string[]; folders: readonly string[]; desk: Pick<Desk, 'holds' | 'requireFree'> },
  log: Log,
  closing: AbortSignal,
): Promise<void> {
  const candidates = new Set([...books, ...folders.flatMap(booksWithLeftovers)])
  for (const book of candidates) {
    const left = ends.map((end) => `${book}${end}`).filter((path) => existsSync(path))
    if (left.length === 0 || desk.holds(book)) continue
    if (closing.aborted) return
    try {
      if (existsSync(book)) await desk.requireFree(book)
      else for (const path of left) rmSync(path, { recursive: true, force: true })
    } catch (error) {
      log.problem('leftovers', error)
    }
  }
}

function booksWithLeftovers(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const end = ends.find((one) => name.endsWith(`.tieout${one}`))
      return end === undefined ? [] : [join(folder, name.slice(0, -end.length))]
    })
  } catch {
    return []
  }
}
