import { useEffect, useEffectEvent } from 'react'
import type { AppEvent } from '../../shared/contract/books.ts'
import type { Connection } from './client.ts'
import { useConnection } from './connection.tsx'
import { whenConnected } from './state.ts'

/**
 * Calls the listener with each event of the core, for as long as the component is there. After a lost connection it goes
 * on with the new one; the event `ready` at its start tells that something may have been missed.
 */
export function useAppEvents(listener: (event: AppEvent) => void): void {
  const connection = useConnection()
  const tell = useEffectEvent(listener)
  useEffect(() => {
    const stop = new AbortController()
    void follow(connection, (event) => tell(event), stop.signal)
    return () => stop.abort()
  }, [connection])
}

async function follow(connection: Connection, tell: (event: AppEvent) => void, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await whenConnected(connection.state, stop)
      await whenSeen(stop)
      const hidden = new AbortController()
      const endWhenHidden = (): void => {
        if (document.hidden && connection.host.shell === 'web') hidden.abort()
      }
      document.addEventListener('visibilitychange', endWhenHidden)
      try {
        const events = await connection.client.app.events(undefined, { signal: AbortSignal.any([stop, hidden.signal]) })
        for await (const event of events) tell(event)
      } finally {
        document.removeEventListener('visibilitychange', endWhenHidden)
      }
    } catch {
      // Lost, hidden or stopped: the loop waits for what is missing. A pause keeps a refusing core from being hammered.
      if (connection.state.get() === 'stopped') await untilChange(connection, stop)
      else if (!stop.aborted) await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** A browser keeps six connections to one server for all tabs together, so a tab that nobody sees gives its own back. */
function whenSeen(stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (document.hidden && !stop.aborted) return
      document.removeEventListener('visibilitychange', look)
      stop.removeEventListener('abort', look)
      if (stop.aborted) reject(stop.reason)
      else resolve()
    }
    document.addEventListener('visibilitychange', look)
    stop.addEventListener('abort', look)
    look()
  })
}

function untilChange(connection: Connection, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      unsubscribe()
      stop.removeEventListener('abort', end)
      resolve()
    }
    const unsubscribe = connection.state.subscribe(end)
    stop.addEventListener('abort', end)
  })
}
