import { open } from 'node:fs/promises'
import { throwIfAborted } from '../../shared/errors.ts'
import type { Connection } from '../database/connection.ts'
import { prepareTarget, writeError } from './target.ts'
import type { Select } from './table.ts'

/**
 * Writes pieces of text to `path`, which appears only when the last piece is written; returns the absolute path.
 * Errors: `target-busy`, `cancelled`.
 */
export function writeTextFile(path: string, pieces: AsyncIterable<string>, signal?: AbortSignal): Promise<string> {
  return writeWhole(path, signal, async (temporary) => {
    const file = await open(temporary, 'w')
    try {
      for await (const piece of pieces) {
        throwIfAborted(signal)
        await file.writeFile(piece)
      }
    } finally {
      await file.close()
    }
  })
}

/**
 * Has the database write the only column of `lines` to `path`, a line for each row under one with the name of the column;
 * the file appears only when it is whole. `progress` is told which share of it is done. Returns the absolute path.
 * Errors: `target-busy`, `cancelled`.
 */
export function writeLines(
  path: string,
  connection: Connection,
  lines: Select,
  progress: (share: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  return writeWhole(path, signal, (temporary) =>
    connection.run(
      `copy (${lines.sql}) to $target (format csv, header true, quote '', escape '', use_tmp_file false)`,
      { ...lines.parameters, target: temporary },
      progress,
    ),
  )
}

async function writeWhole(
  path: string,
  signal: AbortSignal | undefined,
  write: (temporary: string) => Promise<void>,
): Promise<string> {
  const target = prepareTarget(path)
  try {
    await write(target.temporary)
    throwIfAborted(signal)
    await target.finish()
    return target.path
  } catch (error) {
    target.abandon()
    throw writeError(error, target.path, target.temporary)
  }
}
