import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import { TieoutError } from '../../shared/errors.ts'
import { type App, type KeptFile, type Running, openApp, readKeptIndex, unpackKept } from '../app.ts'
import type { Service } from './service.ts'

/**
 * Makes a damaged book anew from the copies of its source files, import by import, with the numbers counted anew. The
 * damaged file stays beside it under another name. Error `not-found` when no copies were kept.
 */
export async function rebuildBook(service: Service, book: string, running: Running): Promise<BookInfo> {
  const path = resolve(book)
  const folder = `${path}.files`
  const files = readKeptIndex(folder)
  if (files.length === 0)
    throw new TieoutError('not-found', 'No copies of source files lie beside this book, so it cannot be made anew.', {
      book: path,
    })
  if (service.desk.app?.book === path) await service.desk.close()
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  moveBook(path, aside)
  try {
    const app = await openApp({ book: path, create: true, isDamaged: true })
    try {
      for (const one of importsOf(files)) await importAgain(app, folder, one, running)
    } finally {
      await app.close()
    }
  } catch (error) {
    for (const end of ['', '.wal']) rmSync(`${path}${end}`, { force: true })
    moveBook(aside, path)
    throw error
  }
  await service.desk.open(path, { create: false })
  return service.bookInfo()
}

function moveBook(from: string, to: string): void {
  for (const end of ['', '.wal']) if (existsSync(`${from}${end}`)) renameSync(`${from}${end}`, `${to}${end}`)
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
      const { path, name, delivered, metaDate, nameDate, coverageStart, coverageEnd } = file
      const evidence = { metaDate, nameDate, coverageStart, coverageEnd, brokenSideFile: false }
      sources.push({ path, name, disk, meta: null, evidence, delivered })
    }
    await app.import(sources, { ...running, keepUnknown: true })
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
}
