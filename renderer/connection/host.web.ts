import type { Host } from '../../shared/host.ts'
import { PageError, connectionLost } from './problem.ts'
import { type UploadProgress, uploadFiles } from './uploads.ts'

/** What a browser offers: files are copied to the server, written files come as downloads, and nothing has a dialog. */
export function webHost(authorization: string): Host {
  const filePaths = (files: readonly File[], onProgress?: UploadProgress, signal?: AbortSignal): Promise<string[]> =>
    uploadFiles(files, authorization, onProgress, signal)
  return {
    shell: 'web',
    filePaths,
    pickFiles: async (onProgress, signal) => filePaths(await chooseFiles({ folder: false }), onProgress, signal),
    pickFolder: async (onProgress, signal) => filePaths(await chooseFiles({ folder: true }), onProgress, signal),
    pickBook: async () => null,
    pickNewBook: async () => null,
    pickTarget: async (suggestedName) => (await post('/targets', { name: suggestedName }, authorization)).path ?? null,
    async targetWritten(path) {
      const { url } = await post('/downloads', { path }, authorization)
      if (url === undefined) throw new PageError('internal', path)
      const anchor = document.createElement('a')
      anchor.href = url
      anchor.download = ''
      anchor.click()
    },
    showInFolder: async () => false,
    openLogFolder: async () => false,
    async setZoom(factor) {
      document.documentElement.style.setProperty('zoom', String(factor))
    },
    setTitle(title) {
      document.title = title
    },
    // The browser's own parts have the theme of the system.
    setTheme: () => undefined,
    setWork: (work) => {
      if (work) addEventListener('beforeunload', askToStay)
      else removeEventListener('beforeunload', askToStay)
    },
    onCommand: () => () => undefined,
  }
}

/** The browser then asks, in words of its own, whether to leave the page. */
function askToStay(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** Opens the browser's own dialog; must be called from a click or a key. Empty when the person thinks better of it. */
function chooseFiles({ folder }: { folder: boolean }): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.webkitdirectory = folder
    input.hidden = true
    // In the page, because some browsers forget an input that is not, and tests find it there.
    document.body.append(input)
    const end = (files: readonly File[]): void => {
      input.remove()
      resolve(files)
    }
    input.addEventListener('change', () => end([...(input.files ?? [])]))
    input.addEventListener('cancel', () => end([]))
    input.click()
  })
}

async function post(
  address: string,
  body: Record<string, string>,
  authorization: string,
): Promise<{ path?: string; url?: string }> {
  let response: Response
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw connectionLost()
  }
  const answer = (await response.json()) as { path?: string; url?: string; json?: { message?: string } }
  if (!response.ok) throw new PageError('not-allowed', answer.json?.message ?? response.statusText)
  return answer
}
