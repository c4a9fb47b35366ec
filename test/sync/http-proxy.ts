import { createServer, request as send } from 'node:http'
import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { close, listen } from './loopback.ts'

/** A forward proxy, as companies put one between their machines and the internet. */
export interface HttpProxy {
  /** What belongs in `HTTP_PROXY` and `HTTPS_PROXY`. */
  readonly endpoint: string
  /** What was asked for, oldest first: `GET http://host:port/path` or `CONNECT host:port`. */
  readonly targets: readonly string[]
  stop(): Promise<void>
}

/** Starts a forward proxy on 127.0.0.1: requests with an absolute address, and CONNECT for TLS. */
export async function startHttpProxy(): Promise<HttpProxy> {
  const targets: string[] = []
  // A tunnel is out of the server's hands, so that closing the server would leave it.
  const tunnels = new Set<Socket>()
  const server = createServer((request, response) => {
    targets.push(`${request.method} ${request.url}`)
    if (!URL.canParse(request.url ?? '')) {
      // Someone took the proxy for the server itself.
      response.writeHead(400).end()
      return
    }
    const { 'proxy-connection': _, 'proxy-authorization': __, connection: ___, ...headers } = request.headers
    const onward = send(request.url ?? '', { method: request.method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers)
      pipeline(answer, response).catch(() => response.destroy())
    })
    response.once('close', () => onward.destroy())
    request.pipe(onward)
    onward.once('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()))
  })
  server.on('connect', (request, client: Socket, head: Buffer) => {
    targets.push(`CONNECT ${request.url}`)
    const { hostname, port } = new URL(`tcp://${request.url}`)
    const onward = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.write(head)
      onward.pipe(client)
      client.pipe(onward)
    })
    for (const [end, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      tunnels.add(end)
      end.on('error', () => other.destroy())
      end.once('close', () => {
        tunnels.delete(end)
        other.destroy()
      })
    }
  })
  const port = await listen(server)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    targets,
    stop: async () => {
      for (const tunnel of tunnels) tunnel.destroy()
      await close(server)
    },
  }
}
