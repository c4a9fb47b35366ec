import { readFile } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { makeNonce, pageHeaders, withNonce } from '../content-security.ts'
import type { ElectronParts } from './parts.ts'

const scheme = 'app'
const host = 'tieout'

/** Origin of the page; whoever asks the main process for something must have it. */
export const pageOrigin = `${scheme}://${host}`
export const pageAddress = `${pageOrigin}/index.html`

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Makes `app://` a scheme with an origin of its own. To be called before the application is ready. */
export function registerPageScheme({ protocol }: Pick<ElectronParts, 'protocol'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built page under `app://tieout/`, and nothing else. */
export function servePage({ protocol }: Pick<ElectronParts, 'protocol'>, pageFolder: string): void {
  protocol.handle(scheme, (request) => pageResponse(pageFolder, request))
}

/** Answer to one request of the page: the file, or 404 for whatever is not a file of the page. */
export async function pageResponse(
  pageFolder: string,
  request: { readonly method: string; readonly url: string },
): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405 })
  const file = pageFile(pageFolder, request.url)
  const contentType = file && contentTypes[extname(file)]
  if (!file || !contentType) return new Response(null, { status: 404 })
  const nonce = makeNonce()
  const headers = { ...pageHeaders({ nonce, connect: 'nowhere' }), 'content-type': contentType }
  try {
    const bytes = await readFile(file)
    const isPage = extname(file) === '.html'
    return new Response(isPage ? withNonce(bytes.toString('utf8'), nonce) : new Uint8Array(bytes), { headers })
  } catch {
    return new Response(null, { status: 404 })
  }
}

/** The file that an address names; null for another host and for whatever would leave the page's folder. */
export function pageFile(pageFolder: string, address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== `${scheme}:` || url.host !== host) return null
  const path = decoded(url.pathname)
  // A backslash and a colon mean something on Windows, a zero byte to the system's calls.
  if (path === null || /[\\:\0]/.test(path)) return null
  const root = resolve(pageFolder)
  const file = resolve(join(root, path === '/' ? 'index.html' : path))
  return file.startsWith(root + sep) ? file : null
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
