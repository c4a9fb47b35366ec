import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AppState, BookInfo } from '../../shared/contract/books.ts'
import { TieoutError } from '../../shared/errors.ts'
import { type App, type FileList, createFileList, readOnlyBook } from '../app.ts'
import { removeDeadFolders } from '../database/temporary-folder.ts'
import { type Access, everythingAllowed } from './access.ts'
import { type Backups, openBackups } from './backups.ts'
import { type Events, createEvents } from './events.ts'
import { type Jobs, createJobs } from './jobs.ts'
import { type Log, openLog } from './log.ts'
import { type Desk, createDesk } from './desk.ts'
import type { Patience } from '../sync/store.ts'
import { removeLeftovers } from './leftovers.ts'
import { placeWarning } from './place.ts'
import { type Recents, bookName, openRecents } from './recents.ts'
import { type SettingsStore, openSettings } from './settings.ts'
import { type KeyKeeper, type Sources, openSources } from './sources.ts'
import { undoable } from './undo.ts'
import { type Written, openWritten } from './written.ts'

export { makeFolder } from '../database/make-folder.ts'
export { dataFolderProblem, defaultDataFolder } from '../app/data-folder.ts'
export { type Access, everythingAllowed } from './access.ts'
export type { KeyKeeper } from './sources.ts'

export interface ServiceOptions {
  /** Settings, books, backups and logs. */
  readonly dataFolder: string
  /** Folder of the report files from which the sample book is made. */
  readonly sampleFolder: string
  readonly shell: AppState['shell']
  readonly version: string
  /** What pages may name; everything when absent, which is for shells whose paths come from the person. */
  readonly access?: Access
  /** Folder in which new books are suggested; `books` in the data folder unless told. */
  readonly booksFolder?: string
  /** Asks the person whether requests may go to an address that a page named; where absent, it may name any. */
  readonly confirmAddress?: (address: string) => Promise<boolean>
  /** The key store of the system, where the shell reaches one. */
  readonly keyKeeper?: KeyKeeper
  /** How long to wait for S3, and how often to ask again, where it is not the usual. */
  readonly patience?: Patience
  /** Opens the book that was open last. True unless told, except on the command line. */
  readonly reopen?: boolean
}

/** Milliseconds of rest after a job. */
const beforeWarming = 500

/** The core behind every shell: at most one open book, and everything around it. */
export interface Service {
  readonly options: ServiceOptions
  readonly access: Access
  readonly booksFolder: string
  readonly log: Log
  readonly events: Events
  readonly jobs: Jobs
  readonly settings: SettingsStore
  readonly recents: Recents
  readonly backups: Backups
  readonly sources: Sources
  readonly written: Written
  readonly desk: Desk
  /** The files that are looked at before an import. */
  readonly list: FileList
  /** The open book. Error `no-book`. */
  app(): App
  /** The open book, which may be changed. Error `no-book`, and `internal` with a sentence for one that is read-only. */
  changeable(): App
  /** What a window shows of the open book. Error `no-book`. */
  bookInfo(): Promise<BookInfo>
  state(): Promise<AppState>
  /** Cancels what runs and closes the book. */
  close(): Promise<void>
}

/** What the parts of the router are given. */
export interface ServiceContext {
  readonly service: Service
}

/** Starts the core over a data folder, which is made where it is missing. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { dataFolder } = options
  const log = openLog(join(dataFolder, 'logs'))
  const events = createEvents()
  const settings = openSettings(dataFolder, log)
  const recents = openRecents(dataFolder, log)
  const backups = openBackups(dataFolder, log)
  const sources = openSources(dataFolder, log, {
    keeper: options.keyKeeper ?? null,
    patience: options.patience,
    confirmAddress: options.confirmAddress,
  })
  const written = openWritten(dataFolder, log)
  const jobs = createJobs(() => {
    events.tell('job')
    warm()
  }, log)
  const closing = new AbortController()
  const isRemembered = options.shell !== 'command-line'
  const desk = createDesk({ events, recents, backups, log, isRemembered, opened: () => warm() })

  // The tables of a large book take seconds: they are made while nobody waits for them yet, and not between two jobs
  // that follow one another. One command needs none.
  let warming: NodeJS.Timeout | undefined
  function warm(): void {
    clearTimeout(warming)
    if (closing.signal.aborted || options.shell === 'command-line') return
    warming = setTimeout(() => {
      const open = desk.app
      if (!open || jobs.current) return
      open.grids.prepare().catch((error: unknown) => {
        if (desk.app === open) log.problem('prepare', error)
      })
    }, beforeWarming)
  }

  const app: Service['app'] = () => {
    if (!desk.app) throw new TieoutError('no-book', 'No book is open.')
    return desk.app
  }
  const changeable: Service['changeable'] = () => {
    const open = app()
    if (open.isReadOnly) throw readOnlyBook(open.book)
    return open
  }
  const service: Service = {
    options,
    access: options.access ?? everythingAllowed,
    booksFolder: options.booksFolder ?? join(dataFolder, 'books'),
    log,
    events,
    jobs,
    settings,
    recents,
    backups,
    sources,
    written,
    desk,
    list: createFileList(log.problem),
    app,
    changeable,
    async bookInfo() {
      const open = app()
      const facts = await open.facts()
      const warnings = [await open.loss(), open.isTemporary ? null : placeWarning(open.book)].filter(
        (one) => one !== null,
      )
      return {
        path: open.book,
        name: bookName(open.book),
        bytes: sizeOf(open.book),
        ...facts,
        warning: warnings.length > 0 ? warnings.join(' ') : null,
      }
    },
    async state() {
      const open = desk.app
      return {
        version: options.version,
        shell: options.shell,
        book: open ? await service.bookInfo() : null,
        recent: recents.list(),
        booksFolder: service.booksFolder,
        job: jobs.current,
        revision: events.revisions.current,
        revisions: events.revisions.parts,
        ...(open ? await undoable(open) : { undo: null, redo: null }),
      }
    },
    async close() {
      closing.abort()
      clearTimeout(warming)
      await jobs.cancel()
      service.list.forget()
      await desk.close()
      sources.close()
      events.close()
    },
  }
  removeDeadFolders(log.problem)
  log.note('start', {
    version: options.version,
    shell: options.shell,
    node: process.version,
    platform: process.platform,
  })
  if (options.reopen ?? options.shell !== 'command-line') await reopen(service)
  if (options.shell !== 'command-line') {
    const folders = [service.booksFolder, join(dataFolder, 'books')]
    void removeLeftovers({ books: recents.list().map(({ path }) => path), folders, desk }, log, closing.signal)
  }
  return service
}

/** The book of the last time; a reason against it is shown when the person opens it. */
async function reopen({ recents, desk, log }: Service): Promise<void> {
  const last = recents.list()[0]
  if (!last?.exists) return
  try {
    await desk.open(last.path, { create: false })
  } catch (error) {
    log.problem('reopen', error)
  }
}

function sizeOf(path: string): number {
  return [path, `${path}.wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0)
}
