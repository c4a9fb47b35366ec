// The engine: the one process that holds the book. Electron's main process forks it and hands it a port for each window.
import { RPCHandler } from '@orpc/server/message-port'
import { router } from '../../service/router.ts'
import { createService } from '../../service/service.ts'
import { yieldToWindow } from '../priority.ts'
import { type FromEngine, engineStart, toEngine } from './engine-messages.ts'
import { createGrants } from './grants.ts'
import { type KeyAnswer, type KeyQuestion, keyKeeper } from './key-questions.ts'
import type { MessagePortMain } from './parts.ts'
import { createQuestions } from './questions.ts'

const { parentPort } = process
yieldToWindow()
process.on('uncaughtExceptionMonitor', (error) => say({ type: 'problem', message: error.stack ?? error.message }))

const start = engineStart.parse(JSON.parse(process.argv.at(-1) ?? ''))
const keys = createQuestions<KeyQuestion, KeyAnswer>((id, question) => say({ type: 'key', id, ...question }))
const addresses = createQuestions<string, boolean>((id, address) => say({ type: 'confirm', id, address }))
const grants = createGrants()
const service = await createService({
  ...start,
  shell: 'desktop',
  keyKeeper: keyKeeper(keys),
  confirmAddress: addresses.ask,
  access: {
    // Pages name paths as plain text, and a page may be led astray: it reads and writes what a person chose, no more.
    mayRead: (path) => grants.allows('read', path),
    mayWrite: (path) => grants.allows('write', path),
    done: (right, paths) => {
      grants.drop(right, paths)
      say({ type: 'done', right, paths: [...paths] })
    },
  },
})
const handler = new RPCHandler(router)
const ports = new Set<MessagePortMain>()

parentPort.on('message', ({ data, ports: [port] }) => {
  const { data: message } = toEngine.safeParse(data)
  // Whatever it is, it must not end the process that holds the book.
  if (!message) return say({ type: 'problem', message: 'A message of an unknown form was dropped.' })
  if (message.type === 'connect' && port) connect(port)
  if (message.type === 'grant') {
    grants.add(message.right, message.paths)
    say({ type: 'granted', id: message.id })
  }
  if (message.type === 'key') keys.answered(message.id, message)
  if (message.type === 'confirmed') addresses.answered(message.id, message.isAllowed)
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
