import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Connections } from './connections.ts'
import { type Problem, removeLeftovers } from './leftovers.ts'
import { hasLog, logOf, trueFile } from './log-mark.ts'
import { blockBytesOf, firstBlock, headerBytes } from './pages.ts'
import { hasRoom } from './room.ts'
import { readWhole, writeWhole } from './whole-bytes.ts'

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
  /**
   * Sees to it that the guard holds what the database would write over. Nothing is being written into the file meanwhile.
   * Where it cannot be, for want of room or whatever else, the work goes on without it, as it would without a guard.
   */
  renew(): Promise<void>
  /** To be called when the database has let go of the file. */
  close(): Promise<void>
}

/** Where the guard of a book stands: beside the file itself, as its log does. */
export function guardOf(file: string): string {
  return `${trueFile(file)}.guard`
}

/** A slot of the guard, with the checksum that its block begins with. */
interface Slot {
  readonly block: number
  readonly sum: bigint
}

interface Files {
  readonly source: FileHandle
  readonly target: FileHandle
}

/** The guard of the open book `file`. Where the system does not let an open database be read as a file, it does nothing. */
export function createGuard(file: string, connections: Connections, onProblem: Problem): Guard {
  // Kept open for as long as the database has the file: POSIX takes the lock off it when the process closes it anywhere.
  let source: FileHandle | null = null
  let target: FileHandle | null = null
  // The headers of the state of which the guard holds the blocks, or for which it could not be made.
  let head: Buffer = Buffer.alloc(0)
  let slots: (Slot | null)[] = []
  let hasTold = false
  // What comes too late must not touch a file that somebody else may have by then.
  let isClosed = false

  const begin = async (): Promise<FileHandle> => {
    const begun = await open(guardOf(file), 'w+')
    slots = []
    await syncFolder(dirname(guardOf(file)))
    return begun
  }
  const giveUp = async (problem: unknown): Promise<void> => {
    // Windows lets nobody read the file of an open database.
    const code = problem instanceof Error && 'code' in problem ? String(problem.code) : ''
    if (!hasTold && !(source === null && ['EBUSY', 'EPERM', 'EACCES'].includes(code))) onProblem('guard', problem)
    hasTold = true
    const given = target
    target = null
    // A file may refuse to be closed too when the disk is full.
    await Promise.allSettled([given?.close()])
    removeLeftovers(guardOf(file), onProblem)
  }
  const hold = async (files: Files, now: Buffer): Promise<void> => {
    const blockBytes = blockBytesOf(now)
    if (blockBytes === null) return
    const blocks = await listBlocks(connections)
    const more = Math.max(0, blocks.length - slots.length) * (headerBytes + blockBytes)
    if (!hasRoom(file, more)) throw new Error(`There is no room for a guard of ${blocks.length} blocks`)
    slots = await holdBlocks(files, slots, blocks, blockBytes)
    await writeWhole(files.target, now, 0)
    await files.target.datasync()
  }

  return {
    async renew() {
      if (isClosed) return
      try {
        source ??= await open(file, 'r')
        const now = Buffer.alloc(firstBlock)
        if (!(await readWhole(source, now, 0, firstBlock))) return
        if (now.equals(head)) {
          if (target && !hasRoom(file, 0)) throw new Error('There is no room for what is written, beside the guard')
          return
        }
        head = now
        target ??= await begin()
        await hold({ source, target }, now)
      } catch (error) {
        await giveUp(error)
      }
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await source?.close()
      await target?.close()
      source = target = null
      // What stands in the log still has to be written into the file, perhaps after it went wrong once.
      if (!hasLog(logOf(file))) removeLeftovers(guardOf(file), onProblem)
    },
  }
}

/** Writes into the guard those blocks that it has not got as they are now, and gives what its slots hold then. */
async function holdBlocks(
  { source, target }: Files,
  former: readonly (Slot | null)[],
  blocks: readonly number[],
  blockBytes: number,
): Promise<(Slot | null)[]> {
  const needed = new Set(blocks)
  const slots = former.map((slot) => (slot && needed.has(slot.block) ? slot : null))
  const places = new Map(slots.flatMap((slot, index) => (slot ? [[slot.block, index]] : [])))
  const free = slots.flatMap((slot, index) => (slot ? [] : [index]))
  const buffer = Buffer.alloc(headerBytes + blockBytes)
  const content = buffer.subarray(headerBytes)
  for (const block of blocks) {
    const from = firstBlock + block * blockBytes
    const place = places.get(block)
    await readBlock(source, content, from, 8)
    if (place !== undefined && slots[place]?.sum === content.readBigUInt64LE(0)) continue
    await readBlock(source, content, from, blockBytes)
    buffer.writeBigInt64LE(BigInt(block), 0)
    const index = place ?? free.shift() ?? slots.length
    await writeWhole(target, buffer, firstBlock + index * buffer.length)
    slots[index] = { block, sum: content.readBigUInt64LE(0) }
  }
  buffer.writeBigInt64LE(-1n, 0)
  for (const index of free) await writeWhole(target, buffer.subarray(0, 8), firstBlock + index * buffer.length)
  return slots
}

async function readBlock(source: FileHandle, content: Buffer, from: number, bytes: number): Promise<void> {
  if (!(await readWhole(source, content, from, bytes))) throw new Error('A block ends behind the end of the file')
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

/** Makes the name of a new file last; not every file system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // The guard still helps against a process that is killed.
  }
}
