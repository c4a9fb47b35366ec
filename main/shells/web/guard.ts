import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Refusal } from './answer.ts'

/** 256 random bits, in 43 letters that need no escaping in an address. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Compares two secrets in a time that does not tell how much of them is the same. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/**
 * Refuses a request that was not sent to exactly this server, or that another site's page sent. Any page in a browser can
 * reach a loopback port, under any name that it makes resolve to 127.0.0.1; so only the very address counts.
 */
export function requireOwnAddress(request: IncomingMessage, authority: string): void {
  const hosts = request.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === 'host',
  )
  if (hosts.length !== 1 || hosts[0] !== authority)
    throw new Refusal(403, 'not-allowed', `This server answers only at http://${authority}.`)
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${authority}`)
    throw new Refusal(403, 'not-allowed', 'Pages of other sites are not answered.')
  if (!request.url?.startsWith('/')) throw new Refusal(400, 'wrong-usage', 'An address starts with a slash.')
}

/** Refuses a request without the token of this run. */
export function requireToken(request: IncomingMessage, token: string): void {
  const given = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1]
  if (given === undefined || !isSameSecret(given, token))
    throw new Refusal(401, 'not-allowed', 'The token is missing or not the one of this run.', {
      'www-authenticate': 'Bearer',
    })
}

/** Refuses another method than these. */
export function requireMethod(request: IncomingMessage, ...methods: string[]): void {
  if (!methods.includes(request.method ?? ''))
    throw new Refusal(405, 'wrong-usage', `Only ${methods.join(' and ')} can be used here.`, {
      allow: methods.join(', '),
    })
}

/** Refuses another type of body than this one; a type that a form of another site can send is never allowed. */
export function requireType(request: IncomingMessage, type: 'application/json' | 'application/octet-stream'): void {
  const given = (request.headers['content-type'] ?? '').toLowerCase().replace(/; ?charset=utf-8$/, '')
  if (given !== type) throw new Refusal(415, 'wrong-usage', `The body must be ${type}.`)
}
