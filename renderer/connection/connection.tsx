import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { type ReactNode, createContext, use, useMemo, useSyncExternalStore } from 'react'
import type { Host } from '../../shared/host.ts'
import type { Client, Connection } from './client.ts'
import type { ConnectionState } from './state.ts'

export type { Client, Connection } from './client.ts'

const ConnectionContext = createContext<Connection | null>(null)

/** Hands the connection to everything below it. */
export function ConnectionProvider(props: { readonly connection: Connection; readonly children: ReactNode }) {
  return <ConnectionContext value={props.connection}>{props.children}</ConnectionContext>
}

/** The connection as a whole; the page is never drawn without one. */
export function useConnection(): Connection {
  const connection = use(ConnectionContext)
  if (!connection) throw new Error('There is no ConnectionProvider above this component.')
  return connection
}

/** Every call of the contract. */
export function useClient(): Client {
  return useConnection().client
}

/** Dialogs, dropped files and the window. */
export function useHost(): Host {
  return useConnection().host
}

/** The calls as options of TanStack Query: `useQuery(queries.queries.page.queryOptions({ input }))`. */
export function useQueries() {
  const client = useClient()
  return useMemo(() => createTanstackQueryUtils(client), [client])
}

/** Drawn anew when the core is lost or back. */
export function useConnectionState(): ConnectionState {
  const { state } = useConnection()
  return useSyncExternalStore(state.subscribe, state.get)
}
