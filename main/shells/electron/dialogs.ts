import { statSync } from 'node:fs'
import { extname, join } from 'node:path'
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
  /** Called with each path that a person chose to be written to; the page learns of it when this has settled. */
  readonly grant: (path: string) => Promise<void>
  /** Folder in which new books are suggested. */
  readonly booksFolder: string
}

const { dialogs: words } = wording
const bookFilter = { name: words.books, extensions: ['tieout'] }
const reportFilter = {
  name: words.reports,
  extensions: ['csv', 'tsv', 'txt', 'xlsx', 'xlsm', 'parquet', 'zip', 'gz', 'json'],
}
const allFiles = { name: words.allFiles, extensions: ['*'] }

/** The system's dialogs. What a person chooses to be written to is granted to the engine; nothing else ever is. */
export function createDialogs(
  { dialog, app }: Pick<ElectronParts, 'dialog' | 'app'>,
  { grant, booksFolder }: DialogOptions,
): Dialogs {
  async function save(window: BrowserWindow, options: Electron.SaveDialogOptions): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      properties: ['createDirectory', 'showOverwriteConfirmation'],
      ...options,
    })
    if (canceled || filePath === '') return null
    await grant(filePath)
    return filePath
  }

  return {
    pickFiles: async (window) =>
      chosen(
        await dialog.showOpenDialog(window, {
          title: words.pickFiles,
          buttonLabel: words.import,
          properties: ['openFile', 'multiSelections'],
          filters: [reportFilter, allFiles],
        }),
      ),
    pickFolder: async (window) =>
      chosen(
        await dialog.showOpenDialog(window, {
          title: words.pickFolder,
          buttonLabel: words.import,
          properties: ['openDirectory', 'multiSelections'],
        }),
      ),
    pickBook: async (window) => {
      const [path] = chosen(
        await dialog.showOpenDialog(window, {
          title: words.pickBook,
          buttonLabel: words.open,
          defaultPath: booksFolder,
          properties: ['openFile'],
          filters: [bookFilter],
        }),
      )
      // Opening asks for no right to write to the path: what an export may replace is asked for by `pickTarget`.
      return path ?? null
    },
    pickNewBook: (window, suggestedName) =>
      save(window, {
        title: words.pickNewBook,
        buttonLabel: words.create,
        defaultPath: join(booksFolder, safeName(suggestedName)),
        filters: [bookFilter],
      }),
    pickTarget: (window, suggestedName) => {
      const name = safeName(suggestedName)
      const extension = extname(name).slice(1)
      return save(window, {
        title: words.pickTarget,
        buttonLabel: words.save,
        defaultPath: join(app.getPath('documents'), name),
        filters: extension ? [{ name: extension.toUpperCase(), extensions: [extension] }, allFiles] : [allFiles],
      })
    },
  }
}

/** Shows a file in its folder; false where it is not there any more. */
export function showInFolder({ shell }: Pick<ElectronParts, 'shell'>, path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })) return false
  shell.showItemInFolder(path)
  return true
}

/** Opens a folder in the system's file browser; false where it cannot. */
export async function openFolder({ shell }: Pick<ElectronParts, 'shell'>, folder: string): Promise<boolean> {
  // A file would be opened by whatever program claims its kind.
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false
  return (await shell.openPath(folder)) === ''
}

function chosen(answer: { readonly canceled: boolean; readonly filePaths: string[] }): string[] {
  return answer.canceled ? [] : answer.filePaths
}

/** A name only, whatever the page says: no folder, nothing that a system keeps for itself. */
function safeName(name: string): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').replace(/^\.+/, '')
  return safe === '' ? 'Tieout' : safe
}
