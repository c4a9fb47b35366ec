import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { connectionWording } from '../wording/connection.ts'
import type { Client, Connection } from './client.ts'
import { webHost } from './host.web.ts'
import { createLink } from './link.ts'
import { PageError, connectionLost } from './problem.ts'
import { createStateStore } from './state.ts'
import { takeToken } from './token.ts'

const millisecondsBetweenTries = 1000

/** Connects to the server that served this page. Errors: `not-allowed` without a token that it takes. */
export async function connectWeb(): Promise<Connection> {
  const token = await takeToken()
  const authorization = `Bearer ${token}`
  const state = createStateStore('lost')

  const knock = async (): Promise<'connected' | 'lost' | 'stopped'> => {
    try {
      const response = await fetch('/alive', { headers: { authorization }, cache: 'no-store' })
      if (response.ok) return 'connected'
      return response.status === 401 ? 'stopped' : 'lost'
    } catch {
      return 'lost'
    }
  }
  const knockUntilAnswered = async (): Promise<void> => {
    let answer = await knock()
    while (answer === 'lost') {
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetweenTries))
      answer = await knock()
    }
    state.set(answer)
  }
  const lose = (): void => {
    if (state.get() !== 'connected') return
    state.set('lost')
    void knockUntilAnswered()
  }

  const rpc = new RPCLink({
    url: `${window.location.origin}/rpc`,
    headers: { authorization },
    async fetch(request, init) {
      try {
        return await fetch(request, { ...init, cache: 'no-store', credentials: 'omit' })
      } catch (error) {
        throw request.signal.aborted ? error : connectionLost()
      }
    },
  })
  const link = createLink({
    current: () => (state.get() === 'connected' ? rpc : null),
    onLost: lose,
    // A stream that breaks off in the middle: the browser says only "network error".
    isLoss: (error) => error instanceof TypeError && /network|fetch|load failed|body stream/i.test(error.message),
  })

  await knockUntilAnswered()
  if (state.get() === 'stopped') throw new PageError('not-allowed', connectionWording.noToken)
  return {
    client: createORPCClient<Client>(link),
    host: webHost(authorization),
    state,
    reconnect: async () => {
      state.set('lost')
      await knockUntilAnswered()
    },
  }
}
