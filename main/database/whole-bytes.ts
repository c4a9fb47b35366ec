import type { FileHandle } from 'node:fs/promises'

/** Reads so many bytes from a place of a file into the beginning of `buffer`; false where the file has not got them. */
export async function readWhole(file: FileHandle, buffer: Uint8Array, at: number, bytes: number): Promise<boolean> {
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await file.read(buffer, done, bytes - done, at + done)
    if (bytesRead === 0) return false
    done += bytesRead
  }
  return true
}

/** Writes all of `bytes` to a place of a file: a write may take less than it is given. */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
}
