import type { Bridge } from '../../shared/bridge.ts'
import type { Host } from '../../shared/host.ts'
import { connectionWording } from '../wording/connection.ts'
import { PageError } from './problem.ts'

/** What the page asks of Electron's main process, through the preload. */
export function desktopHost(bridge: Bridge): Host {
  return {
    shell: 'desktop',
    async filePaths(files, onProgress) {
      const paths = await Promise.all(
        files.map(async (file) => {
          const path = await bridge.filePath(file)
          // Some systems do not say where a dropped file lies.
          if (path === '') throw new PageError('file-unreadable', connectionWording.noFilePath(file.name))
          return path
        }),
      )
      onProgress?.(1, 1)
      return [...new Set(paths)]
    },
    pickFiles: () => bridge.pickFiles(),
    pickFolder: () => bridge.pickFolder(),
    pickBook: () => bridge.pickBook(),
    pickNewBook: (suggestedName) => bridge.pickNewBook(suggestedName),
    pickTarget: (suggestedName) => bridge.pickTarget(suggestedName),
    targetWritten: async () => undefined,
    showInFolder: (path) => bridge.showInFolder(path),
    openLogFolder: () => bridge.openLogFolder(),
    setZoom: (factor) => bridge.setZoom(factor),
    setTitle(title) {
      document.title = title
      void bridge.setTitle(title)
    },
    setTheme: (theme) => void bridge.setTheme(theme),
    setWork: (work) => void bridge.setWork(work),
    onCommand: (listener) => bridge.onCommand(listener),
  }
}
