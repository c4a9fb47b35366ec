import type { BridgeCalls } from '../../../shared/bridge.ts'

/** Message of the main process to a page: a command of the menu or the system. */
export const commandMessage = 'tieout:command'

/** Message of the main process to every page: how the engine is. */
export const engineMessage = 'tieout:engine'

/** Message of the preload, which no page can send: a file was dropped on the window. */
export const droppedMessage = 'tieout:dropped'

/** Name under which the main process answers a call of the bridge. */
export function callMessage(call: keyof BridgeCalls): string {
  return `tieout:${call}`
}
