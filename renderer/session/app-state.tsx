import {
  keepPreviousData,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
} from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext } from 'react'
import type { AppState } from '../../shared/contract/books.ts'
import type { Settings, SettingsChange } from '../../shared/contract/settings.ts'
import { type BookPart, bookParts, stateOf } from '../../shared/revisions.ts'
import { useClient, useQueries } from '../connection/index.ts'

const AppStateContext = createContext<AppState | null>(null)
const SettingsContext = createContext<Settings | null>(null)

/** Hands the state of the application and the settings to everything below. */
export function AppStateProvider(props: { state: AppState; settings: Settings; children: ReactNode }) {
  return (
    <AppStateContext value={props.state}>
      <SettingsContext value={props.settings}>{props.children}</SettingsContext>
    </AppStateContext>
  )
}

/** What the core says of itself: the open book, the running job, the revision. Only below the frame. */
export function useAppState(): AppState {
  const state = useContext(AppStateContext)
  if (!state) throw new Error('The state of the application is read outside the frame.')
  return state
}

/** What the person chose. Only below the frame. */
export function useSettings(): Settings {
  const settings = useContext(SettingsContext)
  if (!settings) throw new Error('The settings are read outside the frame.')
  return settings
}

/** What to change, or what follows from the settings as they are at that moment: a key may be pressed twice before it is drawn. */
type Change = SettingsChange | ((now: Settings) => SettingsChange)

/**
 * Changes settings, one change after the other; the page shows each at once, and takes over what the core says once it has
 * answered the last.
 */
export function useChangeSettings(): (change: Change) => Promise<Settings> {
  const client = useClient()
  const queries = useQueries()
  const cache = useQueryClient()
  const key = queries.settings.get.queryKey()
  const { mutateAsync } = useMutation({
    mutationKey: changing,
    scope: { id: 'settings' },
    mutationFn: (change: SettingsChange) => client.settings.change(change),
    onSuccess: (settings) => {
      if (cache.isMutating({ mutationKey: changing }) === 1) cache.setQueryData(key, settings)
    },
    onError: () => cache.invalidateQueries({ queryKey: key }),
  })
  return useCallback(
    (change) => {
      const now = cache.getQueryData(queries.settings.get.queryKey())
      if (!now) throw new Error('The settings are changed outside the frame.')
      const wanted = typeof change === 'function' ? change(now) : change
      const { grids: _grids, views: _views, ...plain } = wanted
      cache.setQueryData(queries.settings.get.queryKey(), { ...now, ...defined(plain) } as Settings)
      return mutateAsync(wanted)
    },
    [mutateAsync, cache, queries],
  )
}

const changing = ['settings.change']

/** What stands for the open book and these parts of it as they are: an answer that follows from them holds as long as it. */
export function useBookState(parts: readonly BookPart[] = bookParts): { book: string | null; state: string } {
  const { book, revisions } = useAppState()
  return { book: book?.path ?? null, state: stateOf(parts, revisions) }
}

/**
 * Asks something of the open book that follows from `parts` of it, all unless told. The key holds the state of the book, so
 * that a change asks anew and rows of different states never mix; until the new answer is there, the last one stays.
 */
export function useBookQuery<Output, Selected = Output>(
  options: BookQueryOptions<Output, Selected>,
  parts?: readonly BookPart[],
) {
  const state = useBookState(parts)
  return useQuery({
    placeholderData: keepPreviousData,
    ...options,
    queryKey: [...options.queryKey, state],
  } as UseQueryOptions<Output, Error, Selected, QueryKey>)
}

type Options<Output, Selected> = UseQueryOptions<Output, Error, Selected, QueryKey>
/** `placeholderData: undefined` keeps nothing of the answer before. */
type BookQueryOptions<Output, Selected> = Omit<Options<Output, Selected>, 'placeholderData'> & {
  placeholderData?: Options<Output, Selected>['placeholderData'] | undefined
}

function defined<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<Value>
}
