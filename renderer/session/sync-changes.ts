import type { PlannedObject } from '../../shared/contract/sources.ts'

type Change = PlannedObject['change']

/** The changes in the order of what they ask for. */
export const changeOrder = ['new', 'changed', 'archived', 'deleted', 'skipped'] as const satisfies readonly Change[]

/** How many objects there are of each change, of those that there are. */
export function changeCounts(
  objects: readonly PlannedObject[],
): readonly { readonly change: Change; readonly objects: number }[] {
  return changeOrder
    .map((change) => ({ change, objects: objects.filter((object) => object.change === change).length }))
    .filter(({ objects: count }) => count > 0)
}
