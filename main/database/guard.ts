import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Connections } from './connections.ts'
import { type Problem, removeLeftovers } from './leftovers.ts'
import { hasLog, logOf, trueFile } from './log-mark.ts'
import { blockBytesOf, firstBlock, headerBytes } from './pages.ts'

/**
 * The database writes its lists of tables and rows into blocks that the state before still needs, at places that were
 * free in them (DuckDB, `MetadataManager::Flush`). A process that is killed, or a machine that loses power, in the middle
 * of such a write leaves a block whose checksum is wrong, and a book that nobody can open, although nothing of the state
 * before is gone. So these blocks are kept beside the book, as they were, before they are written the next time.
 *
 * The guard begins with the headers of the file of which it holds the blocks; then come slots, each a page with the
 * number of the block and the block itself. A slot that is no longer needed has the number -1.
 */
export interface Guard {
  /** Sees to it that the guard holds what the database would write over. Nothing is being written into the file meanwhile. */
  renew(): Promise<void>
  /** To be called when the database has let go of the file. */
  close(): Promise<void>
}

/** Where the guard of a book stands: beside the file itself, as its log does. */
export function guardOf(file: string): string {
  return `${trueFile(file)}.guard`
}

interface Slot {
  readonly block: number
  /** The checksum of the block, which it begins with. */
  readonly sum: bigint
}

/** The guard of the open book `file`. Where the system does not let an open database be read as a file, it does nothing. */
export function createGuard(file: string, connections: Connections, onProblem: Problem): Guard {
  // Kept open for as long as the database has the file: POSIX takes the lock off it when the process closes it anywhere.
  let source: FileHandle | null = null
  let target: FileHandle | null = null
  let isImpossible = false
  let head: Buffer = Buffer.alloc(0)
  let slots: (Slot | null)[] = []

  /** Opens both files; null where one of them may not be. */
  const opened = async (): Promise<{ source: FileHandle; target: FileHandle } | null> => {
    if (isImpossible) return null
    try {
      source ??= await open(file, 'r')
      if (!target) {
        target = await open(guardOf(file), 'w+')
        await syncFolder(dirname(guardOf(file)))
      }
      return { source, target }
    } catch (error) {
      isImpossible = true
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!['EBUSY', 'EPERM', 'EACCES'].includes(code)) onProblem('guard', error)
      return null
    }
  }

  const renewSlots = async (
    files: { source: FileHandle; target: FileHandle },
    blocks: readonly number[],
    blockBytes: number,
  ): Promise<void> => {
    const needed = new Set(blocks)
    const kept = new Map(slots.flatMap((slot) => (slot && needed.has(slot.block) ? [[slot.block, slot.sum]] : [])))
    const free = slots.flatMap((slot, index) => (slot && needed.has(slot.block) ? [] : [index]))
    const buffer = Buffer.allocUnsafe(headerBytes + blockBytes)
    const places = new Map(slots.flatMap((slot, index) => (slot ? [[slot.block, index]] : [])))
    for (const block of blocks) {
      const from = firstBlock + block * blockBytes
      await files.source.read(buffer, headerBytes, 8, from)
      if (kept.get(block) === buffer.readBigUInt64LE(headerBytes)) continue
      await files.source.read(buffer, headerBytes, blockBytes, from)
      const index = kept.has(block) ? (places.get(block) ?? 0) : (free.shift() ?? slots.length)
      buffer.fill(0, 0, headerBytes)
      buffer.writeBigInt64LE(BigInt(block), 0)
      await files.target.write(buffer, 0, buffer.length, firstBlock + index * buffer.length)
      slots[index] = { block, sum: buffer.readBigUInt64LE(headerBytes) }
    }
    buffer.writeBigInt64LE(-1n, 0)
    for (const index of free) {
      if (!slots[index]) continue
      await files.target.write(buffer, 0, 8, firstBlock + index * buffer.length)
      slots[index] = null
    }
  }

  return {
    async renew() {
      const files = await opened()
      if (!files) return
      const now = Buffer.alloc(firstBlock)
      await files.source.read(now, 0, firstBlock, 0)
      if (now.equals(head)) return
      const blockBytes = blockBytesOf(now)
      if (blockBytes === null) return
      await renewSlots(files, await listBlocks(connections), blockBytes)
      await files.target.write(now, 0, firstBlock, 0)
      await files.target.datasync()
      head = now
    },
    async close() {
      const hadGuard = target !== null
      await source?.close()
      await target?.close()
      source = target = null
      head = Buffer.alloc(0)
      slots = []
      // What stands in the log still has to be written into the file, perhaps after it went wrong once.
      if (hadGuard && !hasLog(logOf(file))) removeLeftovers(guardOf(file), onProblem)
    },
  }
}

/** The numbers of the blocks in which the database keeps its lists. */
async function listBlocks(connections: Connections): Promise<number[]> {
  const connection = await connections.open()
  try {
    const rows = await connection.rows(`select block_id::integer as block from pragma_metadata_info()`)
    return rows.map(({ block }) => Number(block))
  } finally {
    connection.close()
  }
}

/** Makes the name of a new file last. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
