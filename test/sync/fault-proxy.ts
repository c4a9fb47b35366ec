import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as send,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Certificate } from './certificate.ts'
import { close, listen, xmlText } from './loopback.ts'

/** The operations of S3 that a client of buckets uses. */
export type Operation =
  | 'ListBuckets'
  | 'ListObjectsV2'
  | 'GetBucketLocation'
  | 'HeadBucket'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'DeleteObject'
  | 'other'

/** One request as it came, before any fault. */
export interface ProxiedRequest {
  readonly operation: Operation
  readonly method: string
  /** As it was sent: with percent signs, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly range: string | undefined
  /** Decoded; undefined where the path names none. */
  readonly bucket: string | undefined
  readonly key: string | undefined
  /** The region that the request is signed for. */
  readonly region: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** Gives the true headers and the first `after` bytes of the body, then ends the connection; -1: nothing at all. */
export interface CutFault {
  readonly kind: 'cut'
  readonly after: number
}

/** Gives `after` bytes of the body, then nothing until the client goes away; -1: not even headers. */
export interface StallFault {
  readonly kind: 'stall'
  readonly after: number
}

/** Answers an error document of S3; to HEAD its status and headers only. */
export interface AnswerFault {
  readonly kind: 'answer'
  readonly status: number
  readonly code: string
  readonly message?: string
  /** For example `x-amz-bucket-region`, or a `date` of another day. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Flips every bit of the byte in the middle of the body. */
export interface CorruptFault {
  readonly kind: 'corrupt'
}

/** Changes headers of the answer, whatever else befalls it. */
export interface HeadersFault {
  readonly kind: 'headers'
  readonly set: Readonly<Record<string, string>>
  readonly remove?: readonly string[]
}

/** Changes the text of the answer, for example to list keys that s3rver cannot hold (`../data.csv`). */
export interface RewriteFault {
  readonly kind: 'rewrite'
  readonly change: (body: string) => string
}

/** Waits before anything else is done. */
export interface DelayFault {
  readonly kind: 'delay'
  readonly milliseconds: number
}

/** Sends requests that are signed for another region away (301), as the bucket of this region does. */
export interface RegionFault {
  readonly kind: 'region'
  readonly region: string
}

/** What can go wrong on the way. */
export type Fault =
  CutFault | StallFault | AnswerFault | CorruptFault | HeadersFault | RewriteFault | DelayFault | RegionFault

/** A fault that waits for its requests. */
export interface FaultHandle {
  /** How many requests it has befallen. */
  readonly befallen: number
  remove(): void
}

/** A server in front of S3 that notes what it is asked for, and errs when told to. */
export interface FaultProxy {
  readonly endpoint: string
  /** Every request, oldest first. */
  readonly requests: readonly ProxiedRequest[]
  count(operation: Operation): number
  /**
   * Arms a fault for the requests that match, `times` of them (all by default). One request meets at most one of
   * `cut`, `stall`, `answer` and `corrupt`, the one that was armed first; the other kinds add to each other.
   */
  fail(
    fault: Fault,
    options?: { readonly times?: number; readonly match?: (request: ProxiedRequest) => boolean },
  ): FaultHandle
  /** Removes every fault; what was asked for stays noted. */
  clear(): void
  stop(): Promise<void>
}

interface Armed {
  readonly fault: Fault
  readonly match: (request: ProxiedRequest) => boolean
  readonly times: number
  befallen: number
}

interface Plan {
  delay: number
  answer?: AnswerFault
  body?: CutFault | StallFault | CorruptFault
  readonly headers: Omit<HeadersFault, 'kind'>[]
  readonly rewrites: RewriteFault[]
}

/**
 * Starts a reverse proxy on 127.0.0.1 in front of `target`; with `https` it speaks TLS. The Host header goes on as it
 * came, as it is signed. It answers If-Match itself (412), which s3rver does not know.
 */
export async function startFaultProxy(
  target: string,
  options: { readonly https?: Certificate } = {},
): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = []
  const armed = new Set<Armed>()
  const { hostname, port: targetPort } = new URL(target)
  const agent = new Agent({ keepAlive: true })
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const seen = describe(request)
    requests.push(seen)
    const plan = planFor(seen, armed)
    // Whatever fails here (the client went away, the target is down) is a broken connection to the client.
    respond(request, response, plan).catch(() => response.destroy())
  }
  const respond = async (request: IncomingMessage, response: ServerResponse, plan: Plan): Promise<void> => {
    if (plan.delay > 0) await wait(plan.delay)
    if (response.destroyed) return
    if (plan.answer) return answerError(request, response, plan.answer)
    if (plan.body?.kind === 'cut' && plan.body.after < 0) return void response.destroy()
    if (plan.body?.kind === 'stall' && plan.body.after < 0) return void (await once(response, 'close'))
    const { connection: _, ...headers } = request.headers
    // Not by a URL object, which would fold `..` in a key.
    const onward = send({ hostname, port: targetPort, path: request.url, method: request.method, headers, agent })
    // What breaks after the answer began breaks the answer too.
    onward.on('error', () => {})
    response.once('close', () => onward.destroy())
    request.pipe(onward)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    if (isOtherVersion(request, answer)) {
      answer.destroy()
      const message = 'At least one of the pre-conditions you specified did not hold'
      return answerError(request, response, { kind: 'answer', status: 412, code: 'PreconditionFailed', message })
    }
    await pass(answer, response, plan)
  }
  const server = options.https ? createTlsServer(options.https, serve) : createServer(serve)
  const port = await listen(server)
  return {
    endpoint: `${options.https ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    count: (operation) => requests.filter((request) => request.operation === operation).length,
    fail: (fault, { times = Infinity, match = () => true } = {}) => {
      const entry: Armed = { fault, match, times, befallen: 0 }
      armed.add(entry)
      return {
        get befallen() {
          return entry.befallen
        },
        remove: () => void armed.delete(entry),
      }
    },
    clear: () => armed.clear(),
    stop: async () => {
      await close(server)
      agent.destroy()
    },
  }
}

function describe(request: IncomingMessage): ProxiedRequest {
  const { method = 'GET', headers } = request
  // Split by hand: a URL object would fold `..` in the path, which a key may contain.
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2)
  const query = Object.fromEntries(new URLSearchParams(search))
  const [, bucket, key] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? []
  return {
    operation: operationOf(method, bucket ?? '', key ?? '', query),
    method,
    path,
    query,
    range: headers.range,
    bucket: bucket ? decodeURIComponent(bucket) : undefined,
    key: key ? decodeURIComponent(key) : undefined,
    region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1],
    headers,
  }
}

function operationOf(method: string, bucket: string, key: string, query: Readonly<Record<string, string>>): Operation {
  if (key) {
    const operations: Record<string, Operation> = {
      GET: 'GetObject',
      HEAD: 'HeadObject',
      PUT: 'PutObject',
      DELETE: 'DeleteObject',
    }
    return operations[method] ?? 'other'
  }
  if (!bucket) return method === 'GET' ? 'ListBuckets' : 'other'
  if (method === 'HEAD') return 'HeadBucket'
  if (method === 'GET' && query['list-type'] === '2') return 'ListObjectsV2'
  return method === 'GET' && 'location' in query ? 'GetBucketLocation' : 'other'
}

/** Chooses what befalls a request, and counts it. A fault that another one hides is kept for the next request. */
function planFor(request: ProxiedRequest, armed: Set<Armed>): Plan {
  const due = [...armed].filter(({ match }) => match(request))
  const plan: Plan = { delay: 0, headers: [], rewrites: [] }
  const use = (entry: Armed): void => {
    entry.befallen += 1
    if (entry.befallen >= entry.times) armed.delete(entry)
  }
  for (const entry of due) {
    if (entry.fault.kind !== 'delay') continue
    plan.delay += entry.fault.milliseconds
    use(entry)
  }
  for (const entry of due) {
    if (entry.fault.kind !== 'region') continue
    const headers = { 'x-amz-bucket-region': entry.fault.region }
    if (request.region === entry.fault.region) {
      plan.headers.push({ set: headers })
      continue
    }
    const message =
      'The bucket you are attempting to access must be addressed using the specified endpoint. ' +
      'Please send all future requests to this endpoint.'
    plan.answer = { kind: 'answer', status: 301, code: 'PermanentRedirect', message, headers }
    use(entry)
    return plan
  }
  for (const entry of due) {
    const { fault } = entry
    if (fault.kind === 'answer') plan.answer = fault
    else if (fault.kind === 'cut' || fault.kind === 'stall' || fault.kind === 'corrupt') plan.body = fault
    else continue
    use(entry)
    break
  }
  if (plan.answer) return plan
  for (const entry of due) {
    if (entry.fault.kind === 'headers') plan.headers.push(entry.fault)
    else if (entry.fault.kind === 'rewrite') plan.rewrites.push(entry.fault)
    else continue
    use(entry)
  }
  return plan
}

/** Compared with the answer's own ETag, so that no write can come between the look and the read. */
function isOtherVersion(request: IncomingMessage, answer: IncomingMessage): boolean {
  const wanted = request.headers['if-match']
  const { etag } = answer.headers
  if (wanted === undefined || wanted === '*' || etag === undefined) return false
  return !wanted.split(',').some((tag) => bare(tag) === bare(etag))
}

function bare(etag: string): string {
  return etag.trim().replaceAll('"', '')
}

function answerError(request: IncomingMessage, response: ServerResponse, fault: AnswerFault): void {
  const id = randomBytes(8).toString('hex').toUpperCase()
  const message = xmlText(fault.message ?? fault.code)
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Error><Code>${fault.code}</Code><Message>${message}</Message><RequestId>${id}</RequestId></Error>`
  response.writeHead(fault.status, { 'content-type': 'application/xml', 'x-amz-request-id': id, ...fault.headers })
  response.end(request.method === 'HEAD' ? undefined : body)
  request.resume()
}

/** Passes the target's answer on, with what the plan does to it. */
async function pass(answer: IncomingMessage, response: ServerResponse, plan: Plan): Promise<void> {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...headers } = answer.headers
  const changed: OutgoingHttpHeaders = headers
  let rewritten: Buffer | undefined
  if (plan.rewrites.length > 0) {
    rewritten = Buffer.from(plan.rewrites.reduce((body, { change }) => change(body), await text(answer)))
    changed['content-length'] = rewritten.length
  }
  for (const { set, remove = [] } of plan.headers) {
    for (const name of remove) delete changed[name.toLowerCase()]
    for (const [name, value] of Object.entries(set)) changed[name.toLowerCase()] = value
  }
  const length = rewritten?.length ?? Number(answer.headers['content-length'] ?? 0)
  const body: AsyncIterable<Buffer> | Iterable<Buffer> = rewritten ? [rewritten] : answer
  response.writeHead(answer.statusCode ?? 502, changed)
  if (!plan.body) return pipeline(body, response)
  if (plan.body.kind === 'corrupt') return pipeline(flipped(body, Math.floor(length / 2)), response)
  response.flushHeaders()
  await pipeline(first(body, plan.body.after), response, { end: false })
  // Only when all of it is on its way: destroying at once would drop what still waits to be sent.
  if (plan.body.kind === 'cut') response.socket?.destroySoon()
  else if (!response.destroyed) await once(response, 'close')
}

async function* first(body: AsyncIterable<Buffer> | Iterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  if (left === 0) return
  for await (const chunk of body) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

async function* flipped(body: AsyncIterable<Buffer> | Iterable<Buffer>, at: number): AsyncGenerator<Buffer> {
  let position = 0
  for await (const chunk of body) {
    const inside = at - position
    if (inside >= 0 && inside < chunk.length) chunk.writeUInt8(chunk.readUInt8(inside) ^ 0xff, inside)
    position += chunk.length
    yield chunk
  }
}
