import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Encoding } from './inspect.ts'

const chunkSize = 1 << 20

/** The text of a file as UTF-8 bytes without a byte order mark, chunk by chunk. */
export function readText(path: string, encoding: Encoding): AsyncGenerator<Buffer> {
  return decode(createReadStream(path, { highWaterMark: chunkSize }), encoding)
}

/** Turns bytes in `encoding` into UTF-8 bytes without a byte order mark. */
export async function* decode(bytes: Readable, encoding: Encoding): AsyncGenerator<Buffer> {
  let first = true
  if (encoding === 'utf-8') {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf
      first = false
      yield marked ? chunk.subarray(3) : chunk
    }
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes as AsyncIterable<Buffer>) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
