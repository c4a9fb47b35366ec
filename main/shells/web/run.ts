import { join } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'
import { built } from '../built/built.mjs'
import { projectFolder } from '../built/project-folder.ts'
import { isOutOfDate } from '../out-of-date.ts'
import { webArguments } from './arguments.ts'
import { runDevelopmentLoop, tokenOfLoop } from './development.ts'
import { hasDisplay, openBrowser } from './open-browser.ts'
import { yieldToWindow } from '../priority.ts'
import { defaultDataFolder } from '../../service/service.ts'
import { serve } from './serve.ts'

const millisecondsToClose = 10_000

/** Serves the application until the process is asked to end. Prints one line, the address. */
export async function runWeb(args: readonly string[]): Promise<void> {
  try {
    const { port, dataFolder, pageFolder, isDevelopment, opensBrowser } = webArguments(args)
    const token = process.env[tokenOfLoop]
    if (isDevelopment && token === undefined) return await runDevelopmentLoop(projectFolder, args, port)
    yieldToWindow()
    const page = isDevelopment ? null : (pageFolder ?? builtPage())
    const serving = await serve({
      port,
      dataFolder: dataFolder ?? defaultDataFolder(),
      pageFolder: page,
      token,
      onProblem: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
    })
    closeAtEnd(serving.close)
    void Promise.resolve(page).catch((error: unknown) => {
      process.stderr.write(`The page could not be built. ${error instanceof Error ? error.message : String(error)}\n`)
      return serving.close().finally(() => process.exit(1))
    })
    process.stdout.write(`Tieout is at ${serving.url}\n`)
    if (opensBrowser && hasDisplay(process.env, process.platform)) await openBrowser(serving.startUrl())
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n`)
    process.exit(error instanceof TieoutError && error.code === 'wrong-usage' ? 2 : 1)
  }
}

/** The folder of the page. The address is told while it is being built, and opens when it is. */
function builtPage(): Promise<string> {
  const page = built('page', () =>
    process.stderr.write('The page is being built, once after each change of its sources.\n'),
  ).catch((error: unknown) => {
    // Where this folder cannot be written there may be the page of the installer.
    const packed = join(projectFolder, 'dist/renderer')
    if (isOutOfDate(join(packed, 'index.html'), projectFolder, ['renderer', 'shared'])) throw error
    return packed
  })
  // Said once the server listens; a server that does not start has its own reason.
  page.catch(() => undefined)
  return page
}

/** Ends in good order when asked to; at once when asked a second time, or when it takes too long. */
function closeAtEnd(close: () => Promise<void>): void {
  let isClosing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isClosing) process.exit(1)
      isClosing = true
      setTimeout(() => process.exit(1), millisecondsToClose).unref()
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
}
