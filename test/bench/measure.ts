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

/** What it took, for people: by the clock, and of the processors, which says the same on a busy machine. */
export function seconds({ seconds: value, cpuSeconds }: Measured): string {
  const clock = `${value.toFixed(value < 1 ? 2 : 1)} s`
  return cpuSeconds > 0 ? `${clock} (${cpuSeconds.toFixed(1)} CPU)` : clock
}

/** How many times as long `a` took as `b`, by the clock and of the processors. */
export function times(a: Measured, b: Measured, aim?: string): string {
  const clock = `${(a.seconds / b.seconds).toFixed(2)}x`
  const ofProcessors = a.cpuSeconds > 0 && b.cpuSeconds > 0 ? ` (${(a.cpuSeconds / b.cpuSeconds).toFixed(2)}x CPU)` : ''
  return withAim(`${clock}${ofProcessors}`, aim)
}

/** A figure with what it should be. Nothing fails for it: a machine may be busy, or slow. */
export function withAim(figure: string, aim: string | undefined): string {
  return [figure, ...(aim === undefined ? [] : [`aim: ${aim}`])].filter(Boolean).join(', ')
}

/** The exponent by which processor time grows with `counts`: 1 where twice as much takes twice as long. */
export function growth(a: Measured, b: Measured, [few, many]: readonly [number, number]): string {
  return `n^${(Math.log(b.cpuSeconds / a.cpuSeconds) / Math.log(many / few)).toFixed(2)}`
}

/** Removes a book, or another database, with everything that lies beside it. */
export function removeBook(book: string): void {
  for (const end of ['', '.wal', '.guard', '.files', '.sync', '.tieout-work', '.tieout-tmp'])
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
