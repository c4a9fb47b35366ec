import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { TieoutError } from '../../shared/errors.ts'
import { guardOf } from './guard.ts'
import type { Problem } from './leftovers.ts'
import { blockBytesOf, firstBlock, headerBytes, isWholeBlock } from './pages.ts'
import { readWhole, writeWhole } from './whole-bytes.ts'

/**
 * Puts back the blocks of a book that were being written when its process was killed, from the guard beside it, and tells
 * `onProblem` of it. Only blocks that are not whole in the file, and only those of the state that its headers tell, are
 * touched. `requireFree` throws when another process has the book, in whose hands a block may be half-written for a
 * moment. A guard that cannot be read is told of, and the book is left to the database.
 */
export async function mendBlocks(file: string, requireFree: () => Promise<void>, onProblem: Problem): Promise<void> {
  if (!existsSync(file) || !existsSync(guardOf(file))) return
  try {
    if ((await tornBlocks(file)).length === 0) return
    await requireFree()
    // Whoever had the book until now may have written it to its end, and more.
    const torn = await tornBlocks(file)
    if (torn.length === 0) return
    const book = await open(file, 'r+')
    try {
      for (const { at, block } of torn) await writeWhole(book, block, at)
      await book.sync()
    } finally {
      await book.close()
    }
    onProblem('open.mended', new Error(`${torn.length} blocks were written half, and stand as before`))
  } catch (error) {
    if (error instanceof TieoutError) throw error
    onProblem('open.guard', error)
  }
}

/** A block as it was, and where it stands in the file. */
interface FormerBlock {
  readonly at: number
  readonly block: Buffer
}

/** The whole blocks of the guard that are not whole in the file; none when the guard is of another state of it. */
async function tornBlocks(file: string): Promise<FormerBlock[]> {
  const guard = await open(guardOf(file), 'r')
  try {
    const book = await open(file, 'r')
    try {
      return await tornIn(book, guard)
    } finally {
      await book.close()
    }
  } finally {
    await guard.close()
  }
}

async function tornIn(book: FileHandle, guard: FileHandle): Promise<FormerBlock[]> {
  const head = Buffer.alloc(firstBlock)
  const now = Buffer.alloc(firstBlock)
  const blockBytes = (await readWhole(guard, head, 0, firstBlock)) ? blockBytesOf(head) : null
  if (blockBytes === null || !(await readWhole(book, now, 0, firstBlock)) || !now.equals(head)) return []
  const torn: FormerBlock[] = []
  const block = Buffer.alloc(blockBytes)
  const page = Buffer.alloc(headerBytes)
  for (let at = firstBlock; await readWhole(guard, page, at, headerBytes); at += headerBytes + blockBytes) {
    const number = page.readBigInt64LE(0)
    const place = firstBlock + Number(number) * blockBytes
    // A block behind the end of the file was cut off, and not written half.
    if (number < 0n || !(await readWhole(book, block, place, blockBytes)) || isWholeBlock(block)) continue
    const former = Buffer.alloc(blockBytes)
    const isThere = await readWhole(guard, former, at + headerBytes, blockBytes)
    if (isThere && isWholeBlock(former)) torn.push({ at: place, block: former })
  }
  return torn
}
