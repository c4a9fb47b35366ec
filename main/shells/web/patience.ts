import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal, refuse } from './answer.ts'

/** Milliseconds that whoever connects may take; any program of the machine can, and without a token nobody is waited for. */
export interface Patience {
  /** From the connection to the end of the headers. */
  readonly headers: number
  /** From the headers to the end of the body. */
  readonly body: number
  /** Between two pieces of an upload, which may be as long as it likes, and of an answer that nobody takes. */
  readonly silence: number
}

export const usualPatience: Patience = { headers: 10_000, body: 10_000, silence: 120_000 }

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()

/** Ends a request whose body does not come to its end in time, answered or not. */
export function expectWhole(request: IncomingMessage, response: ServerResponse, { body }: Patience): void {
  const timer = setTimeout(() => {
    if (request.complete) return
    if (response.headersSent) request.socket.destroy()
    else refuse(request, response, new Refusal(408, 'wrong-usage', 'The body of the call did not come.'))
  }, body)
  timers.set(request, timer.unref())
}

/** Lets a request that proved its token take its time, as long as something comes. */
export function allowLength(request: IncomingMessage, { silence }: Patience): void {
  clearTimeout(timers.get(request))
  request.socket.setTimeout(silence)
}
