import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { Refusal, answerJson } from './answer.ts'
import { readShape } from './body.ts'
import { requireMethod, requireToken } from './guard.ts'
import { type Patience, allowLength } from './patience.ts'
import type { StartCode } from './start-code.ts'
import type { Targets } from './targets.ts'
import { type UploadLimits, receiveUpload } from './uploads.ts'

/** What the routes beside `/rpc` and the page work with. */
export interface RouteParts {
  readonly token: string
  readonly startCode: StartCode
  readonly uploadsFolder: string
  readonly limits: UploadLimits
  readonly patience: Patience
  readonly targets: Targets
}

const targetShape = z.strictObject({ name: z.string().min(1).max(1000) })
const downloadShape = z.strictObject({ path: z.string().min(1).max(4096) })
/** More than a code has, and less than would hurt: nobody has shown a token yet. */
const bytesOfStart = 1024
const startShape = z.strictObject({ code: z.string().max(100) })

/** Answers what a browser needs besides the contract: files in, files out, and the way in. False for another path. */
export async function answerRoute(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
  parts: RouteParts,
): Promise<boolean> {
  if (path === '/alive') {
    requireMethod(request, 'GET')
    requireToken(request, parts.token)
    response.writeHead(204).end()
    return true
  }
  if (path === '/start') {
    requireMethod(request, 'POST')
    // A code is worth a token, so it is taken from a page of this server only.
    if (request.headers.origin === undefined)
      throw new Refusal(403, 'not-allowed', 'Only the page itself may ask this.')
    const { code } = await readShape(request, startShape, bytesOfStart)
    if (!parts.startCode.take(code)) throw new Refusal(401, 'not-allowed', 'This address was used already.')
    answerJson(response, 200, { token: parts.token })
    return true
  }
  if (path === '/uploads') {
    requireMethod(request, 'POST')
    requireToken(request, parts.token)
    allowLength(request, parts.patience)
    answerJson(response, 201, await receiveUpload(request, query, parts.uploadsFolder, parts.limits))
    return true
  }
  if (path === '/targets') {
    requireMethod(request, 'POST')
    requireToken(request, parts.token)
    const { name } = await readShape(request, targetShape)
    answerJson(response, 201, { path: await parts.targets.add(name) })
    return true
  }
  if (path === '/downloads') {
    requireMethod(request, 'POST')
    requireToken(request, parts.token)
    const target = await readShape(request, downloadShape)
    answerJson(response, 201, { url: `/downloads/${await parts.targets.ticket(target.path)}` })
    return true
  }
  if (path.startsWith('/downloads/')) {
    requireMethod(request, 'GET')
    await parts.targets.send(path.slice('/downloads/'.length), response)
    return true
  }
  return false
}
