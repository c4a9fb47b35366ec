import { existsSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'
import { requireReadable, requireWritable } from '../access.ts'
import { rebuildBook } from '../rebuild.ts'
import { restoreBook } from '../restore.ts'
import { openSample } from '../sample.ts'
import type { Service } from '../service.ts'
import { procedures as os } from './procedures.ts'
import { jobStream } from './streams.ts'

export const books = {
  open: os.books.open.handler(async ({ context: { service }, input }) => {
    const { path, create = false, memoryLimit } = input
    const { options } = service
    if (path !== null) requireBook(service, path, create)
    service.jobs.requireIdle()
    if (path !== null && create && options.shell !== 'command-line') requireNew(path)
    await service.desk.open(path, { create, memoryLimit, mayReplace: service.jobs.requireIdle })
    // It is among the recent books from here on.
    if (path !== null) service.access.done?.(create ? 'write' : 'read', [path])
    return service.bookInfo()
  }),
  close: os.books.close.handler(async ({ context: { service } }) => {
    service.jobs.requireIdle()
    await service.desk.close(service.jobs.requireIdle)
  }),
  openSample: os.books.openSample.handler(({ context: { service }, signal }) =>
    jobStream(service, 'sample', signal, (running) => openSample(service, running)),
  ),
  forget: os.books.forget.handler(({ context: { service }, input }) => {
    service.recents.forget(input.path)
    service.events.tell('book')
  }),
  configure: os.books.configure.handler(async ({ context: { service }, input, signal }) => {
    const app = service.changeable()
    await service.jobs.run('reconcile', { signal }, (running) => app.configure(input, running))
    return service.bookInfo()
  }),
  backups: os.books.backups.handler(({ context: { service }, input }) => {
    requireBook(service, input.path, false)
    return service.backups.list(input.path)
  }),
  backUp: os.books.backUp.handler(async ({ context: { service } }) => {
    const app = service.app()
    if (app.isTemporary) throw new TieoutError('wrong-usage', 'A temporary book has no backups.')
    return service.backups.make(app, 'by hand')
  }),
  restore: os.books.restore.handler(({ context: { service }, input, signal }) => {
    requireBook(service, input.path, false)
    return jobStream(service, 'restore', signal, (running) => restoreBook(service, input.path, input.backup, running))
  }),
  rebuild: os.books.rebuild.handler(({ context: { service }, input, signal }) => {
    requireBook(service, input.path, false)
    return jobStream(service, 'restore', signal, (running) => rebuildBook(service, input.path, running))
  }),
}

/**
 * Who asks a window for a new book does not mean the one that is there, whatever the system's dialog said of replacing
 * it. The command line says `--book` for both.
 */
function requireNew(path: string): void {
  if (existsSync(path))
    throw new TieoutError('wrong-usage', `There is a book at ${path}: open it, or choose another name.`, { book: path })
}

/**
 * A book that was open here before may be opened again; any other must be one that the shell lets through, and so must
 * the place of a new one, wherever it is.
 */
function requireBook({ access, recents, booksFolder, desk }: Service, path: string, create: boolean): void {
  if (create) {
    requireWritable(access, path)
    return
  }
  const full = resolve(path)
  if (recents.has(full) || desk.app?.book === full || full.startsWith(`${resolve(booksFolder)}${sep}`)) return
  requireReadable(access, [path])
}
