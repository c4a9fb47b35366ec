import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { useLatest } from '../components/use-latest.ts'
import { type Problem, problemOf, useClient, useHost } from '../connection/index.ts'
import { goTo } from '../navigation.ts'
import { booksWording } from '../wording/books.ts'
import { useAppState } from './app-state.tsx'
import { BookTrouble } from './book-trouble.tsx'
import { NewBookForm, OpenBookForm } from './book-forms.tsx'
import { useJobs } from './jobs.tsx'
import { notify, notifyProblem } from './notify.tsx'

interface OpenBook {
  /** True while a book is being opened. */
  readonly isOpening: boolean
  /**
   * Opens the book at a path; true when it is open. What keeps it from opening is shown by a dialog, or a notice unless
   * `tell` takes it.
   */
  open(path: string, options?: { create?: boolean; tell?: (problem: Problem) => void }): Promise<boolean>
  openSample(): Promise<boolean>
  /** Asks which book, by the dialog of the system or a form. */
  askOpen(): Promise<void>
  /** Asks for a name for a new book; true when it was made. */
  askNew(): Promise<boolean>
  close(): Promise<void>
}

type Dialog =
  | { readonly type: 'open' }
  | { readonly type: 'new' }
  | { readonly type: 'trouble'; readonly path: string; readonly problem: Problem }
  | null

const OpenBookContext = createContext<OpenBook | null>(null)

/** Opens, makes and closes books for every part of the page, with the dialogs that this takes. */
export function OpenBookProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const host = useHost()
  const jobs = useJobs()
  const latest = useLatest(useAppState().book)
  const [dialog, setDialog] = useState<Dialog>(null)
  const [isOpening, setIsOpening] = useState(false)
  // Who asked for a new book waits until one is open, also when the first name was refused.
  const waiting = useRef<((made: boolean) => void)[]>([])
  const settle = useCallback((made: boolean) => {
    for (const done of waiting.current) done(made)
    waiting.current = []
  }, [])

  // A path is given where the work opens the book that lies there.
  const attempt = useCallback(
    async (path: string | null, work: () => Promise<unknown>, tell?: (problem: Problem) => void): Promise<boolean> => {
      setIsOpening(true)
      try {
        await work()
        setDialog(null)
        settle(path !== null)
        // What was looked at belonged to the book before.
        if (path !== null) goTo({ screen: 'overview' })
        return true
      } catch (error) {
        const problem = problemOf(error)
        // Of what was never a book there is nothing to repair.
        const isDamaged = problem.code === 'book-damaged' && path !== null && /\.tieout$/i.test(path)
        if (path !== null && (isDamaged || problem.code === 'book-locked'))
          setDialog({ type: 'trouble', path, problem })
        else if (tell) tell(problem)
        else notifyProblem(error)
        return false
      } finally {
        setIsOpening(false)
      }
    },
    [settle],
  )

  const value = useMemo<OpenBook>(() => {
    const open: OpenBook['open'] = (path, { create = false, tell } = {}) =>
      attempt(path, () => client.books.open({ path, ...(create ? { create } : {}) }), tell)
    return {
      isOpening,
      open,
      openSample: () =>
        attempt(null, async () => {
          goTo({ screen: 'overview' })
          await jobs.run(booksWording.sampleJob, (signal) => client.books.openSample(undefined, { signal }))
        }),
      askOpen: async () => {
        if (host.shell === 'web') return setDialog({ type: 'open' })
        const path = await host.pickBook()
        if (path !== null) await open(path)
      },
      askNew: async () => {
        if (host.shell === 'web')
          return new Promise((done) => {
            waiting.current = [...waiting.current, done]
            setDialog({ type: 'new' })
          })
        const path = await host.pickNewBook(`${booksWording.newDefault}.tieout`)
        return path === null ? false : open(path, { create: true })
      },
      close: async () => {
        const closed = latest.current
        const isClosed = await attempt(null, () => client.books.close())
        if (!isClosed || !closed) return
        notify({
          title: booksWording.closed(closed.name),
          // It is closed in every window at once; who did not mean that has it back.
          action: { label: booksWording.openAgain, run: () => void open(closed.path) },
        })
      },
    }
  }, [attempt, client, host, isOpening, jobs, latest])

  const dismiss = (): void => {
    settle(false)
    setDialog(null)
  }
  return (
    <OpenBookContext value={value}>
      {children}
      {dialog?.type === 'open' ? <OpenBookForm onClose={dismiss} onSubmit={value.open} /> : null}
      {dialog?.type === 'new' ? (
        <NewBookForm onClose={dismiss} onSubmit={(path, options) => value.open(path, { ...options, create: true })} />
      ) : null}
      {dialog?.type === 'trouble' ? (
        <BookTrouble
          path={dialog.path}
          problem={dialog.problem}
          onClose={dismiss}
          onRetry={() => value.open(dialog.path)}
          onRepair={(work) => attempt(dialog.path, work)}
        />
      ) : null}
    </OpenBookContext>
  )
}

/** The ways to open, make and close a book. Only below the frame. */
export function useOpenBook(): OpenBook {
  const value = useContext(OpenBookContext)
  if (!value) throw new Error('A book is opened outside the frame.')
  return value
}
