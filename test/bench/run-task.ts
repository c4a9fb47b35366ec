import * as syncTasks from './sync-tasks.ts'
import * as bookTasks from './tasks.ts'

const [name = '', ...args] = process.argv.slice(2)
const task = (
  { ...bookTasks, ...syncTasks } as Record<
    string,
    (...args: string[]) => Promise<{ seconds: number; result?: unknown }>
  >
)[name]
if (!task) throw new Error(`There is no task ${name}`)
const { seconds, result = null } = await task(...args)
// Kilobytes on Linux and macOS.
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(JSON.stringify({ seconds, peakMegabytes, result }))
process.exit(0)
