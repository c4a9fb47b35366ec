import { TieoutError } from './errors.ts'

/** What a system or the database says in the way of work that is right in itself; `problem` in the details of the error. */
type SystemProblem =
  | 'disk-full'
  | 'quota'
  | 'read-only'
  | 'permission'
  | 'device'
  | 'too-many-files'
  | 'no-memory'
  | 'in-use'
  | 'no-folder'
  | 'gone'

interface Kind {
  readonly problem: SystemProblem
  /** Codes of Node's errors. */
  readonly codes: readonly string[]
  /** What the systems' texts say within those of the database, which gives no codes. */
  readonly text: RegExp
  /** What happened and what to do; `place` is the file as it stands in the error, or a general word. */
  readonly sentence: (place: string) => string
}

const kept = 'What was in the book is still there'

const kinds: readonly Kind[] = [
  {
    problem: 'disk-full',
    codes: ['ENOSPC'],
    text: /No space left on device|not enough space on the disk|max_temp_directory_size/i,
    sentence: () => `The disk is full. ${kept}: make room, then try again.`,
  },
  {
    problem: 'quota',
    codes: ['EDQUOT'],
    text: /Disk quota exceeded/i,
    sentence: () => `Your share of the disk (its quota) is used up. ${kept}: make room, then try again.`,
  },
  {
    problem: 'read-only',
    codes: ['EROFS'],
    text: /Read-only file system|media is write protected/i,
    sentence: (place) =>
      `${place} cannot be written: the disk or folder is read-only. Choose a place that can be written, or copy the book to one.`,
  },
  {
    problem: 'device',
    codes: ['EIO', 'ENXIO', 'ESTALE', 'ETIMEDOUT', 'EHOSTDOWN', 'ENOTCONN'],
    text: /Input\/output error|I\/O device error|Stale file handle|network (?:name|path) (?:is no longer|was not)|device is not ready/i,
    sentence: (place) =>
      `${place} cannot be read or written: the disk or network drive does not answer as it should. Check it, copy the book and the folder of its files to another disk, then try again.`,
  },
  {
    problem: 'too-many-files',
    codes: ['EMFILE', 'ENFILE'],
    text: /Too many open files/i,
    sentence: () => `Too many files are open on this computer. ${kept}: close other programs, then try again.`,
  },
  {
    problem: 'no-memory',
    codes: ['ENOMEM'],
    text: /Out of Memory Error|Cannot allocate memory|failed to (?:allocate|pin) (?:data|block)/i,
    sentence: () => `There was too little memory for this. ${kept}: close other programs, then try again.`,
  },
  {
    problem: 'permission',
    codes: ['EACCES', 'EPERM'],
    text: /Permission denied|Operation not permitted|Access is denied/i,
    sentence: (place) =>
      `${place} may not be read or written: permission is denied. Have it permitted, or choose another place.`,
  },
  {
    problem: 'in-use',
    codes: ['EBUSY', 'ETXTBSY'],
    text: /Device or resource busy|being used by another process/i,
    sentence: (place) => `${place} is in use by another program. Close it there, then try again.`,
  },
  {
    problem: 'no-folder',
    codes: ['ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'ELOOP'],
    text: /Not a directory|File name too long|Too many levels of symbolic links/i,
    sentence: (place) =>
      `${place} cannot be made: a file stands where a folder is needed, or the name is too long. Choose another place.`,
  },
  {
    problem: 'gone',
    codes: ['ENOENT', 'ENODEV'],
    text: /No such file or directory|cannot find the (?:file|path)/i,
    sentence: (place) =>
      `${place} is not there. Check that it was not moved and that its drive is connected, then try again.`,
  },
]

/**
 * The error of ours for what a system, or the database in its name, says of disks, memory and permissions; null for
 * anything else. Its cause is the error itself, for the log.
 */
export function systemProblem(error: unknown): TieoutError | null {
  if (!(error instanceof Error) || error instanceof TieoutError) return null
  const code = codeOf(error)
  const kind =
    kinds.find(({ codes }) => code !== null && codes.includes(code)) ??
    // The text of Node's own errors names files, and some of the database's quote data, which may say anything.
    ('syscall' in error || aboutData.test(error.message)
      ? undefined
      : kinds.find(({ text }) => text.test(error.message)))
  if (!kind) return systemProblem(error.cause)
  const path = 'path' in error && typeof error.path === 'string' ? error.path : quotedPath(error.message)
  const problem = new TieoutError('internal', kind.sentence(path ?? 'A file or folder'), { problem: kind.problem })
  problem.cause = error
  return problem
}

/** A folder below one that is read-only cannot be made, which Node calls a folder that is not there. */
function codeOf(error: Error): string | null {
  if (!('code' in error) || typeof error.code !== 'string') return null
  const isUnmade = error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'mkdir'
  return isUnmade ? 'EROFS' : error.code
}

/** Errors of the database that quote cells. */
const aboutData = /^(?:Conversion|Binder|Parser|Catalog|Constraint|Invalid Input|Out of Range) Error/

/** The database puts the path that it speaks of in quotes. */
function quotedPath(message: string): string | null {
  return /(?:file|directory) "([^"\n]+)"/i.exec(message)?.[1] ?? null
}
