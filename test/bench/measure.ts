import { spawn } from 'node:child_process'

/** What one task took: its own seconds (start-up excluded) and the highest memory of its process. */
export interface Measured {
  readonly seconds: number
  readonly peakMegabytes: number
  readonly result: unknown
}

/**
 * Runs an exported function of `tasks.ts` in a process of its own, so that one task's memory and caches do not count
 * for the next. The function's answer must be JSON.
 */
export async function measure(task: string, ...args: string[]): Promise<Measured> {
  const loader = new URL('../../main/shells/typescript.mjs', import.meta.url).href
  const runner = new URL('./run-task.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', loader, runner, task, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${task} ended with code ${code}`)
  return JSON.parse(text) as Measured
}
