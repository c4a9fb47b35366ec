import type { Connection } from './client.ts'
import { connectDesktop } from './desktop.ts'
import { connectWeb } from './web.ts'

/** Connects to the core: through the desktop shell's bridge where there is one, else to the server of this page. */
export function connect(): Promise<Connection> {
  const bridge = globalThis.tieout
  return bridge ? connectDesktop(bridge) : connectWeb()
}
