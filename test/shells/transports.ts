import { createORPCClient } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { createRouterClient } from '@orpc/server'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import manifest from '../../package.json' with { type: 'json' }
import { router } from '../../main/service/router.ts'
import { createService } from '../../main/service/service.ts'
import { serve } from '../../main/shells/web/serve.ts'
import type { Client } from '../../renderer/connection/client.ts'
import { sampleBooks } from '../packaging/programs.ts'

/** One way to the core, with a data folder of its own. */
export interface Transport {
  readonly name: string
  readonly client: Client
  readonly dataFolder: string
  /** A path of this name to which may be written. */
  target(name: string): Promise<string>
  /** Breaks the connection off, as a page does that is reloaded; null where there is none. */
  readonly drop: (() => void) | null
  close(): Promise<void>
}

const sampleFolder = join(import.meta.dirname, '../../assets/sample')

/** As the command line calls it. */
export async function directTransport(): Promise<Transport> {
  const dataFolder = await newFolder()
  const service = await createService({ dataFolder, sampleFolder, shell: 'web', version: manifest.version })
  return {
    name: 'direct',
    client: createRouterClient(router, { context: { service } }),
    dataFolder,
    target: async (name) => join(dataFolder, 'uploads', name),
    drop: null,
    close: () => closing(service.close(), dataFolder),
  }
}

/** As the page in Electron calls it: everything crosses as a message. */
export async function portTransport(): Promise<Transport> {
  const dataFolder = await newFolder()
  const service = await createService({ dataFolder, sampleFolder, shell: 'web', version: manifest.version })
  const { port1, port2 } = new MessageChannel()
  new PortHandler(router).upgrade(port1, { context: { service } })
  const client = createORPCClient<Client>(new PortLink({ port: port2 }))
  return {
    name: 'message port',
    client,
    dataFolder,
    target: async (name) => join(dataFolder, 'uploads', name),
    drop: () => port2.close(),
    async close() {
      port2.close()
      await closing(service.close(), dataFolder)
    },
  }
}

/** As the page in a browser calls it. */
export async function webTransport(): Promise<Transport> {
  const dataFolder = await newFolder()
  const pageFolder = join(dataFolder, 'page')
  mkdirSync(pageFolder)
  writeFileSync(join(pageFolder, 'index.html'), 'the page')
  const serving = await serve({ port: 0, dataFolder, pageFolder })
  const stop = new AbortController()
  const held: object[] = []
  const link = new FetchLink({
    url: `${serving.address}/rpc`,
    headers: { authorization: `Bearer ${serving.token}` },
    async fetch(request, init) {
      const ended = new AbortController()
      // Node forgets to abort an answer whose request nobody holds any more.
      held.push({ request, ended })
      for (const { signal } of [request, stop]) signal.addEventListener('abort', () => ended.abort(signal.reason))
      const answer = await fetch(request, { ...init, signal: ended.signal })
      return new Response(answer.body?.pipeThrough(new TransformStream(), { signal: ended.signal }), answer)
    },
  })
  return {
    name: 'http',
    client: createORPCClient<Client>(link),
    dataFolder,
    async target(name) {
      const response = await fetch(`${serving.address}/targets`, {
        method: 'POST',
        headers: { authorization: `Bearer ${serving.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      })
      return ((await response.json()) as { path: string }).path
    },
    drop: () => stop.abort(),
    close: () => closing(serving.close(), dataFolder),
  }
}

/** A data folder in which the sample book lies already. */
async function newFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-parity-'))
  mkdirSync(join(folder, 'uploads'))
  cpSync(await sampleBooks(), join(folder, 'books'), { recursive: true })
  return folder
}

async function closing(closed: Promise<void>, folder: string): Promise<void> {
  await closed
  rmSync(folder, { recursive: true, force: true })
}
