import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isOwnTable } from '../app.ts'
import type { Log } from './log.ts'
import { storedJson } from './stored.ts'

/** So many hashes are kept, the newest. */
const mostRemembered = 2000
const hashes = z.array(z.string())

/**
 * The texts that Tieout wrote and that do not show it, by the hash of their bytes: reports in AWS's own columns, which
 * would count twice when they lie among the files of an import.
 */
export interface Written {
  has(sha256: string): boolean
  /** Passes on the pieces of a CSV and remembers it, when it does not show itself whose it is. */
  text(pieces: AsyncIterable<string>): AsyncGenerator<string>
  /** Does the same with a CSV file that has been written. */
  file(path: string): Promise<void>
}

/** Remembers them in `written.json` of the data folder; what cannot be remembered is in the log, and no error. */
export function openWritten(dataFolder: string, log: Log): Written {
  const stored = storedJson(join(dataFolder, 'written.json'), 1, (content) => hashes.parse(content ?? []), log)
  const remember = (sha256: string): void => {
    try {
      stored.change((before) => [sha256, ...before.filter((one) => one !== sha256)].slice(0, mostRemembered))
    } catch (error) {
      log.problem('written.remember', error)
    }
  }
  async function* noting<Piece extends string | Buffer>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
    const hash = createHash('sha256')
    let shows: boolean | null = null
    for await (const piece of pieces) {
      shows ??= isOwnTable(headingsOf(String(piece)))
      hash.update(piece)
      yield piece
    }
    if (shows === false) remember(hash.digest('hex'))
  }
  return {
    has: (sha256) => stored.read().includes(sha256),
    text: noting,
    async file(path) {
      try {
        for await (const _ of noting(createReadStream(path) as AsyncIterable<Buffer>));
      } catch (error) {
        log.problem('written.read', error)
      }
    },
  }
}

/** Names of columns hold nothing that would be quoted. */
function headingsOf(text: string): string[] {
  return (text.split(/\r?\n/, 1)[0] ?? '').split(',')
}
