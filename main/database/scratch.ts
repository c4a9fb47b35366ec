import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Connections } from './connections.ts'
import { type Problem, removeLeftovers } from './leftovers.ts'

/**
 * Attaches a database for what is made from the book `file` and can be made again, when it is first asked for, and gives
 * its name; it lies in the folder `temporary`, which goes when the book is closed.
 */
export function createScratch(
  file: string,
  temporary: string,
  { connect }: Connections,
  onProblem: Problem,
): () => Promise<string> {
  let scratch: Promise<string> | null = null
  const attach = async (): Promise<string> => {
    if (file !== ':memory:') mkdirSync(temporary, { recursive: true })
    const path = file === ':memory:' ? file : join(temporary, 'scratch')
    const connection = await connect()
    try {
      await connection.run(`attach '${path.replaceAll("'", "''")}' as scratch`)
      return 'scratch'
    } catch (error) {
      // A full disk is no longer full at the next attempt, which half a file would fail.
      scratch = null
      for (const end of ['', '.wal']) removeLeftovers(`${path}${end}`, onProblem)
      throw error
    } finally {
      connection.close()
    }
  }
  return () => (scratch ??= attach())
}
