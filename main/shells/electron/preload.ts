// Runs in the sandbox beside the page, built into one CommonJS file. It gives the page the bridge and nothing else.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, type BridgeCalls, type EngineState, bridgeCalls, portMessage } from '../../../shared/bridge.ts'
import type { HostCommand } from '../../../shared/host.ts'
import { callMessage, commandMessage, droppedMessage, engineMessage } from './messages.ts'

declare const window: {
  readonly location: { readonly origin: string }
  postMessage(message: unknown, origin: string, ports: readonly unknown[]): void
}

const calls = Object.fromEntries(
  bridgeCalls.map((call) => [call, (...values: unknown[]) => ipcRenderer.invoke(callMessage(call), ...values)]),
) as unknown as BridgeCalls

const commandListeners = new Set<(command: HostCommand) => void>()
const earlyCommands: HostCommand[] = []
ipcRenderer.on(commandMessage, (_event, command: HostCommand) => {
  if (commandListeners.size === 0) earlyCommands.push(command)
  for (const listener of commandListeners) listener(command)
})

// A port cannot go through the bridge; the page's own messages can carry it.
ipcRenderer.on(portMessage, (event) => window.postMessage(portMessage, window.location.origin, event.ports))

contextBridge.exposeInMainWorld('tieout', {
  ...calls,
  platform: process.platform,
  filePath: async (file) => {
    // A page cannot make a file that has a path: only a person gives it one, by dropping or choosing it.
    const path = webUtils.getPathForFile(file)
    if (path !== '') await ipcRenderer.invoke(droppedMessage, path)
    return path
  },
  onEngine: (listener) => {
    const receive = (_event: unknown, state: EngineState): void => listener(state)
    ipcRenderer.on(engineMessage, receive)
    return () => ipcRenderer.off(engineMessage, receive)
  },
  onCommand: (listener) => {
    commandListeners.add(listener)
    for (const command of earlyCommands.splice(0)) listener(command)
    return () => commandListeners.delete(listener)
  },
} satisfies Bridge)
