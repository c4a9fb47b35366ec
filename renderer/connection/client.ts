import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'
import type { Host } from '../../shared/host.ts'
import type { StateStore } from './state.ts'

/** Every call of the contract, the same over a port and over HTTP. */
export type Client = ContractRouterClient<typeof contract>

/** What the page holds of the shell that shows it. */
export interface Connection {
  readonly client: Client
  readonly host: Host
  readonly state: StateStore
  /** Tries once more after `stopped`, because the person asked for it. */
  reconnect(): Promise<void>
}
