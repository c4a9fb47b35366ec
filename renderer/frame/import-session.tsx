import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { FileResult, ImportResult, Recognition } from '../../shared/contract/imports.ts'
import type { SyncResult } from '../../shared/contract/sources.ts'
import { problemOf, useClient } from '../connection/index.ts'
import { goTo, placeOf } from '../navigation.ts'
import { useLatest } from '../components/use-latest.ts'
import { importWording } from '../wording/import.ts'
import { useAppState } from './app-state.tsx'
import { useJobs } from './jobs.tsx'
import { pathsWithout, withoutRemoved } from './listed-paths.ts'
import { notify, notifyProblem } from './notify.tsx'
import { readStoredSession, storeSession } from './stored-session.ts'

/** Files on their way into the book: listed first, then imported. */
export interface ImportSession {
  /** What was dropped or picked, without what was taken off again: files, folders, archives. */
  readonly paths: readonly string[]
  /** Delivery date for the files whose own date is unknown. */
  readonly delivered: string | null
  readonly files: readonly FileResult[]
  readonly totals: Recognition['totals']
  readonly phase: 'idle' | 'recognising' | 'importing'
  /** What the last import into this book came to. */
  readonly result: ImportResult | null
  /** The sync that brought it, where one did. */
  readonly sync: SyncResult | null
  readonly error: unknown
  /** True when a reload broke an import off. */
  readonly wasInterrupted: boolean
  add(paths: readonly string[]): void
  remove(file: FileResult): void
  clear(): void
  setDelivered(date: string | null): void
  /** Imports what is listed; the result stays until the next files come. */
  start(): Promise<void>
  readAgain(): void
  /** Shows what a sync came to as the result. */
  showSync(sync: SyncResult): void
  /** An import that was taken out again is no result to show. */
  forgetResult(importId: number): void
}

const ImportSessionContext = createContext<ImportSession | null>(null)

/** Keeps the files that are being prepared while other screens are looked at, and over a reload. */
export function ImportSessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const { run } = useJobs()
  const [stored] = useState(readStoredSession)
  const [chosen, setChosen] = useState<readonly string[]>(stored.paths)
  const [removed, setRemoved] = useState<readonly string[]>([])
  const [delivered, setDelivered] = useState(stored.delivered)
  const book = useAppState().book?.path ?? null
  const [held, setHeld] = useState<Held | null>(null)
  const shown = held?.book === book ? held : null
  const [importError, setImportError] = useState<unknown>(null)
  const [isImporting, setIsImporting] = useState(false)
  const [wasInterrupted, setWasInterrupted] = useState(stored.importing)
  const recognition = useRecognition(chosen, delivered, isImporting)

  const { data } = recognition
  const listed: Recognition = data ?? nothing
  const paths = useMemo(
    () => removed.reduce((left, path) => pathsWithout(left, listed.files, path).paths, chosen),
    [chosen, removed, listed],
  )
  useEffect(
    () => storeSession({ paths: [...paths], delivered, importing: isImporting }),
    [paths, delivered, isImporting],
  )

  // Files can come while others are still being copied, so each change starts from what is there by then.
  const latest = useLatest({ removed, files: listed.files })
  const value = useMemo<ImportSession>(() => {
    const begin = (next: (left: readonly string[]) => readonly string[]): void => {
      const { removed: gone, files } = latest.current
      setChosen((known) => next(gone.reduce((left, path) => pathsWithout(left, files, path).paths, known)))
      setRemoved([])
      setImportError(null)
      setWasInterrupted(false)
    }
    return {
      paths,
      delivered,
      files: withoutRemoved(listed.files, removed),
      totals: listed.totals,
      phase: phaseOf(isImporting, recognition.isFetching),
      result: shown?.result ?? null,
      sync: shown?.sync ?? null,
      error: importError ?? (recognition.isFetching ? null : recognition.error),
      wasInterrupted,
      setDelivered,
      add: (more) => {
        setHeld(null)
        begin((left) => [...new Set([...left, ...more])])
      },
      remove: ({ path }: FileResult) => setRemoved([...removed, ...pathsWithout(paths, listed.files, path).removed]),
      clear: () => {
        setHeld(null)
        setDelivered(null)
        begin(() => [])
      },
      showSync: (sync) => setHeld({ book, result: sync.import, sync }),
      forgetResult: (importId) => setHeld((known) => (known?.result.importId === importId ? null : known)),
      readAgain: () => {
        setImportError(null)
        void recognition.refetch()
      },
      start: async () => {
        const input = { paths: [...paths], ...(delivered === null ? {} : { delivered }) }
        setImportError(null)
        setWasInterrupted(false)
        setIsImporting(true)
        try {
          const label = importWording.importing(listed.files.filter(({ status }) => status === 'imported').length)
          setHeld({ book, result: await run(label, (signal) => client.imports.run(input, { signal })), sync: null })
          if (placeOf(location.hash).screen !== 'import') notifyDone()
          setDelivered(null)
          begin((left) => left.filter((path) => !input.paths.includes(path)))
        } catch (error) {
          // The list stays, so that one more press on Import goes on from there.
          if (problemOf(error).code === 'cancelled') notifyProblem(error)
          else setImportError(error)
        } finally {
          setIsImporting(false)
        }
      },
    }
  }, [
    paths,
    removed,
    delivered,
    listed,
    recognition,
    book,
    shown,
    importError,
    isImporting,
    wasInterrupted,
    latest,
    client,
    run,
  ])

  return <ImportSessionContext value={value}>{children}</ImportSessionContext>
}

/** What the last import into a book came to. */
interface Held {
  readonly book: string | null
  readonly result: ImportResult
  readonly sync: SyncResult | null
}

function notifyDone(): void {
  notify({
    title: importWording.finished,
    tone: 'good',
    action: { label: importWording.showResult, run: () => goTo({ screen: 'import' }) },
  })
}

const nothing: Recognition = { files: [], totals: [] }

function phaseOf(isImporting: boolean, isReading: boolean): ImportSession['phase'] {
  if (isImporting) return 'importing'
  return isReading ? 'recognising' : 'idle'
}

/** What the chosen files are; asked anew for another book, and when imports came or went, for a file may be known then. */
function useRecognition(paths: readonly string[], delivered: string | null, isImporting: boolean) {
  const client = useClient()
  const { run } = useJobs()
  const { book, undo } = useAppState()
  const input = { paths: [...paths], ...(delivered === null ? {} : { delivered }) }
  return useQuery({
    queryKey: ['recognise', book?.path ?? null, undo?.importId ?? null, input],
    enabled: book !== null && paths.length > 0 && !isImporting,
    // A list that this one takes the place of is still being given up.
    retry: (count, error) => problemOf(error).details['job'] === 'recognise' && count < 60,
    retryDelay: 250,
    queryFn: ({ signal: replaced }) =>
      run(importWording.recognising, (stopped) =>
        client.imports.recognise(input, { signal: AbortSignal.any([stopped, replaced]) }),
      ),
  })
}

/** The files on their way into the book. Only below the frame. */
export function useImportSession(): ImportSession {
  const session = useContext(ImportSessionContext)
  if (!session) throw new Error('The import is read outside the frame.')
  return session
}
