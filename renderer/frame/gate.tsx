import { useMantineColorScheme } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { AppState } from '../../shared/contract/books.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useAppEvents, useHost, useQueries } from '../connection/index.ts'
import { CalendarProvider } from '../formats/calendar.tsx'
import { FormatsProvider } from '../formats/use-formats.tsx'
import { frameWording } from '../wording/frame.ts'
import { ActionsProvider } from '../session/actions.tsx'
import { AppStateProvider } from '../session/app-state.tsx'
import { ExportsProvider } from '../session/exports.tsx'
import classes from './frame.module.css'
import { Frame } from './frame.tsx'
import { ImportSessionProvider } from '../session/import-session.tsx'
import { JobsProvider } from '../session/jobs.tsx'
import { OpenBookProvider } from '../session/open-book.tsx'
import { SignInCodeProvider } from '../session/sign-in-code.tsx'
import { SyncSessionProvider } from '../session/sync-session.tsx'

/** Waits for what the frame needs to know, keeps it fresh, and hands it down. */
export function Gate() {
  const queries = useQueries()
  const cache = useQueryClient()
  const host = useHost()
  const state = useQuery(queries.app.state.queryOptions())
  const settings = useQuery(queries.settings.get.queryOptions())
  const { setColorScheme } = useMantineColorScheme()

  useAppEvents((event) => {
    const isReady = event.type === 'ready'
    if (isReady) void refreshOthers(cache)
    if (isReady || event.type === 'settings') {
      void refresh(cache, queries.settings.key())
      void refresh(cache, queries.sources.key())
    }
    if (event.type !== 'settings') void refresh(cache, queries.app.key())
  })

  const theme = settings.data?.theme
  const zoom = settings.data?.zoom
  const title = frameWording.title(state.data?.book?.name ?? null)
  const showTheme = useEffectEvent(setColorScheme)
  useEffect(() => {
    if (!theme) return
    showTheme(theme === 'system' ? 'auto' : theme)
    host.setTheme(theme)
  }, [host, theme])
  useEffect(() => {
    if (!zoom) return
    void host.setZoom(zoom)
    // Where the page zooms itself, the height of the window has to be told apart from the height of the page.
    if (host.shell === 'web') document.documentElement.style.setProperty('--zoom', String(zoom))
  }, [host, zoom])
  useEffect(() => host.setTitle(title), [host, title])

  const error = state.error ?? settings.error
  if (error && !(state.data && settings.data))
    return (
      <main style={{ maxWidth: 560, margin: '15vh auto 0', padding: 16 }}>
        <ErrorState
          error={error}
          onRetry={() => {
            void state.refetch()
            void settings.refetch()
          }}
        />
      </main>
    )
  if (!state.data || !settings.data) return <LoadingState label={frameWording.starting} />
  return (
    <AppStateProvider state={state.data satisfies AppState} settings={settings.data}>
      <FormatsProvider locale={settings.data.locale} privacy={settings.data.privacy}>
        <Notifications
          position="bottom-right"
          limit={4}
          autoClose={8000}
          containerWidth={380}
          className={classes.notices ?? ''}
        />
        <CalendarProvider>
          <JobsProvider>
            <OpenBookProvider>
              <ImportSessionProvider>
                <SignInCodeProvider>
                  <SyncSessionProvider>
                    <ExportsProvider>
                      <ActionsProvider>
                        <Frame />
                      </ActionsProvider>
                    </ExportsProvider>
                  </SyncSessionProvider>
                </SignInCodeProvider>
              </ImportSessionProvider>
            </OpenBookProvider>
          </JobsProvider>
        </CalendarProvider>
      </FormatsProvider>
    </AppStateProvider>
  )
}

/**
 * Asks anew for what a change concerns. A first answer that is still on its way was given before the change and would
 * be taken for the new one, so it is not waited for.
 */
async function refresh(cache: QueryClient, queryKey: QueryKey): Promise<void> {
  await cache.cancelQueries({ queryKey, predicate: ({ state }) => state.data === undefined })
  await cache.invalidateQueries({ queryKey })
}

/** Asks anew for everything that is shown, except for listed files: a hidden tab that is looked at again need not read them again. */
async function refreshOthers(cache: QueryClient): Promise<void> {
  await cache.invalidateQueries({
    predicate: ({ queryKey, state }) => queryKey[0] !== 'recognise' || state.data === undefined,
  })
}
