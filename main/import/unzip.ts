import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise } from 'yauzl'

/** One file out of a ZIP, unpacked to a path of our own choosing; its own name is only ever shown. */
export interface Unpacked {
  readonly name: string
  readonly path: string
}

/** A report is text of at most some gigabytes; an archive that unpacks to more is not one. */
const maximumBytes = 16 * 2 ** 30
const maximumEntries = 10_000

/** Names of the entries of a ZIP, for telling a workbook from an archive. Throws when it is no readable ZIP. */
export async function zipNames(path: string): Promise<string[]> {
  const names: string[] = []
  const zip = await openPromise(path)
  try {
    for await (const entry of zip.eachEntry()) if (names.push(entry.fileName) >= maximumEntries) break
  } finally {
    zip.close()
  }
  return names
}

/** Unpacks every file of a ZIP into `folder`. Throws for encrypted, oversized or broken archives, with the reason. */
export async function unzip(path: string, folder: string, signal?: AbortSignal): Promise<Unpacked[]> {
  const unpacked: Unpacked[] = []
  let bytes = 0
  const zip = await openPromise(path)
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      if (unpacked.length >= maximumEntries) throw new Error(`It holds more than ${maximumEntries} files.`)
      if (isEncrypted(entry)) throw new Error('It is encrypted.')
      const target = join(folder, `entry-${unpacked.length}`)
      const limit = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length
          done(bytes > maximumBytes ? new Error('It unpacks to more than any report holds.') : null, chunk)
        },
      })
      const source = await zip.openReadStreamPromise(entry)
      await pipeline(source, limit, createWriteStream(target), signal ? { signal } : {})
      unpacked.push({ name: entry.fileName, path: target })
    }
  } finally {
    zip.close()
  }
  return unpacked
}

function isEncrypted(entry: Entry): boolean {
  return (entry.generalPurposeBitFlag & 1) === 1
}
