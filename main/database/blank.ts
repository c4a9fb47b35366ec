import { constants, copyFileSync, existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Connection } from './connection.ts'
import { makeFolder } from './make-folder.ts'

/** Whether the file could be begun as a copy of the blank book; whatever is in the way leaves it to be made. */
export function startFrom(blank: string | null | undefined, file: string): boolean {
  if (!blank) return false
  try {
    makeFolder(dirname(file))
    copyFileSync(blank, file, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    // Somebody else's file stays.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) rmSync(file, { force: true })
    return false
  }
}

/** Makes the tables of the blank book in one that is in memory alone. */
export async function fillFrom(blank: string, connect: () => Promise<Connection>): Promise<void> {
  if (!existsSync(blank)) return
  const connection = await connect()
  try {
    await connection.run(`attach '${blank.replaceAll("'", "''")}' as blank (read_only)`)
    await connection.run('copy from database blank to memory')
    await connection.run('detach blank')
  } finally {
    connection.close()
  }
  await begin(connect)
}

/** Writes the tables of a book in memory into a file that is not there yet, without the room that was needed to make them. */
export async function writeBlank(connection: Connection, target: string): Promise<void> {
  await connection.run(`attach '${target.replaceAll("'", "''")}' as blank`)
  await connection.run('copy from database memory to blank')
  await connection.run('checkpoint blank')
  await connection.run('detach blank')
}

/** A copy is a book of its own, from now on. */
export async function begin(connect: () => Promise<Connection>): Promise<void> {
  const connection = await connect()
  try {
    await connection.run('update book set created_at = current_timestamp::timestamp')
  } finally {
    connection.close()
  }
}
