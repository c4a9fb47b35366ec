import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Backup } from '../../shared/contract/books.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { App } from '../app.ts'
import { makeFolder } from '../database/make-folder.ts'
import { backupFiles, forgetBackups, keepIndexedForBackup } from '../import/kept/keep.ts'
import { dataFolderProblem } from '../app/data-folder.ts'
import type { Log } from './log.ts'
import { requireSpace } from './place.ts'
import { bookName } from './recents.ts'

const kept = 20

/** A backup made for a change of which nobody knows yet whether it will be one. */
export interface Attempt {
  /** The change came: the backup is one of the last twenty. */
  keep(): void
  /** Nothing came of it: the backup goes, and has pushed no other out. */
  drop(): void
}

/** Copies of books as they were, in the data folder: the last twenty of each, with time and reason in their names. */
export interface Backups {
  /** The newest first. */
  list(book: string): Backup[]
  /** Path of a backup. Error `not-found` for an id that the book has not. */
  pathOf(book: string, id: string): string
  /** Copies an open book. */
  make(app: App, reason: string): Promise<Backup>
  /** Copies an open book before a change. */
  attempt(app: App, reason: string): Promise<Attempt>
  /** Copies a book that is being opened, by `copyTo`. */
  migration(book: string, reason: string, copyTo: (target: string) => Promise<void>): Promise<Backup>
  /** Copies the file of a book that is not open, whole or not, with its write-ahead log. */
  copy(book: string, reason: string): Promise<Backup>
}

/** Backups below `<dataFolder>/backups`, in a folder for each book, named after the book and its place. */
export function openBackups(dataFolder: string, log: Log): Backups {
  const folderOf = (book: string): string => {
    const place = createHash('sha256').update(resolve(book)).digest('hex').slice(0, 12)
    return join(dataFolder, 'backups', `${bookName(book)}-${place}`)
  }
  const list = (book: string): Backup[] => {
    const folder = folderOf(book)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .flatMap((id) => describe(folder, id) ?? [])
      .toSorted((a, b) => (a.id < b.id ? 1 : -1))
  }
  const written = async (
    book: string,
    reason: string,
    write: (target: string, id: string) => Promise<void>,
  ): Promise<Backup> => {
    const begin = performance.now()
    const folder = folderOf(book)
    try {
      makeFolder(folder)
      accessSync(folder, constants.W_OK)
    } catch (error) {
      throw dataFolderProblem(dataFolder, error)
    }
    requireSpace(folder, statSync(book).size, 'for a backup of the book')
    const id = `${new Date().toISOString().replaceAll(/[:.]/g, '-')} ${reason.replaceAll(/[^\w -]/g, ' ')}.tieout`
    const target = join(folder, id)
    try {
      await write(`${target}.part`, id)
      renameSync(`${target}.part`, target)
    } catch (error) {
      for (const end of ['.part', '.wal']) rmSync(`${target}${end}`, { force: true })
      forgetBackups(keptBeside(book), [id])
      throw error
    }
    const made = describe(folder, id)
    if (!made) throw new Error('A backup that was just written is not there')
    log.note('backup.done', {
      reason: made.reason,
      bytes: made.bytes,
      milliseconds: Math.round(performance.now() - begin),
    })
    return made
  }
  const remove = (book: string, id: string): void => {
    for (const end of ['', '.wal']) rmSync(join(folderOf(book), `${id}${end}`), { force: true })
    // Last: a list without its backup keeps files too long, a backup without its list too short.
    forgetBackups(keptBeside(book), [id])
  }
  /** What cannot be removed now is removed the next time. */
  const tidying = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      log.problem('backup.tidy', error)
    }
  }
  const prune = (book: string): void =>
    tidying(() => {
      for (const { id } of list(book).slice(kept)) remove(book, id)
      removeOldParts(folderOf(book))
    })
  const pruned = async (book: string, backup: Promise<Backup>): Promise<Backup> => {
    const made = await backup
    prune(book)
    return made
  }
  const ofOpen = (app: App, reason: string): Promise<Backup> =>
    written(app.book, reason, (target, id) => app.backUp(id, target))
  return {
    list,
    pathOf(book, id) {
      // Only an id of the list becomes part of a path.
      if (list(book).some((backup) => backup.id === id)) return join(folderOf(book), id)
      throw new TieoutError('not-found', 'The book has no such backup.', { book })
    },
    make: (app, reason) => pruned(app.book, ofOpen(app, reason)),
    async attempt(app, reason) {
      const { book } = app
      const killed = unsettled(folderOf(book))
      const { id } = await ofOpen(app, reason)
      tidying(() => {
        writeFileSync(unsettledMark(folderOf(book), id), '')
        // A process that ended before it knew leaves it open. Where the next one sets out for the same, nothing came of it.
        for (const one of killed) {
          rmSync(unsettledMark(folderOf(book), one), { force: true })
          if (isAlike(book, one, id)) remove(book, one)
        }
      })
      const settle = (): void => tidying(() => rmSync(unsettledMark(folderOf(book), id), { force: true }))
      return {
        keep() {
          settle()
          prune(book)
        },
        drop() {
          settle()
          tidying(() => remove(book, id))
        },
      }
    },
    migration: (book, reason, copyTo) =>
      pruned(
        book,
        written(book, reason, async (target, id) => {
          await copyTo(target)
          keepIndexedForBackup(keptBeside(book), id)
        }),
      ),
    copy: (book, reason) =>
      pruned(
        book,
        written(book, reason, async (target, id) => {
          await copyFile(book, target, constants.COPYFILE_FICLONE)
          if (existsSync(`${book}.wal`)) await copyFile(`${book}.wal`, join(folderOf(book), `${id}.wal`))
          keepIndexedForBackup(keptBeside(book), id)
        }),
      ),
  }
}

/** Stands beside a backup for as long as nobody knows what became of the change that it was made for. */
function unsettledMark(folder: string, id: string): string {
  return join(folder, `${id}.unsettled`)
}

/** Ids of backups whose process ended before it knew. */
function unsettled(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) => /^(.+\.tieout)\.unsettled$/.exec(name)?.[1] ?? [])
}

/** Whether two backups were made for the same reason of a book with the same files. */
function isAlike(book: string, one: string, other: string): boolean {
  const folder = keptBeside(book)
  return reasonOf(one) === reasonOf(other) && backupFiles(folder, one) === backupFiles(folder, other)
}

function reasonOf(id: string): string {
  return id.slice(id.indexOf(' '))
}

const oldPart = 24 * 60 * 60 * 1000

/** What a process that was killed has left of a backup; a younger one may still be written by another process. */
function removeOldParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (name.endsWith('.part') && Date.now() - statSync(path).mtimeMs > oldPart) rmSync(path, { force: true })
  }
}

function keptBeside(book: string): string {
  return `${resolve(book)}.files`
}

function describe(folder: string, id: string): Backup | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3})Z (.+)\.tieout$/.exec(id)
  if (!parts) return null
  const [, hour, minute, second, milliseconds, reason = ''] = parts
  return {
    id,
    at: `${hour}:${minute}:${second}.${milliseconds}Z`,
    reason,
    bytes: statSync(join(folder, id)).size,
  }
}
