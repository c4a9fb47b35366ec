import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { built } from '../../main/shells/built/built.mjs'
import type { Bench } from './feeds.ts'
import { type Measured, measure, removeBook, seconds } from './measure.ts'

const projectFolder = join(import.meta.dirname, '../..')
const launcher = join(projectFolder, 'main/shells/launch.mjs')

/** What a person waits for before anything else: help, an empty book, the address of the web shell. */
export async function benchStart({ at, note }: Bench): Promise<void> {
  await built('programs')
  await built('page')
  const environment = { ...process.env, TIEOUT_DATA: at('start-data') }
  note('Start: tieout --help', seconds(await best(() => run(environment, ['cli', '--help']))), '', 'aim: 0.2 s')

  const book = at('start.tieout')
  mkdirSync(at('start-empty'), { recursive: true })
  removeBook(book)
  await run(environment, ['cli', 'import', at('start-empty'), '--book', book])
  const status = await best(() => run(environment, ['cli', 'status', '--book', book]))
  note('Start: status of an empty book', seconds(status), '', 'aim: 0.5 s')
  const reconciled = await measure('reconcileBook', book)
  note('  reconcile of it', seconds(reconciled), '', 'aim: 0.1 s')
  const address = await best(() => run(environment, ['web', '--no-open', '--data', at('start-web')], /Tieout is at/))
  note('Start: the address of the web shell', seconds(address), '', 'aim: 3 s')
  removeBook(book)
}

/** Of five turns the shortest: what it takes when nothing else wants the processors. */
async function best(turn: () => Promise<Measured>): Promise<Measured> {
  const turns: Measured[] = []
  for (let index = 0; index < 5; index++) turns.push(await turn())
  return turns.reduce((least, one) => (one.seconds < least.seconds ? one : least))
}

/** Makes a process write down what it has taken of the processors, in microseconds. */
const tellsProcessors = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs'
  process.on('exit', () => writeSync(3, JSON.stringify(process.cpuUsage())))
`)}`

/** Until it ends, or says something that matches. */
async function run(env: NodeJS.ProcessEnv, args: readonly string[], until?: RegExp): Promise<Measured> {
  const begin = performance.now()
  const child = spawn(process.execPath, ['--import', tellsProcessors, launcher, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  let [said, taken] = ['', '']
  child.stdio[3]?.on('data', (chunk: Buffer) => (taken += chunk.toString()))
  const told = new Promise<void>((resolve) =>
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (until?.test(said)) resolve()
    }),
  )
  await (until ? Promise.race([told, ended]) : ended)
  const elapsed = (performance.now() - begin) / 1000
  if (until) child.kill('SIGTERM')
  await ended
  const { user, system } = JSON.parse(taken) as NodeJS.CpuUsage
  return { seconds: elapsed, cpuSeconds: (user + system) / 1e6, peakMegabytes: 0, result: null }
}
