import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Refusal } from './answer.ts'
import { safePart } from './file-names.ts'
import { makeSecret } from './guard.ts'

const millisecondsOfTicket = 60_000

/** The files that the page may have written, and the tickets by which a browser fetches them, each once. */
export interface Targets {
  /** Makes a place for a file of this name; the only paths that can be written to. */
  add(name: string): Promise<string>
  has(path: string): boolean
  /** A ticket for a file that is whole, good for one download within a minute. */
  ticket(path: string): Promise<string>
  /** Sends the file of a ticket; it is removed when it has been sent. */
  send(ticket: string, response: ServerResponse): Promise<void>
}

/** Targets below this folder. */
export function openTargets(folder: string): Targets {
  const paths = new Set<string>()
  const tickets = new Map<string, { readonly path: string; readonly until: number }>()
  return {
    async add(name) {
      const path = join(await mkdtemp(join(folder, 'target-')), safePart(name))
      paths.add(path)
      return path
    },
    has: (path) => paths.has(resolve(path)),
    async ticket(path) {
      if (!paths.has(path))
        throw new Refusal(403, 'not-allowed', 'Only files that were exported here can be downloaded.')
      if (!(await stat(path).catch(() => null))?.isFile())
        throw new Refusal(404, 'not-found', 'The file has not been written yet.')
      const ticket = makeSecret()
      tickets.set(ticket, { path, until: Date.now() + millisecondsOfTicket })
      return ticket
    },
    async send(ticket, response) {
      const entry = tickets.get(ticket)
      tickets.delete(ticket)
      if (!entry || entry.until < Date.now()) throw new Refusal(404, 'not-found', 'This download is over.')
      const { size } = await stat(entry.path)
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': size,
        'content-disposition': contentDisposition(basename(entry.path)),
        'accept-ranges': 'none',
      })
      // A browser that goes away takes no more; the file stays for another ticket.
      await pipeline(createReadStream(entry.path), response)
      paths.delete(entry.path)
      await rm(dirname(entry.path), { recursive: true, force: true })
    },
  }
}

/** As RFC 6266 has it: a plain name for old readers, the true one in UTF-8 behind it. */
function contentDisposition(name: string): string {
  const plain = name.replace(/[^ -~]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
