import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import { TieoutError, throwIfAborted } from '../../shared/errors.ts'
import {
  type App,
  type KeptFile,
  type Running,
  openApp,
  readKeptIndex,
  readKeptSettings,
  storedTold,
  unpackKept,
} from '../app.ts'
import type { Service } from './service.ts'

/**
 * Makes a damaged book anew from the copies of its source files, import by import, with the numbers counted anew: under
 * another name, so that nothing half-made ever stands in its place. The damaged file stays beside it. Errors:
 * `not-found` when no copies were kept, `book-locked` when another Tieout has the book open.
 */
export async function rebuildBook(service: Service, book: string, running: Running): Promise<BookInfo> {
  const path = resolve(book)
  const folder = `${path}.files`
  const files = readKeptIndex(folder)
  if (files.length === 0)
    throw new TieoutError('not-found', 'No copies of source files lie beside this book, so it cannot be rebuilt.', {
      book: path,
    })
  await service.desk.requireFree(path)
  const next = `${path}.rebuilding`
  removeBook(next)
  try {
    const app = await openApp({ book: next, create: true, filesOf: path, onProblem: service.log.problem })
    try {
      await app.configure(readKeptSettings(folder) ?? {}, running)
      for (const one of importsOf(files)) await importAgain(app, folder, one, running)
    } finally {
      await app.close()
    }
    throwIfAborted(running.signal)
    await replace(service, path, next)
  } finally {
    removeBook(next)
  }
  await service.desk.open(path, { create: false })
  return service.bookInfo()
}

/** Moves the damaged book aside and the new one, which is whole and closed, to its place. */
async function replace({ desk, log }: Service, path: string, next: string): Promise<void> {
  // What cannot be written into a damaged file any more comes from the copies.
  if (desk.app?.book === path) await desk.close().catch((error: unknown) => log.problem('rebuild.close', error))
  // Importing takes its time: another Tieout may have got hold of the book meanwhile.
  await desk.requireFree(path)
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  moveBook(path, aside)
  try {
    moveBook(next, path)
  } catch (error) {
    moveBook(aside, path)
    throw error
  }
}

function moveBook(from: string, to: string): void {
  for (const end of ['.guard', '.wal', '']) if (existsSync(`${from}${end}`)) renameSync(`${from}${end}`, `${to}${end}`)
}

/** Also what a run that was killed has left. */
function removeBook(path: string): void {
  for (const end of ['', '.wal', '.guard', '.files', '.tieout-work', '.tieout-tmp'])
    rmSync(`${path}${end}`, { recursive: true, force: true })
}

/** The files of each import, the oldest import first. */
function importsOf(files: readonly KeptFile[]): KeptFile[][] {
  const ids = [...new Set(files.map(({ importId }) => importId))].toSorted((a, b) => a - b)
  return ids.map((id) => files.filter(({ importId }) => importId === id))
}

async function importAgain(app: App, folder: string, files: readonly KeptFile[], running: Running): Promise<void> {
  const unpacked = join(`${app.book}.tieout-tmp`, 'kept')
  mkdirSync(unpacked, { recursive: true })
  try {
    const sources = []
    for (const file of files) {
      const disk = join(unpacked, file.sha256)
      running.onProgress?.({ step: 'Unpacking', done: 0, total: null, unit: 'bytes', file: file.path })
      await unpackKept(folder, file.sha256, disk)
      const { path, name, delivered, metaDate, nameDate, coverageStart, coverageEnd, feedMonth, chosen, remembered } =
        file
      const evidence = { metaDate, nameDate, coverageStart, coverageEnd, feedMonth, brokenSideFile: false }
      const told = chosen === undefined ? undefined : storedTold(chosen, remembered ?? null)
      sources.push({ path, name, disk, meta: null, evidence, delivered, ...(told ? { told } : {}) })
    }
    // They were let in before.
    await app.import(sources, { ...running, limitsTimes: Number.POSITIVE_INFINITY })
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
}
