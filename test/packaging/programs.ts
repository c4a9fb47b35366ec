import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { built } from '../../main/shells/built/built.mjs'

// What many tests need and nothing in them changes, made once from the sources as they are.

const projectFolder = join(import.meta.dirname, '../..')
const sampleFolder = join(projectFolder, 'assets/sample')
/** Within the packages' folder, which no check and no package looks at. */
const parent = join(projectFolder, 'node_modules/.tieout-tests')
const oracleFeeds = ['test/oracle/seed-101/feeds', 'test/oracle/seed-102/feeds', 'test/oracle/edges/feeds']
const ingredients = ['main', 'shared', 'assets', ...oracleFeeds, 'test/packaging', 'package.json', 'package-lock.json']
const millisecondsOfDay = 86_400_000

/** Path of a program as people run it, which Node starts in a third of the time that it takes to load the sources. */
export async function builtProgram(name: 'cli' | 'web' | 'start'): Promise<string> {
  return join(await built('programs'), `${name}.mjs`)
}

/** A folder of books with the sample book in it, as `books.openSample` makes it; to be copied. */
export async function sampleBooks(): Promise<string> {
  const folder = await madeOnce('sample', async (made) => {
    const { createService } = await import('../../main/service/service.ts')
    const { openSample } = await import('../../main/service/sample.ts')
    const service = await createService({ dataFolder: made, sampleFolder, shell: 'web', version: '0.0.0' })
    try {
      await openSample(service, {})
    } finally {
      await service.close()
    }
  })
  return join(folder, 'books')
}

/** What the books are made of that several tests read. */
const reportsOf = {
  sample: ['assets/sample'],
  'sample-feeds': ['assets/sample-feeds'],
  'both-samples': ['assets/sample', 'assets/sample-feeds'],
  'seed-101': ['test/oracle/seed-101/feeds'],
  'seed-102': ['test/oracle/seed-102/feeds'],
  edges: ['test/oracle/edges/feeds'],
} as const

export type ReadyBook = keyof typeof reportsOf

/** Copies a book of these reports, imported and reconciled, to `path`. */
export async function copyReadyBook(name: ReadyBook, path: string): Promise<void> {
  const folder = await madeOnce(`book-of-${name}`, async (made) => {
    const { openApp } = await import('../../main/app.ts')
    const app = await openApp({ book: join(made, 'book.tieout') })
    try {
      await app.import(reportsOf[name].map((report) => join(projectFolder, report)))
      await app.reconcile({})
    } finally {
      await app.close()
    }
  })
  mkdirSync(dirname(path), { recursive: true })
  cpSync(join(folder, 'book.tieout'), path)
}

/** The folder that `make` fills, unless that was done before, here or by a test beside this one. */
async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(parent, `${name}-${hashOf(ingredients)}`)
  if (existsSync(folder)) return folder
  removeOld()
  const made = `${folder}-${process.pid}`
  mkdirSync(made, { recursive: true })
  try {
    await make(made)
    renameSync(made, folder)
  } catch (error) {
    rmSync(made, { recursive: true, force: true })
    // Another was faster.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** What former sources came to. Nothing that is in use is as old as that. */
function removeOld(): void {
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent)) {
    const path = join(parent, name)
    const time = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (time < Date.now() - millisecondsOfDay) rmSync(path, { recursive: true, force: true })
  }
}

/** Changes with every name and every byte below these paths of the project. */
function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  const add = (path: string): void => {
    const place = join(projectFolder, path)
    if (statSync(place).isDirectory()) {
      for (const name of readdirSync(place).toSorted()) add(join(path, name))
      return
    }
    const bytes = readFileSync(place)
    hash.update(`${path} ${bytes.length}\n`).update(bytes)
  }
  for (const path of paths) add(path)
  return hash.digest('hex').slice(0, 16)
}
