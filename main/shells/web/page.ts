import { readFile } from 'node:fs/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { withNonce } from '../content-security.ts'
import { findStaticFile } from './static-files.ts'

/** Where the page and its files come from. */
export interface PageSource {
  readonly development: boolean
  /** Answers a GET or HEAD; false when there is nothing at this path. */
  answer(request: IncomingMessage, response: ServerResponse, path: string, nonce: string): Promise<boolean>
  close(): Promise<void>
}

/** The built page in this folder; who asks for it while it is being built waits until it is. */
export function builtPage(folder: string | Promise<string>): PageSource {
  return {
    development: false,
    async answer(request, response, path, nonce) {
      const file = await findStaticFile(await folder, path)
      if (!file) return false
      const bytes = await readFile(file.path)
      send(request, response, file.type, file.type.startsWith('text/html') ? withNonce(bytes.toString(), nonce) : bytes)
      return true
    },
    close: async () => undefined,
  }
}

/** The page from its sources, by Vite, which sends changes over a socket of the same server. */
export async function developmentPage(projectFolder: string, server: Server, authority: string): Promise<PageSource> {
  // Before Vite's own listener: a page of another site can open a socket too.
  server.on('upgrade', (request, socket) => {
    const { host, origin } = request.headers
    if (host !== authority || origin !== `http://${authority}`) socket.destroy()
  })
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(projectFolder, 'vite.config.ts'),
    appType: 'custom',
    html: { cspNonce: '%NONCE%' },
    server: { middlewareMode: true, hmr: { server }, cors: false },
  })
  return {
    development: true,
    async answer(request, response, path, nonce) {
      if (path === '/' || path === '/index.html') {
        const source = await readFile(join(projectFolder, 'renderer/index.html'), 'utf8')
        const page = await vite.transformIndexHtml('/', source)
        send(request, response, 'text/html; charset=utf-8', withNonce(page, nonce))
        return true
      }
      return new Promise((resolve, reject) => {
        response.once('finish', () => resolve(true))
        response.once('close', () => resolve(true))
        vite.middlewares(request, response, (error: unknown) => (error ? reject(error) : resolve(false)))
      })
    },
    close: () => vite.close(),
  }
}

function send(request: IncomingMessage, response: ServerResponse, type: string, body: Buffer | string): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
}
