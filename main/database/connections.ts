import type { DuckDBInstance } from '@duckdb/node-api'
import { TieoutError } from '../../shared/errors.ts'
import { type Connection, wrapConnection } from './connection.ts'

/** The connections of an open book. */
export interface Connections {
  /** Opens one. Error `no-book` once the book is being closed. */
  connect(): Promise<Connection>
  /** Opens one also while the book is being closed. */
  open(): Promise<Connection>
  /** Settles when no thread of the database works for us any more. */
  stopAll(): Promise<void>
  closeAll(): void
}

/** Connections to the database of the book `file`; `closing` says that there are to be no more. */
export function createConnections(instance: DuckDBInstance, file: string, closing: AbortSignal): Connections {
  const opened = new Set<Connection>()
  const opening = new Set<Promise<unknown>>()
  const open = async (): Promise<Connection> => {
    const connection: Connection = wrapConnection(await instance.connect(), () => opened.delete(connection))
    opened.add(connection)
    // A book must not depend on the zone of the machine it is opened on.
    await connection.run(`set TimeZone = 'UTC'`)
    return connection
  }
  return {
    open,
    async connect() {
      if (closing.aborted) throw new TieoutError('no-book', 'The book was closed.', { book: file })
      const one = open()
      opening.add(one)
      try {
        return await one
      } finally {
        opening.delete(one)
      }
    },
    async stopAll() {
      while (opening.size > 0) await Promise.allSettled(opening)
      await Promise.all([...opened].map((connection) => connection.stop()))
    },
    closeAll() {
      for (const connection of opened) connection.close()
    },
  }
}

/** Runs `work` in one transaction, which `commit` ends; a throw rolls all of it back. */
export async function inTransaction<Result>(
  { connect }: Connections,
  work: (connection: Connection) => Promise<Result>,
  commit: (connection: Connection) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const connection = await connect()
  const stopListening = connection.interruptOn(signal)
  try {
    await connection.run('begin')
    const result = await work(connection)
    stopListening()
    await commit(connection)
    return result
  } catch (error) {
    stopListening()
    await connection.run('rollback').catch(() => undefined)
    throw error
  } finally {
    connection.close()
  }
}
