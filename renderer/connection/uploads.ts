import { connectionWording } from '../wording/connection.ts'
import { PageError, connectionLost } from './problem.ts'

/** Told while files are copied; both numbers are bytes. */
export type UploadProgress = (done: number, total: number) => void

/**
 * Copies files to the server one after the other and gives the paths under which the core reads them: one for each file,
 * and for a folder one for the whole of it. Names inside a folder stay, for reports are dated and found by them.
 * Errors: those of the server (`file-unreadable` without room on the disk, `wrong-usage` above the limit),
 * `connection-lost`, and `cancelled` by the signal.
 */
export async function uploadFiles(
  files: readonly File[],
  authorization: string,
  onProgress?: UploadProgress,
  signal?: AbortSignal,
): Promise<string[]> {
  const batch = crypto.randomUUID()
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const paths = new Set<string>()
  let done = 0
  onProgress?.(0, total)
  for (const file of files) {
    const sent = done
    const report = (bytes: number): void => onProgress?.(sent + bytes, total)
    paths.add(await uploadFile(file, batch, authorization, report, signal))
    done += file.size
    onProgress?.(done, total)
  }
  return [...paths]
}

/** Where a file lies within the folder that was dropped or picked; its bare name when it came alone. */
export function relativeName(file: File): string {
  // Drop zones walk through folders themselves and note the way in `relativePath` or `path`.
  const noted = file as File & { readonly relativePath?: string; readonly path?: string }
  const name = file.webkitRelativePath || noted.relativePath || noted.path || file.name
  return name.replace(/^(?:\.?[\\/])+/, '') || file.name
}

function uploadFile(
  file: File,
  batch: string,
  authorization: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // `fetch` cannot tell how far it has come with a body.
    const request = new XMLHttpRequest()
    const abort = (): void => request.abort()
    const query = new URLSearchParams({ name: relativeName(file), batch })
    request.open('POST', `/uploads?${query}`)
    request.responseType = 'json'
    request.setRequestHeader('authorization', authorization)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', (event) => onBytes(Math.min(event.loaded, file.size)))
    request.addEventListener('load', () => {
      const answer = request.response as { path?: string; json?: { code?: string; message?: string } } | null
      if (request.status === 201 && answer?.path) resolve(answer.path)
      else
        reject(
          new PageError(
            answer?.json?.code === 'wrong-usage' ? 'wrong-usage' : 'file-unreadable',
            answer?.json?.message ?? connectionWording.uploadFailed(file.name),
          ),
        )
    })
    request.addEventListener('error', () => reject(connectionLost()))
    request.addEventListener('abort', () => reject(new DOMException('Cancelled.', 'AbortError')))
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) reject(new DOMException('Cancelled.', 'AbortError'))
    else request.send(file)
  })
}
