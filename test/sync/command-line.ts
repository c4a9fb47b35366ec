import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { builtProgram } from '../packaging/programs.ts'

/** How a run of the program ended; `json` is the document that it wrote. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly json: unknown
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command of the program with these variables; killed at once when `killWhen` is true. */
export async function tieout(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  killWhen?: () => boolean,
): Promise<Ended> {
  const child = spawn(process.execPath, [await builtProgram('cli'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables },
  })
  const timer = killWhen ? setInterval(() => killWhen() && child.kill('SIGKILL'), 5) : null
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<[number | null, NodeJS.Signals | null]>((resolve) => child.on('exit', (...end) => resolve(end))),
  ])
  if (timer) clearInterval(timer)
  return { code, signal, json: args.includes('--json') && stdout !== '' ? JSON.parse(stdout) : null, stdout, stderr }
}
