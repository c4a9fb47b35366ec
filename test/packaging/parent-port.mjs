// Runs the engine's script in a plain Node process as Electron would in its own: with `process.parentPort`, as documented,
// over this process's channel. The far end of its one port goes over the same channel.
import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'

const [, , script, start] = process.argv
const parentPort = new EventEmitter()
parentPort.postMessage = (message) => process.send({ from: 'engine', message })
process.parentPort = parentPort

const { port1, port2 } = new MessageChannel()
port2.on('message', (message) => process.send({ from: 'port', message }))
process.on('message', ({ to, message }) => {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a port between two threads
  if (to === 'port') port2.postMessage(message)
  else parentPort.emit('message', { data: message, ports: message?.type === 'connect' ? [port1] : [] })
})
process.on('disconnect', () => process.exit(1))
process.argv = [process.argv[0], script, start]
await import(script)
