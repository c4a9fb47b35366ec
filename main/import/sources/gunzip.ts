import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { FileProblem, archiveProblems, isExplained, isOfMachine } from '../problems.ts'
import type { SourceFile } from './sources.ts'
import type { Allowance } from './unzip.ts'

/**
 * Unpacks a gzip file, of one member or several, into `folder`: what it holds stands in its place, known by the same path
 * and by its name without `.gz`. Throws a `FileProblem` for one that is damaged, cut off or too large.
 */
export async function unpackGzip(
  source: SourceFile,
  folder: string,
  allowance: Allowance,
  signal?: AbortSignal,
): Promise<SourceFile> {
  const disk = join(folder, 'unpacked')
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      allowance.bytes -= chunk.length
      done(allowance.bytes < 0 ? new FileProblem(archiveProblems.tooLarge) : null, chunk)
    },
  })
  try {
    await pipeline(
      createReadStream(source.disk, { highWaterMark: 1 << 20 }),
      createGunzip({ chunkSize: 1 << 18 }),
      limit,
      createWriteStream(disk),
      signal ? { signal } : {},
    )
  } catch (error) {
    if (signal?.aborted || isExplained(error) || isOfMachine(error)) throw error
    const isCut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
    throw new FileProblem(isCut ? archiveProblems.gzipCut : archiveProblems.gzip, { cause: error })
  }
  return { ...source, name: unpackedName(source.name), disk }
}

/** The name of what a gzip file with this name holds. */
export function unpackedName(name: string): string {
  return name.replace(/\.tgz$/i, '.tar').replace(/(?<=.)\.gz(?:ip)?$/i, '')
}
