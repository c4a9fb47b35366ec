import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { SyncPlan, SyncResult } from '../../shared/contract/sources.ts'
import { useLatest } from '../components/use-latest.ts'
import { PageError, problemOf, useClient } from '../connection/index.ts'
import { type ShownFormats, useFormats } from '../formats/use-formats.tsx'
import { goTo, placeOf } from '../navigation.ts'
import { syncWording as words } from '../wording/sources.ts'
import { useAppState } from './app-state.tsx'
import { useImportSession } from './import-session.tsx'
import { useJobs } from './jobs.tsx'
import { notify, notifyProblem } from './notify.tsx'
import { useSignInCode } from './sign-in-code.tsx'
import { changeCounts } from './sync-changes.ts'

/** How far a sync is: the bucket is listed, what was found waits for the person, or it is fetched and imported. */
type Stage =
  | { readonly type: 'idle' }
  | { readonly type: 'listing' | 'syncing'; readonly source: string }
  | { readonly type: 'planned'; readonly source: string; readonly plan: SyncPlan }
  | { readonly type: 'failed'; readonly source: string; readonly error: unknown }

interface SyncSession {
  readonly stage: Stage
  /** True while the bucket is listed or fetched from. */
  readonly isSyncing: boolean
  /** Lists the source and shows what would be fetched; with nothing to fetch, that is remembered and told. */
  start(source: string): Promise<void>
  /** Fetches what was shown and imports it; the result is that of an import. */
  confirm(): Promise<void>
  /** Puts away what was shown. */
  dismiss(): void
}

const idle: Stage = { type: 'idle' }
const SyncSessionContext = createContext<SyncSession | null>(null)

/** Keeps a sync that runs or waits for an answer while other screens are looked at. */
export function SyncSessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const { run } = useJobs()
  const withCode = useSignInCode()
  const { showSync } = useImportSession()
  const formats = useFormats()
  const book = useAppState().book?.path ?? null
  const [held, setHeld] = useState<{ readonly book: string | null; readonly stage: Stage }>({ book, stage: idle })
  // What was found belongs to the book that was open then.
  const stage = held.book === book ? held.stage : idle
  const latest = useLatest({ book, formats, showSync })

  const value = useMemo<SyncSession>(() => {
    const isSyncing = stage.type === 'listing' || stage.type === 'syncing'
    const setStage = (next: Stage): void => setHeld({ book, stage: next })
    // A notice may be answered when the next sync runs already.
    const showAtRest = (next: Stage): void =>
      setHeld((now) =>
        now.book === book && (now.stage.type === 'listing' || now.stage.type === 'syncing')
          ? now
          : { book, stage: next },
      )
    const isStillHere = (): boolean => latest.current.book === book

    const fetch = async (source: string): Promise<SyncResult> => {
      setStage({ type: 'syncing', source })
      return withCode(async (code) => {
        try {
          return await run(words.syncing(source), (signal) => client.sources.sync({ name: source, code }, { signal }))
        } catch (error) {
          throw problemOf(error).code === 'cancelled' ? new PageError('cancelled', words.cancelled) : error
        }
      })
    }
    const attempt = async (source: string, work: () => Promise<Stage>): Promise<void> => {
      try {
        setStage(await work())
      } catch (error) {
        if (problemOf(error).code !== 'cancelled') return setStage({ type: 'failed', source, error })
        setStage(idle)
        notifyProblem(error)
      }
    }
    const show = (result: SyncResult): void => {
      if (!isStillHere()) return
      latest.current.showSync(result)
      if (placeOf(location.hash).screen !== 'import') notify(leading(words.done(result.plan.source)))
    }
    return {
      stage,
      isSyncing,
      start: async (source) => {
        if (isSyncing) return
        await attempt(source, async () => {
          setStage({ type: 'listing', source })
          const plan = await withCode((code) =>
            run(words.listing(source), (signal) => client.sources.plan({ name: source, code }, { signal })),
          )
          if (plan.fetch.objects > 0) {
            if (isStillHere() && placeOf(location.hash).screen !== 'import') notify(leading(words.planReady(source)))
            return { type: 'planned', source, plan }
          }
          // Nothing to fetch and nothing to ask: the book remembers that it was looked at.
          const result = await fetch(source)
          if (result.plan.fetch.objects > 0) show(result)
          else notifyNothing(result.plan, latest.current.formats, showAtRest)
          return idle
        })
      },
      confirm: async () => {
        if (stage.type !== 'planned') return
        const { source } = stage
        await attempt(source, async () => {
          show(await fetch(source))
          return idle
        })
      },
      dismiss: () => setStage(idle),
    }
  }, [book, stage, latest, client, run, withCode])

  return <SyncSessionContext value={value}>{children}</SyncSessionContext>
}

/** A notice that leads to the screen on which there is something to see. */
function leading(title: string): Parameters<typeof notify>[0] {
  return { title, tone: 'good', action: { label: words.show, run: () => goTo({ screen: 'import' }) } }
}

/** Says that nothing was new; what all the same asks for attention is counted, and shown when that is wanted. */
function notifyNothing(plan: SyncPlan, { count }: ShownFormats, show: (stage: Stage) => void): void {
  const parts = changeCounts(plan.attention).map(({ change, objects }) => words.countOf[change](count(objects)))
  notify({
    title: words.nothingNew(plan.source),
    ...(parts.length === 0 ? {} : { text: words.counts(parts) }),
    tone: 'good',
    ...(parts.length === 0
      ? {}
      : {
          action: {
            label: words.show,
            run: () => {
              goTo({ screen: 'import' })
              show({ type: 'planned', source: plan.source, plan })
            },
          },
        }),
  })
}

/** The sync of this window. Only below the frame. */
export function useSyncSession(): SyncSession {
  const session = useContext(SyncSessionContext)
  if (!session) throw new Error('A sync is read outside the frame.')
  return session
}
