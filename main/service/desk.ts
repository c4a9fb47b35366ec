import { resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { bookParts } from '../../shared/revisions.ts'
import { type App, isSameFile, openApp } from '../app.ts'
import { damagedPart } from '../database/damage.ts'
import { createRevisions } from '../database/revisions.ts'
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
  /** Whether this is the open book, by whatever name. */
  holds(path: string): boolean
  /** Opens a book beside the one that is open for as long as `work` takes. */
  apart(path: string, work: (app: App) => Promise<void>): Promise<void>
  /**
   * Opens the open book anew where its database answers nothing any more, as after a disk that filled up at the wrong
   * moment: what was committed is there again, and the next call works.
   */
  renew(): Promise<void>
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

  const openFile = async (
    path: string | null,
    { create, memoryLimit, mayMoveLog }: OpenOptions & { mayMoveLog?: boolean },
    revisions = events.revisions,
  ): Promise<App> => {
    try {
      return await openApp({
        book: path,
        create: create || path === null,
        memoryLimit,
        ...(mayMoveLog === undefined ? {} : { mayMoveLog }),
        revisions,
        onProblem: log.problem,
        beforeMigration: async (change, copyTo) => {
          if (path !== null) await backups.migration(path, `before ${change}`, copyTo)
        },
      })
    } catch (error) {
      log.problem('open', error)
      const known = damagedPart(error) ?? error
      throw path !== null && known instanceof TieoutError && known.code === 'book-damaged'
        ? withLastBackup(known, backups, path)
        : known
    }
  }
  const holds = (path: string): boolean => app !== null && (resolve(path) === app.book || isSameFile(path, app.book))
  /** The file is let go of, and everything that was committed is on the disk, in the file or in its log. */
  const closeQuietly = async (former: App | null): Promise<void> => {
    await former?.close().catch((error: unknown) => log.problem('close', error))
  }
  const remember = (opened: App): void => {
    if (!parts.isRemembered || opened.isTemporary) return
    try {
      recents.add(opened.book)
    } catch (error) {
      log.problem('recents', error)
    }
  }
  const place = async (path: string | null, options: OpenOptions): Promise<App> => {
    if (app && path !== null && holds(path)) return app
    const opened = await openFile(path, options)
    try {
      options.mayReplace?.()
    } catch (error) {
      await closeQuietly(opened)
      throw error
    }
    const former = app
    app = opened
    // From here on windows read the new book: nothing that they know of the former one may stay.
    events.revisions.grow(bookParts)
    await closeQuietly(former)
    remember(opened)
    // What was still read from the former book until its end belongs to neither.
    events.revisions.grow(bookParts)
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
        if (!former) return
        app = null
        events.revisions.grow(bookParts)
        await closeQuietly(former)
        events.revisions.grow(bookParts)
      }),
    holds,
    apart: (path, work) =>
      turn(async () => {
        const opened = await openFile(path, { create: true }, createRevisions())
        try {
          await work(opened)
        } finally {
          await closeQuietly(opened)
        }
      }),
    renew: () =>
      turn(async () => {
        const former = app
        if (!former || former.isTemporary || (await former.isSound())) return
        app = null
        events.revisions.grow(bookParts)
        await closeQuietly(former)
        try {
          app = await openFile(former.book, { create: false })
        } finally {
          events.revisions.grow(bookParts)
        }
        parts.opened()
      }),
    requireFree: (path) =>
      turn(async () => {
        if (app?.book === resolve(path)) return
        try {
          // Nobody would be told of a log that is put aside here.
          await (await openFile(path, { create: false, mayMoveLog: false })).close()
        } catch (error) {
          if (error instanceof TieoutError && error.code === 'book-locked') throw error
        }
      }),
  }
}

/** A damaged book's error with the backup to restore in its details. */
export function withLastBackup(error: TieoutError, backups: Backups, path: string): TieoutError {
  const last = backups.list(path).find(({ reason }) => !reason.startsWith('damaged'))
  return new TieoutError(error.code, error.message, {
    ...error.details,
    book: resolve(path),
    lastBackup: last?.id ?? null,
    lastBackupAt: last?.at ?? null,
    lastBackupPath: last ? backups.pathOf(path, last.id) : null,
  })
}
