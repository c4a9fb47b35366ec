import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServeOptions, type Serving, serve } from '../../main/shells/web/serve.ts'

/** A server of the test's own, with a small page, a file beside the page, and a link that leads out of it. */
export interface TestServing extends Serving {
  readonly port: number
  readonly folder: string
  readonly dataFolder: string
  /** What the server told of mistakes of its own. */
  readonly problems: readonly unknown[]
  end(): Promise<void>
}

export async function startServing(options: Partial<ServeOptions> = {}): Promise<TestServing> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-web-'))
  const dataFolder = join(folder, 'data')
  const pageFolder = join(folder, 'page')
  for (const made of ['page/assets', 'page-evil', 'data']) mkdirSync(join(folder, made), { recursive: true })
  writeFileSync(join(pageFolder, 'index.html'), '<meta property="csp-nonce" nonce="%NONCE%"><p>page</p>')
  writeFileSync(join(pageFolder, 'assets/app.js'), 'export {}')
  writeFileSync(join(pageFolder, 'assets/.hidden.js'), 'hidden')
  writeFileSync(join(folder, 'secret.json'), '"secret"')
  writeFileSync(join(folder, 'page-evil/secret.js'), 'secret')
  symlinkSync(join(folder, 'secret.json'), join(pageFolder, 'assets/link.json'))
  const problems: unknown[] = []
  const serving = await serve({
    port: 0,
    dataFolder,
    pageFolder,
    onProblem: (error) => problems.push(error),
    ...options,
  })
  return {
    ...serving,
    port: Number(new URL(serving.address).port),
    folder,
    dataFolder,
    problems,
    async end() {
      await serving.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends bytes as they stand, which no HTTP client does, and reads until the server ends the connection. */
export function sendRaw(port: number, text: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.setTimeout(15_000, () => socket.destroy(new Error('No answer.')))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', (error) => (chunks.length > 0 ? undefined : reject(error)))
    socket.on('close', () => resolve(parse(Buffer.concat(chunks).toString())))
    socket.write(text)
  })
}

/** The lines of a request that ends its connection, with a body when one is given. */
export function requestText(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string | null>> = {},
  body?: string,
): string {
  const all: Record<string, string | null> = {
    host: `127.0.0.1:${port}`,
    connection: 'close',
    ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
    }),
  )
  const body = text.slice(end + 4)
  return {
    status: Number(first.split(' ')[1]),
    headers,
    body: headers['transfer-encoding'] === 'chunked' ? withoutChunks(body) : body,
  }
}

function withoutChunks(body: string): string {
  const line = body.indexOf('\r\n')
  const size = Number.parseInt(body.slice(0, line), 16)
  if (line < 0 || !size) return ''
  // Sizes count bytes; what is read here is the error of a call, in plain letters.
  return body.slice(line + 2, line + 2 + size) + withoutChunks(body.slice(line + 4 + size))
}
