import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { TieoutError } from '../../../shared/errors.ts'
import { makeNonce } from '../content-security.ts'
import { Refusal, refuse, securityHeaders } from './answer.ts'
import { requireOwnAddress } from './guard.ts'
import { type Patience, expectWhole } from './patience.ts'

/** What answers a request that came to the right address; it raises a `Refusal` or anything else. */
export type Answer = (request: IncomingMessage, response: ServerResponse, nonce: string) => Promise<void>

export interface Listening {
  readonly server: Server
  /** `127.0.0.1:PORT`, the only host that is answered. */
  readonly authority: string
}

/** Told of a mistake of ours that ended a request. */
export type OnProblem = (error: unknown) => void

/**
 * Listens on 127.0.0.1 only; port 0 takes a free one. Each request is checked for its host and origin and has the
 * security headers on its answer before `answer` sees it. `development` loosens the policy of the page for Vite.
 */
export async function listen(
  port: number,
  answer: Answer,
  development: boolean,
  onProblem: OnProblem,
  patience: Patience,
): Promise<Listening> {
  let authority = ''
  const server = createServer(
    // The host is required below, with the headers that every answer has; an upload may take longer than a request, so that
    // the end of a body is waited for by `expectWhole`.
    {
      requireHostHeader: false,
      requestTimeout: 0,
      headersTimeout: patience.headers,
      keepAliveTimeout: Math.min(5000, patience.headers),
      connectionsCheckingInterval: Math.min(2000, patience.headers),
    },
    (request, response) => void handle(request, response),
  )
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const nonce = makeNonce()
    for (const [name, value] of Object.entries(securityHeaders(development, nonce))) response.setHeader(name, value)
    expectWhole(request, response, patience)
    try {
      requireOwnAddress(request, authority)
      await answer(request, response, nonce)
    } catch (error) {
      if (error instanceof Refusal) return refuse(request, response, error)
      if (!request.destroyed && !response.destroyed) onProblem(error)
      refuse(request, response, new Refusal(500, 'internal', 'Something unexpected happened.'))
    }
  }
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else answerRaw(socket as Socket, rawStatuses[error.code ?? ''] ?? '400 Bad Request', development)
  })
  server.on('connect', (_request, socket) => answerRaw(socket as Socket, '405 Method Not Allowed', development))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new TieoutError('wrong-usage', `The port ${port} is in use. Choose another one by --port, or leave it out.`)
          : error,
      ),
    )
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve())
  })
  authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { server, authority }
}

const rawStatuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Answers what Node could not read as a request. */
function answerRaw(socket: Socket, status: string, development: boolean): void {
  const headers = Object.entries(securityHeaders(development)).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('')}content-length: 0\r\nconnection: close\r\n\r\n`)
}
