import { type ChildProcess, spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { makeSecret } from './guard.ts'

const millisecondsToSettle = 150

/** Names the token that outlives a restart, from the loop below to the server. */
export const tokenOfLoop = 'TIEOUT_DEVELOPMENT_TOKEN'

/**
 * Runs the server in a process of its own and starts it again, at the same address with the same token, whenever a
 * source of the core changes; the page's sources are Vite's. Ends with the process.
 */
export async function runDevelopmentLoop(projectFolder: string, args: readonly string[], port: number): Promise<void> {
  const ownPort = port === 0 ? await freePort() : port
  const environment = { ...process.env, [tokenOfLoop]: makeSecret() }
  let starts = 0
  const start = (): ChildProcess => {
    starts += 1
    const loader = join(projectFolder, 'main/shells/typescript.mjs')
    const script = join(projectFolder, 'main/shells/web/main.ts')
    const quiet = starts > 1 ? ['--no-open'] : []
    return spawn(process.execPath, ['--import', loader, script, ...args, '--port', String(ownPort), ...quiet], {
      stdio: ['ignore', starts > 1 ? 'ignore' : 'inherit', 'inherit'],
      env: environment,
    })
  }

  let child = start()
  let changes: NodeJS.Timeout | undefined
  const restart = (): void => {
    const next = (): void => {
      child = start()
    }
    if (child.exitCode !== null || child.signalCode !== null) return next()
    child.once('exit', next)
    child.kill('SIGTERM')
  }
  for (const folder of ['main', 'shared'])
    watch(join(projectFolder, folder), { recursive: true }, (_event, name) => {
      // Neither of these shells runs here.
      if (name && /^shells[\\/](?:cli|electron)/.test(name)) return
      clearTimeout(changes)
      changes = setTimeout(restart, millisecondsToSettle)
    })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      child.once('exit', () => process.exit(0))
      if (!child.kill('SIGTERM')) process.exit(0)
    })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
