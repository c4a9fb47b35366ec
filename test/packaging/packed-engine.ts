import { createORPCClient } from '@orpc/client'
import { type MessagePortMainLike, RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { contract } from '../../shared/contract.ts'
import {
  type EngineStart,
  type FromEngine,
  type ToEngine,
  fromEngine,
} from '../../main/shells/electron/engine-messages.ts'

export interface PackedEngine {
  /** The far end of its port, as a window has it. Either this is used or `client`. */
  readonly port: MessagePortMainLike
  readonly client: ContractRouterClient<typeof contract>
  /** What it has told the main process so far. */
  readonly said: FromEngine[]
  say(message: ToEngine): void
  /** Asks it to finish; its exit code. */
  finish(): Promise<number | null>
  /** Lets it hang until it is killed: it takes calls and answers none. */
  pause(): void
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>
}

/** Starts the engine of an unpacked application under plain Node, and connects to it as a window does. */
export async function startPackedEngine(application: string, start: EngineStart): Promise<PackedEngine> {
  const script = pathToFileURL(join(application, 'dist/main/engine-process.js')).href
  const child = fork(join(import.meta.dirname, 'parent-port.mjs'), [script, JSON.stringify(start)], {
    // A package of the workbook's uses a deprecated call; outside node_modules Node says so.
    execArgv: ['--disable-warning=DEP0005'],
    serialization: 'advanced',
    env: { PATH: process.env['PATH'] },
  })
  const said: FromEngine[] = []
  const exited = once(child, 'exit')
  const listeners = new Set<(event: { data: unknown }) => void>()
  let becomeReady: () => void = () => undefined
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })
  child.on('message', ({ from, message }: { from: string; message: unknown }) => {
    if (from === 'port') return listeners.forEach((listener) => listener({ data: message }))
    const told = fromEngine.parse(message)
    said.push(told)
    if (told.type === 'ready') becomeReady()
  })
  const send = (to: 'port' | 'engine', message: unknown): void => void child.send({ to, message })
  const ended = exited.then(([code]) => {
    throw new Error(`The packed engine ended with ${code} before it was ready: ${JSON.stringify(said)}`)
  })
  await Promise.race([ready, ended])
  send('engine', { type: 'connect' })
  const port: MessagePortMainLike = {
    on: (event, listener) => {
      if (event === 'message') listeners.add(listener)
    },
    postMessage: (message) => send('port', message),
  }
  let client: PackedEngine['client'] | null = null
  return {
    port,
    get client() {
      client ??= createORPCClient<PackedEngine['client']>(new RPCLink({ port }))
      return client
    },
    said,
    say: (message) => send('engine', message),
    finish: async () => {
      send('engine', { type: 'finish' })
      const [code] = (await exited) as [number | null]
      return code
    },
    pause: () => void child.kill('SIGSTOP'),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
