import { connectionWording } from '../wording/connection.ts'
import { PageError } from './problem.ts'

const storageKey = 'tieout-token'

/**
 * The token of this tab: from the address, which is then cleaned, else from the tab's own storage, so that a reload works.
 * The address that Tieout opens in a browser by itself carries a code for one use instead, because other people on the
 * machine can see the arguments of a program. Error `not-allowed` when there is neither.
 */
export async function takeToken(): Promise<string> {
  const fragment = /^#(?:(start)=)?([A-Za-z0-9_-]{43})$/.exec(window.location.hash)
  if (fragment) {
    window.history.replaceState(null, '', window.location.pathname)
    const secret = fragment[2] ?? ''
    const token = fragment[1] === undefined ? secret : await exchange(secret)
    window.sessionStorage.setItem(storageKey, token)
    return token
  }
  const token = window.sessionStorage.getItem(storageKey)
  if (token === null) throw new PageError('not-allowed', connectionWording.noToken)
  return token
}

async function exchange(code: string): Promise<string> {
  const response = await fetch('/start', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
  if (!response.ok) throw new PageError('not-allowed', connectionWording.noToken)
  const { token } = (await response.json()) as { token: string }
  return token
}
