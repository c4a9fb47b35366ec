import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { TieoutError } from '../../shared/errors.ts'
import { systemProblem } from '../../shared/system-problems.ts'
import { hasLog, logOf } from './log-mark.ts'
import { blockBytesOf, firstBlock, headerBytes, isBlockSize } from './pages.ts'

/** What is wrong with a file that is no whole book; `problem` in the details of `book-damaged`. */
type Problem = 'empty' | 'foreign' | 'cut-off' | 'log' | 'newer' | 'unreadable'

/**
 * Refuses a file that is there and cannot be a whole book, before the database looks at it: an empty file would be
 * taken for a new book, text for a table, and a file that is cut off would open and fail later. Error `book-damaged`.
 */
export function refuseDamagedFile(file: string): void {
  const entry = statSync(file, { throwIfNoEntry: false })
  if (!entry) return
  if (entry.isDirectory()) throw damaged(file, 'foreign', `${file} is a folder, not a Tieout book.`)
  // Whoever opens a pipe waits for somebody to write into it.
  if (!entry.isFile()) throw damaged(file, 'foreign', `${file} is not a Tieout book.`)
  const { size } = entry
  const handle = openForReading(file)
  try {
    if (size === 0) throw damaged(file, 'empty', `${file} is empty: this was a book once, or never became one.`)
    const head = Buffer.alloc(firstBlock)
    const read = readSync(handle, head, 0, head.length, 0)
    if (head.toString('latin1', 8, 12) !== 'DUCK') throw damaged(file, 'foreign', `${file} is not a Tieout book.`)
    if (read < firstBlock || size < expectedBytes(head) || (!isWhole(size, head) && !hasLog(logOf(file))))
      throw damaged(file, 'cut-off', `${file} is cut off: a part of the book is missing at its end.`)
  } finally {
    closeSync(handle)
  }
}

/** Windows does not let a file be read that a database holds. */
function openForReading(file: string): number {
  try {
    return openSync(file, 'r')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    const isHeld = code === 'EBUSY' || (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES'))
    if (isHeld) throw locked(file)
    const problem = systemProblem(error)
    if (problem) throw problem
    throw damaged(file, 'unreadable', `${file} cannot be read: it is not a file, or may not be read.`)
  }
}

/**
 * The least size of the file by its own header: behind a checksum stand a number, the places of the catalogue and of
 * the list of free blocks, the count of blocks and their size. The count is no measure: a checkpoint shortens the file
 * after the header was written. Catalogue and list must be there.
 */
function expectedBytes(head: Buffer): number {
  const headers = [1, 2].map((header) => {
    const at = header * headerBytes + 8
    return {
      number: head.readBigUInt64LE(at),
      places: [head.readBigUInt64LE(at + 8), head.readBigUInt64LE(at + 16)],
      blockBytes: Number(head.readBigUInt64LE(at + 32)),
    }
  })
  const [current] = headers.toSorted((a, b) => (a.number < b.number ? 1 : -1))
  if (!current || !isBlockSize(current.blockBytes)) return firstBlock
  // The block stands in the low 56 bits; all of them set mean that there is none.
  const blocks = current.places.map((place) => BigInt.asUintN(56, place)).filter((block) => block !== noBlock)
  return firstBlock + Math.max(0, ...blocks.map((block) => Number(block) + 1)) * current.blockBytes
}

/** Whether the file ends where a block ends. Without a log no process was stopped while it wrote one. */
function isWhole(size: number, head: Buffer): boolean {
  const blockBytes = blockBytesOf(head)
  return blockBytes === null || (size - firstBlock) % blockBytes === 0
}

const noBlock = 2n ** 56n - 1n

/** What the database says when it cannot open a file, in words of ours; its own are the cause, for the log. */
export function openError(file: string, error: unknown): TieoutError {
  const problem = openProblem(file, error)
  problem.cause = error
  return problem
}

function openProblem(file: string, error: unknown): TieoutError {
  const message = error instanceof Error ? error.message : String(error)
  if (/Could not set lock|locks are not supported/i.test(message)) return lockProblem(file, message)
  if (/being used by another process/i.test(message)) return locked(file)
  if (/version number|newer version|storage version/i.test(message))
    return damaged(file, 'newer', `${file} was written by a newer Tieout. Open it with that one.`)
  if (/\bWAL\b/.test(message))
    return damaged(file, 'log', `The last changes of ${file}, which lie in a file beside it, cannot be read.`)
  return (
    systemProblem(error) ??
    damaged(file, 'unreadable', `${file} is damaged, or no Tieout book: a part of it cannot be read.`)
  )
}

/** What the database says when it comes upon a damaged part of a file that it has opened, in words of ours; null for any other error. */
export function damagedPart(error: unknown): TieoutError | null {
  if (!(error instanceof Error) || error instanceof TieoutError || 'syscall' in error) return null
  if (!/corrupt|checksum|could not read enough bytes/i.test(error.message)) return null
  const problem = new TieoutError(
    'book-damaged',
    'A part of the book cannot be read: its file is damaged. Restore a backup of it.',
  )
  problem.cause = error
  return problem
}

/** The system tells who holds a lock; a network drive may have none to give. */
function lockProblem(file: string, message: string): TieoutError {
  if (/Conflicting lock|temporarily unavailable|Permission denied/i.test(message)) return locked(file)
  return new TieoutError(
    'internal',
    `${file} cannot be locked where it lies, perhaps on a network drive, so that two programs could write to it at once. Copy the book and the folder of its files to this computer, and open it there.`,
    { book: file, problem: 'no-locks' },
  )
}

/** The log beside the book does not go on from it. */
export function strayLog(file: string): TieoutError {
  return damaged(file, 'log', `The log beside ${file} belongs to another book, or to another state of this one.`)
}

/** The book is open elsewhere. */
export function locked(file: string): TieoutError {
  return new TieoutError(
    'book-locked',
    `${file} is open in another Tieout or another program. Close it there and try again.`,
    {
      book: file,
    },
  )
}

function damaged(file: string, problem: Problem, message: string): TieoutError {
  return new TieoutError('book-damaged', message, { book: file, problem })
}
