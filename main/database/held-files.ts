import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

const held = new Set<string>()

/** A file that a book of this process has for itself. */
export interface HeldFile {
  /** Takes also the names under which the file can be met only now that it is there. */
  renew(): void
  release(): void
}

/**
 * Takes the file for one book of this process; null when another one has it, by whatever name or link. The system's
 * lock does not keep a process from itself. The file is never opened: closing it anywhere would let go of that lock.
 */
export function holdFile(path: string): HeldFile | null {
  const mine = new Set(namesOf(path))
  if ([...mine].some((name) => held.has(name))) return null
  for (const name of mine) held.add(name)
  return {
    renew() {
      for (const name of namesOf(path)) {
        mine.add(name)
        held.add(name)
      }
    },
    release() {
      for (const name of mine) held.delete(name)
    },
  }
}

/** The path, the place it leads to, and the file itself: hard links and other letter cases share only the last. */
function namesOf(path: string): string[] {
  const names = [resolve(path)]
  try {
    names.push(realpathSync.native(path))
    const { dev, ino } = statSync(path, { bigint: true })
    // Some file systems do not number their files.
    if (ino !== 0n) names.push(`${dev}:${ino}`)
  } catch {
    // It is not there yet, or may not be looked at; opening it will say so.
  }
  return names
}
