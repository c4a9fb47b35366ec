import { z } from 'zod'

/** What of an import that is being prepared outlives a reload of the page. */
const storedSession = z.object({
  paths: z.array(z.string()),
  delivered: z.string().nullable(),
  choices: z.array(z.tuple([z.string(), z.string().nullable()])),
  /** True while the import itself ran, so that a reload can say what became of it. */
  importing: z.boolean(),
})
export type StoredSession = z.infer<typeof storedSession>

const key = 'tieout-import'
const nothing: StoredSession = { paths: [], delivered: null, choices: [], importing: false }

/** What the page before a reload had; nothing in a new window. */
export function readStoredSession(): StoredSession {
  try {
    return storedSession.parse(JSON.parse(sessionStorage.getItem(key) ?? ''))
  } catch {
    return nothing
  }
}

/** Keeps the list of this window; an empty one leaves nothing behind. */
export function storeSession(session: StoredSession): void {
  if (session.paths.length === 0) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, JSON.stringify(session))
}
