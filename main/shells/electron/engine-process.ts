// The engine: the one process that holds the book. Electron's main process forks it and hands it a port for each window.
import { RPCHandler } from '@orpc/server/message-port'
import { resolve } from 'node:path'
import { router } from '../../service/router.ts'
import { createService } from '../../service/service.ts'
import { yieldToWindow } from '../priority.ts'
import { type FromEngine, engineStart, toEngine } from './engine-messages.ts'
import { createKeyQuestions } from './key-questions.ts'
import type { MessagePortMain } from './parts.ts'

const { parentPort } = process
yieldToWindow()
process.on('uncaughtExceptionMonitor', (error) => say({ type: 'problem', message: error.stack ?? error.message }))

const start = engineStart.parse(JSON.parse(process.argv.at(-1) ?? ''))
const keys = createKeyQuestions((question) => say({ type: 'key', ...question }))
const granted = new Set(start.granted.map((path) => resolve(path)))
const service = await createService({
  dataFolder: start.dataFolder,
  sampleFolder: start.sampleFolder,
  shell: 'desktop',
  version: start.version,
  reopen: start.reopen,
  keyKeeper: keys.keeper,
  access: {
    // Whatever the person may read, they may drop on the window; only the page knows what was dropped.
    mayRead: () => true,
    mayWrite: (path) => granted.has(path),
  },
})
const handler = new RPCHandler(router)
const ports = new Set<MessagePortMain>()

parentPort.on('message', ({ data, ports: [port] }) => {
  const message = toEngine.parse(data)
  if (message.type === 'connect' && port) connect(port)
  if (message.type === 'grant') grant(message.path)
  if (message.type === 'key') keys.answered(message)
  if (message.type === 'finish') void finish()
})
void tellBooks()
say({ type: 'ready' })

function connect(port: MessagePortMain): void {
  ports.add(port)
  port.on('close', () => void ports.delete(port))
  handler.upgrade(port, { context: { service } })
  port.start()
}

function grant(path: string): void {
  granted.add(resolve(path))
  say({ type: 'granted', path })
}

/** Tells the main process which book is open, whenever that changes. */
async function tellBooks(): Promise<void> {
  let told: string | null = null
  for await (const _event of service.events.listen(undefined)) {
    const { app } = service.desk
    const path = app && !app.isTemporary ? app.book : null
    if (path !== told) say({ type: 'book', path })
    told = path
  }
}

/** Without ports no more work comes; what runs is cancelled, the book is written down and closed. */
async function finish(): Promise<void> {
  for (const port of ports) port.close()
  await service.close()
  process.exit(0)
}

function say(message: FromEngine): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
  parentPort.postMessage(message)
}
