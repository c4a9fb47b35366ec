import { join } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'
import { webArguments } from './arguments.ts'
import { ensurePage } from './build.ts'
import { runDevelopmentLoop, tokenOfLoop } from './development.ts'
import { hasDisplay, openBrowser } from './open-browser.ts'
import { yieldToWindow } from '../priority.ts'
import { defaultDataFolder } from '../../service/service.ts'
import { serve } from './serve.ts'

const projectFolder = join(import.meta.dirname, '../../..')
const millisecondsToClose = 10_000

/** Serves the application until the process is asked to end. Prints one line, the address. */
export async function runWeb(args: readonly string[]): Promise<void> {
  try {
    const { port, dataFolder, pageFolder, isDevelopment, opensBrowser } = webArguments(args)
    const token = process.env[tokenOfLoop]
    if (isDevelopment && token === undefined) return await runDevelopmentLoop(projectFolder, args, port)
    yieldToWindow()
    const serving = await serve({
      port,
      dataFolder: dataFolder ?? defaultDataFolder(),
      pageFolder: isDevelopment ? null : (pageFolder ?? (await ensurePage(projectFolder))),
      token,
      onProblem: (error) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
    })
    closeAtEnd(serving.close)
    process.stdout.write(`Tieout is at ${serving.url}\n`)
    if (opensBrowser && hasDisplay(process.env, process.platform)) await openBrowser(serving.startUrl())
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n`)
    process.exit(error instanceof TieoutError && error.code === 'wrong-usage' ? 2 : 1)
  }
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
