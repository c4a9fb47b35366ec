import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Log } from './log.ts'

/** A small JSON file of the data folder. */
export interface Stored<Value> {
  read(): Value
  /** The file holds the old value or the new one, never half of one. */
  write(value: Value): void
}

/**
 * A JSON file with the version of its form. `parse` makes a value of what it holds (null when it is not there) and
 * throws for what it cannot use: such a file is moved aside, which the log says, and the value of an absent one taken.
 */
export function storedJson<Value>(
  path: string,
  version: number,
  parse: (content: unknown) => Value,
  log: Log,
): Stored<Value> {
  function read(): Value {
    if (!existsSync(path)) return parse(null)
    try {
      const file: unknown = JSON.parse(readFileSync(path, 'utf8'))
      if (typeof file !== 'object' || file === null || !('version' in file) || typeof file.version !== 'number')
        throw new Error('It has no version')
      if (file.version > version) throw new Error(`Its version ${file.version} is newer than ${version}`)
      return parse('content' in file ? file.content : null)
    } catch (error) {
      const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
      renameSync(path, aside)
      log.problem('stored.damaged', error, { file: path.split(/[\\/]/).at(-1) ?? '' })
      return parse(null)
    }
  }
  return {
    read,
    write(value) {
      mkdirSync(dirname(path), { recursive: true })
      const part = `${path}.part-${process.pid}`
      writeFileSync(part, `${JSON.stringify({ version, content: value }, null, 2)}\n`)
      renameSync(part, path)
    },
  }
}
