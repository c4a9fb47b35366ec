import { resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { type App, openApp } from '../app.ts'
import type { Backups } from './backups.ts'
import type { Events } from './events.ts'
import type { Log } from './log.ts'
import type { Recents } from './recents.ts'

export interface OpenOptions {
  readonly create: boolean
  readonly memoryLimit?: string | undefined
}

/** Where the one open book lies. */
export interface Desk {
  readonly app: App | null
  /** Opens a book in the place of the one that is open, which is closed only when the new one is there. */
  open(path: string | null, options: OpenOptions): Promise<App>
  close(): Promise<void>
}

/** Raises `book-damaged` with the last backup in its details, if there is one. */
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
  const close = async (): Promise<void> => {
    const former = app
    app = null
    await former?.close()
    if (former) events.revisions.current += 1
  }
  return {
    get app() {
      return app
    },
    async open(path, options) {
      if (app && path !== null && resolve(path) === app.book) return app
      const opened = await openFile(path, options)
      await close()
      app = opened
      if (parts.isRemembered && !opened.isTemporary) recents.add(opened.book)
      events.revisions.current += 1
      parts.opened()
      return opened
    },
    close,
  }
}

function withLastBackup(error: TieoutError, backups: Backups, path: string): TieoutError {
  const [last] = backups.list(path)
  return new TieoutError(error.code, error.message, {
    ...error.details,
    book: resolve(path),
    lastBackup: last?.id ?? null,
    lastBackupAt: last?.at ?? null,
  })
}
