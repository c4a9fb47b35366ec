import { type ClientContext, type ClientLink, ORPCError, mapEventIterator } from '@orpc/client'
import { PageError, connectionLost } from './problem.ts'

type Link = ClientLink<ClientContext>

/** Where calls go now, and who is told when a call found the core gone. */
export interface Line {
  /** Null while there is no connection: calls fail at once instead of waiting for ever. */
  current(): Link | null
  /** Called with the link on which a call broke off. */
  onLost(link: Link): void
  /** True when this error, which is none of the core's, means that the core was not reached. */
  isLoss(error: unknown, link: Link): boolean
}

/** A link over connections that come and go; a broken one fails its calls and streams with `connection-lost`. */
export function createLink(line: Line): Link {
  return {
    async call(path, input, options) {
      const link = line.current()
      if (!link) throw connectionLost()
      const explain = (error: unknown): unknown => {
        if (error instanceof ORPCError || options.signal?.aborted) return error
        if (!(error instanceof PageError) && !line.isLoss(error, link)) return error
        line.onLost(link)
        return connectionLost()
      }
      try {
        const output = await link.call(path, input, options)
        if (!isStream(output)) return output
        return mapEventIterator(output, {
          value: async (value) => value,
          error: async (error) => explain(error),
        })
      } catch (error) {
        throw explain(error)
      }
    },
  }
}

function isStream(output: unknown): output is AsyncIterator<unknown, unknown, unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}
