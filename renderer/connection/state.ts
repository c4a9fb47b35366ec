/**
 * `lost`: the core is not reached, and the page tries again by itself. `stopped`: trying again is of no use until the
 * person asks for it (the engine died too often, or the server was started anew with another token).
 */
export type ConnectionState = 'connected' | 'lost' | 'stopped'

/** The state with those who want to hear of it. */
export interface StateStore {
  get(): ConnectionState
  set(state: ConnectionState): void
  subscribe(listener: () => void): () => void
}

/** A store in the form that `useSyncExternalStore` takes. */
export function createStateStore(initial: ConnectionState): StateStore {
  let current = initial
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set(state) {
      if (state === current) return
      current = state
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Settles when the state is `connected`; rejects when it becomes `stopped` or the signal is aborted. */
export function whenConnected(store: StateStore, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (signal?.aborted) end(() => reject(signal.reason))
      else if (store.get() === 'connected') end(resolve)
      else if (store.get() === 'stopped') end(() => reject(new Error('The connection is stopped.')))
    }
    const end = (settle: () => void): void => {
      unsubscribe()
      signal?.removeEventListener('abort', look)
      settle()
    }
    const unsubscribe = store.subscribe(look)
    signal?.addEventListener('abort', look)
    look()
  })
}
