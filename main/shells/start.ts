import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectFolder } from './built/project-folder.ts'
import { fetchElectron, findElectron } from './electron-binary.ts'
import { isOutOfDate } from './out-of-date.ts'
import { hasDisplay } from './web/open-browser.ts'
import { runWeb } from './web/run.ts'

const electronPackage = join(projectFolder, 'node_modules/electron')
const millisecondsWithoutAByte = 20_000
const millisecondsToFail = 10_000

const args = process.argv.slice(2)
const reason = await startDesktop(args)
if (reason !== null) {
  process.stderr.write(`${reason} Tieout opens in the browser instead.\n`)
  // A book that was named is for the window; the page lists the books.
  await runWeb(args.filter((argument) => !argument.endsWith('.tieout')))
}

/** Opens the window and ends this process with it; a sentence when that is not possible here. */
async function startDesktop(args: readonly string[]): Promise<string | null> {
  if (!hasDisplay(process.env, process.platform)) return 'There is no display for a window.'
  const program =
    findElectron(electronPackage) ??
    (await fetchElectron(electronPackage, {
      idle: millisecondsWithoutAByte,
      onStart: () => process.stderr.write('Fetching Electron, which happens once.\n'),
    }))
  if (program === null) return 'Electron is not installed and could not be fetched.'
  if (
    isDesktopOutOfDate() &&
    (await run(process.execPath, [viteProgram(), 'build', '--app', '--logLevel', 'warn'])) !== 0
  )
    return 'The desktop application could not be built.'
  const startedAt = Date.now()
  const exit = await run(program, [projectFolder, ...args])
  if (exit !== 0 && Date.now() - startedAt < millisecondsToFail) return 'Electron does not start on this machine.'
  process.exit(exit)
}

function isDesktopOutOfDate(): boolean {
  const sources = ['main', 'renderer', 'shared', 'vite.config.ts', 'package-lock.json']
  return ['dist/main/app.js', 'dist/renderer/index.html'].some((built) =>
    isOutOfDate(join(projectFolder, built), projectFolder, sources),
  )
}

function viteProgram(): string {
  return join(projectFolder, 'node_modules/vite/bin/vite.js')
}

/** Runs a program in the foreground and gives its exit code; a request to end goes on to it. */
function run(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', cwd: projectFolder })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void child.kill(signal))
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
