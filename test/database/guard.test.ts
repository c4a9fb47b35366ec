import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mendBlocks } from '../../main/database/mend.ts'
import { openBook } from '../../main/database/open.ts'
import { newFolder } from '../import/books.ts'

// A process that is killed in the middle of a write leaves a block half-written, of which the state before needs a part.

/** How often a process is killed while it writes; the marathon raises it. */
const kills = Number(process.env['TIEOUT_GUARD_KILLS'] ?? 3)
const program = join(import.meta.dirname, 'writes-on.ts')
const typescript = join(import.meta.dirname, '../../main/shells/typescript.mjs')
const [pageBytes, firstBlock, blockBytes] = [4096, 12_288, 262_144]

/** A book that was killed between two writes, in a folder of its own. */
let left = ''

/** Starts the program that writes on, and kills it `after` its first write was told, by so many milliseconds. */
async function killed(book: string, after: number, how = ''): Promise<number> {
  const child = spawn(process.execPath, ['--import', typescript, program, book, how], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text))
  await once(child.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, after))
  child.kill('SIGKILL')
  await once(child, 'close')
  return Number(told.trim().split('\n').at(-1))
}

/** A copy of what was left, as it lies on the disk. */
function copyOf(path: string, ends = ['', '.wal', '.guard']): string {
  const copy = join(newFolder(), 'copy.tieout')
  for (const end of ends) if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, `${copy}${end}`)
  return copy
}

/** The numbers of the blocks in a guard. */
function blocksOf(guard: string): number[] {
  const bytes = readFileSync(guard)
  const blocks: number[] = []
  for (let at = firstBlock; at < bytes.length; at += pageBytes + blockBytes) {
    const block = Number(bytes.readBigInt64LE(at))
    if (block >= 0) blocks.push(block)
  }
  return blocks
}

/** Writes over the second half of a block, as a write of another state would that was broken off. */
function tear(file: string, block: number): void {
  const bytes = readFileSync(file)
  bytes.fill(0xa5, firstBlock + block * blockBytes + blockBytes / 2, firstBlock + (block + 1) * blockBytes)
  writeFileSync(file, bytes)
}

/** What a handle of this process is open on; empty for one that is gone. */
function nameOf(handle: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${handle}`)
  } catch {
    return ''
  }
}

async function numbersIn(path: string): Promise<{ most: number; problems: string[] }> {
  const problems: string[] = []
  const book = await openBook(path, { create: false, onProblem: (event) => problems.push(event) })
  try {
    const most = await book.read((connection) => connection.value('select max(number)::integer from counted'))
    await book.write((connection) => connection.run('insert into counted values (-1)'))
    return { most: Number(most), problems }
  } finally {
    await book.close()
  }
}

beforeAll(async () => {
  left = join(mkdtempSync(join(tmpdir(), 'tieout-guard-')), 'left.tieout')
  await killed(left, 0, 'once')
})

afterAll(() => rmSync(dirname(left), { recursive: true, force: true }))

test('each block that a killed process had half-written stands as before when the book is opened', async () => {
  const blocks = blocksOf(`${left}.guard`)
  expect(blocks.length).toBeGreaterThan(0)
  for (const block of blocks) {
    const copy = copyOf(left)
    tear(copy, block)
    expect(await numbersIn(copy)).toEqual({ most: 1, problems: ['open.mended'] })
    expect(existsSync(`${copy}.guard`)).toBe(false)
  }
  const unguarded = copyOf(left, ['', '.wal'])
  tear(unguarded, blocks[0] ?? 0)
  await expect(numbersIn(unguarded)).rejects.toMatchObject({ code: 'book-damaged' })
})

test('nothing is put back into a book whose blocks are whole, nor from the guard of another state', async () => {
  expect(await numbersIn(copyOf(left))).toEqual({ most: 1, problems: [] })
  const later = copyOf(left)
  await numbersIn(later)
  copyFileSync(`${left}.guard`, `${later}.guard`)
  expect(await numbersIn(later)).toEqual({ most: 1, problems: [] })
  const torn = copyOf(later, [''])
  copyFileSync(`${left}.guard`, `${torn}.guard`)
  const [block = 0] = blocksOf(`${left}.guard`)
  tear(torn, block)
  const before = readFileSync(torn)
  await expect(numbersIn(torn)).rejects.toMatchObject({ code: 'book-damaged' })
  expect(readFileSync(torn).equals(before)).toBe(true)
})

test('a guard that is itself broken does no harm', async () => {
  const [block = 0] = blocksOf(`${left}.guard`)
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(100_000, 1), readFileSync(`${left}.guard`).subarray(0, 100_000)]) {
    const copy = copyOf(left)
    writeFileSync(`${copy}.guard`, bytes)
    expect(await numbersIn(copy)).toEqual({ most: 1, problems: [] })
  }
  const copy = copyOf(left)
  tear(copy, block)
  const guard = readFileSync(`${copy}.guard`)
  writeFileSync(`${copy}.guard`, guard.fill(0xa5, firstBlock + pageBytes + 100, firstBlock + pageBytes + 200))
  await expect(numbersIn(copy)).rejects.toMatchObject({ code: 'book-damaged' })
})

test('a guard that cannot be read, or holds nothing whole, is told of as what it is, and stops nobody', async () => {
  const copy = copyOf(left)
  rmSync(`${copy}.guard`)
  mkdirSync(`${copy}.guard`)
  const opened = await numbersIn(copy)
  expect(opened.most).toBe(1)
  expect(opened.problems).toContain('open.guard')
  expect(opened.problems).not.toContain('open.mended')
  const torn = copyOf(left)
  for (const block of blocksOf(`${torn}.guard`)) tear(torn, block)
  const guard = readFileSync(`${torn}.guard`)
  for (let at = firstBlock; at < guard.length; at += pageBytes + blockBytes)
    guard.fill(0xa5, at + pageBytes + 8, at + 9000)
  writeFileSync(`${torn}.guard`, guard)
  const problems: string[] = []
  await mendBlocks(
    torn,
    async () => undefined,
    (event) => problems.push(event),
  )
  expect(problems).toEqual([])
})

test('a book that was written on while it was looked at is left as it is', async () => {
  const path = copyOf(left)
  const [block = 0] = blocksOf(`${path}.guard`)
  tear(path, block)
  const whole = copyOf(left)
  await numbersIn(whole)
  const later = readFileSync(whole)
  await mendBlocks(
    path,
    // The process that has it ends its write, and closes the book.
    async () => writeFileSync(path, later),
    () => expect.unreachable(),
  )
  expect(readFileSync(path).equals(later)).toBe(true)
})

test('where a guard cannot be written the work goes on without, and says so', async () => {
  const path = join(newFolder(), 'unguarded.tieout')
  mkdirSync(`${path}.guard`)
  const problems: string[] = []
  const book = await openBook(path, { onProblem: (event) => problems.push(event) })
  for (const number of [1, 2, 3]) {
    await book.write((connection) => connection.run(`create or replace table counted as select ${number} as number`))
    await book.settle()
  }
  await book.close()
  expect(problems.filter((event) => event === 'guard')).toEqual(['guard'])
  expect((await numbersIn(path)).most).toBe(3)
})

test('what is asked of a book after it was closed does not touch the file that others may have by then', async () => {
  const path = join(newFolder(), 'late.tieout')
  const closed = await openBook(path)
  await closed.write((connection) => connection.run('create table counted as select 1 as number'))
  await closed.close()
  const book = await openBook(path)
  await book.write((connection) => connection.run('insert into counted values (2)'))
  const handles = (): number => readdirSync('/proc/self/fd').filter((fd) => nameOf(fd) === path).length
  const before = process.platform === 'linux' ? handles() : 0
  const late = [closed.write((connection) => connection.run('select 1')), closed.settle(), closed.close()]
  const outcomes = await Promise.allSettled(late)
  expect(outcomes.map(({ status }) => status).slice(0, 2)).toEqual(['rejected', 'rejected'])
  if (process.platform === 'linux') expect(handles()).toBe(before)
  expect(existsSync(`${path}.guard`)).toBe(true)
  await book.close()
  expect((await numbersIn(path)).most).toBe(2)
})

test('a guard that a killed process left goes with the next time that the book is closed', async () => {
  const path = copyOf(left)
  await numbersIn(path)
  copyFileSync(`${left}.guard`, `${path}.guard`)
  const book = await openBook(path, { create: false })
  await book.read((connection) => connection.value('select max(number) from counted'))
  await book.close()
  expect(existsSync(`${path}.guard`)).toBe(false)
})

test('a book that another process has is not touched, whatever its blocks look like', async () => {
  const path = copyOf(left)
  const child = spawn(process.execPath, ['--import', typescript, program, path, 'once'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    await once(child.stdout, 'data')
    const [block = 0] = blocksOf(`${path}.guard`)
    tear(path, block)
    await expect(openBook(path)).rejects.toMatchObject({ code: 'book-locked' })
    expect(readFileSync(path)[firstBlock + (block + 1) * blockBytes - 1]).toBe(0xa5)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  expect(await numbersIn(path)).toEqual({ most: 1, problems: ['open.mended'] })
})

test('a book that is closed leaves no guard behind', async () => {
  const path = join(newFolder(), 'closed.tieout')
  const book = await openBook(path)
  await book.write((connection) => connection.run('create table counted as select 0 as number'))
  expect(existsSync(`${path}.guard`)).toBe(true)
  await book.close()
  expect(existsSync(`${path}.guard`)).toBe(false)
})

test('killed while it writes, over and over, a book opens with everything that was told to be in it', async () => {
  const path = join(newFolder(), 'killed.tieout')
  let former = 0
  for (let round = 0; round < kills; round++) {
    const told = await killed(path, 20 + Math.random() * 80)
    const { most } = await numbersIn(path)
    expect(most).toBeGreaterThanOrEqual(Math.max(former, told))
    former = most
  }
})
