import { useEffect, useRef, useState } from 'react'
import { type Place, useNavigation } from '../navigation.ts'

/** Filters and search of a link. */
export interface Asked {
  readonly filters: NonNullable<Place['filters']>
  readonly search: string
}

/**
 * What a link to this screen asks its grid to show, once: it is taken out of the address, because what the person then
 * changes is remembered elsewhere, and a reload would bring the old filters back. A new link asks anew.
 */
export function useAskedOnce(): Asked | undefined {
  const { place, go } = useNavigation()
  const [asked, setAsked] = useState<Asked | undefined>(() => askedBy(place))
  const isFirst = useRef(true)
  useEffect(() => {
    const next = askedBy(place)
    if (!next) return
    if (!isFirst.current) setAsked(next)
    const { filters: _filters, search: _search, ...rest } = place
    go(rest, { replace: true })
  }, [place, go])
  useEffect(() => {
    isFirst.current = false
  }, [])
  return asked
}

function askedBy(place: Place): Asked | undefined {
  return place.filters || place.search !== undefined
    ? { filters: place.filters ?? [], search: place.search ?? '' }
    : undefined
}
