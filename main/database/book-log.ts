import { setTimeout } from 'node:timers/promises'
import type { Connections } from './connections.ts'
import type { Guard } from './guard.ts'
import { hasLog, logOf, markLog, renewMark } from './log-mark.ts'
import { requireRoom } from './room.ts'

/** The write-ahead log of an open book, and when it is written into the file. */
export interface BookLog {
  /** Grows whenever rows of tables may have got other numbers. */
  readonly layout: number
  /** Sees to it that the log begins with the mark of the file, before something is written. */
  prepare(): Promise<void>
  /** To be told of every commit. */
  committed(): void
  /** To be told before the file is copied, mark and all. */
  copied(): void
  /** Writes the log into the file. */
  putInOrder(): Promise<void>
  /** Writes what stands in the log into the file. */
  empty(): Promise<void>
  /** Sees to it that nobody has a copy of the file as it is, to which the log would fit as well. */
  settle(): Promise<void>
  /** The database writes the log into the file when it is closed, unless it is told that nobody needs it. */
  forget(): Promise<void>
}

/** Milliseconds between the last two attempts to write everything into the file. */
const longestWait = 1000

/** The log of the book `file`; `isPassing` for one that nobody opens again, whose log needs no mark, and no guard. */
export function createBookLog(
  file: string,
  connections: Connections,
  {
    closing,
    isPassing,
    guard,
  }: { readonly closing: AbortSignal; readonly isPassing: boolean; readonly guard: Guard | null },
): BookLog {
  const isInMemory = file === ':memory:'
  let layout = 0
  // Whether no other file has the mark of this one, and whether the log begins with it.
  let isMarkOwn = false
  let isLogMarked = false
  // Whether the database has written the log into the file itself, which then has the mark of the state before.
  let isMarkStale = false
  const isInFile = (): boolean => isInMemory || !hasLog(logOf(file))

  const checkpoint = async (): Promise<void> => {
    await guard?.renew()
    if (!isInMemory && !closing.aborted) requireRoom(file)
    const connection = await connections.open()
    try {
      if (!isInMemory) await renewMark(connection)
      // The database may have written the log into the file at the end of that.
      await guard?.renew()
      for (let wait = 5; ; wait *= 2) {
        try {
          await connection.run(wait > longestWait ? 'force checkpoint' : 'checkpoint')
          isMarkOwn = true
          isLogMarked = isMarkStale = false
          return
        } catch (error) {
          // The database refuses while it is tidying up behind a read, which takes a moment.
          if (wait > longestWait || !/Cannot CHECKPOINT/.test(String(error))) throw error
          await setTimeout(wait)
        }
      }
    } finally {
      connection.close()
    }
  }
  /** Rows may get other numbers in it; what is read meanwhile belongs to neither side. */
  const putInOrder = async (): Promise<void> => {
    layout += 1
    await checkpoint()
    layout += 1
  }
  return {
    get layout() {
      return layout
    },
    async prepare() {
      if (isInMemory || isPassing) return
      if (!isMarkOwn) await putInOrder()
      // The database may write the log into the file at the end of any write.
      await guard?.renew()
      if (isLogMarked) return
      const connection = await connections.connect()
      try {
        await markLog(connection)
        isLogMarked = true
      } finally {
        connection.close()
      }
    },
    committed() {
      // The database writes a large change into the file at once.
      if (!isInFile()) return
      isMarkStale = true
      isMarkOwn = isLogMarked = false
    },
    copied() {
      isMarkOwn = false
    },
    putInOrder,
    async empty() {
      if (!isInFile() || isMarkStale) await putInOrder()
    },
    async settle() {
      if (!isInFile() || !isMarkOwn) await putInOrder()
    },
    async forget() {
      const connection = await connections.open()
      await connection.run('pragma disable_checkpoint_on_shutdown')
      connection.close()
    },
  }
}
