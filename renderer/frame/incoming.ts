import { useMemo } from 'react'
import { useLatest } from '../components/use-latest.ts'
import { useHost } from '../connection/index.ts'
import { goTo } from '../navigation.ts'
import { frameWording } from '../wording/frame.ts'
import { useAppState } from './app-state.tsx'
import { useImportSession } from './import-session.tsx'
import { useJobs } from './jobs.tsx'
import { notify, notifyProblem } from './notify.tsx'
import { useOpenBook } from './open-book.tsx'
import { useSyncSession } from './sync-session.tsx'

interface Incoming {
  /** Lists files that were dropped, on the screen Import; without a book it asks for a new one first. */
  take(files: readonly File[]): Promise<void>
  pickFiles(): Promise<void>
  pickFolder(): Promise<void>
}

const words = frameWording.copyingFiles

/** The ways by which report files come in. Only below the frame. */
export function useIncoming(): Incoming {
  const host = useHost()
  const session = useImportSession()
  const { isSyncing } = useSyncSession()
  const openBook = useOpenBook()
  const { copy } = useJobs()
  const { book } = useAppState()
  // Copying takes time: what is done with the files depends on how things stand then.
  const latest = useLatest({ session, openBook, isSyncing, hasBook: book !== null })
  return useMemo(() => {
    const list = async (choose: () => Promise<readonly string[]>): Promise<void> => {
      if (latest.current.session.phase === 'importing') return notify({ title: frameWording.dropBusy })
      if (latest.current.isSyncing) return notify({ title: frameWording.dropSyncing })
      try {
        const paths = await choose()
        if (paths.length === 0) return
        if (!latest.current.hasBook && !(await latest.current.openBook.askNew())) return
        latest.current.session.add(paths)
        goTo({ screen: 'import' })
      } catch (error) {
        notifyProblem(error)
      }
    }
    return {
      take: (files) => list(() => copy(words, (report, signal) => host.filePaths(files, report, signal))),
      pickFiles: () => list(() => copy(words, (report, signal) => host.pickFiles(report, signal))),
      pickFolder: () => list(() => copy(words, (report, signal) => host.pickFolder(report, signal))),
    }
  }, [host, copy, latest])
}
