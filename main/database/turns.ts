import { throwIfAborted } from '../../shared/errors.ts'
import type { PartRevisions } from '../../shared/revisions.ts'
import type { Connection } from './connection.ts'

/** Runs what it is given one after another, in the order in which it was asked; a failure stops nothing behind it. */
export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>

/** A queue with nothing in it. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}

/** Which state of a book a read sees. */
export interface BookState {
  /** Grows with every committed write. */
  readonly revision: number
  /** Of each part of the book the revision at which it changed last. */
  readonly parts: PartRevisions
  /** Grows whenever rows of tables may have got other numbers than they had. */
  readonly layout: number
}

/** Reads that each see one state of the book. */
export interface Readers {
  read<Result>(
    work: (connection: Connection, state: BookState) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>
  /** Settles when no read runs any more. */
  ended(): Promise<void>
}

/** Connections that wait for the next read. */
const mostIdle = 4

/**
 * Reads on connections of their own, which are used again. The transaction of a read begins inside `gate`, where no
 * commit can come between the state and what `current` says of it. `closing` interrupts every read.
 */
export function createReaders(
  connect: () => Promise<Connection>,
  current: () => BookState,
  gate: Queue,
  closing: AbortSignal,
): Readers {
  const idle: Connection[] = []
  const running = new Set<Promise<unknown>>()

  async function readOnce<Result>(
    work: (connection: Connection, state: BookState) => Promise<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const both = signal ? AbortSignal.any([signal, closing]) : closing
    throwIfAborted(both)
    const connection = idle.pop() ?? (await connect())
    const stopListening = connection.interruptOn(both)
    let isClean = false
    try {
      const state = await gate(async () => {
        await connection.run('begin')
        // The state is fixed by the first look at it.
        await connection.run('select schema_version from book')
        return current()
      })
      const result = await work(connection, state)
      stopListening()
      // What was made in the scratch database stays.
      await connection.run('commit')
      isClean = true
      return result
    } catch (error) {
      stopListening()
      isClean = await connection.run('rollback').then(
        () => true,
        () => false,
      )
      throw error
    } finally {
      if (isClean && idle.length < mostIdle && !closing.aborted) idle.push(connection)
      else connection.close()
    }
  }

  return {
    read: (work, signal) => {
      const reading = readOnce(work, signal)
      const settled = reading
        .catch(() => undefined)
        .finally(() => {
          running.delete(settled)
        })
      running.add(settled)
      return reading
    },
    ended: async () => void (await Promise.all(running)),
  }
}
