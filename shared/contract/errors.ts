import { z } from 'zod'

/** Plain facts about a case that went wrong: the book, the file, the process that holds it. */
const details = z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional()

/** Every error that can cross the boundary: the closed list of `shared/errors.ts`, each with its HTTP status. */
export const contractErrors = {
  'wrong-usage': { status: 400, data: details },
  'book-locked': { status: 409, data: details },
  'book-damaged': { status: 422, data: details },
  'not-found': { status: 404, data: details },
  'file-unreadable': { status: 422, data: details },
  unrecognised: { status: 422, data: details },
  cancelled: { status: 499, data: details },
  'target-busy': { status: 409, data: details },
  'no-book': { status: 409, data: details },
  'not-allowed': { status: 403, data: details },
  'sign-in-needed': { status: 401, data: details },
  'source-failed': { status: 502, data: details },
  internal: { status: 500, data: details },
} as const
