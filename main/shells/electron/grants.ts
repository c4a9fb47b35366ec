import { dirname, resolve } from 'node:path'

/** What a person let the page name: files and folders to be read, places to be written to. */
export type Right = 'read' | 'write'

/**
 * Paths that a person chose by a dialog, dropped on the window or had opened from outside. They hold until what they were
 * chosen for is done; a path that was chosen twice is given up twice.
 */
export interface Grants {
  add(right: Right, paths: readonly string[]): void
  /** Gives up the paths, and the folders that were chosen for what lies in them. */
  drop(right: Right, paths: readonly string[]): void
  /** Whether the path was chosen; to be read also when it lies in a folder that was. Never looks at the disk. */
  allows(right: Right, path: string): boolean
  /** Everything that holds, each path as often as it was chosen. */
  list(right: Right): string[]
}

/** Begins with none. */
export function createGrants(): Grants {
  const counts = { read: new Map<string, number>(), write: new Map<string, number>() }

  const found = (right: Right, path: string): string | null => {
    const full = resolve(path)
    if (counts[right].has(full)) return full
    if (right === 'write') return null
    for (let one = full; dirname(one) !== one; one = dirname(one))
      if (counts.read.has(dirname(one))) return dirname(one)
    return null
  }
  return {
    add: (right, paths) => {
      for (const path of paths.map((one) => resolve(one))) counts[right].set(path, (counts[right].get(path) ?? 0) + 1)
    },
    drop: (right, paths) => {
      for (const path of new Set(paths.flatMap((one) => found(right, one) ?? []))) {
        const left = (counts[right].get(path) ?? 0) - 1
        if (left > 0) counts[right].set(path, left)
        else counts[right].delete(path)
      }
    },
    allows: (right, path) => found(right, path) !== null,
    list: (right) => [...counts[right]].flatMap(([path, count]) => Array.from({ length: count }, () => path)),
  }
}
