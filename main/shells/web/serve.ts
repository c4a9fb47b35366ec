import { RPCHandler } from '@orpc/server/node'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { createService } from '../../service/service.ts'
import { router } from '../../service/router.ts'
import { projectFolder } from '../built/project-folder.ts'
import { webAccess } from './access.ts'
import { Refusal } from './answer.ts'
import { readJson } from './body.ts'
import { makeSecret, requireMethod, requireToken } from './guard.ts'
import { type PageSource, builtPage, developmentPage } from './page.ts'
import { type Patience, usualPatience } from './patience.ts'
import { answerRoute } from './routes.ts'
import { type OnProblem, listen } from './server.ts'
import { openSessionFolder } from './session-folder.ts'
import { startCodes } from './start-code.ts'
import { openTargets } from './targets.ts'
import { type UploadLimits, uploadLimits } from './uploads.ts'

const sampleFolder = join(projectFolder, 'assets/sample')

export interface ServeOptions {
  /** 0 for a free one. */
  readonly port: number
  /** Settings, books, backups, logs and uploads. */
  readonly dataFolder: string
  /** Folder of the built page, which may yet be built; null for the page from its sources, by Vite. */
  readonly pageFolder: string | Promise<string> | null
  /** The token of a run before, so that pages of it go on; a new one when absent. */
  readonly token?: string | undefined
  readonly limits?: UploadLimits
  readonly patience?: Patience
  readonly onProblem?: OnProblem
}

export interface Serving {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  readonly token: string
  /** The address by which a person opens the page. */
  readonly url: string
  /** An address that lets one browser in, once, within two minutes. */
  startUrl(): string
  /** Cancels what runs, closes the book, ends every connection and removes the uploads. */
  close(): Promise<void>
}

/** Serves the page and the contract on loopback, to whoever has the token. Error `wrong-usage` when the port is taken. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { token = makeSecret(), limits = uploadLimits, patience = usualPatience, onProblem = () => undefined } = options
  const folder = await openSessionFolder(options.dataFolder)
  const targets = openTargets(folder.targets)
  const startCode = startCodes()
  const service = await createService({
    dataFolder: options.dataFolder,
    sampleFolder,
    access: webAccess({
      readable: [folder.uploads, sampleFolder],
      books: join(options.dataFolder, 'books'),
      isTarget: targets.has,
    }),
    shell: 'web',
    version: manifest.version,
  })
  const handler = new RPCHandler(router)
  const parts = { token, startCode, targets, limits, patience, uploadsFolder: folder.uploads }
  let openPage: (page: PageSource) => void = () => undefined
  const page = new Promise<PageSource>((resolve) => {
    openPage = resolve
  })

  let isClosing = false

  const answer = async (request: IncomingMessage, response: ServerResponse, nonce: string): Promise<void> => {
    if (isClosing) throw new Refusal(503, 'cancelled', 'Tieout is closing.')
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    if (path.startsWith('/rpc/')) {
      requireMethod(request, 'POST')
      requireToken(request, token)
      // Read here, with a limit; oRPC takes a body that was read before as it is.
      const body = (await readJson(request)) ?? {}
      const { matched } = await handler.handle(Object.assign(request, { body }), response, {
        prefix: '/rpc',
        context: { service },
      })
      if (!matched) throw nothingThere()
      return
    }
    if (await answerRoute(request, response, path, new URLSearchParams(query), parts)) return
    requireMethod(request, 'GET', 'HEAD')
    // Who asks for the page without taking it holds no connection; Vite may take long to make one.
    if (options.pageFolder !== null) response.setTimeout(patience.silence)
    if (!(await (await page).answer(request, response, path, nonce))) throw nothingThere()
  }

  const { server, authority } = await listen(
    options.port,
    answer,
    options.pageFolder === null,
    onProblem,
    patience,
  ).catch(async (error: unknown) => {
    await service.close()
    await folder.remove()
    throw error
  })
  openPage(
    options.pageFolder === null
      ? await developmentPage(projectFolder, server, authority)
      : builtPage(options.pageFolder),
  )
  const address = `http://${authority}`
  return {
    address,
    token,
    url: `${address}/#${token}`,
    startUrl: () => `${address}/#start=${startCode.make()}`,
    async close() {
      isClosing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      try {
        await service.close()
      } finally {
        server.closeAllConnections()
        await (await page).close()
        await closed
        await folder.remove()
      }
    },
  }
}

function nothingThere(): Refusal {
  return new Refusal(404, 'not-found', 'There is nothing at this address.')
}
