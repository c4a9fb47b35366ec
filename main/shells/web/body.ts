import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { Refusal } from './answer.ts'
import { requireType } from './guard.ts'

/** Largest JSON body, in bytes, where nothing else is said. */
export const jsonLimit = 1024 * 1024

/** Reads a JSON body of at most `limit` bytes. An empty one is undefined and needs no type. */
export async function readJson(request: IncomingMessage, limit = jsonLimit): Promise<unknown> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > limit) throw tooLarge(limit)
  const isEmpty = announced === 0 && request.headers['transfer-encoding'] === undefined
  if (isEmpty && request.headers['content-type'] === undefined) return undefined
  requireType(request, 'application/json')
  const bytes = await readAll(request, limit)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new Refusal(400, 'wrong-usage', 'The body is not JSON.')
  }
}

/** Reads a JSON body and checks its shape. */
export async function readShape<Shape extends z.ZodType>(
  request: IncomingMessage,
  shape: Shape,
  limit = jsonLimit,
): Promise<z.output<Shape>> {
  const read = shape.safeParse(await readJson(request, limit))
  if (!read.success) throw new Refusal(400, 'wrong-usage', 'The body does not have the fields that belong here.')
  return read.data
}

/** Reads by events, not by a loop: ending a loop early would close the connection before the refusal is sent. */
function readAll(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else reject(tooLarge(limit))
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
    request.once('close', () => reject(new Refusal(400, 'wrong-usage', 'The body broke off.')))
  })
}

function tooLarge(limit: number): Refusal {
  const most = limit < 1024 * 1024 ? `${limit / 1024} KB` : `${limit / 1024 / 1024} MB`
  return new Refusal(413, 'wrong-usage', `A call can have ${most} at most.`)
}
