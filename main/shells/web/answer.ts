import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorCode } from '../../../shared/errors.ts'
import { makeNonce, pageHeaders } from '../content-security.ts'

/** A refusal: what the person reads, the code of the closed list, and the HTTP status. */
export class Refusal extends Error {
  readonly status: number
  readonly code: ErrorCode
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** The headers of every answer, whatever it is: there are none for other origins, by intention. */
export function securityHeaders(development: boolean, nonce = makeNonce()): Record<string, string> {
  return {
    ...pageHeaders({ nonce, connect: 'self', development }),
    'cross-origin-embedder-policy': 'require-corp',
    'x-frame-options': 'DENY',
  }
}

/** Answers with a JSON document. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

/** A refusal as oRPC writes errors, so that every client of the page understands it. */
export function refusalBody({ status, code, message }: Refusal): string {
  return JSON.stringify({ json: { defined: false, code, status, message } })
}

const millisecondsToDrain = 2000
const bytesToDrain = 16 * 1024 * 1024

/**
 * Answers a refusal at once and ends the connection. What the other side is still sending is read and thrown away for a
 * moment, because a socket that is closed over unread bytes takes the answer with it.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const body = refusalBody(refusal)
  response.writeHead(refusal.status, {
    ...refusal.headers,
    connection: 'close',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  if (request.method === 'HEAD' || request.complete) {
    response.end(body)
    return
  }
  response.write(body)
  const end = (): void => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(end, millisecondsToDrain)
  let drained = 0
  request.removeAllListeners('data')
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length
    if (drained > bytesToDrain) end()
  })
  request.once('end', end)
  request.once('close', end)
  request.resume()
}
