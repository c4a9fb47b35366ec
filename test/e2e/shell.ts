import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleBooks } from '../packaging/programs.ts'

/** The web shell as a process of its own, with a data folder that nobody else uses. */
export interface Shell {
  /** The address with its token, as a person opens it. */
  readonly url: string
  readonly origin: string
  readonly dataFolder: string
  readonly pid: number
  /** What it has taken of the processors since it was started, in seconds; says the same on a busy machine. */
  processorSeconds(): number
  /** Ends it as Ctrl+C does, and waits until it is gone. */
  stop(): Promise<void>
  /** Ends it as a crash does. */
  kill(): Promise<void>
  /** Starts it again at the same address, with the same token and data. */
  restart(): Promise<void>
}

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface ShellOptions {
  /** Removed by `stop` when it is made here. */
  readonly dataFolder?: string
  /** Puts the sample book, which is the same for everybody, among the books: `books.openSample` finds it there. */
  readonly withSample?: boolean
  /** Puts the folder of books on a disk that cannot be written, where `canMount` says that this can be done. */
  readonly booksAreReadOnly?: boolean
}

/** Starts the web shell without a browser. */
export async function startShell(options: ShellOptions = {}): Promise<Shell> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'tieout-e2e-'))
  if (options.withSample) cpSync(await sampleBooks(), join(dataFolder, 'books'), { recursive: true })
  const program = [
    ...(options.booksAreReadOnly ? withReadOnly(join(dataFolder, 'books')) : []),
    process.execPath,
    'main/shells/launch.mjs',
    'web',
  ]
  let { child, url } = await launch(program, dataFolder, 0, undefined)
  const address = new URL(url)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
  return {
    url,
    origin: address.origin,
    dataFolder,
    get pid() {
      return child.pid ?? 0
    },
    processorSeconds: () => processorSecondsOf(child.pid ?? 0),
    stop: async () => {
      await end('SIGTERM')
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true })
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      ;({ child } = await launch(program, dataFolder, Number(address.port), address.hash.slice(1)))
    },
  }
}

/** The beginning of a command that sees the folder on a read-only disk, and every other process as before. */
function withReadOnly(folder: string): string[] {
  return ['unshare', '-rm', 'sh', '-c', 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"', folder]
}

function launch(
  [command = '', ...program]: readonly string[],
  dataFolder: string,
  port: number,
  token: string | undefined,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(command, [...program, '--data', dataFolder, '--port', String(port), '--no-open'], {
    cwd: root,
    // The page that people get, not the one for tests.
    env: { ...process.env, NODE_ENV: 'production', ...(token ? { TIEOUT_DEVELOPMENT_TOKEN: token } : {}) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*#\S+/.exec(said)?.[0]
      if (url) resolve({ child, url })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => reject(new Error(`The web shell ended with code ${code}: ${said}`)))
  })
}

/**
 * By `/proc/<id>/stat`, whose fields behind the name in brackets begin with the third; a tick is a hundredth of a second.
 * Elsewhere the clock.
 */
function processorSecondsOf(pid: number): number {
  if (process.platform !== 'linux') return performance.now() / 1000
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
