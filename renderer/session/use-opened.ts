import { useCallback, useEffect, useRef } from 'react'
import type { HostCommand } from '../../shared/host.ts'
import { useLatest } from '../components/use-latest.ts'
import { frameWording } from '../wording/frame.ts'
import { useImportSession } from './import-session.tsx'
import { useIncoming } from './incoming.ts'
import { notify, notifyProblem } from './notify.tsx'
import { useOpenBook } from './open-book.tsx'
import { useSyncSession } from './sync-session.tsx'

type Opened = Extract<HostCommand, { type: 'open-book' | 'take-files' }>

/**
 * Takes books and files that were opened from outside, one after the other: a book is open before files are listed for it.
 * What comes while an import or a sync runs waits for its end, and it is said that it does.
 */
export function useOpened(): (opened: Opened) => void {
  const { phase } = useImportSession()
  const { isSyncing } = useSyncSession()
  const isBlocked = phase === 'importing' || isSyncing
  const latest = useLatest({ openBook: useOpenBook(), incoming: useIncoming(), isBlocked, isSyncing })
  const line = useRef(Promise.resolve())
  const waiting = useRef<(() => void)[]>([])

  useEffect(() => {
    if (!isBlocked) for (const goOn of waiting.current.splice(0)) goOn()
  }, [isBlocked])

  return useCallback(
    (opened) => {
      const take = async (): Promise<void> => {
        while (latest.current.isBlocked) await new Promise<void>((goOn) => void waiting.current.push(goOn))
        const { openBook, incoming } = latest.current
        if (opened.type === 'open-book') await openBook.open(opened.path)
        else await incoming.takePaths(opened.paths)
      }
      if (latest.current.isBlocked)
        notify({ title: latest.current.isSyncing ? frameWording.openedSyncing : frameWording.openedBusy })
      line.current = line.current.then(take).catch(notifyProblem)
    },
    [latest],
  )
}
