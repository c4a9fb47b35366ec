import { existsSync, readFileSync } from 'node:fs'
import * as listTasks from './list-tasks.ts'
import * as sheetTasks from './sheet-tasks.ts'
import * as syncTasks from './sync-tasks.ts'
import * as bookTasks from './tasks.ts'

const [name = '', ...args] = process.argv.slice(2)
const task = (
  { ...bookTasks, ...listTasks, ...sheetTasks, ...syncTasks } as Record<
    string,
    (...args: string[]) => Promise<{ seconds: number; cpuSeconds?: number; result?: unknown }>
  >
)[name]
if (!task) throw new Error(`There is no task ${name}`)
const begun = process.cpuUsage()
const { seconds, cpuSeconds, result = null } = await task(...args)
const all = process.cpuUsage(begun)
// Kilobytes on Linux and macOS. What Linux tells of a child begins with the memory that its parent had: the other figure,
// which only Linux has, is its own.
const own = existsSync('/proc/self/status')
  ? /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
  : null
const peakMegabytes = Math.round(Number(own?.[1] ?? process.resourceUsage().maxRSS) / 1024)
console.log(JSON.stringify({ seconds, cpuSeconds: cpuSeconds ?? (all.user + all.system) / 1e6, peakMegabytes, result }))
process.exit(0)
