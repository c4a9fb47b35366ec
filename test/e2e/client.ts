import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { contract } from '../../shared/contract.ts'
import type { Shell } from './shell.ts'

/** A client of a running shell, beside its windows: what a test asks to compare with what a window shows. */
export function clientOf(shell: Shell): ContractRouterClient<typeof contract> {
  const token = new URL(shell.url).hash.slice(1)
  return createORPCClient(new RPCLink({ url: `${shell.origin}/rpc`, headers: { authorization: `Bearer ${token}` } }))
}

/** Takes a job's stream to its end and returns its result. */
export async function finish<Result>(stream: AsyncIterator<unknown, Result>): Promise<Result> {
  for (;;) {
    const step = await stream.next()
    if (step.done) return step.value
  }
}
