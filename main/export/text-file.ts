import { open } from 'node:fs/promises'
import { throwIfAborted } from '../../shared/errors.ts'
import { prepareTarget, writeError } from './target.ts'

/**
 * Writes pieces of text to `path`, which appears only when the last piece is written; returns the absolute path.
 * Errors: `target-busy`, `cancelled`.
 */
export async function writeTextFile(
  path: string,
  pieces: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<string> {
  const target = prepareTarget(path)
  try {
    const file = await open(target.temporary, 'w')
    try {
      for await (const piece of pieces) {
        throwIfAborted(signal)
        await file.writeFile(piece)
      }
    } finally {
      await file.close()
    }
    throwIfAborted(signal)
    await target.finish()
    return target.path
  } catch (error) {
    target.abandon()
    throw writeError(error, target.path)
  }
}
