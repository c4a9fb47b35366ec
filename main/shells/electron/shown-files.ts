import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ElectronParts } from './parts.ts'

/** Files that a page may ask to be shown in their folder: those that a person chose a place for, and the books. */
export interface ShownFiles {
  add(paths: readonly string[]): void
  /** Shows a file in its folder; false where it is not there any more, or was never one of these. */
  show(path: string): boolean
}

/** To look at any other path would tell a page what lies there, and make Windows sign in at a server that it names. */
export function createShownFiles({ shell }: Pick<ElectronParts, 'shell'>): ShownFiles {
  const known = new Set<string>()
  return {
    add: (paths) => {
      for (const path of paths) known.add(resolve(path))
    },
    show: (path) => {
      const full = resolve(path)
      if (!known.has(full) || !statSync(full, { throwIfNoEntry: false })) return false
      shell.showItemInFolder(full)
      return true
    },
  }
}

/** Opens a folder in the system's file browser; false where it cannot. */
export async function openFolder({ shell }: Pick<ElectronParts, 'shell'>, folder: string): Promise<boolean> {
  // A file would be opened by whatever program claims its kind.
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false
  return (await shell.openPath(folder)) === ''
}
