import { useMemo } from 'react'
import { useHost } from '../connection/index.ts'
import { goTo } from '../navigation.ts'
import { frameWording } from '../wording/frame.ts'
import { useAppState } from './app-state.tsx'
import { useImportSession } from './import-session.tsx'
import { useJobs } from './jobs.tsx'
import { notifyProblem } from './notify.tsx'
import { useOpenBook } from './open-book.tsx'

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
  const openBook = useOpenBook()
  const { copy } = useJobs()
  const { book } = useAppState()
  return useMemo(() => {
    const list = async (choose: () => Promise<readonly string[]>): Promise<void> => {
      if (session.phase === 'importing') return
      try {
        const paths = await choose()
        if (paths.length === 0) return
        if (book === null && !(await openBook.askNew())) return
        session.add(paths)
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
  }, [host, session, openBook, book, copy])
}
