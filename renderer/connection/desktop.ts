import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { type Bridge, portMessage } from '../../shared/bridge.ts'
import type { Client, Connection } from './client.ts'
import { desktopHost } from './host.desktop.ts'
import { createLink } from './link.ts'
import { createStateStore, whenConnected } from './state.ts'

/**
 * Connects through the port that the main process hands over; a new one comes after the engine was started again.
 * Settles with the first port; an engine that was given up is started again. Error: it does not start.
 */
export async function connectDesktop(bridge: Bridge): Promise<Connection> {
  const state = createStateStore('lost')
  const failed = new AbortController()
  let open: { readonly port: MessagePort; readonly link: ClientLink<ClientContext> } | null = null

  const lose = (): void => {
    const port = open?.port
    open = null
    if (state.get() === 'connected') state.set('lost')
    if (!port) return
    // Whoever closes a port hears nothing of it, so the link is told: calls under way would wait for ever.
    port.dispatchEvent(new Event('close'))
    port.close()
  }
  const take = (port: MessagePort): void => {
    // Asked for twice while the engine was starting: calls are already under way on the first.
    if (open) return port.close()
    // Before the link's own listener, so that the calls it fails find the connection lost.
    port.addEventListener('close', () => {
      if (open?.port === port) lose()
    })
    open = { port, link: new RPCLink({ port }) }
    port.start()
    state.set('connected')
  }

  const receive = (event: MessageEvent): void => {
    if (event.source !== window || event.origin !== window.location.origin || event.data !== portMessage) return
    const port = event.ports[0]
    if (port) take(port)
  }
  window.addEventListener('message', receive, { signal: failed.signal })
  const unsubscribe = bridge.onEngine((engine) => {
    if (engine.state === 'ready') void bridge.connectEngine()
    else {
      lose()
      state.set(engine.state === 'stopped' ? 'stopped' : 'lost')
    }
  })

  const link = createLink({
    current: () => open?.link ?? null,
    onLost: (broken) => {
      if (open?.link === broken) lose()
    },
    isLoss: (_error, used) => open?.link !== used,
  })
  try {
    await bridge.restartEngine()
    await bridge.connectEngine()
    await whenConnected(state)
  } catch (error) {
    // Whoever tries again listens anew.
    failed.abort()
    unsubscribe()
    throw error
  }
  return {
    client: createORPCClient<Client>(link),
    host: desktopHost(bridge),
    state,
    reconnect: () => bridge.restartEngine(),
  }
}
