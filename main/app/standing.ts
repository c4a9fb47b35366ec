import type { Book } from '../database/open.ts'
import { queryTexts } from '../queries/query.ts'
import { isOnDemand } from '../reconcile/plan.ts'
import { type ReconcileOptions, type Standing, ensureReconciled } from '../reconcile/reconcile.ts'

/**
 * Sees to it that the derived tables stand which the queries of these names read, for the wished as-of date. Errors as in
 * `ensureReconciled`.
 */
export type Stand = (names: readonly string[], options?: Omit<ReconcileOptions, 'reads' | 'whole'>) => Promise<void>

/**
 * Makes a book's tables stand, and remembers in which of its states they are known to, so that neither pages nor queries
 * ask again. Who asks meanwhile for the same day waits for what runs.
 */
export function createStanding(book: Book): Stand {
  let known: (Standing & { readonly wished: string | undefined }) | null = null
  const names = new Set<string>()
  let running: Promise<void> | null = null

  const isKnown = (wished: string | undefined): boolean => known?.revision === book.revision && known.wished === wished
  const standsFor = (wanted: readonly string[], wished: string | undefined): boolean =>
    isKnown(wished) && wanted.every((name) => names.has(name) || !isOnDemand(queryTexts([name])))
  const makeStand: Stand = async (wanted, options = {}) => {
    const { asOf: wished } = options
    const all = isKnown(wished) ? [...new Set([...names, ...wanted])] : wanted
    const standing = await ensureReconciled(book, wished, { ...options, reads: queryTexts(all) })
    if (known?.revision !== standing.revision || known.wished !== wished) names.clear()
    for (const name of all) names.add(name)
    known = { ...standing, wished }
  }

  return async (wanted, options = {}) => {
    const { asOf, signal, onStep } = options
    if (asOf !== undefined || signal || onStep) {
      // Who may cancel it, or is told how it goes, waits for nobody else's.
      if (!standsFor(wanted, asOf)) await makeStand(wanted, options)
      return
    }
    while (!standsFor(wanted, undefined)) {
      running ??= makeStand(wanted).finally(() => {
        running = null
      })
      await running
    }
  }
}
