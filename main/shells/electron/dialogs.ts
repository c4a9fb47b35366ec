import { mkdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { Right } from './grants.ts'
import type { BrowserWindow, ElectronParts } from './parts.ts'
import { wording } from './wording.ts'

export interface Dialogs {
  pickFiles(window: BrowserWindow): Promise<string[]>
  pickFolder(window: BrowserWindow): Promise<string[]>
  pickBook(window: BrowserWindow): Promise<string | null>
  pickNewBook(window: BrowserWindow, suggestedName: string): Promise<string | null>
  pickTarget(window: BrowserWindow, suggestedName: string): Promise<string | null>
}

export interface DialogOptions {
  /** Called with what a person chose and what for; the page learns of it when this has settled. */
  readonly grant: (right: Right, paths: readonly string[]) => Promise<void>
  /** Folder in which new books are suggested. */
  readonly booksFolder: string
  /** Folder of the book that is open or was open last. */
  readonly lastBooksFolder: () => string | null
}

const { dialogs: words } = wording
const bookFilter = { name: words.books, extensions: ['tieout'] }
const reportFilter = {
  name: words.reports,
  extensions: ['csv', 'tsv', 'txt', 'xlsx', 'xlsm', 'parquet', 'zip', 'gz', 'json'],
}
const allFiles = { name: words.allFiles, extensions: ['*'] }

/** The system's dialogs. What a person chooses is granted to the engine, for what it was chosen for. */
export function createDialogs(
  { dialog, app }: Pick<ElectronParts, 'dialog' | 'app'>,
  { grant, booksFolder, lastBooksFolder }: DialogOptions,
): Dialogs {
  let targetsFolder: string | null = null

  async function open(window: BrowserWindow, options: Electron.OpenDialogOptions): Promise<string[]> {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
    if (canceled || filePaths.length === 0) return []
    await grant('read', filePaths)
    return filePaths
  }
  async function save(window: BrowserWindow, options: Electron.SaveDialogOptions): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      properties: ['createDirectory', 'showOverwriteConfirmation'],
      ...options,
    })
    if (canceled || filePath === '') return null
    await grant('write', [filePath])
    return filePath
  }

  return {
    pickFiles: (window) =>
      open(window, {
        title: words.pickFiles,
        buttonLabel: words.import,
        properties: ['openFile', 'multiSelections'],
        filters: [reportFilter, allFiles],
      }),
    pickFolder: (window) =>
      open(window, {
        title: words.pickFolder,
        buttonLabel: words.import,
        properties: ['openDirectory', 'multiSelections'],
      }),
    pickBook: async (window) => {
      const [path] = await open(window, {
        title: words.pickBook,
        buttonLabel: words.open,
        defaultPath: lastBooksFolder() ?? booksFolder,
        properties: ['openFile'],
        filters: [bookFilter],
      })
      return path ?? null
    },
    pickNewBook: (window, suggestedName) => {
      makeFolder(booksFolder)
      return save(window, {
        title: words.pickNewBook,
        buttonLabel: words.create,
        defaultPath: join(booksFolder, safeName(suggestedName)),
        filters: [bookFilter],
      })
    },
    pickTarget: async (window, suggestedName) => {
      const name = safeName(suggestedName)
      const extension = extname(name).slice(1)
      const path = await save(window, {
        title: words.pickTarget,
        buttonLabel: words.save,
        defaultPath: join(targetsFolder ?? app.getPath('documents'), name),
        filters: extension ? [{ name: extension.toUpperCase(), extensions: [extension] }, allFiles] : [allFiles],
      })
      if (path !== null) targetsFolder = dirname(path)
      return path
    },
  }
}

/** A dialog begins in a folder only when it is there; one that cannot be made costs a few clicks. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // The dialog then begins elsewhere.
  }
}

/** A name only, whatever the page says: no folder, nothing that a system keeps for itself. */
function safeName(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').replace(/^\.+/, '')
  return safe === '' ? 'Tieout' : safe
}
