import { useMemo } from 'react'
import { useLatest } from '../components/use-latest.ts'
import { useClient, useHost } from '../connection/index.ts'
import { goTo } from '../navigation.ts'
import { frameWording } from '../wording/frame.ts'
import { useImportSession } from './import-session.tsx'
import { useJobs } from './jobs.tsx'
import { notify, notifyProblem } from './notify.tsx'
import { useOpenBook } from './open-book.tsx'
import { useSyncSession } from './sync-session.tsx'

interface Incoming {
  /** Lists files that were dropped, on the screen Import; without a book it asks for a new one first. */
  take(files: readonly File[]): Promise<void>
  /** The same for files that were opened from outside. */
  takePaths(paths: readonly string[]): Promise<void>
  pickFiles(): Promise<void>
  pickFolder(): Promise<void>
}

const words = frameWording.copyingFiles

/** The ways by which report files come in. Only below the frame. */
export function useIncoming(): Incoming {
  const client = useClient()
  const host = useHost()
  const session = useImportSession()
  const { isSyncing } = useSyncSession()
  const openBook = useOpenBook()
  const { copy } = useJobs()
  // Copying takes time: what is done with the files depends on how things stand then.
  const latest = useLatest({ session, openBook, isSyncing })
  return useMemo(() => {
    const list = async (choose: () => Promise<readonly string[]>): Promise<void> => {
      if (latest.current.session.phase === 'importing') return notify({ title: frameWording.dropBusy })
      if (latest.current.isSyncing) return notify({ title: frameWording.dropSyncing })
      try {
        const chosen = await choose()
        // The web shell only has a copy of what was dropped, and a copy of a book is not the book.
        const books = host.shell === 'desktop' ? chosen.filter(isBook) : []
        const paths = chosen.filter((path) => !books.includes(path))
        const book = books.at(-1)
        if (book !== undefined && !(await latest.current.openBook.open(book))) return
        if (paths.length === 0) return
        // The core says it: a book that was opened a moment ago may not be seen here yet.
        const hasBook = (await client.app.state()).book !== null
        if (!hasBook && !(await latest.current.openBook.askNew())) return
        latest.current.session.add(paths)
        goTo({ screen: 'import' })
      } catch (error) {
        notifyProblem(error)
      }
    }
    return {
      take: (files) => list(() => copy(words, (report, signal) => host.filePaths(files, report, signal))),
      takePaths: (paths) => list(async () => paths),
      pickFiles: () => list(() => copy(words, (report, signal) => host.pickFiles(report, signal))),
      pickFolder: () => list(() => copy(words, (report, signal) => host.pickFolder(report, signal))),
    }
  }, [client, host, copy, latest])
}

function isBook(path: string): boolean {
  return path.toLowerCase().endsWith('.tieout')
}
