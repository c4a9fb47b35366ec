import type { HostCommand } from '../../../shared/host.ts'
import type { ElectronParts, MenuItemConstructorOptions } from './parts.ts'
import { wording } from './wording.ts'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Sends a command to the page of the window in front. */
  readonly command: (command: HostCommand) => void
  readonly newWindow: () => void
  readonly openLogFolder: () => void
  /** Developer tools are in the menu of a development build only. */
  readonly isPackaged: boolean
}

type Item = MenuItemConstructorOptions

/** Puts the application's menu in place. To be called when the application is ready. */
export function setupMenu({ Menu }: Pick<ElectronParts, 'Menu'>, options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

/** The menu, by the system's habits: on a Mac the application has a menu of its own. */
export function menuTemplate(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin'
  return [
    ...(isMac ? [applicationMenu(options)] : []),
    fileMenu(options, isMac),
    editMenu(options, isMac),
    viewMenu(options),
    goMenu(options),
    bookMenu(options),
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    helpMenu(options, isMac),
  ]
}

function applicationMenu(options: MenuOptions): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      goItem(options, 'settings', wording.menu.settings, 'CmdOrCtrl+,'),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}

function fileMenu(options: MenuOptions, isMac: boolean): Item {
  const { menu } = wording
  const recent: Item = {
    label: menu.recentBooks,
    role: 'recentDocuments',
    submenu: [{ label: menu.clearRecent, role: 'clearRecentDocuments' }],
  }
  return {
    label: menu.file,
    submenu: [
      { label: menu.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: () => options.newWindow() },
      separator,
      actionItem(options, 'new-book', menu.newBook, 'CmdOrCtrl+N'),
      actionItem(options, 'open-book', menu.openBook, 'CmdOrCtrl+O'),
      ...(isMac ? [recent] : []),
      actionItem(options, 'open-sample', menu.openSample, altKey(options, 'O')),
      actionItem(options, 'close-book', menu.closeBook, altKey(options, 'Shift+W')),
      separator,
      actionItem(options, 'pick-files', menu.importFiles, 'CmdOrCtrl+I'),
      actionItem(options, 'pick-folder', menu.importFolder, altKey(options, 'I')),
      actionItem(options, 'export', menu.export, 'CmdOrCtrl+E'),
      separator,
      ...(isMac
        ? [{ role: 'close' } as const]
        : [goItem(options, 'settings', menu.settings, 'CmdOrCtrl+,'), separator, { role: 'quit' } as const]),
    ],
  }
}

function editMenu(options: MenuOptions, isMac: boolean): Item {
  return {
    label: wording.menu.edit,
    submenu: [
      // The page takes these keys for imports while nothing is typed; here they are those of a text.
      { role: 'undo', label: wording.edit.undo },
      { role: 'redo', label: wording.edit.redo },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      ...(isMac ? [] : [{ role: 'delete' } as const]),
      { role: 'selectAll' },
      separator,
      actionItem(options, 'search', wording.menu.search, 'CmdOrCtrl+F'),
    ],
  }
}

function viewMenu(options: MenuOptions): Item {
  const { menu } = wording
  return {
    label: menu.view,
    submenu: [
      actionItem(options, 'palette', menu.palette, 'CmdOrCtrl+K'),
      separator,
      actionItem(options, 'toggle-rail', menu.rail, 'CmdOrCtrl+B'),
      actionItem(options, 'toggle-privacy', menu.privacy, 'CmdOrCtrl+Shift+H'),
      actionItem(options, 'toggle-theme', menu.theme, altKey(options, 'L')),
      separator,
      actionItem(options, 'zoom-in', menu.zoomIn, 'CmdOrCtrl+Plus'),
      actionItem(options, 'zoom-out', menu.zoomOut, 'CmdOrCtrl+-'),
      actionItem(options, 'zoom-reset', menu.zoomReset, 'CmdOrCtrl+0'),
      separator,
      { role: 'togglefullscreen' },
      ...(options.isPackaged
        ? []
        : [separator, { role: 'reload' } as const, { label: menu.developerTools, role: 'toggleDevTools' } as const]),
    ],
  }
}

function goMenu(options: MenuOptions): Item {
  return {
    label: wording.menu.go,
    submenu: [
      actionItem(options, 'back', wording.menu.back, options.platform === 'darwin' ? 'Cmd+[' : 'Alt+Left'),
      separator,
      ...Object.entries(wording.screens).map(([screen, label], index) =>
        goItem(options, screen, label, `CmdOrCtrl+${index + 1}`),
      ),
    ],
  }
}

function bookMenu(options: MenuOptions): Item {
  const { menu } = wording
  return {
    label: menu.book,
    submenu: [...importItems(options), separator, actionItem(options, 'back-up', menu.backUp, altKey(options, 'U'))],
  }
}

function helpMenu(options: MenuOptions, isMac: boolean): Item {
  const { menu } = wording
  return {
    label: menu.help,
    role: 'help',
    submenu: [
      actionItem(options, 'shortcuts', menu.shortcuts),
      separator,
      actionItem(options, 'copy-diagnostics', menu.diagnostics, altKey(options, 'G')),
      { label: menu.logFolder, click: () => options.openLogFolder() },
      ...(isMac ? [] : [separator, { role: 'about' } as const]),
    ],
  }
}

/**
 * Undo and redo of imports. A Mac takes a key of the menu for the first item that shows it, which is the one of texts, so
 * none is shown there; the page knows the key all the same.
 */
function importItems(options: MenuOptions): Item[] {
  const { menu } = wording
  const isMac = options.platform === 'darwin'
  return [
    actionItem(options, 'undo', menu.undoImport, isMac ? undefined : 'CmdOrCtrl+Z'),
    actionItem(options, 'redo', menu.redoImport, isMac ? undefined : 'CmdOrCtrl+Shift+Z'),
  ]
}

const separator: Item = { type: 'separator' }

/** On a Mac, Option with a letter writes a sign, and what the menu shows there it takes from whoever types. */
function altKey({ platform }: MenuOptions, key: string): string {
  return platform === 'darwin' ? `Cmd+Alt+${key}` : `Alt+${key}`
}

function actionItem(options: MenuOptions, action: string, label: string, accelerator?: string): Item {
  return commandItem({ type: 'action', action }, options, label, accelerator)
}

function goItem(options: MenuOptions, screen: string, label: string, accelerator: string): Item {
  return commandItem({ type: 'go', screen }, options, label, accelerator)
}

function commandItem(command: HostCommand, options: MenuOptions, label: string, accelerator?: string): Item {
  return {
    label,
    click: () => options.command(command),
    // The page binds these keys itself, in both shells; here they are only shown, where the system can show them so.
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  }
}
