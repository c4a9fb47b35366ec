/** Why a file, or what lies in it, is not read: the message is the whole sentence that a person is told. */
export class FileProblem extends Error {}

/** What is said of a file when nothing better is known. */
export const generalSentence = 'It is damaged, or not what it seems: it cannot be read.'

const denied = 'It may not be read: permission denied. Ask whoever owns it for access.'
const fullDisk = 'The disk is full: make room, then import it again.'
const tooManyOpen = 'Too many files are open on this computer: close other programs, then import it again.'
const noAnswer = 'The drive on which it lies does not answer: copy it to this computer, then import the copy.'
const damagedData = 'It is damaged: what it holds cannot be unpacked. Get it again from where it came.'

/** By the code that the system, or the library that unpacks, gives its errors. */
const byCode: Readonly<Record<string, string>> = {
  EACCES: denied,
  EPERM: denied,
  ENOENT: 'It is no longer there: it was moved, renamed or deleted.',
  ENOTDIR: 'Its path leads through something that is no folder.',
  EISDIR: 'It is a folder, not a file.',
  ELOOP: 'It is a link that leads to itself.',
  ENAMETOOLONG: 'Its path is too long for this computer: move it to a folder with a shorter path.',
  EBUSY: 'Another program holds it: close it there, then import it again.',
  EMFILE: tooManyOpen,
  ENFILE: tooManyOpen,
  ENOSPC: fullDisk,
  EDQUOT: fullDisk,
  EFBIG: fullDisk,
  EROFS: 'The folder for the work on it may not be written to.',
  EIO: 'The drive on which it lies could not read it: copy it to another drive, then import the copy.',
  ENXIO: noAnswer,
  ENODEV: noAnswer,
  ESTALE: noAnswer,
  ETIMEDOUT: noAnswer,
  EHOSTDOWN: noAnswer,
  EHOSTUNREACH: noAnswer,
  ENETUNREACH: noAnswer,
  ENOTCONN: noAnswer,
  UNKNOWN: noAnswer,
  Z_BUF_ERROR: 'It is cut off: its end is missing. Get it again from where it came.',
  Z_DATA_ERROR: damagedData,
  Z_NEED_DICT: damagedData,
  Z_STREAM_ERROR: damagedData,
  Z_MEM_ERROR: 'It needs more memory than this computer has free: close other programs, then import it again.',
  ERR_STRING_TOO_LONG: 'It holds a text that is longer than any report has.',
}

/** By what the database and the language say, which give no codes. */
const byMessage: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|Disk quota exceeded|not enough space on the disk|max_temp_directory_size/, fullDisk],
  [/Out of Memory Error|allocation failed/i, byCode['Z_MEM_ERROR'] ?? generalSentence],
  [/Invalid string length/, byCode['ERR_STRING_TOO_LONG'] ?? generalSentence],
]

/**
 * The sentence for any error that a file gave: what our own code says of it, or what is known of errors of the system.
 * The words of a library never reach a person; they are for the log (see `isExplained`).
 */
export function sentenceOf(error: unknown): string {
  if (error instanceof FileProblem) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined
  if (known !== undefined) return known
  const message = error instanceof Error ? error.message : String(error)
  return byMessage.find(([pattern]) => pattern.test(message))?.[1] ?? generalSentence
}

/** True for an error whose sentence says all there is to say; any other belongs into the log too. */
export function isExplained(error: unknown): boolean {
  return error instanceof FileProblem
}
