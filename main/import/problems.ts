import { formats, s3Error } from './formats/foreign.ts'

/** Why a file, or what lies in it, is not read: the message is the whole sentence that a person is told. */
export class FileProblem extends Error {}

/** What is said of a file when nothing better is known. */
export const generalSentence = 'It is damaged, or not what it seems: it cannot be read.'

const again = 'Get it again from where it came.'

/** What is said of archives and of what lies in them. */
export const archiveProblems = {
  damaged: `The ZIP archive is damaged or cut off. ${again}`,
  damagedList:
    'The list of the files in the archive is damaged: what it names after these is not read. Get the archive again from where it came.',
  moreThanListed:
    'The archive holds more files than it says at its end: they are not read. Unpack it, and import the files.',
  damagedEntry: 'It is damaged in the archive: it cannot be unpacked. Get the archive again from where it came.',
  locked: 'It is locked with a password: unpack the archive with its password, and import the files.',
  method: 'It is packed by a method that Tieout does not unpack: unpack the archive, and import the files.',
  link: 'It is a link to another file, not a file: import the file that it leads to.',
  tooDeep: 'It is an archive in an archive in an archive, deeper than Tieout looks: unpack it, and import the files.',
  tooLarge: 'It unpacks to more than any report holds: unpack it yourself, and import the reports in it.',
  tooMany: 'The archive holds more files than Tieout takes at once: unpack it, and import the files in parts.',
  empty: 'The archive is empty.',
  gzip: `The gzip file is damaged: what it holds cannot be unpacked. ${again}`,
  gzipCut: `The gzip file is cut off: its end is missing. ${again}`,
} as const

/** What is said of Parquet files that cannot be read. */
export const parquetProblems = {
  damaged: `The Parquet file is damaged or cut off. ${again}`,
  locked: 'The Parquet file is encrypted: write it without encryption, or export the data as CSV.',
  tooLarge: 'The Parquet file holds more cells than any report has: import the files of each month one by one.',
  inexact:
    'The Parquet file has decimals of more than 38 digits, which cannot be read exactly: write them as decimals of at most 38 digits, or export the data as CSV.',
} as const

const denied = 'It may not be read: permission denied. Ask whoever owns it for access.'
const fullDisk = 'The disk is full: make room, then import it again.'
const tooManyOpen = 'Too many files are open on this computer: close other programs, then import it again.'
const noAnswer = 'The drive on which it lies does not answer: copy it to this computer, then import the copy.'
const damagedData = `It is damaged: what it holds cannot be unpacked. ${again}`
const noMemory = 'It needs more memory than this computer has free: close other programs, then import it again.'
const longText = 'It holds a text that is longer than any report has.'

/** By the code that the system, or the library that unpacks, gives its errors. */
const byCode: ReadonlyMap<string, string> = new Map([
  ['EACCES', denied],
  ['EPERM', denied],
  ['ENOENT', 'It is no longer there: it was moved, renamed or deleted.'],
  ['ENOTDIR', 'Its path leads through something that is not a folder.'],
  ['EISDIR', 'It is a folder, not a file.'],
  ['ELOOP', 'It is a link that leads to itself.'],
  ['ENAMETOOLONG', 'Its path is too long for this computer: move it to a folder with a shorter path.'],
  ['EBUSY', 'Another program holds it: close it there, then import it again.'],
  ['EMFILE', tooManyOpen],
  ['ENFILE', tooManyOpen],
  ['ENOSPC', fullDisk],
  ['EDQUOT', fullDisk],
  ['EFBIG', 'It is larger than the drive can hold in one file: unpack it to another drive.'],
  ['EROFS', 'The folder for the work on it may not be written to.'],
  ['EIO', 'The drive on which it lies could not read it: copy it to another drive, then import the copy.'],
  ...['ENXIO', 'ENODEV', 'ESTALE', 'ETIMEDOUT', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTCONN', 'UNKNOWN'].map(
    (code) => [code, noAnswer] as const,
  ),
  ['Z_BUF_ERROR', `It is cut off: its end is missing. ${again}`],
  ['Z_DATA_ERROR', damagedData],
  ['Z_NEED_DICT', damagedData],
  ['Z_STREAM_ERROR', damagedData],
  ['Z_MEM_ERROR', noMemory],
  ['ERR_STRING_TOO_LONG', longText],
])

/** By what the database and the language say, which give no codes. */
const byMessage: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|Disk quota exceeded|not enough space on the disk|max_temp_directory_size/, fullDisk],
  [/Out of Memory Error|allocation failed/i, noMemory],
  [/Invalid string length/, longText],
]

/**
 * The sentence for any error that a file gave: what our own code says of it, or what is known of errors of the system.
 * The words of a library never reach a person; they are for the log (see `isExplained`).
 */
export function sentenceOf(error: unknown): string {
  if (error instanceof FileProblem) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  return byCode.get(code) ?? byMessage.find(([pattern]) => pattern.test(message))?.[1] ?? generalSentence
}

/** True for an error whose sentence says all there is to say; any other belongs into the log too. */
export function isExplained(error: unknown): boolean {
  return error instanceof FileProblem
}

/** True for an error of the machine rather than of the file: the next file would meet it too. */
export function isOfMachine(error: unknown): boolean {
  return /^E[A-Z]+$/.test(error instanceof Error && 'code' in error ? String(error.code) : '')
}

/**
 * Every sentence that this file gives, for a test that no other text reaches a person; sentences with something of the
 * file in them are patterns.
 */
export const knownSentences: readonly (string | RegExp)[] = [
  generalSentence,
  ...Object.values(archiveProblems),
  ...Object.values(parquetProblems),
  ...new Set(byCode.values()),
  ...byMessage.map(([, sentence]) => sentence),
  ...Object.values(formats),
  new RegExp(`^${s3Error('CODE').replaceAll(/[.()]/g, '\\$&').replace('CODE', '\\w+')}$`),
]
