import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { guardOf } from './guard.ts'
import { blockBytesOf, firstBlock, headerBytes, isWholeBlock } from './pages.ts'

/**
 * Puts back the blocks of a book that were being written when its process was killed, from the guard beside it, and gives
 * how many those were. Only blocks that are not whole in the file, and only those of the state that its headers tell, are
 * touched. `requireFree` throws when another process has the book, in whose hands a block may be half-written for a moment.
 */
export async function mendBlocks(file: string, requireFree: () => Promise<void>): Promise<number> {
  const path = guardOf(file)
  if (!existsSync(file) || !existsSync(path)) return 0
  const guard = await open(path, 'r')
  try {
    const torn = await tornBlocks(file, guard)
    if (torn.length === 0) return 0
    await requireFree()
    const book = await open(file, 'r+')
    try {
      for (const { at, slot } of torn) {
        const block = await bytesAt(guard, slot.at, slot.bytes)
        if (block && isWholeBlock(block)) await book.write(block, 0, block.length, at)
      }
      await book.sync()
    } finally {
      await book.close()
    }
    return torn.length
  } finally {
    await guard.close()
  }
}

/** Where a block stands in the guard. */
interface Slot {
  readonly at: number
  readonly bytes: number
}

/** The blocks of the guard that are not whole in the file; none when the guard is of another state of it. */
async function tornBlocks(file: string, guard: FileHandle): Promise<{ at: number; slot: Slot }[]> {
  const head = await bytesAt(guard, 0, firstBlock)
  const blockBytes = head && blockBytesOf(head)
  if (!head || !blockBytes) return []
  const book = await open(file, 'r')
  try {
    if (!(await bytesAt(book, 0, firstBlock))?.equals(head)) return []
    const torn: { at: number; slot: Slot }[] = []
    for (let at = firstBlock; ; at += headerBytes + blockBytes) {
      const page = await bytesAt(guard, at, headerBytes)
      if (!page) return torn
      const number = page.readBigInt64LE(0)
      if (number < 0n) continue
      const place = firstBlock + Number(number) * blockBytes
      const block = await bytesAt(book, place, blockBytes)
      if (!block || !isWholeBlock(block)) torn.push({ at: place, slot: { at: at + headerBytes, bytes: blockBytes } })
    }
  } finally {
    await book.close()
  }
}

/** So many bytes from a place of a file; null where it has not got them. */
async function bytesAt(file: FileHandle, at: number, bytes: number): Promise<Buffer | null> {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await file.read(buffer, 0, bytes, at)
  return bytesRead === bytes ? buffer : null
}
