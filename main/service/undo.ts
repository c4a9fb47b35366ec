import type { AppState } from '../../shared/contract/books.ts'
import { contract, undoneBy } from '../../shared/contract.ts'
import { hasEntered } from '../../shared/contract/imports.ts'
import type { App } from '../app.ts'

/** What Ctrl+Z takes back in the open book and what Ctrl+Shift+Z brings back, and by which procedure of the contract. */
export async function undoable(app: App): Promise<Pick<AppState, 'undo' | 'redo'>> {
  const latest = app.isReadOnly ? null : await app.latestImport()
  const taken = app.redoable()
  return {
    undo: latest && {
      by: undoneBy(contract.imports.run),
      importId: latest.importId,
      label: `Undo import ${latest.importId} (${files(latest.files)})`,
    },
    redo: taken && {
      by: undoneBy(contract.imports.undo),
      label: `Redo import ${taken.importId} (${files(taken.files.filter(hasEntered).length)})`,
    },
  }
}

function files(count: number): string {
  return count === 1 ? '1 file' : `${count} files`
}
