import { useEffect } from 'react'
import { z } from 'zod'
import { gridNarrowing, type GridNarrowing } from '../../shared/contract/settings.ts'
import { allRows } from './grid-view.ts'

/** By path of the book, then by grid. */
const remembered = z.record(z.string(), z.record(z.string(), gridNarrowing))

const storageKey = 'tieout-rows'

/** Which rows of a grid this window showed last of this book; all of them in a new window. */
export function narrowingOf(book: string, viewKey: string): GridNarrowing {
  return read()[book]?.[viewKey] ?? allRows
}

/** Keeps which rows a grid shows for as long as the window lives, over a reload too. Null: nothing to keep. */
export function useRememberedNarrowing(book: string, viewKey: string, narrowing: GridNarrowing | null): void {
  const { filters, search } = narrowing ?? {}
  useEffect(() => {
    if (!filters || search === undefined) return
    const known = read()
    known[book] = { ...known[book], [viewKey]: { filters, search } }
    sessionStorage.setItem(storageKey, JSON.stringify(known))
  }, [book, viewKey, filters, search])
}

function read(): z.infer<typeof remembered> {
  try {
    return remembered.parse(JSON.parse(sessionStorage.getItem(storageKey) ?? '{}'))
  } catch {
    return {}
  }
}
