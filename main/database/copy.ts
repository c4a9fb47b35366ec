import { rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Connection } from './connection.ts'
import { writeWhole } from './whole-bytes.ts'

/** Copies of the file of an open book. */
export interface BookCopies {
  /** The file must hold everything and not change meanwhile; the connection serves where it cannot be read. */
  copy(connection: Connection, target: string): Promise<void>
  /** To be called when the database has let go of the file. */
  close(): Promise<void>
}

/** Opens the file to read; tests put in one that fails as Windows does. */
export type OpenFile = (path: string) => Promise<FileHandle>

/**
 * Where the system does not let an open database be read as a file, its tables are copied one by one; such a copy is
 * reconciled anew when it is opened.
 */
export function createBookCopies(file: string, openFile: OpenFile = (path) => open(path, 'r')): BookCopies {
  // POSIX takes the lock of a process off a file when the process closes the file anywhere: what was opened to copy
  // from must stay open for as long as the database holds its lock, or another process could open the book.
  let source: FileHandle | null = null
  return {
    async copy(connection, target) {
      try {
        source ??= await openFile(file)
        await copyBytes(source, target)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (!['EBUSY', 'EPERM', 'EACCES'].includes(code)) throw error
        rmSync(target, { force: true })
        await copyTables(connection, target)
      }
    },
    async close() {
      const opened = source
      source = null
      await opened?.close()
    },
  }
}

async function copyBytes(source: FileHandle, target: string): Promise<void> {
  const buffer = Buffer.allocUnsafe(8 << 20)
  const copy = await open(target, 'w')
  try {
    let position = 0
    while (true) {
      const { bytesRead } = await source.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) break
      await writeWhole(copy, buffer.subarray(0, bytesRead), position)
      position += bytesRead
    }
    await copy.sync()
  } finally {
    await copy.close()
  }
}

async function copyTables(connection: Connection, target: string): Promise<void> {
  const tables = await connection.rows(
    `select table_name from duckdb_tables()
     where not temporary and database_name = current_database()`,
  )
  await connection.run(`attach '${target.replaceAll("'", "''")}' as book_copy`)
  try {
    for (const { table_name: name } of tables) {
      await connection.run(`create table book_copy."${name}" as select * from "${name}"`)
    }
    // Views and macros are not copied: what was derived is made anew.
    await connection.run('delete from book_copy.built')
    await connection.run('checkpoint book_copy')
  } finally {
    await connection.run('detach book_copy')
  }
}
