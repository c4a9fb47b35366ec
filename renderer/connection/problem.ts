import { ORPCError } from '@orpc/client'
import type { ErrorCode } from '../../shared/errors.ts'
import { connectionWording } from '../wording/connection.ts'

export type ProblemCode = ErrorCode | 'connection-lost'

/** An error as a screen shows it: a sentence for the person, a code to name it by, plain facts about the case. */
export interface Problem {
  readonly code: ProblemCode
  readonly message: string
  readonly details: Readonly<Record<string, string | number | null>>
}

/** An error that arises in the page itself, in the form of those of the core. */
export class PageError extends Error {
  readonly code: ProblemCode

  constructor(code: ProblemCode, message: string) {
    super(message)
    this.name = 'PageError'
    this.code = code
  }
}

/** The error of every call that cannot reach the core. */
export function connectionLost(): PageError {
  return new PageError('connection-lost', connectionWording.lost)
}

/** Whatever was thrown, as a problem. Cancelling by an `AbortSignal` is `cancelled`; a mistake of ours is `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError)
    return { code: codeOf(error.code), message: error.message, details: detailsOf(error.data) }
  if (error instanceof PageError) return { code: error.code, message: error.message, details: {} }
  // The text of an abort is the browser's.
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'cancelled', message: connectionWording.cancelled, details: {} }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message: message || connectionWording.unexpected, details: {} }
}

const knownCodes: ReadonlySet<string> = new Set<ErrorCode>([
  'wrong-usage',
  'book-locked',
  'book-damaged',
  'not-found',
  'file-unreadable',
  'unrecognised',
  'cancelled',
  'target-busy',
  'no-book',
  'not-allowed',
  'sign-in-needed',
  'source-failed',
  'internal',
])

/** The codes that oRPC gives by itself, before a call reaches the core. */
const codesOfTransport: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'wrong-usage',
  PAYLOAD_TOO_LARGE: 'wrong-usage',
  UNAUTHORIZED: 'not-allowed',
  FORBIDDEN: 'not-allowed',
  CLIENT_CLOSED_REQUEST: 'cancelled',
}

function codeOf(code: string): ErrorCode {
  return isKnown(code) ? code : (codesOfTransport[code] ?? 'internal')
}

function isKnown(code: string): code is ErrorCode {
  return knownCodes.has(code)
}

function detailsOf(data: unknown): Problem['details'] {
  if (typeof data !== 'object' || data === null) return {}
  const plain = Object.entries(data).filter(
    (entry): entry is [string, string | number | null] =>
      entry[1] === null || typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return Object.fromEntries(plain)
}
