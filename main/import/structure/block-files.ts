import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Block, RecordSink } from './structure.ts'

const largestBuffer = 4 << 20
const smallestBuffer = 1 << 16
/** A line number of up to ten digits, a delimiter and a line feed. */
const framing = 16

/**
 * Writes the records of each block to a file of its own in `folder`, each behind its line number, so that DuckDB can read a
 * section from anywhere in any file as one plain table. `bytes` is about how much there will be.
 */
export function createBlockFiles(
  folder: string,
  delimiter: string,
  bytes: number,
): RecordSink & { paths: string[]; close(): void } {
  const bufferSize = Math.min(largestBuffer, Math.max(smallestBuffer, bytes))
  const paths: string[] = []
  const delimiterByte = delimiter.charCodeAt(0)
  const buffer = Buffer.allocUnsafe(bufferSize)
  let used = 0
  let file = -1

  const flush = (): void => {
    if (used > 0) writeSync(file, buffer, 0, used)
    used = 0
  }
  const close = (): void => {
    if (file < 0) return
    flush()
    closeSync(file)
    file = -1
  }
  return {
    paths,
    close,
    open(_block: Block, number: number) {
      close()
      const path = join(folder, `block-${number}.csv`)
      paths.push(path)
      file = openSync(path, 'w')
    },
    write(bytes, start, end, line) {
      const length = end - start
      if (used + length + framing > bufferSize) flush()
      used += buffer.write(String(line), used, 'latin1')
      buffer[used++] = delimiterByte
      if (length + framing > bufferSize) {
        flush()
        writeSync(file, bytes, start, length)
      } else {
        bytes.copy(buffer, used, start, end)
        used += length
      }
      buffer[used++] = 10
    },
  }
}
