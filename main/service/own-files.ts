import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isSameFile, ownEnds } from '../app.ts'

/** The files and folders of a book that nothing else may write to, with the folder of all backups. */
export function ownOf(book: string, dataFolder: string): string[] {
  return [...ownEnds.map((end) => `${book}${end}`), join(dataFolder, 'backups')]
}

/** Whether `path` is `place` or lies below it, by whatever name or link; neither has to be there. */
export function liesIn(path: string, place: string): boolean {
  const truePlace = truePath(place)
  for (let one = truePath(path); ; one = dirname(one)) {
    if (one === truePlace || isSameFile(one, place)) return true
    if (dirname(one) === one) return false
  }
}

/** The path without links, in the spelling of the disk as far as it is there. */
function truePath(path: string): string {
  const full = resolve(path)
  try {
    return realpathSync.native(full)
  } catch {
    return dirname(full) === full ? full : join(truePath(dirname(full)), spelling(basename(full)))
  }
}

/** Only Linux tells names apart by the case of their letters. */
function spelling(name: string): string {
  return process.platform === 'linux' ? name : name.toLowerCase()
}
