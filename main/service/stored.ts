import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { makeFolder } from '../database/make-folder.ts'
import { dataFolderProblem } from '../app/data-folder.ts'
import type { Log } from './log.ts'

/** A small JSON file of the data folder. */
export interface Stored<Value> {
  /** The value of an absent file where the file cannot be read at this moment, which the log says. */
  read(): Value
  /**
   * Writes what `update` makes of the value; gives that. The file holds the old value or the new one, never half of
   * one. Throws where the file cannot be read or written: what stands in it must not be lost to a guess.
   */
  change(update: (value: Value) => Value): Value
}

/**
 * A JSON file with the version of its form. `parse` makes a value of what it holds (null when it is not there) and
 * throws for what it cannot use: such a file is moved aside, which the log says, and the value of an absent one taken.
 * A file that cannot be read just now, because another program has it, stays where it is.
 */
export function storedJson<Value>(
  path: string,
  version: number,
  parse: (content: unknown) => Value,
  log: Log,
): Stored<Value> {
  function understood(text: string): Value {
    const file: unknown = JSON.parse(text)
    if (typeof file !== 'object' || file === null || !('version' in file) || typeof file.version !== 'number')
      throw new Error('It has no version')
    if (file.version > version) throw new Error(`Its version ${file.version} is newer than ${version}`)
    return parse('content' in file ? file.content : null)
  }
  function readOrThrow(): Value {
    const text = textOf(path)
    if (text === null) return parse(null)
    try {
      return understood(text)
    } catch (error) {
      renameSync(path, `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
      log.problem('stored.damaged', error, { file: basename(path) })
      return parse(null)
    }
  }
  return {
    read() {
      try {
        return readOrThrow()
      } catch (error) {
        log.problem('stored.unreadable', error, { file: basename(path) })
        return parse(null)
      }
    },
    change(update) {
      const part = `${path}.part-${process.pid}`
      try {
        const value = update(readOrThrow())
        makeFolder(dirname(path))
        writeFileSync(part, `${JSON.stringify({ version, content: value }, null, 2)}\n`, { flush: true })
        renameSync(part, path)
        return value
      } catch (error) {
        rmSync(part, { force: true })
        throw dataFolderProblem(dirname(path), error)
      }
    },
  }
}

/** Null only where there is no file. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
