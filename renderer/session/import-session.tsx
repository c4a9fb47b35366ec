import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { ImportResult, ListedFile, Recognition } from '../../shared/contract/imports.ts'
import type { SyncResult } from '../../shared/contract/sources.ts'
import { problemOf, useClient } from '../connection/index.ts'
import { goTo, placeOf } from '../navigation.ts'
import { useLatest } from '../components/use-latest.ts'
import { importWording } from '../wording/import.ts'
import { useAppState } from './app-state.tsx'
import { useJobs } from './jobs.tsx'
import { linesOf, noLines } from './list-news.ts'
import { pathsWithout, withoutRemoved } from './listed-paths.ts'
import { notify, notifyProblem } from './notify.tsx'
import { asksForSomething, inputOf, useRecognition } from './recognition.ts'
import { readStoredSession, storeSession } from './stored-session.ts'

/** Files on their way into the book: listed first, then imported. */
export interface ImportSession {
  /** What was dropped or picked, without what was taken off again: files, folders, archives. */
  readonly paths: readonly string[]
  /** Delivery date for the files whose own date is unknown. */
  readonly delivered: string | null
  /** What a person said that files are, by path: ids of sections, null for what the headings say. */
  readonly choices: ReadonlyMap<string, string | null>
  /** The list from the first moment on; a file that is still read has the status `reading`. */
  readonly files: readonly ListedFile[]
  readonly totals: Recognition['totals']
  readonly phase: 'idle' | 'recognising' | 'importing'
  /** True when the import is to follow as soon as the files are read and none asks for anything. */
  readonly isQueued: boolean
  /** What the last import into this book came to. */
  readonly result: ImportResult | null
  /** The sync that brought it, where one did. */
  readonly sync: SyncResult | null
  readonly error: unknown
  /** True when a reload broke an import off. */
  readonly wasInterrupted: boolean
  add(paths: readonly string[]): void
  remove(path: string): void
  clear(): void
  setDelivered(date: string | null): void
  /** Says what a file is; the list reads that file again. */
  choose(path: string, section: string | null): void
  /** Imports what is listed; the result stays until the next files come. */
  start(): Promise<void>
  /** Lets the import follow the reading, or not. */
  setQueued(isQueued: boolean): void
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
  const [choices, setChoices] = useState<ReadonlyMap<string, string | null>>(() => new Map(stored.choices))
  const [isQueued, setQueued] = useState(false)
  const [lines, setLines] = useState(noLines)
  const book = useAppState().book?.path ?? null
  const [held, setHeld] = useState<Held | null>(null)
  const shown = held?.book === book ? held : null
  const [importError, setImportError] = useState<unknown>(null)
  const [isImporting, setIsImporting] = useState(false)
  const [wasInterrupted, setWasInterrupted] = useState(stored.importing)
  const recognition = useRecognition({ paths: chosen, delivered, choices }, isImporting, setLines)
  const listed = useMemo(() => linesOf(lines, chosen), [lines, chosen])
  const paths = useMemo(
    () => removed.reduce((left, path) => pathsWithout(left, listed.files, path).paths, chosen),
    [chosen, removed, listed],
  )
  useEffect(
    () => storeSession({ paths: [...paths], delivered, choices: [...choices], importing: isImporting }),
    [paths, delivered, choices, isImporting],
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
      choices,
      isQueued,
      setQueued,
      files: withoutRemoved(listed.files, removed),
      totals: listed.totals,
      phase: phaseOf(isImporting, recognition.isFetching),
      result: shown?.result ?? null,
      sync: shown?.sync ?? null,
      error: importError ?? (recognition.isFetching ? null : recognition.error),
      wasInterrupted,
      setDelivered,
      choose: (path, section) => setChoices((known) => new Map([...known, [path, section]])),
      add: (more) => {
        setHeld(null)
        begin((left) => [...new Set([...left, ...more])])
      },
      remove: (path) => setRemoved([...removed, ...pathsWithout(paths, listed.files, path).removed]),
      clear: () => {
        setHeld(null)
        setDelivered(null)
        setChoices(new Map())
        setQueued(false)
        setLines(noLines)
        begin(() => [])
      },
      showSync: (sync) => setHeld({ book, result: sync.import, sync }),
      forgetResult: (importId) => setHeld((known) => (known?.result.importId === importId ? null : known)),
      readAgain: () => {
        setImportError(null)
        void recognition.refetch()
      },
      start: async () => {
        const input = inputOf({ paths, delivered, choices })
        setImportError(null)
        setWasInterrupted(false)
        setQueued(false)
        setIsImporting(true)
        try {
          const label = importWording.importing(listed.files.filter(({ status }) => status === 'imported').length)
          setHeld({ book, result: await run(label, (signal) => client.imports.run(input, { signal })), sync: null })
          if (placeOf(location.hash).screen !== 'import') notifyDone()
          setDelivered(null)
          setChoices(new Map())
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
    choices,
    isQueued,
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

  const followUp = useEffectEvent(() => {
    setQueued(false)
    if (recognition.error === null && !asksForSomething(value.files)) void value.start()
  })
  const isRead = isQueued && value.phase === 'idle'
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the end of the reading comes from the core, not from a press
    if (isRead) followUp()
  }, [isRead])

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

function phaseOf(isImporting: boolean, isReading: boolean): ImportSession['phase'] {
  if (isImporting) return 'importing'
  return isReading ? 'recognising' : 'idle'
}

/** The files on their way into the book. Only below the frame. */
export function useImportSession(): ImportSession {
  const session = useContext(ImportSessionContext)
  if (!session) throw new Error('The import is read outside the frame.')
  return session
}
