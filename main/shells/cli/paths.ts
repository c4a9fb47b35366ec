import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'

/** Raises `file-unreadable` when there is nothing at any of the paths; one that is missing among others is a result. */
export function requireAnyPath(paths: readonly string[]): void {
  if (paths.some((path) => existsSync(path))) return
  const names = paths.length === 1 ? `at ${paths[0]}` : `at any of ${paths.join(', ')}`
  throw new TieoutError('file-unreadable', `There is no file or folder ${names}.`)
}

/**
 * Raises `wrong-usage` when the file to write is the book, or one of the files to read: nothing that Tieout reads is
 * ever written over.
 */
export function refuseOverwriting(out: string, book: string | undefined, inputs: readonly string[] = []): void {
  const target = trueFile(out)
  if (book !== undefined && [book, `${book}.wal`, `${book}.guard`].some((path) => trueFile(path) === target))
    throw new TieoutError('wrong-usage', `${out} is the book itself. Choose another name for what is written.`)
  if (existsSync(out) && statSync(out).isDirectory())
    throw new TieoutError('wrong-usage', `${out} is a folder. Name the file to write in it.`)
  for (const input of inputs) {
    const from = trueFile(input)
    const inside = existsSync(out) && existsSync(input) && statSync(input).isDirectory() && lies(target, from)
    if (from === target || inside)
      throw new TieoutError(
        'wrong-usage',
        `${out} is among the files to import and would be written over. Choose another name.`,
      )
  }
}

/** The file a path leads to, links followed as far as they exist. */
function trueFile(path: string): string {
  const full = resolve(path)
  if (existsSync(full)) return realpathSync.native(full)
  const parent = dirname(full)
  return parent === full ? full : join(trueFile(parent), basename(full))
}

function lies(file: string, folder: string): boolean {
  const path = relative(folder, file)
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && path !== resolve(path)
}
