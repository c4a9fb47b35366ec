import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { Access } from '../../service/access.ts'

export interface AccessPlaces {
  /** Folders below which everything may be read. */
  readonly readable: readonly string[]
  /** Folder in which books are made. */
  readonly books: string
  /** True for a path that this server gave out for an export. */
  readonly isTarget: (path: string) => boolean
}

/** What a page in a browser may name: its own uploads, the sample, the books of the data folder, and the targets it got. */
export function webAccess({ readable, books, isTarget }: AccessPlaces): Access {
  return {
    mayRead: (path) => [books, ...readable].some((folder) => liesBelow(path, folder)),
    mayWrite: (path) =>
      isTarget(path) || (liesBelow(path, books) && path.toLowerCase().endsWith('.tieout') && !existsSync(path)),
  }
}

/** True for the folder itself and everything below it, links followed; `/data-evil` does not lie in `/data`. */
export function liesBelow(path: string, folder: string): boolean {
  const [place, root] = [truePath(path), truePath(folder)]
  return place === root || place.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
}

/** The place a path leads to, links followed as far as they exist. */
function truePath(path: string): string {
  const full = resolve(path)
  try {
    return realpathSync.native(full)
  } catch {
    // A link to something that is not there would be followed by whoever makes a file at it.
    if (lstatSync(full, { throwIfNoEntry: false })?.isSymbolicLink()) return sep
    const parent = dirname(full)
    return parent === full ? full : join(truePath(parent), basename(full))
  }
}
