import { resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { type App, openApp } from '../app.ts'
import { createQueue } from '../database/turns.ts'
import type { Backups } from './backups.ts'
import type { Events } from './events.ts'
import type { Log } from './log.ts'
import type { Recents } from './recents.ts'

export interface OpenOptions {
  readonly create: boolean
  readonly memoryLimit?: string | undefined
  /** Asked once more before the former book is closed; what it throws leaves that one open. */
  readonly mayReplace?: (() => void) | undefined
}

/** Where the one open book lies. */
export interface Desk {
  readonly app: App | null
  /** Opens a book in the place of the one that is open, which is closed only when the new one is there. */
  open(path: string | null, options: OpenOptions): Promise<App>
  /** With `mayClose` it is asked when the turn has come; what it throws leaves the book open. */
  close(mayClose?: () => void): Promise<void>
  /** Error `book-locked` when another process has the book open; one that is damaged or not there is free. */
  requireFree(path: string): Promise<void>
}

/** Opens and closes one after another. Raises `book-damaged` with the last backup in its details, if there is one. */
export function createDesk(parts: {
  events: Events
  recents: Recents
  backups: Backups
  log: Log
  /** Whether books are remembered among the recent ones. */
  isRemembered: boolean
  /** Called when a book has been opened. */
  opened: () => void
}): Desk {
  const { events, recents, backups, log } = parts
  let app: App | null = null
  const turn = createQueue()

  const openFile = async (path: string | null, { create, memoryLimit }: OpenOptions): Promise<App> => {
    try {
      return await openApp({
        book: path,
        create: create || path === null,
        memoryLimit,
        revisions: events.revisions,
        beforeMigration: async (version, copyTo) => {
          if (path !== null) await backups.migration(path, `before migration ${version + 1}`, copyTo)
        },
      })
    } catch (error) {
      log.problem('open', error)
      throw path !== null && error instanceof TieoutError && error.code === 'book-damaged'
        ? withLastBackup(error, backups, path)
        : error
    }
  }
  const place = async (path: string | null, options: OpenOptions): Promise<App> => {
    if (app && path !== null && resolve(path) === app.book) return app
    const opened = await openFile(path, options)
    try {
      options.mayReplace?.()
    } catch (error) {
      await opened.close()
      throw error
    }
    const former = app
    app = opened
    // Everything that was committed is on the disk, whether or not it could be written into the file.
    await former?.close().catch((error: unknown) => log.problem('close', error))
    if (parts.isRemembered && !opened.isTemporary) recents.add(opened.book)
    events.revisions.current += 1
    parts.opened()
    return opened
  }
  return {
    get app() {
      return app
    },
    open: (path, options) => turn(() => place(path, options)),
    close: (mayClose) =>
      turn(async () => {
        mayClose?.()
        const former = app
        app = null
        await former?.close()
        if (former) events.revisions.current += 1
      }),
    requireFree: (path) =>
      turn(async () => {
        if (app?.book === resolve(path)) return
        try {
          await (await openFile(path, { create: false })).close()
        } catch (error) {
          if (error instanceof TieoutError && error.code === 'book-locked') throw error
        }
      }),
  }
}

function withLastBackup(error: TieoutError, backups: Backups, path: string): TieoutError {
  const last = backups.list(path).find(({ reason }) => !reason.startsWith('damaged'))
  return new TieoutError(error.code, error.message, {
    ...error.details,
    book: resolve(path),
    lastBackup: last?.id ?? null,
    lastBackupAt: last?.at ?? null,
  })
}
