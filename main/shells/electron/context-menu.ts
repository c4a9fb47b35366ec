import type { ContextMenuParams, ElectronParts, MenuItemConstructorOptions } from './parts.ts'
import { wording } from './wording.ts'

const { edit: words } = wording

/** Gives every page the menu of the right button, which Electron has not by itself. To be called before windows are made. */
export function giveContextMenu({
  app,
  BrowserWindow,
  Menu,
}: Pick<ElectronParts, 'app' | 'BrowserWindow' | 'Menu'>): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_event, params) => {
      const items = contextMenu(params)
      const window = BrowserWindow.fromWebContents(contents)
      if (items.length === 0 || !window) return
      Menu.buildFromTemplate(items).popup({
        window,
        sourceType: params.menuSourceType,
        ...(params.frame ? { frame: params.frame } : {}),
        // By the keyboard it belongs to the field, not to where the pointer happens to be.
        ...(params.menuSourceType === 'keyboard' ? { x: Math.round(params.x), y: Math.round(params.y) } : {}),
      })
    })
  })
}

/** What can be done where the button was pressed: to the text of a field, with a selection, or nothing. */
export function contextMenu({
  isEditable,
  selectionText,
  editFlags,
}: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { role: 'copy', label: words.copy, enabled: editFlags.canCopy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'undo', label: words.undo, enabled: editFlags.canUndo },
    { role: 'redo', label: words.redo, enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', label: words.cut, enabled: editFlags.canCut },
    copy,
    { role: 'paste', label: words.paste, enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', label: words.selectAll, enabled: editFlags.canSelectAll },
  ]
}
