import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rm, statfs } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import { makeFolder } from '../../service/service.ts'
import { Refusal } from './answer.ts'
import { safeParts } from './file-names.ts'
import { requireType } from './guard.ts'

export interface UploadLimits {
  /** Largest file, in bytes. */
  readonly file: number
  /** Bytes of the disk that stay free, for the book must grow too. */
  readonly keepFree: number
}

export const uploadLimits: UploadLimits = { file: 32 * 1024 ** 3, keepFree: 512 * 1024 ** 2 }

const bytesBetweenLooks = 64 * 1024 ** 2

/**
 * Streams the body of a request to `<folder>/<batch>/<number>/<name>` and gives the path to import: the file, or the
 * topmost folder when the name has one. Files of one batch lie together as they did where they came from; a name that is
 * taken goes to the next number. Nothing is left of an upload that broke off.
 */
export async function receiveUpload(
  request: IncomingMessage,
  query: URLSearchParams,
  folder: string,
  limits: UploadLimits,
): Promise<{ path: string }> {
  requireType(request, 'application/octet-stream')
  const name = query.get('name') ?? ''
  const batch = query.get('batch') ?? randomUUID()
  if (name === '' || name.length > 4096) throw new Refusal(400, 'wrong-usage', 'An upload needs a name.')
  if (!/^[A-Za-z0-9-]{1,64}$/.test(batch)) throw new Refusal(400, 'wrong-usage', 'This is not the name of a batch.')
  const announced = Number(request.headers['content-length'] ?? 0)
  await requireRoom(folder, announced, limits)

  const parts = safeParts(name)
  const place = await openNew(join(folder, batch), parts)
  try {
    await receive(request, place.file, folder, limits)
  } catch (error) {
    await place.file.close()
    await rm(place.path, { force: true })
    throw error
  }
  await place.file.close()
  return { path: join(place.root, parts[0] ?? '') }
}

async function openNew(
  batchFolder: string,
  parts: readonly string[],
): Promise<{ file: FileHandle; path: string; root: string }> {
  for (let number = 1; ; number++) {
    const root = join(batchFolder, String(number))
    const path = join(root, ...parts)
    try {
      makeFolder(dirname(path), 0o700)
      return { file: await open(path, 'wx', 0o600), path, root }
    } catch (error) {
      // The name is taken, or a file stands where a folder is needed.
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error
    }
  }
}

async function receive(
  request: IncomingMessage,
  file: FileHandle,
  folder: string,
  limits: UploadLimits,
): Promise<void> {
  let size = 0
  let lookAt = bytesBetweenLooks
  const iterator = request.iterator({ destroyOnReturn: false })
  for await (const chunk of iterator as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limits.file) throw tooLarge(limits)
    if (size >= lookAt) {
      lookAt += bytesBetweenLooks
      await requireRoom(folder, 0, limits)
    }
    await writeAll(file, chunk)
  }
  if (!request.complete) throw new Refusal(400, 'wrong-usage', 'The upload broke off.')
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0
  try {
    while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw noRoom()
    throw error
  }
}

async function requireRoom(folder: string, bytes: number, limits: UploadLimits): Promise<void> {
  if (bytes > limits.file) throw tooLarge(limits)
  const disk = await statfs(folder)
  if (disk.bavail * disk.bsize - bytes < limits.keepFree) throw noRoom()
}

function noRoom(): Refusal {
  return new Refusal(507, 'file-unreadable', 'There is not enough room on the disk for a copy of this file.')
}

function tooLarge(limits: UploadLimits): Refusal {
  const gigabytes = (limits.file / 1024 ** 3).toLocaleString('en-US', { maximumFractionDigits: 1 })
  return new Refusal(413, 'wrong-usage', `A file can have ${gigabytes} GB at most here. The command line has no limit.`)
}
