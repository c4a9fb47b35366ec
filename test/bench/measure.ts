import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'

/** What one task took: its own seconds (start-up excluded) and the highest memory of its process. */
export interface Measured {
  readonly seconds: number
  /** Of the processor, of all threads together. */
  readonly cpuSeconds: number
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

/** What it took, for people. */
export const seconds = ({ seconds: value }: Measured): string => `${value.toFixed(1)} s`

/** How many times as long `a` took as `b`. */
export const times = (a: Measured, b: Measured): string => `${(a.seconds / b.seconds).toFixed(2)}x`

/** Removes a book, or another database, with everything that lies beside it. */
export function removeBook(book: string): void {
  for (const end of ['', '.wal', '.files', '.sync', '.tieout-work', '.tieout-tmp'])
    rmSync(`${book}${end}`, { recursive: true, force: true })
}

/** What a task gives: its own seconds, and an answer. */
export interface Timed {
  readonly seconds: number
  readonly cpuSeconds?: number
  readonly result?: unknown
}

/** Takes the time of a piece of work. */
export async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const begin = performance.now()
  const used = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(used)
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6, result: result ?? null }
}
