import { useMemo, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { filter, queryName } from '../shared/contract/rows.ts'

/** The screens in the order of the rail. */
export const screens = [
  'overview',
  'import',
  'cash-application',
  'uncollected-funds',
  'exceptions',
  'data',
  'export',
  'settings',
] as const

const place = z.object({
  screen: z.enum(screens),
  /** Name of the query that a grid shows. */
  query: queryName.optional(),
  filters: z.array(filter).optional(),
  search: z.string().optional(),
  settlement: z.string().optional(),
  /** The key whose details are open; lines without a reference are told apart by their settlement. */
  key: z
    .object({
      transaction_reference: z.string().nullable(),
      currency: z.string(),
      settlement: z.string().optional(),
    })
    .optional(),
})

export type Screen = (typeof screens)[number]

/** Whether a text is the name of a screen. */
export function isScreen(name: string): name is Screen {
  return screens.some((screen) => screen === name)
}

/** Where in the application a person is; it stands in the address, so that Back and a reload lead there again. */
export type Place = z.infer<typeof place>

const start: Place = { screen: 'overview' }
const changed = 'tieout-place'

/** Address of a place: `#/exceptions`, with what else it holds as one JSON text. */
export function addressOf({ screen, ...rest }: Place): string {
  const details = Object.entries(rest).some(([, value]) => value !== undefined) ? JSON.stringify(rest) : ''
  return details === '' ? `#/${screen}` : `#/${screen}?${encodeURIComponent(details)}`
}

/** The place that an address names; the Overview when it names none. */
export function placeOf(hash: string): Place {
  const [screen, details] = hash.replace(/^#\//, '').split('?')
  try {
    return place.parse({ ...(details ? JSON.parse(decodeURIComponent(details)) : {}), screen })
  } catch {
    const known = screens.find((name) => name === screen)
    return known ? { screen: known } : start
  }
}

/** Goes to a place; `replace` leaves no step for Back, as for a filter that is being typed. */
export function goTo(to: Place, options: { replace?: boolean } = {}): void {
  const address = addressOf(to)
  if (address === location.hash) return
  if (options.replace) history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  dispatchEvent(new Event(changed))
}

function subscribe(listener: () => void): () => void {
  const names = ['hashchange', 'popstate', changed]
  for (const name of names) addEventListener(name, listener)
  return () => {
    for (const name of names) removeEventListener(name, listener)
  }
}

/** Where the person is, and the way from there. */
export function useNavigation(): { place: Place; go: typeof goTo } {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const place = useMemo(() => placeOf(hash), [hash])
  return { place, go: goTo }
}
