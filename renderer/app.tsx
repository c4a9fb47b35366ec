import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Connection, ConnectionProvider, connect, problemOf } from './connection/index.ts'
import { ErrorState, LoadingState } from './components/states.tsx'
import { Gate } from './frame/gate.tsx'
import { styleNonce } from './theme/nonce.ts'
import { cssVariables, theme } from './theme/theme.ts'
import { frameWording } from './wording/frame.ts'

/** A refusal of the core stays one; a lost connection is tried anew when it is back. */
const cache = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => problemOf(error).code === 'connection-lost' && count < 5,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      // The core is on this machine: whether there is a network says nothing about it.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

type Start = { readonly connection: Connection } | { readonly error: unknown } | null

/** The whole page: connects, then draws the frame. */
export function App() {
  const [start, setStart] = useState<Start>(null)
  const begin = useCallback(() => {
    connect().then(
      (connection) => setStart({ connection }),
      (error: unknown) => setStart({ error }),
    )
  }, [])
  const hasBegun = useRef(false)
  useEffect(() => {
    // Strict mode runs effects twice; the token in the address can be taken only once.
    if (hasBegun.current) return
    hasBegun.current = true
    begin()
  }, [begin])
  const retry = (): void => {
    setStart(null)
    begin()
  }

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      {start === null ? <LoadingState label={frameWording.starting} /> : null}
      {start && 'error' in start ? <NotConnected error={start.error} onRetry={retry} /> : null}
      {start && 'connection' in start ? (
        <QueryClientProvider client={cache}>
          <ConnectionProvider connection={start.connection}>
            <Gate />
          </ConnectionProvider>
        </QueryClientProvider>
      ) : null}
    </MantineProvider>
  )
}

function NotConnected({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <main style={{ maxWidth: 560, margin: '15vh auto 0', padding: 16 }}>
      <h1>{frameWording.notConnected}</h1>
      <ErrorState error={error} onRetry={onRetry} />
    </main>
  )
}
