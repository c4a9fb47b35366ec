import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { openBook } from '../../main/database/open.ts'

// A program that writes into a book on a disk with room for what is written, or for a guard, and not for both.

const path = `${process.cwd()}/disk/book.tieout`

/** Fills the disk but for so many bytes. */
function fill(left: number): void {
  rmSync('disk/fill', { force: true })
  const { bavail, bsize } = statfsSync('disk')
  writeFileSync('disk/fill', Buffer.alloc(bavail * bsize - left))
}

async function say(what: string, work: () => Promise<unknown>): Promise<void> {
  const said = await work().then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  process.stdout.write(`${what}: ${said}\n`)
}

const made = await openBook(path)
await made.write((connection) => connection.run('create table counted as select 0 as number'))
await made.close()

// The guard of a small book has some 4 MB.
fill(8_500_000)
const book = await openBook(path, { onProblem: (event) => process.stdout.write(`told: ${event}\n`) })
await say('write', () => book.write((connection) => connection.run('insert into counted values (1)')))
await say('read', () => book.read((connection) => connection.value('select max(number) from counted')))
process.stdout.write(`guard: ${existsSync(`${path}.guard`)}\n`)
await say('close', () => book.close())

// It is there already when the disk fills up.
rmSync('disk/fill')
const other = await openBook(path, { onProblem: (event) => process.stdout.write(`told: ${event}\n`) })
await say('write', () => other.write((connection) => connection.run('insert into counted values (2)')))
process.stdout.write(`guard: ${existsSync(`${path}.guard`)}\n`)
fill(4_000_000)
await say('settle', () => other.settle())
process.stdout.write(`guard: ${existsSync(`${path}.guard`)}\n`)
await say('close', () => other.close())

rmSync('disk/fill', { force: true })
const last = await openBook(path)
const most = await last.read((connection) => connection.value('select max(number)::integer from counted'))
await last.close()
process.stdout.write(`most: ${most}\n`)
