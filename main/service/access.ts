import { resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'

/** What a page may name: paths come from a page as plain text, and a page may be led astray. */
export interface Access {
  /** Files and folders that may be imported, and books that may be opened. */
  mayRead(path: string): boolean
  /** Targets of exports, and places of new books. */
  mayWrite(path: string): boolean
  /** Told when what paths were named for is done: they need not be named again. */
  done?(right: 'read' | 'write', paths: readonly string[]): void
}

/** For a shell whose paths come from the person: the command line. */
export const everythingAllowed: Access = { mayRead: () => true, mayWrite: () => true }

/** Error `not-allowed` unless all of the paths may be read. */
export function requireReadable(access: Access, paths: readonly string[]): void {
  for (const path of paths) if (!access.mayRead(resolve(path))) throw refused(path, 'read')
}

/** Error `not-allowed` unless the path may be written. */
export function requireWritable(access: Access, path: string): void {
  if (!access.mayWrite(resolve(path))) throw refused(path, 'written')
}

function refused(path: string, what: string): TieoutError {
  return new TieoutError('not-allowed', `${path} may not be ${what} from here. Choose it in a dialog first.`, { path })
}
